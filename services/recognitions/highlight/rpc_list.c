/* Lists of highlights, of what their reader may see. */
#include "common/service/message.h"
#include "common/service/page.h"
#include "services/recognitions/highlight/rpc_highlights.h"
#include "services/recognitions/highlight/store_highlights.h"
#include "services/recognitions/people.h"
#include "services/recognitions/rpc.h"
#include "services/recognitions/state.h"

#include <inttypes.h>

/* A page ends early past this, so that the longest descriptions fit into a reply. */
#define PAGE_BYTES_BOUND ((size_t)1 << 20)
/* Highlights that the caller may see but a filter does not pass: after so many a page ends short. */
#define PASSED_OVER_BOUND 2000
/* Of one candidate at a time. */
#define CANDIDATE_BYTES ((size_t)1 << 18)

/* One walk through what a viewer sees. */
struct browse {
	struct call *call;
	const struct viewer *viewer;
	const struct highlight_filter *filter;
	struct walk walk;
	struct arena scratch; /* of the candidate that is looked at */
	struct highlight candidate;
};

static struct browse *browse_open(struct call *call, const struct viewer *viewer, const struct highlight_filter *filter,
								  const struct walk_position *before, int64_t since_ms)
{
	struct browse *browse = arena_alloc(call->arena, sizeof(*browse));
	browse->call = call;
	browse->viewer = viewer;
	browse->filter = filter;
	walk_init(&browse->walk, call->db, call->arena, before, since_ms);
	highlight_add_streams(&browse->walk, viewer, filter);
	arena_init(&browse->scratch, CANDIDATE_BYTES);
	return browse;
}

static void browse_close(struct browse *browse)
{
	arena_fini(&browse->scratch);
}

/* The next that the viewer sees, whether or not it passes the filter; false: the end. */
static bool browse_next(struct browse *browse, struct walk_position *at)
{
	while (walk_next(&browse->walk, at)) {
		arena_reset(&browse->scratch);
		if (highlight_read(browse->call->db, &browse->scratch, &at->recognition, &browse->candidate) &&
			highlight_is_visible(&browse->candidate, browse->viewer))
			return true;
	}
	return false;
}

/* The candidate once more, its texts in the call's arena: the next one takes the scratch. NULL: the storage fails. */
static Kleos__Highlight *browse_message(struct browse *browse)
{
	struct call *call = browse->call;
	struct highlight *shown = arena_alloc(call->arena, sizeof(*shown));
	return highlight_read(call->db, call->arena, &browse->candidate.id, shown) ? highlight_message(call, shown) : NULL;
}

size_t highlights_newest(struct call *call, const struct viewer *viewer, const struct id *member, int64_t since_ms,
						 size_t bound, Kleos__Highlight ***out)
{
	const struct highlight_filter filter = {.member = *member, .team = ""};
	struct browse *browse = browse_open(call, viewer, &filter, NULL, since_ms);
	struct walk_position at;
	size_t n = 0;
	*out = arena_array(call->arena, bound, sizeof(**out));
	while (n < bound && browse_next(browse, &at))
		if (highlight_passes(&browse->candidate, &filter) && ((*out)[n] = browse_message(browse)))
			n++;
	browse_close(browse);
	return n;
}

/* One list on its way. */
struct listing {
	struct call *call;
	struct viewer viewer;
	struct highlight_filter filter;
	struct page page;
	int64_t since_ms, until_ms;
	struct browse *browse;
	Kleos__ListHighlightsResponse *response;
};

static void listing_take(struct listing *listing, const Kleos__ListHighlightsRequest *request)
{
	struct call *call = listing->call;
	call_take(call, "team", team_filter_take(call->arena, request->team, &listing->filter.team));
	listing->since_ms = INT64_MIN;
	listing->until_ms = INT64_MAX;
	if (request->since && !time_take(request->since, &listing->since_ms))
		violate(call, "since", "not a time");
	if (request->until && !time_take(request->until, &listing->until_ms))
		violate(call, "until", "not a time");
}

static enum status listing_find_people(struct listing *listing, const char *member)
{
	struct known_member known;
	enum status status = viewer_of_call(listing->call, &listing->viewer);
	if (status != STATUS_OK || !*member)
		return status;
	status = person_named(listing->call, member, &known);
	if (status == STATUS_OK)
		listing->filter.member = known.id;
	return status;
}

static enum status listing_open(struct listing *listing, const Kleos__ListHighlightsRequest *request)
{
	struct call *call = listing->call;
	listing_take(listing, request);
	if (call_has_violations(call))
		return fail_violations(call);
	enum status status = listing_find_people(listing, request->member);
	if (status != STATUS_OK)
		return status;
	const char *range = arena_printf(call->arena, "%" PRId64 " %" PRId64, listing->since_ms, listing->until_ms);
	status = page_open(&listing->page, call, recognitions_of(call)->key, "highlights", request->page_size,
					   request->page_token,
					   PAGE_FILTERS(id_text(call->arena, &listing->filter.member), listing->filter.team, range));
	if (status != STATUS_OK)
		return status;
	struct walk_position before = {listing->page.before_ms, listing->page.before_id};
	if (listing->until_ms <= before.give_ms)
		before = (struct walk_position){.give_ms = listing->until_ms}; /* no id is below zero: strictly before */
	listing->browse = browse_open(call, &listing->viewer, &listing->filter, &before, listing->since_ms);
	return STATUS_OK;
}

/* `last` is the last one that the caller may see: a token holds nothing else. */
static void listing_fill(struct listing *listing)
{
	Kleos__ListHighlightsResponse *response = listing->response;
	struct walk_position at, last = {0};
	size_t passed_over = 0;
	while (browse_next(listing->browse, &at)) {
		if (passed_over == PASSED_OVER_BOUND ||
			page_is_full(&listing->page, response->n_highlights, PAGE_BYTES_BOUND)) {
			response->next_page_token = page_next(&listing->page, last.give_ms, &last.recognition);
			return;
		}
		last = at;
		if (!highlight_passes(&listing->browse->candidate, &listing->filter))
			passed_over++;
		else if ((response->highlights[response->n_highlights] = browse_message(listing->browse)))
			response->n_highlights++;
	}
}

enum status list_highlights(struct call *call, const Kleos__ListHighlightsRequest *request,
							Kleos__ListHighlightsResponse *response)
{
	struct listing *listing = arena_alloc(call->arena, sizeof(*listing));
	listing->call = call;
	listing->response = response;
	enum status status = listing_open(listing, request);
	if (status != STATUS_OK)
		return status;
	response->highlights = arena_array(call->arena, listing->page.size, sizeof(*response->highlights));
	listing_fill(listing);
	browse_close(listing->browse);
	return STATUS_OK;
}

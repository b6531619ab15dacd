#include "services/recognitions/rpc.h"

#include "common/base/text.h"
#include "common/service/message.h"
#include "common/service/page.h"
#include "services/recognitions/list/audience.h"
#include "services/recognitions/list/hits.h"
#include "services/recognitions/people.h"
#include "services/recognitions/state.h"

#include <inttypes.h>

/* A page ends early past this, so that the longest messages fit into a reply: half of what a call's arena hands out is
 * for the packed form. */
#define PAGE_BYTES_BOUND ((size_t)1536 << 10)
/* Recognitions that the caller may see but a filter does not pass: after so many a page ends short. What they may not
 * see does not count: nothing about it shows. */
#define PASSED_OVER_BOUND 2000
/* Of one candidate at a time: its texts, at most a message of 16 KiB and 50 receivers. */
#define CANDIDATE_BYTES ((size_t)1 << 20)

/* One list on its way: the page to fill and where its rows come from. */
struct listing {
	struct call *call;
	struct viewer viewer;
	struct audience_filter filter;
	struct page page;
	const char *query; /* as it was asked; "": none, and rows come from the walk, else from the hits */
	struct question question;
	struct walk walk;
	struct hits hits;
	struct arena scratch; /* of the candidate that is looked at */
	struct recognition candidate;
	size_t passed_over;
	Kleos__ListRecognitionsResponse *response;
};

static void listing_take_range(struct listing *listing, const Kleos__ListRecognitionsRequest *request, int64_t *since,
							   int64_t *until)
{
	*since = INT64_MIN;
	*until = INT64_MAX;
	if (request->since && !time_take(request->since, since))
		violate(listing->call, "since", "not a time");
	if (request->until && !time_take(request->until, until))
		violate(listing->call, "until", "not a time");
}

static void listing_take_query(struct listing *listing, const char *query)
{
	listing->query = text_normal(listing->call->arena, query);
	if (*query)
		call_take(listing->call, "query", question_take(&listing->question, listing->call->arena, listing->query));
}

static void listing_take_filter(struct listing *listing, const Kleos__ListRecognitionsRequest *request)
{
	struct call *call = listing->call;
	listing->filter.win = request->win;
	call_take(call, "team", team_filter_take(call->arena, request->team, &listing->filter.team));
	call_take(call, "value", value_take(request->value, &listing->filter.value));
	if (request->win > KLEOS__WIN__WIN_BIG)
		violate(call, "win", "a win is SMALL or BIG");
}

static enum status listing_find_person(struct listing *listing, const char *text, struct id *out)
{
	struct known_member member;
	if (!*text)
		return STATUS_OK;
	enum status status = person_named(listing->call, text, &member);
	if (status == STATUS_OK)
		*out = member.id;
	return status;
}

static enum status listing_find_people(struct listing *listing, const Kleos__ListRecognitionsRequest *request)
{
	enum status status = viewer_of_call(listing->call, &listing->viewer);
	if (status == STATUS_OK)
		status = listing_find_person(listing, request->giver, &listing->filter.giver);
	if (status == STATUS_OK)
		status = listing_find_person(listing, request->receiver, &listing->filter.receiver);
	return status;
}

static enum status listing_open_page(struct listing *listing, const Kleos__ListRecognitionsRequest *request,
									 int64_t since, int64_t until)
{
	struct arena *arena = listing->call->arena;
	const struct audience_filter *filter = &listing->filter;
	const char *range = arena_printf(arena, "%d %" PRId64 " %" PRId64, (int)filter->win, since, until);
	return page_open(&listing->page, listing->call, recognitions_of(listing->call)->key, "recognitions",
					 request->page_size, request->page_token,
					 PAGE_FILTERS(id_text(arena, &filter->giver), id_text(arena, &filter->receiver), filter->team,
								  filter->value, range, listing->query));
}

static void listing_open_walk(struct listing *listing, int64_t since, int64_t until)
{
	struct walk_position before = {listing->page.before_ms, listing->page.before_id};
	if (until <= before.give_ms)
		before = (struct walk_position){.give_ms = until}; /* no id is below zero: strictly before `until` */
	walk_init(&listing->walk, listing->call->db, listing->call->arena, &before, since);
	audience_add_streams(&listing->walk, &listing->viewer, &listing->filter);
}

static void listing_open_hits(struct listing *listing, int64_t since, int64_t until)
{
	struct call *call = listing->call;
	struct walk_position behind = {listing->page.before_ms, listing->page.before_id};
	const struct asked *asked = hits_asked(call, &listing->question, &listing->viewer, &listing->filter);
	hits_init(&listing->hits, call, asked, &behind, since, until);
}

static enum status listing_open(struct listing *listing, const Kleos__ListRecognitionsRequest *request)
{
	int64_t since, until;
	listing_take_filter(listing, request);
	listing_take_range(listing, request, &since, &until);
	listing_take_query(listing, request->query);
	if (call_has_violations(listing->call))
		return fail_violations(listing->call);
	enum status status = listing_find_people(listing, request);
	if (status == STATUS_OK)
		status = listing_open_page(listing, request, since, until);
	if (status != STATUS_OK)
		return status;
	if (*listing->query)
		listing_open_hits(listing, since, until);
	else
		listing_open_walk(listing, since, until);
	return STATUS_OK;
}

static const char *kept(const struct listing *listing, const char *text)
{
	return arena_text(listing->call->arena, text);
}

/* The candidate, its texts moved out of the scratch, which the next one takes. */
static Kleos__Recognition *listing_message(struct listing *listing)
{
	struct recognition *shown = &listing->candidate;
	shown->message.words = kept(listing, shown->message.words);
	shown->value = kept(listing, shown->value);
	shown->giver.handle = kept(listing, shown->giver.handle);
	shown->giver.display_name = kept(listing, shown->giver.display_name);
	for (struct arc *arc = shown->arcs; arc < shown->arcs + shown->n_arcs; arc++) {
		arc->receiver.handle = kept(listing, arc->receiver.handle);
		arc->receiver.display_name = kept(listing, arc->receiver.display_name);
		arc->credit.words = kept(listing, arc->credit.words);
	}
	for (struct link *link = shown->links; link < shown->links + shown->n_links; link++) {
		link->url = kept(listing, link->url);
		link->title = kept(listing, link->title);
	}
	for (struct metric *metric = shown->metrics; metric < shown->metrics + shown->n_metrics; metric++) {
		metric->name = kept(listing, metric->name);
		metric->unit = kept(listing, metric->unit);
	}
	return recognition_listed(listing->call, shown);
}

/* The next that may be shown. */
static bool listing_next(struct listing *listing, struct walk_position *at)
{
	struct hit hit;
	if (!*listing->query)
		return walk_next(&listing->walk, at);
	bool found = hits_next(&listing->hits, &hit);
	if (found)
		*at = (struct walk_position){hit.give_ms, hit.recognition};
	return found;
}

/* Looks at candidates until the page is full. `last` is the last one that the caller may see: a token holds nothing
 * else. */
static void listing_fill(struct listing *listing)
{
	Kleos__ListRecognitionsResponse *response = listing->response;
	struct walk_position at, last = {0};
	while (listing_next(listing, &at)) {
		arena_reset(&listing->scratch);
		if (!recognition_read(listing->call->db, &listing->scratch, &at.recognition, &listing->candidate) ||
			!recognition_is_visible(&listing->candidate, &listing->viewer))
			continue;
		if (listing->passed_over == PASSED_OVER_BOUND ||
			page_is_full(&listing->page, response->n_recognitions, PAGE_BYTES_BOUND)) {
			response->next_page_token = page_next(&listing->page, last.give_ms, &last.recognition);
			return;
		}
		last = at;
		if (audience_passes(&listing->candidate, &listing->filter))
			response->recognitions[response->n_recognitions++] = listing_message(listing);
		else
			listing->passed_over++;
	}
}

enum status list_recognitions(struct call *call, const Kleos__ListRecognitionsRequest *request,
							  Kleos__ListRecognitionsResponse *response)
{
	struct listing *listing = arena_alloc(call->arena, sizeof(*listing));
	listing->call = call;
	listing->response = response;
	enum status status = listing_open(listing, request);
	if (status != STATUS_OK)
		return status;
	response->recognitions = arena_array(call->arena, listing->page.size, sizeof(*response->recognitions));
	arena_init(&listing->scratch, CANDIDATE_BYTES);
	listing_fill(listing);
	arena_fini(&listing->scratch);
	if (listing->hits.status != STATUS_OK)
		return fail(call, listing->hits.status, "SEARCH_UNAVAILABLE", "search cannot answer now; try again");
	return STATUS_OK;
}

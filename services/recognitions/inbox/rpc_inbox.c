/* Everybody's own inbox: nobody reads another's, whatever their roles. */
#include "common/base/limits.h"
#include "common/service/message.h"
#include "common/service/page.h"
#include "services/recognitions/inbox/store_inbox.h"
#include "services/recognitions/people.h"
#include "services/recognitions/rpc.h"
#include "services/recognitions/state.h"

/* A page ends early past this, so that the longest messages fit into a reply. */
#define PAGE_BYTES_BOUND ((size_t)1536 << 10)

/* One page on its way. */
struct listing {
	struct call *call;
	struct viewer viewer;
	struct page page;
	struct walk walk;
	struct recognition shown;
	Kleos__InboxResponse *response;
};

/* NULL: it is gone, or of a giver who was erased, whose words are. */
static Kleos__InboxEntry *entry_message(struct listing *listing, const struct id *recognition)
{
	struct call *call = listing->call;
	struct recognition *shown = &listing->shown;
	struct inbox_entry entry;
	if (!recognition_read(call->db, call->arena, recognition, shown) || !*shown->message.words ||
		!recognition_is_visible(shown, &listing->viewer) ||
		!inbox_read(call->db, recognition, &listing->viewer.member, &entry))
		return NULL;
	Kleos__InboxEntry *message = arena_alloc(call->arena, sizeof(*message));
	kleos__inbox_entry__init(message);
	message->recognition = recognition_listed(call, shown);
	message->unread = entry.unread;
	message->last_event = entry.event;
	message->event_time = time_message(call->arena, entry.event_ms);
	return message;
}

static void listing_fill(struct listing *listing)
{
	Kleos__InboxResponse *response = listing->response;
	struct walk_position at, last = {0};
	while (walk_next(&listing->walk, &at)) {
		if (page_is_full(&listing->page, response->n_entries, PAGE_BYTES_BOUND)) {
			response->next_page_token = page_next(&listing->page, last.give_ms, &last.recognition);
			return;
		}
		last = at;
		if ((response->entries[response->n_entries] = entry_message(listing, &at.recognition)))
			response->n_entries++;
	}
}

enum status inbox(struct call *call, const Kleos__InboxRequest *request, Kleos__InboxResponse *response)
{
	struct listing *listing = arena_alloc(call->arena, sizeof(*listing));
	listing->call = call;
	listing->response = response;
	enum status status = caller_is_member(call);
	if (status == STATUS_OK)
		status = viewer_of_call(call, &listing->viewer);
	if (status == STATUS_OK)
		status = page_open(&listing->page, call, recognitions_of(call)->key, "inbox", request->page_size,
						   request->page_token, PAGE_FILTERS(""));
	if (status != STATUS_OK)
		return status;
	const struct walk_position before = {listing->page.before_ms, listing->page.before_id};
	walk_init(&listing->walk, call->db, call->arena, &before, INT64_MIN);
	inbox_add_streams(&listing->walk, &listing->viewer.member);
	response->entries = arena_array(call->arena, listing->page.size, sizeof(*response->entries));
	listing_fill(listing);
	response->unread_count = inbox_unread(call->db, &listing->viewer.member);
	return STATUS_OK;
}

/* NULL: said in the call. */
static const struct id *take_recognitions(struct call *call, const Kleos__MarkReadRequest *request)
{
	struct id *ids = arena_array(call->arena, MARKED_BOUND, sizeof(*ids));
	if (request->n_recognitions > MARKED_BOUND) {
		violate(call, "recognitions", "at most %d at once; `all` marks everything", MARKED_BOUND);
		return NULL;
	}
	if (request->all == (request->n_recognitions > 0))
		violate(call, "recognitions", "name what was read, or say `all`");
	for (size_t i = 0; i < request->n_recognitions; i++)
		if (!id_parse(&ids[i], request->recognitions[i]))
			violate(call, arena_printf(call->arena, "recognitions[%zu]", i), "not an id");
	return ids;
}

enum status mark_read(struct call *call, const Kleos__MarkReadRequest *request, Kleos__MarkReadResponse *response)
{
	const struct id *member = &call->principal.member;
	int64_t until_ms = INT64_MAX;
	enum status status = caller_is_member(call);
	if (status != STATUS_OK)
		return status;
	const struct id *ids = take_recognitions(call, request);
	if (request->until && !time_take(request->until, &until_ms))
		violate(call, "until", "not a time");
	if (call_has_violations(call))
		return fail_violations(call);
	for (size_t i = 0; i < request->n_recognitions; i++)
		inbox_mark(call->db, &ids[i], member, until_ms);
	if (request->all)
		inbox_mark_all(call->db, member, until_ms < call->now_ms ? until_ms : call->now_ms);
	call->resource = *member;
	return mark_read_replay(call, member, &response->base);
}

enum status mark_read_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	((Kleos__MarkReadResponse *)response)->unread_count = inbox_unread(call->db, resource);
	return STATUS_OK;
}

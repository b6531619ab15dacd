/* Sharing work of one's own, changing and deleting it. */
#include "services/recognitions/highlight/rpc_highlights.h"

#include "common/service/message.h"
#include "common/service/service.h"
#include "services/recognitions/highlight/draft.h"
#include "services/recognitions/highlight/store_highlights.h"
#include "services/recognitions/people.h"
#include "services/recognitions/rpc.h"

static enum status highlight_unknown(struct call *call, const char *text)
{
	return fail(call, STATUS_NOT_FOUND, "HIGHLIGHT_NOT_FOUND", "no highlight '%s'", quotable(call->arena, text));
}

/* The highlight that a request names, when the caller may see it; else NOT_FOUND, said in the call. */
static enum status find_highlight(struct call *call, const char *text, struct highlight **out)
{
	struct highlight *found = arena_alloc(call->arena, sizeof(*found));
	struct viewer viewer;
	struct id id;
	enum status status = viewer_of_call(call, &viewer);
	if (status != STATUS_OK)
		return status;
	if (!id_parse(&id, text) || !highlight_read(call->db, call->arena, &id, found) ||
		!highlight_is_visible(found, &viewer))
		return highlight_unknown(call, text);
	*out = found;
	return STATUS_OK;
}

static bool is_own(const struct call *call, const struct highlight *highlight)
{
	return caller_is(call, &highlight->people[0].who.id);
}

static enum status set_member(struct call *call, struct highlight *highlight)
{
	struct known_member member;
	enum status status = caller_is_member(call);
	if (status == STATUS_OK)
		status = person_named(call, "me", &member);
	if (status != STATUS_OK)
		return status;
	if (highlights_of(call->db, &member.id) >= HIGHLIGHTS_BOUND)
		return fail(call, STATUS_FAILED_PRECONDITION, "TOO_MANY_HIGHLIGHTS",
					"a member shares at most %d highlights; delete one first", HIGHLIGHTS_BOUND);
	highlight->n_people = 1;
	highlight->people[0] = (struct highlight_person){
		.who = member_named(&member), .cap = KLEOS__VISIBILITY__VISIBILITY_EXTERNAL, .manager_now = member.manager};
	return STATUS_OK;
}

/* The same fields as those of an update. */
static Kleos__UpdateHighlightRequest update_of(const Kleos__ShareHighlightRequest *request)
{
	Kleos__UpdateHighlightRequest update = KLEOS__UPDATE_HIGHLIGHT_REQUEST__INIT;
	update.title = request->title;
	update.description = request->description;
	update.kind = request->kind;
	update.collaborators = request->collaborators;
	update.n_collaborators = request->n_collaborators;
	update.links = request->links;
	update.n_links = request->n_links;
	update.metrics = request->metrics;
	update.n_metrics = request->n_metrics;
	update.visibility = request->visibility;
	update.on_date = request->on_date;
	return update;
}

enum status share_highlight(struct call *call, const Kleos__ShareHighlightRequest *request,
							Kleos__ShareHighlightResponse *response)
{
	struct highlight *highlight = arena_alloc(call->arena, sizeof(*highlight));
	const Kleos__UpdateHighlightRequest fields = update_of(request);
	enum status status = set_member(call, highlight);
	if (status == STATUS_OK)
		status = highlight_draft_take(call, &fields, HIGHLIGHT_ALL, highlight);
	if (status != STATUS_OK)
		return status;
	highlight->id = id_new(call->environment);
	highlight->create_ms = call->now_ms;
	highlight_put(call->db, highlight);
	call_publish(call, "highlight.shared", &highlight->id);
	call->resource = highlight->id;
	response->highlight = highlight_message(call, highlight);
	return STATUS_OK;
}

/* For replays: the highlight as the caller sees it now. */
static enum status highlight_now(struct call *call, const struct id *id, Kleos__Highlight **out)
{
	struct highlight *found;
	enum status status = find_highlight(call, id_text(call->arena, id), &found);
	if (status == STATUS_OK)
		*out = highlight_message(call, found);
	return status;
}

enum status share_highlight_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return highlight_now(call, resource, &((Kleos__ShareHighlightResponse *)response)->highlight);
}

enum status get_highlight(struct call *call, const Kleos__GetHighlightRequest *request,
						  Kleos__GetHighlightResponse *response)
{
	struct highlight *found;
	enum status status = find_highlight(call, request->highlight, &found);
	if (status == STATUS_OK)
		response->highlight = highlight_message(call, found);
	return status;
}

enum status update_highlight(struct call *call, const Kleos__UpdateHighlightRequest *request,
							 Kleos__UpdateHighlightResponse *response)
{
	struct highlight *highlight;
	enum status status = find_highlight(call, request->highlight, &highlight);
	if (status != STATUS_OK)
		return status;
	if (!is_own(call, highlight))
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_YOURS", "a highlight is changed by whose work it is");
	unsigned fields = highlight_draft_fields(call, request);
	status = highlight_draft_take(call, request, fields, highlight);
	if (status != STATUS_OK)
		return status;
	if (fields) {
		highlight->update_ms = call->now_ms;
		highlight_put(call->db, highlight);
	}
	call->resource = highlight->id;
	response->highlight = highlight_message(call, highlight);
	return STATUS_OK;
}

enum status update_highlight_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return highlight_now(call, resource, &((Kleos__UpdateHighlightResponse *)response)->highlight);
}

enum status delete_highlight(struct call *call, const Kleos__DeleteHighlightRequest *request,
							 Kleos__DeleteHighlightResponse *response)
{
	struct highlight *highlight;
	(void)response;
	enum status status = find_highlight(call, request->highlight, &highlight);
	if (status != STATUS_OK)
		return status;
	bool own = is_own(call, highlight);
	if (!own && !principal_has(&call->principal, ROLES_PEOPLE))
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_YOURS",
					"a highlight is deleted by whose work it is, or by PEOPLE_ADMIN");
	highlight_delete(call->db, &highlight->id);
	for (size_t i = 0; !own && i < highlight->n_people; i++)
		call_concerns(call, &highlight->people[i].who.id);
	call->resource = highlight->id;
	return STATUS_OK;
}

/* It is gone, then as now. */
enum status delete_highlight_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	(void)call;
	(void)resource;
	(void)response;
	return STATUS_OK;
}

/* Of one highlight at a time. */
#define SCRATCH_BYTES ((size_t)1 << 18)

/* False: the storage fails. */
static bool lower_one(struct call *call, struct arena *scratch, const struct id *id, const struct id *member,
					  Kleos__Visibility ceiling)
{
	struct highlight *highlight = arena_alloc(scratch, sizeof(*highlight));
	if (!highlight_read(call->db, scratch, id, highlight))
		return false;
	for (size_t i = 1; i < highlight->n_people; i++)
		if (id_equal(&highlight->people[i].who.id, member))
			highlight->people[i].cap = visibility_least(highlight->people[i].cap, ceiling);
	highlight->visibility = highlight_least(highlight);
	highlight_put(call->db, highlight);
	return true;
}

/* Each that is lowered is not found again, so that the loop ends. */
void highlights_lower(struct call *call, const struct id *member, Kleos__Visibility ceiling)
{
	struct arena scratch;
	struct id id;
	bool goes_on = true;
	arena_init(&scratch, SCRATCH_BYTES);
	while (goes_on && highlight_louder(call->db, member, ceiling, &id)) {
		arena_reset(&scratch);
		goes_on = lower_one(call, &scratch, &id, member, ceiling);
	}
	arena_fini(&scratch);
	highlight_caps_lower(call->db, member, ceiling);
}

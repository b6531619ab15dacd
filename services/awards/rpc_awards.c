/* The rpcs about awards. */
#include "services/awards/rpc.h"

#include "common/base/array.h"
#include "common/base/text.h"
#include "common/service/mask.h"
#include "common/service/message.h"
#include "services/awards/rules.h"
#include "services/awards/state.h"

enum status find_award(struct call *call, const char *name, struct award *out)
{
	struct id id;
	bool found = id_parse(&id, name) ? award_by_id(call->db, call->arena, &id, out)
									 : award_by_slug(call->db, call->arena, text_lower_ascii(call->arena, name), out);
	if (found)
		return STATUS_OK;
	return fail(call, STATUS_NOT_FOUND, "AWARD_NOT_FOUND", "no award '%s'", quotable(call->arena, name));
}

/* For replays: the award as it is now. */
static enum status award_now(struct call *call, const struct id *id, Kleos__Award **out)
{
	struct award award;
	if (!award_by_id(call->db, call->arena, id, &award))
		return fail(call, STATUS_NOT_FOUND, "AWARD_NOT_FOUND", "the award is gone");
	*out = award_message(call, &award);
	return STATUS_OK;
}

enum status create_award_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return award_now(call, resource, &((Kleos__CreateAwardResponse *)response)->award);
}

enum status create_award(struct call *call, const Kleos__CreateAwardRequest *request,
						 Kleos__CreateAwardResponse *response)
{
	struct award award = {.id = id_new(call->environment), .create_ms = call->now_ms};
	call_take(call, "slug", slug_take(call->arena, request->slug, &award.slug));
	call_take(call, "title", title_take(call->arena, request->title, &award.title));
	call_take(call, "description", long_text_take(call->arena, request->description, &award.description));
	call_take(call, "criteria", long_text_take(call->arena, request->criteria, &award.criteria));
	call_take(call, "hashtag", hashtag_take(call->arena, request->hashtag, &award.hashtag));
	call_take(call, "scope", scope_take(request->scope, &award.scope));
	if (call_has_violations(call))
		return fail_violations(call);
	if (!award_put(call->db, &award))
		return fail(call, STATUS_ALREADY_EXISTS, "AWARD_EXISTS", "there is an award '%s' already", award.slug);
	call->resource = award.id;
	response->award = award_message(call, &award);
	return STATUS_OK;
}

enum status get_award(struct call *call, const Kleos__GetAwardRequest *request, Kleos__GetAwardResponse *response)
{
	struct award award;
	enum status status = find_award(call, request->award, &award);
	if (status == STATUS_OK)
		response->award = award_message(call, &award);
	return status;
}

enum award_field {
	AWARD_TITLE = 1 << 0,
	AWARD_DESCRIPTION = 1 << 1,
	AWARD_CRITERIA = 1 << 2,
	AWARD_HASHTAG = 1 << 3,
	AWARD_ALL = (1 << 4) - 1,
};

/* The fields that an update names. What none is, is said in the call. */
static unsigned award_fields(struct call *call, const Kleos__UpdateAwardRequest *request)
{
	static const struct mask_name names[] = {
		{"title", AWARD_TITLE},
		{"description", AWARD_DESCRIPTION},
		{"criteria", AWARD_CRITERIA},
		{"hashtag", AWARD_HASHTAG},
		{"*", AWARD_ALL},
	};
	const unsigned with_value = (*request->title ? AWARD_TITLE : 0u) |
								(*request->description ? AWARD_DESCRIPTION : 0u) |
								(*request->criteria ? AWARD_CRITERIA : 0u) | (*request->hashtag ? AWARD_HASHTAG : 0u);
	return mask_fields(call, request->update_mask, with_value, "an award", names, ARRAY_LENGTH(names));
}

/* Whoever nominates or votes relies on what the award says. */
static void tell_edit(struct call *call, const struct award *award)
{
	struct id *cycles;
	const size_t n = cycles_relied_on(call->db, call->arena, &award->id, &cycles);
	for (size_t i = 0; i < n; i++)
		call_publish(call, "award.edited_by_staff", &cycles[i]);
}

enum status update_award_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return award_now(call, resource, &((Kleos__UpdateAwardResponse *)response)->award);
}

enum status update_award(struct call *call, const Kleos__UpdateAwardRequest *request,
						 Kleos__UpdateAwardResponse *response)
{
	struct award award;
	enum status status = find_award(call, request->award, &award);
	if (status != STATUS_OK)
		return status;
	const unsigned fields = award_fields(call, request);
	if (fields & AWARD_TITLE)
		call_take(call, "title", title_take(call->arena, request->title, &award.title));
	if (fields & AWARD_DESCRIPTION)
		call_take(call, "description", long_text_take(call->arena, request->description, &award.description));
	if (fields & AWARD_CRITERIA)
		call_take(call, "criteria", long_text_take(call->arena, request->criteria, &award.criteria));
	if (fields & AWARD_HASHTAG)
		call_take(call, "hashtag", hashtag_take(call->arena, request->hashtag, &award.hashtag));
	if (call_has_violations(call))
		return fail_violations(call);
	award_update(call->db, &award);
	if (fields)
		tell_edit(call, &award);
	call->resource = award.id;
	response->award = award_message(call, &award);
	return STATUS_OK;
}

enum status list_awards(struct call *call, const Kleos__ListAwardsRequest *request, Kleos__ListAwardsResponse *response)
{
	struct page page;
	if (page_open(&page, call, awards_of(call)->key, "awards", request->page_size, request->page_token,
				  PAGE_FILTERS(NULL)))
		return call->status;
	struct award *awards;
	size_t n = award_list(call->db, call->arena, &page, &awards);
	if (n > page.size)
		response->next_page_token = page_next(&page, awards[page.size - 1].create_ms, &awards[page.size - 1].id);
	response->n_awards = n < page.size ? n : page.size;
	response->awards = arena_array(call->arena, page.size, sizeof(*response->awards));
	for (size_t i = 0; i < response->n_awards; i++)
		response->awards[i] = award_message(call, &awards[i]);
	return STATUS_OK;
}

/* The rpcs about awards. */
#include "common/base/text.h"
#include "common/service/message.h"
#include "services/awards/rpc.h"
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

Kleos__Award *award_message(struct call *call, const struct award *award)
{
	Kleos__Award *message = arena_alloc(call->arena, sizeof(*message));
	kleos__award__init(message);
	message->id = id_text(call->arena, &award->id);
	message->slug = award->slug;
	message->title = award->title;
	message->description = award->description;
	message->criteria = award->criteria;
	message->scope = award->scope;
	message->hashtag = award->hashtag;
	message->create_time = time_message(call->arena, award->create_ms);
	return message;
}

/* One field read by its rule; what is wrong is noted under the field's name. */
#define TAKE(call, field, expression)                                                                                  \
	do {                                                                                                               \
		const char *problem_ = (expression);                                                                           \
		if (problem_)                                                                                                  \
			violate(call, field, "%s", problem_);                                                                      \
	} while (0)

enum status create_award_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct award award;
	if (!award_by_id(call->db, call->arena, resource, &award))
		return fail(call, STATUS_NOT_FOUND, "AWARD_NOT_FOUND", "the award is gone");
	((Kleos__CreateAwardResponse *)response)->award = award_message(call, &award);
	return STATUS_OK;
}

enum status create_award(struct call *call, const Kleos__CreateAwardRequest *request, Kleos__CreateAwardResponse *response)
{
	struct award award = {.id = id_new(call->environment), .create_ms = call->now_ms};
	TAKE(call, "slug", slug_take(call->arena, request->slug, &award.slug));
	TAKE(call, "title", title_take(call->arena, request->title, &award.title));
	TAKE(call, "description", long_text_take(call->arena, request->description, &award.description));
	TAKE(call, "criteria", long_text_take(call->arena, request->criteria, &award.criteria));
	TAKE(call, "hashtag", hashtag_take(call->arena, request->hashtag, &award.hashtag));
	TAKE(call, "scope", scope_take(request->scope, &award.scope));
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

enum status list_awards(struct call *call, const Kleos__ListAwardsRequest *request, Kleos__ListAwardsResponse *response)
{
	struct page page;
	if (page_open(&page, call, awards_of(call)->key, "awards", request->page_size, request->page_token, PAGE_FILTERS(NULL)))
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

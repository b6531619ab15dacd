#include "common/base/calendar.h"
#include "common/service/message.h"
#include "common/service/page.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "services/gateway/rights/rights.h"

#include <pthread.h>
#include <sodium.h>
#include <string.h>

#define DIGEST_SIZE 16

/* What a page token holds: the filters it was made with, and in each log the line that was shown last. */
struct audit_place {
	uint8_t filters[DIGEST_SIZE];
	int64_t before[SERVICE_COUNT]; /* seq; 0: from the newest */
};

/* One list on its way: in the exchange's arena, which the mutex guards while answers come. */
struct audit_list {
	struct exchange *exchange;
	const Kleos__ListAuditEntriesRequest *request;
	size_t size;
	int64_t since_ms, until_ms; /* 0: not said */
	struct rights_name subject_name, actor_name;
	struct id subject, actor;
	struct audit_place place;
	Kleos__ReadAuditRequest asked[SERVICE_COUNT];
	struct rights_ask asks[SERVICE_COUNT];
	const Kleos__ReadAuditResponse *lines[SERVICE_COUNT];
	struct rpc_reply refusal; /* of the first that failed */
	Kleos__ListAuditEntriesResponse response;
	Kleos__BatchReadMembersRequest who;
	struct exchange_call who_call;
	pthread_mutex_t mutex;
	int waiting;
};

/* ---- the page ---- */

static const char *token_purpose(struct audit_list *list)
{
	const struct principal *reader = exchange_principal(list->exchange);
	struct arena *arena = exchange_arena(list->exchange);
	const struct id *id = principal_is_member(reader) ? &reader->member : &reader->key;
	return arena_printf(arena, "audit page %s", id_text(arena, id));
}

static void digest_filters(struct audit_list *list, uint8_t out[DIGEST_SIZE])
{
	const int64_t times[] = {list->since_ms, list->until_ms};
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, DIGEST_SIZE);
	crypto_generichash_update(&state, list->subject.bytes, ID_SIZE);
	crypto_generichash_update(&state, list->actor.bytes, ID_SIZE);
	crypto_generichash_update(&state, (const uint8_t *)times, sizeof(times));
	crypto_generichash_final(&state, out, DIGEST_SIZE);
}

/* Not OK: answered. */
static enum status open_page(struct audit_list *list)
{
	struct gateway *gateway = exchange_gateway(list->exchange);
	uint8_t *bytes, filters[DIGEST_SIZE];
	size_t length;
	digest_filters(list, filters);
	memcpy(list->place.filters, filters, sizeof(filters));
	if (!*list->request->page_token)
		return STATUS_OK;
	if (!seal_open(exchange_arena(list->exchange), gateway_key(gateway), token_purpose(list), list->request->page_token,
				   &bytes, &length) ||
		length != sizeof(list->place))
		return exchange_fail(list->exchange, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID",
							 "this page token was not given to you for this list");
	memcpy(&list->place, bytes, sizeof(list->place));
	if (memcmp(list->place.filters, filters, sizeof(filters)) != 0)
		return exchange_fail(list->exchange, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN_MISMATCH",
							 "this page token belongs to the same list with other filters");
	return STATUS_OK;
}

static const char *next_token(struct audit_list *list)
{
	struct gateway *gateway = exchange_gateway(list->exchange);
	return seal(exchange_arena(list->exchange), gateway_environment(gateway), gateway_key(gateway), token_purpose(list),
				&list->place, sizeof(list->place));
}

/* ---- merging ---- */

static Kleos__MemberReference *reference(struct arena *arena, ProtobufCBinaryData bytes)
{
	struct id id;
	return id_from_bytes(&id, bytes.data, bytes.len) ? reference_message(arena, &id, "", "") : NULL;
}

static void add_entry(struct audit_list *list, enum gateway_service service, const Kleos__AuditLine *line)
{
	struct arena *arena = exchange_arena(list->exchange);
	Kleos__AuditEntry *entry = arena_alloc(arena, sizeof(*entry));
	struct id subject;
	kleos__audit_entry__init(entry);
	entry->time = time_message(arena, line->time_ms);
	entry->service = gateway_service_name(service);
	entry->action = line->action;
	entry->call_id = line->call_id;
	entry->actor = reference(arena, line->actor);
	entry->member = reference(arena, line->member);
	if (id_from_bytes(&subject, line->subject.data, line->subject.len))
		entry->subject = id_text(arena, &subject);
	list->response.audit_entries[list->response.n_audit_entries++] = entry;
	list->place.before[service] = line->seq;
}

/* Which log has the newest line that is not taken yet; SERVICE_COUNT: none has any. */
static enum gateway_service newest(const struct audit_list *list, const size_t *taken)
{
	enum gateway_service best = SERVICE_COUNT;
	for (enum gateway_service service = 0; service < SERVICE_COUNT; service++) {
		const Kleos__ReadAuditResponse *lines = list->lines[service];
		if (taken[service] < lines->n_lines &&
			(best == SERVICE_COUNT ||
			 lines->lines[taken[service]]->time_ms > list->lines[best]->lines[taken[best]]->time_ms))
			best = service;
	}
	return best;
}

static void merge(struct audit_list *list)
{
	size_t taken[SERVICE_COUNT] = {0};
	enum gateway_service service;
	kleos__list_audit_entries_response__init(&list->response);
	list->response.audit_entries =
		arena_array(exchange_arena(list->exchange), list->size, sizeof(*list->response.audit_entries));
	while (list->response.n_audit_entries < list->size && (service = newest(list, taken)) != SERVICE_COUNT)
		add_entry(list, service, list->lines[service]->lines[taken[service]++]);
	if (newest(list, taken) != SERVICE_COUNT)
		list->response.next_page_token = next_token(list);
}

/* ---- names ---- */

static void name_one(Kleos__MemberReference *named, const Kleos__MemberRecord *record, const char *id)
{
	if (!named || !text_equal(named->id, id))
		return;
	named->handle = record->handle;
	named->display_name = record->display_name;
}

/* Names are a kindness: without them the ids are shown. */
static void names_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct audit_list *list = context;
	struct arena *arena = exchange_arena(exchange);
	const Kleos__BatchReadMembersResponse *got = NULL;
	if (reply->status == STATUS_OK)
		got = (const Kleos__BatchReadMembersResponse *)rights_message(arena, reply,
																	  &kleos__batch_read_members_response__descriptor);
	for (size_t i = 0; got && i < got->n_members; i++) {
		struct id id;
		if (!id_from_bytes(&id, got->members[i]->id.data, got->members[i]->id.len))
			continue;
		const char *text = id_text(arena, &id);
		for (size_t j = 0; j < list->response.n_audit_entries; j++) {
			name_one(list->response.audit_entries[j]->actor, got->members[i], text);
			name_one(list->response.audit_entries[j]->member, got->members[i], text);
		}
	}
	exchange_answer_message(exchange, &list->response.base);
}

static void add_who(struct audit_list *list, const Kleos__MemberReference *named)
{
	struct id id;
	if (!named || !id_parse(&id, named->id))
		return;
	for (size_t i = 0; i < list->who.n_ids; i++)
		if (memcmp(list->who.ids[i].data, id.bytes, ID_SIZE) == 0)
			return;
	list->who.ids[list->who.n_ids++] = id_message(exchange_arena(list->exchange), &id);
}

static void ask_names(struct audit_list *list)
{
	struct arena *arena = exchange_arena(list->exchange);
	kleos__batch_read_members_request__init(&list->who);
	list->who.ids = arena_array(arena, 2 * list->size, sizeof(*list->who.ids)); /* at most 1 000 */
	for (size_t i = 0; i < list->response.n_audit_entries; i++) {
		add_who(list, list->response.audit_entries[i]->actor);
		add_who(list, list->response.audit_entries[i]->member);
	}
	list->who_call = (struct exchange_call){.service = SERVICE_MEMBERS,
											.method = "kleos.members.v1.DirectoryService/BatchReadMembers",
											.message = &list->who.base,
											.as_process = true,
											.done = names_came_back,
											.context = list};
	exchange_call(list->exchange, &list->who_call);
}

/* ---- asking ---- */

static void take_lines(struct audit_list *list, const struct rights_ask *ask, const struct rpc_reply *reply)
{
	struct arena *arena = exchange_arena(list->exchange);
	if (reply->status == STATUS_OK)
		list->lines[ask->service] =
			(const Kleos__ReadAuditResponse *)rights_message(arena, reply, &kleos__read_audit_response__descriptor);
	if (list->lines[ask->service] || list->refusal.status != STATUS_OK)
		return;
	bool refused = reply->status != STATUS_OK;
	list->refusal = (struct rpc_reply){
		.status = refused ? reply->status : STATUS_INTERNAL,
		.reason = refused && reply->reason ? arena_text(arena, reply->reason) : "BAD_REPLY",
		.message =
			refused && reply->message ? arena_text(arena, reply->message) : "a service's reply could not be read",
	};
}

/* A log that is missing makes the list wrong: there is none then. */
static void lines_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	const struct rights_ask *ask = context;
	struct audit_list *list = ask->whole;
	pthread_mutex_lock(&list->mutex);
	take_lines(list, ask, reply);
	bool last = --list->waiting == 0;
	pthread_mutex_unlock(&list->mutex);
	if (!last)
		return;
	pthread_mutex_destroy(&list->mutex);
	if (list->refusal.status != STATUS_OK) {
		exchange_fail_reply(exchange, &list->refusal);
		return;
	}
	merge(list);
	ask_names(list);
}

static void prepare_ask(struct audit_list *list, enum gateway_service service)
{
	struct arena *arena = exchange_arena(list->exchange);
	struct rights_ask *ask = &list->asks[service];
	Kleos__ReadAuditRequest *request = &list->asked[service];
	kleos__read_audit_request__init(request);
	request->subject = id_message(arena, &list->subject);
	request->actor = id_message(arena, &list->actor);
	request->since_ms = list->since_ms;
	request->until_ms = list->until_ms;
	request->before_seq = list->place.before[service];
	request->limit = (int32_t)list->size + 1;
	*ask = (struct rights_ask){.service = service, .whole = list};
	ask->call = (struct exchange_call){.service = service,
									   .method = "kleos.rights.v1.RightsService/ReadAudit",
									   .message = &request->base,
									   .done = lines_came_back,
									   .context = ask};
}

static void ask_all(struct audit_list *list)
{
	struct exchange *exchange = list->exchange;
	if (open_page(list))
		return;
	pthread_mutex_init(&list->mutex, NULL);
	list->waiting = SERVICE_COUNT;
	for (enum gateway_service service = 0; service < SERVICE_COUNT; service++)
		prepare_ask(list, service);
	for (size_t i = 0; i < SERVICE_COUNT; i++)
		exchange_call(exchange, &list->asks[i].call);
}

/* ---- the question ---- */

static void actor_found(struct exchange *exchange, void *context, const struct id *actor)
{
	struct audit_list *list = context;
	(void)exchange;
	list->actor = *actor;
	ask_all(list);
}

static void resolve_actor(struct audit_list *list)
{
	list->actor_name = (struct rights_name){.name = list->request->actor, .then = actor_found, .context = list};
	if (*list->request->actor)
		rights_resolve(list->exchange, &list->actor_name);
	else
		ask_all(list);
}

static void subject_found(struct exchange *exchange, void *context, const struct id *subject)
{
	struct audit_list *list = context;
	(void)exchange;
	list->subject = *subject;
	resolve_actor(list);
}

static enum status take_question(struct audit_list *list)
{
	const Kleos__ListAuditEntriesRequest *request = list->request;
	if (request->page_size < 0)
		return exchange_fail_field(list->exchange, "pageSize", "must not be negative");
	if (request->since && !time_take(request->since, &list->since_ms))
		return exchange_fail_field(list->exchange, "since", "not a time");
	if (request->until && !time_take(request->until, &list->until_ms))
		return exchange_fail_field(list->exchange, "until", "not a time");
	list->size = request->page_size == 0               ? PAGE_SIZE_DEFAULT
				 : request->page_size > PAGE_SIZE_MOST ? PAGE_SIZE_MOST
													   : (size_t)request->page_size;
	return STATUS_OK;
}

void rights_audit(struct exchange *exchange, const ProtobufCMessage *request)
{
	struct audit_list *list = arena_alloc(exchange_arena(exchange), sizeof(*list));
	list->exchange = exchange;
	list->request = (const Kleos__ListAuditEntriesRequest *)request;
	if (take_question(list))
		return;
	list->subject_name = (struct rights_name){.name = list->request->subject, .then = subject_found, .context = list};
	if (*list->request->subject)
		rights_resolve(exchange, &list->subject_name);
	else
		resolve_actor(list);
}

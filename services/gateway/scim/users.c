/* /Users: lists, and one user. */
#include "services/gateway/scim/patch.h"
#include "services/gateway/scim/scim.h"

#include <string.h>

#define METHOD(name) "kleos.members.v1.ProvisioningService/" name
#define SCAN_PAGE    500                        /* users looked at in one go */
#define SCRATCH_CAP  ((size_t)32 * 1024 * 1024) /* what SCAN_PAGE of them and their JSON need */

/* A list on its way: whom the filter chose so far. */
struct user_list {
	Kleos__FindUsersRequest find;
	Kleos__ReadUsersRequest read;
	struct id *ids;
	size_t n;
};

/* ---- lists ---- */

static void page_came(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	const struct user_list *list = scim->state;
	(void)exchange;
	if (reply->status) {
		scim_fail_reply(scim, reply);
		return;
	}
	const Kleos__ReadUsersResponse *got =
		(const Kleos__ReadUsersResponse *)scim_message(scim, reply, &kleos__read_users_response__descriptor);
	if (!got)
		return;
	json_t *resources = json_array();
	for (size_t i = 0; i < got->n_users; i++)
		json_array_append_new(resources, scim_user_json(scim, got->users[i]));
	scim_answer_list(scim, list->n, resources);
}

/* The page that was asked for, of those who were chosen: read with the caller's rights, which is written down. */
static void ask_page(struct scim *scim)
{
	struct user_list *list = scim->state;
	size_t first = scim->question.start - 1, count = scim->question.count;
	if (first > list->n)
		first = list->n;
	if (count > list->n - first)
		count = list->n - first;
	if (!count) {
		scim_answer_list(scim, list->n, json_array());
		return;
	}
	kleos__read_users_request__init(&list->read);
	list->read.ids = (ProtobufCBinaryData){count * ID_SIZE, (uint8_t *)&list->ids[first]};
	scim_ask(scim, METHOD("ReadUsers"), &list->read.base, false, page_came);
}

/* Keeps whom the filter chooses. The last one looked at; zero: nobody was. */
static struct id choose(struct scim *scim, const Kleos__FindUsersResponse *got)
{
	struct user_list *list = scim->state;
	struct arena *kept = exchange_arena(scim->exchange);
	struct id id = {0};
	for (size_t i = 0; i < got->n_users; i++) {
		id_from_bytes(&id, got->users[i]->id.data, got->users[i]->id.len);
		json_t *json = scim_user_json(scim, got->users[i]);
		if (filter_matches(scim->question.filter, json)) {
			list->ids = arena_grow(kept, list->ids, list->n, sizeof(*list->ids));
			list->ids[list->n++] = id;
		}
		json_decref(json);
	}
	return id;
}

static void all_ids(struct user_list *list, struct arena *arena, const Kleos__FindUsersResponse *got)
{
	list->n = got->ids.len / ID_SIZE;
	list->ids = arena_copy(arena, got->ids.data, list->n * ID_SIZE);
}

static void found(struct exchange *exchange, void *context, const struct rpc_reply *reply);

/* The reply and the JSON of it are gone when it returns: many of them may come. True: there may be more users. */
static bool take_found(struct scim *scim, const struct rpc_reply *reply)
{
	struct user_list *list = scim->state;
	struct arena scratch;
	bool more = false;
	arena_init(&scratch, SCRATCH_CAP);
	scim->arena = &scratch;
	const Kleos__FindUsersResponse *got =
		(const Kleos__FindUsersResponse *)scim_message(scim, reply, &kleos__find_users_response__descriptor);
	scim->arena = exchange_arena(scim->exchange);
	if (got && list->find.ids_only) {
		all_ids(list, scim->arena, got);
	} else if (got) {
		scim->arena = &scratch;
		struct id last = choose(scim, got);
		scim->arena = exchange_arena(scim->exchange);
		more = list->find.limit && got->n_users == SCAN_PAGE;
		list->find.after = scim_id_bytes(scim, &last);
	}
	arena_fini(&scratch);
	return more;
}

static void found(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	struct user_list *list = scim->state;
	if (reply->status) {
		scim_fail_reply(scim, reply);
		return;
	}
	bool more = take_found(scim, reply);
	if (exchange_answered(exchange))
		return;
	if (more)
		scim_ask(scim, METHOD("FindUsers"), &list->find.base, true, found);
	else
		ask_page(scim);
}

/* By an index where the filter says enough. False: nobody can be like that. */
static bool prepare_find(struct scim *scim, Kleos__FindUsersRequest *find)
{
	const struct filter *filter = scim->question.filter;
	const char *user_name = filter_must_equal(filter, "userName"), *id = filter_must_equal(filter, "id");
	const char *external_id = filter_must_equal(filter, "externalId"),
			   *email = filter_must_equal(filter, "emails.value");
	struct id parsed;
	kleos__find_users_request__init(find);
	if (id && !id_parse(&parsed, id))
		return false;
	find->ids_only = !filter;
	if (id)
		find->id = scim_id_bytes(scim, &parsed);
	else if (user_name && *user_name)
		find->user_name = user_name;
	else if (external_id && *external_id)
		find->external_id = external_id;
	else if (email && *email)
		find->email = email;
	else
		find->limit = SCAN_PAGE;
	return true;
}

static void users_list(struct scim *scim)
{
	struct user_list *list = arena_alloc(scim->arena, sizeof(*list));
	scim->state = list;
	if (!scim_take_question(scim, user_attributes, URN_USER))
		return;
	if (prepare_find(scim, &list->find))
		scim_ask(scim, METHOD("FindUsers"), &list->find.base, true, found);
	else
		scim_answer_list(scim, 0, json_array());
}

/* ---- one user ---- */

/* A read on its way, and the write that follows from it. */
struct one_user {
	Kleos__ReadUsersRequest read;
	Kleos__PutUserRequest put;
	unsigned http_status; /* of the answer */
};

static struct one_user *one_new(struct scim *scim, unsigned http_status)
{
	struct one_user *one = arena_alloc(scim->arena, sizeof(*one));
	kleos__read_users_request__init(&one->read);
	kleos__put_user_request__init(&one->put);
	one->http_status = http_status;
	scim->state = one;
	return one;
}

static void ask_one(struct scim *scim, void (*done)(struct exchange *, void *, const struct rpc_reply *))
{
	struct one_user *one = scim->state;
	one->read.ids = scim_id_bytes(scim, &scim->id);
	scim_ask(scim, METHOD("ReadUsers"), &one->read.base, false, done);
}

/* The one user of a reply; NULL: answered with why not. */
static const Kleos__ProvisionedUser *take_one(struct scim *scim, const struct rpc_reply *reply)
{
	if (reply->status) {
		scim_fail_reply(scim, reply);
		return NULL;
	}
	const Kleos__ReadUsersResponse *got =
		(const Kleos__ReadUsersResponse *)scim_message(scim, reply, &kleos__read_users_response__descriptor);
	if (got && !got->n_users)
		exchange_fail(scim->exchange, STATUS_NOT_FOUND, "USER_NOT_FOUND", "no user '%s'",
					  id_text(scim->arena, &scim->id));
	return got && got->n_users ? got->users[0] : NULL;
}

static void one_came(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	(void)exchange;
	const Kleos__ProvisionedUser *user = take_one(scim, reply);
	if (user)
		scim_answer(scim, 200, scim_user_json(scim, user));
}

static void users_get(struct scim *scim)
{
	one_new(scim, 200);
	ask_one(scim, one_came);
}

static void put_came(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	const struct one_user *one = scim->state;
	(void)exchange;
	if (reply->status) {
		scim_fail_reply(scim, reply);
		return;
	}
	const Kleos__PutUserResponse *got =
		(const Kleos__PutUserResponse *)scim_message(scim, reply, &kleos__put_user_response__descriptor);
	if (got)
		scim_answer(scim, one->http_status, scim_user_json(scim, got->user));
}

/* The body as a whole user. */
static void put_body(struct scim *scim, struct one_user *one)
{
	bool enterprise_said;
	json_t *body = scim_body(scim);
	one->put.user = body ? scim_user_of(scim, body, &enterprise_said) : NULL;
	json_decref(body);
	if (!one->put.user)
		return;
	one->put.enterprise_said = enterprise_said;
	one->put.etag = scim->if_match;
	if (one->http_status == 200)
		one->put.user->id = scim_id_bytes(scim, &scim->id);
	scim_ask(scim, METHOD("PutUser"), &one->put.base, false, put_came);
}

static void users_create(struct scim *scim)
{
	put_body(scim, one_new(scim, 201));
}

static void users_replace(struct scim *scim)
{
	put_body(scim, one_new(scim, 200));
}

/* ---- PATCH ---- */

/* The user after the operations; NULL: answered with why not. */
static Kleos__ProvisionedUser *patched(struct scim *scim, const Kleos__ProvisionedUser *user)
{
	struct patch patch = {.arena = scim->arena, .of = user_attributes, .core_urn = URN_USER};
	json_t *resource = scim_user_json(scim, user), *body = scim_body(scim);
	Kleos__ProvisionedUser *after = NULL;
	bool enterprise_said;
	if (body && !patch_apply(&patch, resource, body))
		exchange_fail(scim->exchange, STATUS_INVALID_ARGUMENT, patch.reason, "%s", patch.problem);
	else if (body)
		after = scim_user_of(scim, resource, &enterprise_said);
	json_decref(resource);
	json_decref(body);
	return after;
}

static void patch_read(struct exchange *exchange, void *context, const struct rpc_reply *reply);

/* Somebody else was faster: what they wrote is read, and the operations are applied to that. */
static void patch_put(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	if (scim_tries_again(scim, reply))
		ask_one(scim, patch_read);
	else
		put_came(exchange, context, reply);
}

static void patch_read(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	struct one_user *one = scim->state;
	(void)exchange;
	const Kleos__ProvisionedUser *user = take_one(scim, reply);
	one->put.user = user ? patched(scim, user) : NULL;
	if (!one->put.user)
		return;
	one->put.user->id = scim_id_bytes(scim, &scim->id);
	one->put.enterprise_said = true;
	one->put.etag = *scim->if_match ? scim->if_match : user->etag;
	scim_ask(scim, METHOD("PutUser"), &one->put.base, false, patch_put);
}

static void users_patch(struct scim *scim)
{
	one_new(scim, 200);
	ask_one(scim, patch_read);
}

/* ---- DELETE ---- */

static void users_remove(struct scim *scim)
{
	Kleos__RemoveUserRequest *request = arena_alloc(scim->arena, sizeof(*request));
	kleos__remove_user_request__init(request);
	request->id = scim_id_bytes(scim, &scim->id);
	request->etag = scim->if_match;
	scim_ask(scim, METHOD("RemoveUser"), &request->base, false, scim_removed);
}

const struct scim_resource scim_users = {
	.name = "Users",
	.list = users_list,
	.get = users_get,
	.create = users_create,
	.replace = users_replace,
	.patch = users_patch,
	.remove = users_remove,
};

/* /Groups: lists, and one group. */
#include "services/gateway/scim/patch.h"
#include "services/gateway/scim/scim.h"

#include <stdlib.h>
#include <string.h>

#define METHOD(name) "kleos.members.v1.ProvisioningService/" name

/* What is on its way: the group as it is, and what it becomes. */
struct one_group {
	Kleos__ReadGroupsRequest read;
	Kleos__PutGroupRequest put;
	bool whole;           /* the body is the group; else operations on it */
	unsigned http_status; /* of the answer */
};

static struct one_group *one_new(struct scim *scim, unsigned http_status)
{
	struct one_group *one = arena_alloc(scim->arena, sizeof(*one));
	kleos__read_groups_request__init(&one->read);
	kleos__put_group_request__init(&one->put);
	one->http_status = http_status;
	scim->state = one;
	return one;
}

/* ---- lists ---- */

static json_t *chosen(struct scim *scim, const Kleos__ReadGroupsResponse *got, size_t *total)
{
	const struct scim_question *question = &scim->question;
	json_t *resources = json_array();
	for (size_t i = 0; i < got->n_groups; i++) {
		json_t *json = scim_group_json(scim, got->groups[i], true);
		bool matches = filter_matches(question->filter, json);
		*total += matches;
		if (matches && *total >= question->start && json_array_size(resources) < question->count)
			json_array_append(resources, json);
		json_decref(json);
	}
	return resources;
}

static void list_came(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	size_t total = 0;
	(void)exchange;
	if (reply->status) {
		scim_fail_reply(scim, reply);
		return;
	}
	const Kleos__ReadGroupsResponse *got =
		(const Kleos__ReadGroupsResponse *)scim_message(scim, reply, &kleos__read_groups_response__descriptor);
	if (got) {
		json_t *resources = chosen(scim, got, &total);
		scim_answer_list(scim, total, resources);
	}
}

static void groups_list(struct scim *scim)
{
	struct one_group *one = one_new(scim, 200);
	const struct scim_question *question = &scim->question;
	struct id parsed;
	if (!scim_take_question(scim, group_attributes, URN_GROUP))
		return;
	const char *id = filter_must_equal(question->filter, "id");
	const char *name = filter_must_equal(question->filter, "displayName");
	const char *external_id = filter_must_equal(question->filter, "externalId");
	if (id && !id_parse(&parsed, id)) {
		scim_answer_list(scim, 0, json_array());
		return;
	}
	if (id)
		one->read.id = scim_id_bytes(scim, &parsed);
	one->read.display_name = name ? name : "";
	one->read.external_id = external_id ? external_id : "";
	one->read.without_users = !scim_shows(question, "members") && !filter_names(question->filter, "members");
	scim_ask(scim, METHOD("ReadGroups"), &one->read.base, false, list_came);
}

/* ---- one group ---- */

static void ask_one(struct scim *scim, bool with_users,
					void (*done)(struct exchange *, void *, const struct rpc_reply *))
{
	struct one_group *one = scim->state;
	one->read.id = scim_id_bytes(scim, &scim->id);
	one->read.without_users = !with_users;
	scim_ask(scim, METHOD("ReadGroups"), &one->read.base, false, done);
}

/* The one group of a reply; NULL: answered with why not. */
static const Kleos__ProvisionedGroup *take_one(struct scim *scim, const struct rpc_reply *reply)
{
	if (reply->status) {
		scim_fail_reply(scim, reply);
		return NULL;
	}
	const Kleos__ReadGroupsResponse *got =
		(const Kleos__ReadGroupsResponse *)scim_message(scim, reply, &kleos__read_groups_response__descriptor);
	if (got && !got->n_groups)
		exchange_fail(scim->exchange, STATUS_NOT_FOUND, "GROUP_NOT_FOUND", "no group '%s'",
					  id_text(scim->arena, &scim->id));
	return got && got->n_groups ? got->groups[0] : NULL;
}

static void one_came(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	const struct one_group *one = scim->state;
	(void)exchange;
	const Kleos__ProvisionedGroup *group = take_one(scim, reply);
	if (group)
		scim_answer(scim, one->http_status, scim_group_json(scim, group, true));
}

static void groups_get(struct scim *scim)
{
	one_new(scim, 200);
	ask_one(scim, scim_shows(&scim->question, "members"), one_came);
}

/* The group as it is after a write, with its members; 204 has none to tell. */
static void put_came(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	const struct one_group *one = scim->state;
	(void)exchange;
	if (reply->status) {
		scim_fail_reply(scim, reply);
		return;
	}
	const Kleos__PutGroupResponse *got =
		(const Kleos__PutGroupResponse *)scim_message(scim, reply, &kleos__put_group_response__descriptor);
	if (!got)
		return;
	id_from_bytes(&scim->id, got->group->id.data, got->group->id.len);
	scim->request_id = NULL;
	if (one->http_status == 204)
		scim_answer_nothing(scim, 204);
	else
		ask_one(scim, true, one_came);
}

/* False: refused, too many come or go at once. */
static bool check_moves(struct scim *scim, const Kleos__PutGroupRequest *put)
{
	bool fits = (put->add.len + put->remove.len) / ID_SIZE <= SCIM_MOVE_BOUND;
	if (!fits)
		exchange_fail(scim->exchange, STATUS_INVALID_ARGUMENT, "TOO_MANY", "members: at most %d come or go at once",
					  SCIM_MOVE_BOUND);
	return fits;
}

static void groups_create(struct scim *scim)
{
	struct one_group *one = one_new(scim, 201);
	json_t *body = scim_body(scim);
	one->put.group = body ? scim_group_of(scim, body) : NULL;
	json_decref(body);
	if (!one->put.group)
		return;
	one->put.add = one->put.group->users;
	one->put.group->users = (ProtobufCBinaryData){0};
	if (check_moves(scim, &one->put))
		scim_ask(scim, METHOD("PutGroup"), &one->put.base, false, put_came);
}

/* ---- changing ---- */

static int compare_ids(const void *a, const void *b)
{
	return memcmp(a, b, ID_SIZE);
}

static ProtobufCBinaryData sorted(struct scim *scim, ProtobufCBinaryData ids)
{
	ProtobufCBinaryData copy = {ids.len, arena_copy(scim->arena, ids.data, ids.len)};
	if (copy.len)
		qsort(copy.data, copy.len / ID_SIZE, ID_SIZE, compare_ids);
	return copy;
}

/* Those of `ids`, in their order, who are not in `others`. */
static ProtobufCBinaryData without(struct scim *scim, ProtobufCBinaryData ids, ProtobufCBinaryData others)
{
	const ProtobufCBinaryData known = sorted(scim, others);
	ProtobufCBinaryData out = {0, arena_alloc(scim->arena, ids.len + 1)};
	for (size_t i = 0; i < ids.len; i += ID_SIZE) {
		if (known.len && bsearch(ids.data + i, known.data, known.len / ID_SIZE, ID_SIZE, compare_ids))
			continue;
		memcpy(out.data + out.len, ids.data + i, ID_SIZE);
		out.len += ID_SIZE;
	}
	return out;
}

/* The group after the operations, or as the body has it. Without members a whole group leaves them as they are: who
 * does not know them does not empty the team. NULL: answered with why not. */
static Kleos__ProvisionedGroup *changed(struct scim *scim, const Kleos__ProvisionedGroup *group)
{
	const struct one_group *one = scim->state;
	struct patch patch = {.arena = scim->arena, .of = group_attributes, .core_urn = URN_GROUP};
	json_t *resource = scim_group_json(scim, group, true), *body = scim_body(scim);
	Kleos__ProvisionedGroup *after = NULL;
	if (body && !one->whole && !patch_apply(&patch, resource, body))
		exchange_fail(scim->exchange, STATUS_INVALID_ARGUMENT, patch.reason, "%s", patch.problem);
	else if (body)
		after = scim_group_of(scim, one->whole ? body : resource);
	if (after && one->whole && !json_object_get(body, "members"))
		after->users = group->users;
	json_decref(resource);
	json_decref(body);
	return after;
}

static void change_read(struct exchange *exchange, void *context, const struct rpc_reply *reply);

/* Somebody else was faster: what they wrote is read, and changed again. */
static void change_put(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	if (scim_tries_again(scim, reply))
		ask_one(scim, true, change_read);
	else
		put_came(exchange, context, reply);
}

static void change_read(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	struct one_group *one = scim->state;
	(void)exchange;
	const Kleos__ProvisionedGroup *group = take_one(scim, reply);
	one->put.group = group ? changed(scim, group) : NULL;
	if (!one->put.group)
		return;
	one->put.add = without(scim, one->put.group->users, group->users);
	one->put.remove = without(scim, group->users, one->put.group->users);
	one->put.group->users = (ProtobufCBinaryData){0};
	one->put.group->id = group->id;
	one->put.etag = *scim->if_match ? scim->if_match : group->etag;
	if (check_moves(scim, &one->put))
		scim_ask(scim, METHOD("PutGroup"), &one->put.base, false, change_put);
}

static void groups_replace(struct scim *scim)
{
	one_new(scim, 200)->whole = true;
	ask_one(scim, true, change_read);
}

/* 204 as one provider wants it; who names attributes gets them. */
static void groups_patch(struct scim *scim)
{
	one_new(scim, scim->question.attributes ? 200 : 204);
	ask_one(scim, true, change_read);
}

/* ---- DELETE ---- */

static void groups_remove(struct scim *scim)
{
	Kleos__RemoveGroupRequest *request = arena_alloc(scim->arena, sizeof(*request));
	kleos__remove_group_request__init(request);
	request->id = scim_id_bytes(scim, &scim->id);
	request->etag = scim->if_match;
	scim_ask(scim, METHOD("RemoveGroup"), &request->base, false, scim_removed);
}

const struct scim_resource scim_groups = {
	.name = "Groups",
	.list = groups_list,
	.get = groups_get,
	.create = groups_create,
	.replace = groups_replace,
	.patch = groups_patch,
	.remove = groups_remove,
};

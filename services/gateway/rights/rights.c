#include "services/gateway/rights/rights.h"

#include "common/base/array.h"
#include "common/rpc/wire.h"

const ProtobufCMessage *rights_message(struct arena *arena, const struct rpc_reply *reply,
									   const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message;
	const char *problem;
	enum status status =
		wire_unpack(type, arena, reply->body.data, reply->body.len, WIRE_REPLY_BOUND, &message, &problem);
	return status == STATUS_OK ? message : NULL;
}

static void name_came_back(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct rights_name *name = context;
	struct id id;
	if (reply->status != STATUS_OK) {
		exchange_fail_reply(exchange, reply);
		return;
	}
	const Kleos__GetMemberResponse *got = (const Kleos__GetMemberResponse *)rights_message(
		exchange_arena(exchange), reply, &kleos__get_member_response__descriptor);
	if (!got || !got->member || !id_parse(&id, got->member->id))
		exchange_fail(exchange, STATUS_INTERNAL, "BAD_REPLY", "the service's reply could not be read");
	else
		name->then(exchange, name->context, &id);
}

void rights_resolve(struct exchange *exchange, struct rights_name *name)
{
	const struct principal *caller = exchange_principal(exchange);
	const char *text =
		text_lower_ascii(exchange_arena(exchange), text_normal_line(exchange_arena(exchange), name->name));
	struct id id;
	if (text_equal(text, "me") && principal_is_member(caller)) {
		name->then(exchange, name->context, &caller->member);
		return;
	}
	if (id_parse(&id, text)) {
		name->then(exchange, name->context, &id);
		return;
	}
	kleos__get_member_request__init(&name->request);
	name->request.member = name->name;
	name->call = (struct exchange_call){.service = SERVICE_MEMBERS,
										.method = "kleos.members.v1.MembersService/GetMember",
										.message = &name->request.base,
										.done = name_came_back,
										.context = name};
	exchange_call(exchange, &name->call);
}

/* ---- the part ---- */

static enum status open_part(struct gateway *gateway, void **state)
{
	(void)gateway;
	return rights_waiters_open((struct rights_waiters **)state);
}

static void quiesce_part(void *state)
{
	rights_waiters_quiesce(state);
}

static void close_part(void *state)
{
	rights_waiters_close(state);
}

static const struct route_guide export_guide = {.words = "", .gives = "application/json"};

static const struct special_route routes[] = {
	{.method = "GET",
	 .path = "/v1/members/{member}:export",
	 .roles = ROLES_ANY,
	 .guide = &export_guide,
	 .finish = rights_export_document},
};

static const struct local_method methods[] = {
	{"kleos.members.v1.MembersService/ListAuditEntries", ROLES_ANY, rights_audit},
	{"kleos.members.v1.MembersService/ExportMemberData", ROLES_ANY, rights_export},
	{"kleos.members.v1.MembersService/EraseMember", ROLES_PEOPLE, rights_erase},
};

const struct gateway_part rights_part = {
	.open = open_part,
	.quiesce = quiesce_part,
	.close = close_part,
	.routes = routes,
	.n_routes = ARRAY_LENGTH(routes),
	.methods = methods,
	.n_methods = ARRAY_LENGTH(methods),
};

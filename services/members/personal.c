#include "services/members/personal.h"

#include "common/base/array.h"
#include "common/rpc/method.h"
#include "members/sql.h"
#include "services/members/change.h"
#include "services/members/provision/store_provision.h"
#include "services/members/state.h"
#include "services/members/store.h"

#define TOMBSTONE_NAME "Erased member"

static const struct personal_enum profile_enums[] = {
	{"first_ceiling", &kleos__visibility__descriptor},
	{"status", &kleos__member_status__descriptor},
	{0},
};

static const struct personal_section sections[] = {
	{.name = "profile", .sql = SQL(export_profile), .enums = profile_enums},
	{.name = "teams", .sql = SQL(export_spells)},
	{.name = "apiKeys", .sql = SQL(export_api_keys)},
	{.name = "sessions", .sql = SQL(export_sessions)},
	{.name = "provisioning", .sql = SQL(export_provision)},
};

/* Unique, shaped like a handle, and telling nothing but the id. */
static const char *tombstone_handle(struct arena *arena, const struct id *id)
{
	char *handle = arena_printf(arena, "erased-%s", id_text(arena, id));
	char *to = handle + sizeof("erased-") - 1;
	for (const char *from = to; *from; from++)
		if (*from != '-')
			*to++ = *from;
	*to = '\0';
	return handle;
}

static struct member leave(struct call *call, const struct member *before)
{
	struct member after = *before;
	if (before->status != KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE)
		return after;
	after.status = KLEOS__MEMBER_STATUS__MEMBER_STATUS_INACTIVE;
	after.left_day = call->today < before->left_day ? call->today : before->left_day;
	member_change(call, before, &after, "member.deactivated", false);
	return after;
}

void member_erase(struct call *call, const struct member *before)
{
	struct members *members = members_of(call);
	const struct member left = leave(call, before);
	service_erase(members->service, call->db, &left.id);
	handle_spend(call->db, members->key, left.handle);
	member_tombstone(call->db, &left.id, tombstone_handle(call->arena, &left.id), TOMBSTONE_NAME, call->now_ms);
	keys_erase(call->db, &left.id, call->now_ms);
	provision_erase(call->db, &left.id);
	call_concerns(call, &left.id);
	call_publish(call, "member.erased", &left.id);
}

/* As the rpc did it before the database was put back. */
static void erase_again(void *state, struct db *db, const struct id *id)
{
	static const struct rpc_method method = {.name = "EraseMember", .kind = RPC_WRITE};
	struct members *members = state;
	const struct environment *environment = service_environment(members->service);
	struct arena arena;
	struct member member;
	arena_init(&arena, 1 << 20);
	struct call call = {
		.arena = &arena,
		.environment = environment,
		.method = &method,
		.now_ms = environment_now_ms(environment),
		.days = service_days(members->service),
		.service = members,
		.db = db,
	};
	call.today = zone_days_of_ms(call.days, call.now_ms);
	if (member_by_id(db, &arena, id, &member) && member.status != KLEOS__MEMBER_STATUS__MEMBER_STATUS_ERASED)
		member_erase(&call, &member);
	arena_fini(&arena);
}

/* Nothing is left for `erase`: the texts go with the tombstone. */
const struct personal_data members_personal = {
	.sections = sections,
	.n_sections = ARRAY_LENGTH(sections),
	.names = SQL(member_names),
	.erase_again = erase_again,
};

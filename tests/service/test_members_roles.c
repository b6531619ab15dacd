/* Who may call what of members. */
#include "tests/service/members/fixture.h"

/* Every rpc has a row, every role a column. */
static const struct matrix_row {
	const ProtobufCServiceDescriptor *service;
	const char *method;
	uint32_t roles;
} matrix[] = {
	{MEMBERS, "CreateMember", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "GetMember", ROLES_ANY},
	{MEMBERS, "ListMembers", ROLES_ANY},
	{MEMBERS, "UpdateMember", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "DeactivateMember", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "ReactivateMember", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "ImportMembers", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN) | ROLE_BIT(SERVICE)},
	{MEMBERS, "ListTeams", ROLES_ANY},
	{MEMBERS, "RenameTeam", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "MergeTeams", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{MEMBERS, "SubmitPulse", 0}, /* nobody here is a member: see test_members_pulses.c */
	{MEMBERS, "WhoAmI", ROLES_ANY},
	{MEMBERS, "CreateApiKey", ROLES_ANY & ~ROLE_BIT(AUDITOR)},
	{MEMBERS, "ListApiKeys", ROLES_ANY},
	{MEMBERS, "RotateApiKey", ROLES_ANY & ~ROLE_BIT(AUDITOR)},
	{MEMBERS, "RevokeApiKey", ROLES_ANY & ~ROLE_BIT(AUDITOR)},
	{MEMBERS, "ListAuditEntries", ROLES_ANY},
	{MEMBERS, "ExportMemberData", ROLES_ANY},
	{MEMBERS, "EraseMember", ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN)},
	{DIRECTORY, "BatchReadMembers", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "BatchReadTeams", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "BatchReadApiKeys", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "BatchReadPeople", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "GetDirectoryState", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "NoteApiKeyUse", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "OpenSession", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "ReadSession", ROLE_BIT(INTERNAL)},
	{DIRECTORY, "CloseSessions", ROLE_BIT(INTERNAL)},
};

static void each_rpc_is_for_its_roles_only(void **state)
{
	struct members_fixture *f = *state;
	const size_t rows = sizeof matrix / sizeof *matrix;

	if (rows != MEMBERS->n_methods + DIRECTORY->n_methods)
		fail_msg("the table of roles has %zu rows for %u rpcs: a new rpc needs its row", rows,
				 MEMBERS->n_methods + DIRECTORY->n_methods);
	for (size_t i = 0; i < rows; i++) {
		const ProtobufCMethodDescriptor *method =
			protobuf_c_service_descriptor_get_method_by_name(matrix[i].service, matrix[i].method);
		ProtobufCMessage *empty = arena_alloc(&f->base.arena, method->input->sizeof_message);
		method->input->message_init(empty);
		for (int role = KLEOS__ROLE__ROLE_MEMBER; role <= KLEOS__ROLE__ROLE_INTERNAL; role++) {
			const struct principal who = caller(1u << role, NULL);
			peer_call(&f->peer, &who, matrix[i].service, matrix[i].method, NULL, empty);
			const bool refused = f->peer.reply.status == STATUS_PERMISSION_DENIED;
			if (refused != !(matrix[i].roles & 1u << role))
				fail_msg("%s as role %d: %s", matrix[i].method, role, status_name(f->peer.reply.status));
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {MEMBERS_TEST(each_rpc_is_for_its_roles_only)};
	return cmocka_run_group_tests_name("roles", tests, NULL, NULL);
}

#include "tests/service/members/fixture.h"

#include "common/base/calendar.h"

#include <stdlib.h>
#include <string.h>

void members_fixture_open(struct members_fixture *fixture)
{
	const struct members_config config = {.site = fixture_site(&fixture->base, fixture->peer.url)};
	assert_int_equal(members_open(&fixture->members, &config), STATUS_OK);
	peer_connect(&fixture->peer);
}

void members_fixture_close(struct members_fixture *fixture)
{
	peer_fini(&fixture->peer);
	members_close(fixture->members);
}

static int set_up(void **state, enum peer_transport transport)
{
	struct members_fixture *fixture = calloc(1, sizeof *fixture);

	service_fixture_init(&fixture->base);
	peer_init(&fixture->peer, &fixture->base, "members", transport);
	members_fixture_open(fixture);
	fixture->hr = caller(ROLE_BIT(PEOPLE_ADMIN), NULL);
	*state = fixture;
	return 0;
}

int members_inproc(void **state)
{
	return set_up(state, PEER_INPROC);
}

int members_tcp(void **state)
{
	return set_up(state, PEER_TCP);
}

int members_tear_down(void **state)
{
	struct members_fixture *fixture = *state;
	members_fixture_close(fixture);
	service_fixture_fini(&fixture->base);
	free(fixture);
	return 0;
}

Kleos__Member *add_member(struct members_fixture *fixture, const char *handle, const char *team, const char *manager)
{
	Kleos__CreateMemberRequest request = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	request.handle = handle;
	request.team = team;
	request.manager = manager;
	Kleos__CreateMemberResponse *response =
		peer_must(&fixture->peer, &fixture->hr, MEMBERS, "CreateMember", &request.base);
	return response->member;
}

Kleos__Member *get_member_as(struct members_fixture *fixture, const struct principal *who, const char *name)
{
	Kleos__GetMemberRequest request = KLEOS__GET_MEMBER_REQUEST__INIT;
	request.member = name;
	Kleos__GetMemberResponse *response = peer_must(&fixture->peer, who, MEMBERS, "GetMember", &request.base);
	return response->member;
}

static Kleos__Member *update(struct members_fixture *fixture, Kleos__UpdateMemberRequest *request, const char *path)
{
	Google__Protobuf__FieldMask mask = GOOGLE__PROTOBUF__FIELD_MASK__INIT;
	mask.n_paths = 1;
	mask.paths = (char **)&path;
	request->update_mask = &mask;
	Kleos__UpdateMemberResponse *response =
		peer_must(&fixture->peer, &fixture->hr, MEMBERS, "UpdateMember", &request->base);
	return response->member;
}

Kleos__Member *set_team(struct members_fixture *fixture, const char *name, const char *team)
{
	Kleos__UpdateMemberRequest request = KLEOS__UPDATE_MEMBER_REQUEST__INIT;
	request.member = name;
	request.team = team;
	return update(fixture, &request, "team");
}

Kleos__Member *set_manager(struct members_fixture *fixture, const char *name, const char *manager)
{
	Kleos__UpdateMemberRequest request = KLEOS__UPDATE_MEMBER_REQUEST__INIT;
	request.member = name;
	request.manager = manager;
	return update(fixture, &request, "manager");
}

void deactivate(struct members_fixture *fixture, const char *name)
{
	Kleos__DeactivateMemberRequest request = KLEOS__DEACTIVATE_MEMBER_REQUEST__INIT;
	request.member = name;
	peer_must(&fixture->peer, &fixture->hr, MEMBERS, "DeactivateMember", &request.base);
}

void reactivate(struct members_fixture *fixture, const char *name)
{
	Kleos__ReactivateMemberRequest request = KLEOS__REACTIVATE_MEMBER_REQUEST__INIT;
	request.member = name;
	peer_must(&fixture->peer, &fixture->hr, MEMBERS, "ReactivateMember", &request.base);
}

Kleos__MemberRecord *read_record(struct members_fixture *fixture, const char *id)
{
	const struct principal process = principal_internal("test");
	struct id member = id_of(id);
	ProtobufCBinaryData bytes = {.len = ID_SIZE, .data = member.bytes};
	Kleos__BatchReadMembersRequest request = KLEOS__BATCH_READ_MEMBERS_REQUEST__INIT;
	request.n_ids = 1;
	request.ids = &bytes;
	Kleos__BatchReadMembersResponse *response =
		peer_must(&fixture->peer, &process, DIRECTORY, "BatchReadMembers", &request.base);
	assert_int_equal(response->n_members, 1);
	return response->members[0];
}

void pass_days(struct members_fixture *fixture, int days)
{
	fixture->base.world.now_ms += days * DAY_MS;
}

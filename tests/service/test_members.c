/* People: what is kept of them, who may see and change it. */
#include "tests/service/members/fixture.h"

#include <string.h>

static void a_created_member_has_what_was_said(void **state)
{
	struct members_fixture *f = *state;
	const char *hats[] = {"strategy", "community-garden", "STRATEGY"};
	Kleos__CreateMemberRequest request = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	request.handle = " Maria ";
	request.display_name = "  Μαρία \n Παπαδοπούλου";
	request.email = "maria@example.org";
	request.team = "Marketing/Social";
	request.title = "Editor";
	request.n_hats = 3;
	request.hats = hats;
	request.joined_on = "2020-02-29";
	request.locale = "el";
	request.time_zone = "Europe/Athens";
	request.external_id = "u-17";
	request.ceiling = KLEOS__VISIBILITY__VISIBILITY_MANAGER;
	Kleos__CreateMemberResponse *made = peer_must(&f->peer, &f->hr, MEMBERS, "CreateMember", &request.base);
	const Kleos__Member *maria = get_member_as(f, &f->hr, made->member->id);

	assert_string_equal(maria->handle, "maria");
	assert_string_equal(maria->display_name, "Μαρία Παπαδοπούλου");
	assert_string_equal(maria->email, "maria@example.org");
	assert_string_equal(maria->team, "marketing/social");
	assert_int_equal(maria->n_hats, 2);
	assert_string_equal(maria->hats[0], "STRATEGY");
	assert_string_equal(maria->hats[1], "community-garden");
	assert_string_equal(maria->joined_on, "2020-02-29");
	assert_string_equal(maria->left_on, "");
	assert_string_equal(maria->time_zone, "Europe/Athens");
	assert_string_equal(maria->external_id, "u-17");
	assert_int_equal(maria->status, KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE);
	assert_int_equal(maria->create_time->seconds, f->base.world.now_ms / 1000);
	assert_int_equal(read_record(f, maria->id)->first_ceiling, KLEOS__VISIBILITY__VISIBILITY_MANAGER);
	const struct id id = id_of(maria->id);
	assert_string_equal(peer_events(&f->peer, &id), "member.created");
}

static void without_a_display_name_the_handle_is_shown(void **state)
{
	assert_string_equal(add_member(*state, "nikos", "", "")->display_name, "nikos");
}

static void every_wrong_field_is_named_at_once(void **state)
{
	struct members_fixture *f = *state;
	const char *hat = "no hat!";
	Kleos__CreateMemberRequest request = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	request.handle = "-x";
	request.email = "nobody";
	request.team = "a//b";
	request.manager = "ghost";
	request.n_hats = 1;
	request.hats = &hat;
	request.joined_on = "2021-02-29";
	request.locale = "e";
	request.time_zone = "/Athens";
	request.ceiling = (Kleos__Visibility)9;
	peer_refused(&f->peer, &f->hr, MEMBERS, "CreateMember", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");

	const char *const expected[] = {"handle",   "email",   "team", "joinedOn", "locale",
									"timeZone", "ceiling", "hats", "manager"};
	assert_int_equal(f->peer.reply.n_violations, sizeof expected / sizeof *expected);
	for (size_t i = 0; i < f->peer.reply.n_violations; i++)
		assert_string_equal(f->peer.reply.violations[i]->field, expected[i]);
}

static void a_handle_is_nobodys_id_and_not_me(void **state)
{
	struct members_fixture *f = *state;
	const char *const wrong[] = {"",    "me",
								 "ME",  "μαρία",
								 "a b", "019c0000-0000-7000-8000-000000000000",
								 ".x",  "a234567890123456789012345678901234567890123456789012345678901234"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		Kleos__CreateMemberRequest request = KLEOS__CREATE_MEMBER_REQUEST__INIT;
		request.handle = wrong[i];
		peer_refused(&f->peer, &f->hr, MEMBERS, "CreateMember", &request.base, STATUS_INVALID_ARGUMENT,
					 "INVALID_FIELD");
	}
}

static void a_handle_is_taken_for_ever_whatever_its_case(void **state)
{
	struct members_fixture *f = *state;
	Kleos__CreateMemberRequest request = KLEOS__CREATE_MEMBER_REQUEST__INIT;

	add_member(f, "maria", "", "");
	request.handle = "MARIA";
	peer_refused(&f->peer, &f->hr, MEMBERS, "CreateMember", &request.base, STATUS_ALREADY_EXISTS, "HANDLE_TAKEN");
	deactivate(f, "maria");
	peer_refused(&f->peer, &f->hr, MEMBERS, "CreateMember", &request.base, STATUS_ALREADY_EXISTS, "HANDLE_TAKEN");
}

static void creating_a_member_twice_with_one_request_id_makes_one(void **state)
{
	struct members_fixture *f = *state;
	Kleos__CreateMemberRequest request = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	request.handle = "maria";
	Kleos__CreateMemberResponse *first = peer_call(&f->peer, &f->hr, MEMBERS, "CreateMember", "once", &request.base);
	assert_non_null(first);
	assert_false(f->peer.reply.replayed);
	set_team(f, "maria", "press");
	Kleos__CreateMemberResponse *second = peer_call(&f->peer, &f->hr, MEMBERS, "CreateMember", "once", &request.base);
	assert_non_null(second);
	assert_true(f->peer.reply.replayed);
	assert_string_equal(first->member->id, second->member->id);
	assert_string_equal(second->member->team, "press"); /* as it is now */

	request.title = "Editor";
	peer_call(&f->peer, &f->hr, MEMBERS, "CreateMember", "once", &request.base);
	assert_int_equal(f->peer.reply.status, STATUS_ALREADY_EXISTS);
	assert_string_equal(f->peer.reply.reason, "REQUEST_ID_REUSED");
}

static void a_member_is_found_by_id_handle_and_me(void **state)
{
	struct members_fixture *f = *state;
	const char *id = add_member(f, "maria", "", "")->id;
	const struct id member = id_of(id);
	const struct principal maria = caller(ROLE_BIT(MEMBER), &member);
	Kleos__GetMemberRequest unknown = KLEOS__GET_MEMBER_REQUEST__INIT;

	assert_string_equal(get_member_as(f, &f->hr, "Maria")->id, id);
	assert_string_equal(get_member_as(f, &f->hr, id)->handle, "maria");
	assert_string_equal(get_member_as(f, &maria, "me")->handle, "maria");
	unknown.member = "mari";
	peer_refused(&f->peer, &f->hr, MEMBERS, "GetMember", &unknown.base, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND");
	assert_string_equal(f->peer.reply.message, "no member 'mari'");
	unknown.member = "me";
	peer_refused(&f->peer, &f->hr, MEMBERS, "GetMember", &unknown.base, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND");
	unknown.member = "";
	peer_refused(&f->peer, &f->hr, MEMBERS, "GetMember", &unknown.base, STATUS_INVALID_ARGUMENT, NULL);
}

static void emails_are_hidden_from_other_members(void **state)
{
	struct members_fixture *f = *state;
	Kleos__CreateMemberRequest request = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	request.handle = "maria";
	request.email = "maria@example.org";
	request.external_id = "u-17";
	peer_must(&f->peer, &f->hr, MEMBERS, "CreateMember", &request.base);
	const struct id maria_id = id_of(get_member_as(f, &f->hr, "maria")->id);
	const struct id nikos_id = id_of(add_member(f, "nikos", "", "")->id);
	const struct principal maria = caller(ROLE_BIT(MEMBER), &maria_id);
	const struct principal nikos = caller(ROLE_BIT(MEMBER) | ROLE_BIT(LEADER) | ROLE_BIT(AUDITOR), &nikos_id);
	const struct principal service = caller(ROLE_BIT(SERVICE), NULL);
	const struct principal admin = caller(ROLE_BIT(ADMIN), NULL);

	assert_string_equal(get_member_as(f, &maria, "maria")->email, "maria@example.org");
	assert_string_equal(get_member_as(f, &admin, "maria")->external_id, "u-17");
	assert_string_equal(get_member_as(f, &nikos, "maria")->email, "");
	assert_string_equal(get_member_as(f, &nikos, "maria")->external_id, "");
	assert_string_equal(get_member_as(f, &service, "maria")->email, "");
}

static void an_update_changes_what_its_mask_names(void **state)
{
	struct members_fixture *f = *state;
	const char *paths[] = {"displayName", "title"};
	Google__Protobuf__FieldMask mask = GOOGLE__PROTOBUF__FIELD_MASK__INIT;
	Kleos__UpdateMemberRequest request = KLEOS__UPDATE_MEMBER_REQUEST__INIT;
	const Kleos__Member *before = add_member(f, "maria", "press", "");
	const struct id id = id_of(before->id);

	mask.n_paths = 2;
	mask.paths = (char **)paths;
	request.member = "maria";
	request.update_mask = &mask;
	request.display_name = "Maria";
	request.title = "Editor";
	request.team = "ignored";
	Kleos__UpdateMemberResponse *after = peer_must(&f->peer, &f->hr, MEMBERS, "UpdateMember", &request.base);
	assert_string_equal(after->member->display_name, "Maria");
	assert_string_equal(after->member->title, "Editor");
	assert_string_equal(after->member->team, "press");
	assert_string_not_equal(after->member->etag, before->etag);
	peer_must(&f->peer, &f->hr, MEMBERS, "UpdateMember", &request.base); /* changes nothing, tells nobody */
	assert_string_equal(peer_events(&f->peer, &id), "member.created member.updated");

	paths[0] = "display_name";
	request.display_name = "";
	after = peer_must(&f->peer, &f->hr, MEMBERS, "UpdateMember", &request.base);
	assert_string_equal(after->member->display_name, "maria");
	paths[1] = "handle";
	peer_refused(&f->peer, &f->hr, MEMBERS, "UpdateMember", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	paths[1] = "*";
	after = peer_must(&f->peer, &f->hr, MEMBERS, "UpdateMember", &request.base);
	assert_string_equal(after->member->team, "ignored");
}

static void an_update_without_a_mask_changes_what_has_a_value(void **state)
{
	struct members_fixture *f = *state;
	Kleos__UpdateMemberRequest request = KLEOS__UPDATE_MEMBER_REQUEST__INIT;

	add_member(f, "maria", "press", "");
	request.member = "maria";
	request.title = "Editor";
	Kleos__UpdateMemberResponse *after = peer_must(&f->peer, &f->hr, MEMBERS, "UpdateMember", &request.base);
	assert_string_equal(after->member->title, "Editor");
	assert_string_equal(after->member->team, "press");
}

static void an_update_of_an_older_etag_is_refused(void **state)
{
	struct members_fixture *f = *state;
	Kleos__UpdateMemberRequest request = KLEOS__UPDATE_MEMBER_REQUEST__INIT;

	request.etag = add_member(f, "maria", "", "")->etag;
	request.member = "maria";
	request.title = "Editor";
	peer_must(&f->peer, &f->hr, MEMBERS, "UpdateMember", &request.base);
	request.title = "Writer";
	peer_refused(&f->peer, &f->hr, MEMBERS, "UpdateMember", &request.base, STATUS_ABORTED, "ETAG_MISMATCH");
}

static void the_directory_is_for_processes_of_the_deployment(void **state)
{
	struct members_fixture *f = *state;
	const struct principal process = principal_internal("test");
	Kleos__GetDirectoryStateRequest ask = KLEOS__GET_DIRECTORY_STATE_REQUEST__INIT;
	Kleos__BatchReadMembersRequest batch = KLEOS__BATCH_READ_MEMBERS_REQUEST__INIT;
	uint8_t short_id[4] = {0};
	ProtobufCBinaryData id = {.len = sizeof short_id, .data = short_id};

	add_member(f, "maria", "", "");
	Kleos__GetDirectoryStateResponse *now = peer_must(&f->peer, &process, DIRECTORY, "GetDirectoryState", &ask.base);
	assert_int_equal(now->as_of_ms, f->base.world.now_ms);
	batch.n_ids = 1;
	batch.ids = &id;
	peer_refused(&f->peer, &process, DIRECTORY, "BatchReadMembers", &batch.base, STATUS_INVALID_ARGUMENT, NULL);
}

#define TESTS(TEST)                                                                                                    \
	{                                                                                                                  \
		TEST(a_created_member_has_what_was_said), TEST(without_a_display_name_the_handle_is_shown),                    \
			TEST(every_wrong_field_is_named_at_once), TEST(a_handle_is_nobodys_id_and_not_me),                         \
			TEST(a_handle_is_taken_for_ever_whatever_its_case),                                                        \
			TEST(creating_a_member_twice_with_one_request_id_makes_one), TEST(a_member_is_found_by_id_handle_and_me),  \
			TEST(emails_are_hidden_from_other_members), TEST(an_update_changes_what_its_mask_names),                   \
			TEST(an_update_without_a_mask_changes_what_has_a_value), TEST(an_update_of_an_older_etag_is_refused),      \
			TEST(the_directory_is_for_processes_of_the_deployment),                                                    \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(MEMBERS_TEST);
	const struct CMUnitTest tcp[] = TESTS(MEMBERS_TEST_TCP);
	return cmocka_run_group_tests_name("members over inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("members over tcp", tcp, NULL, NULL);
}

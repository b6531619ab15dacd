/* Members and teams as an identity provider tells of them: who a new user is, and which team follows from which group.
 */
#include "kleos/members/v1/provisioning_service.pb-c.h"
#include "tests/service/members/fixture.h"

#include <string.h>

#define PROVISIONING (&kleos__provisioning_service__descriptor)

/* ---- users ---- */

static Kleos__ProvisionedUser user_named(const char *user_name)
{
	Kleos__ProvisionedUser user = KLEOS__PROVISIONED_USER__INIT;
	user.user_name = user_name;
	user.active = true;
	return user;
}

static const Kleos__ProvisionedUser *put_user(struct members_fixture *f, Kleos__ProvisionedUser user)
{
	Kleos__PutUserRequest request = KLEOS__PUT_USER_REQUEST__INIT;
	request.user = &user;
	request.enterprise_said = true;
	const Kleos__PutUserResponse *response = peer_must(&f->peer, &f->hr, PROVISIONING, "PutUser", &request.base);
	return response->user;
}

static const Kleos__ProvisionedUser *add_user(struct members_fixture *f, const char *user_name, const char *external_id,
											  const char *email)
{
	Kleos__ProvisionedUser user = user_named(user_name);
	user.external_id = external_id;
	user.email = email;
	return put_user(f, user);
}

static void put_refused(struct members_fixture *f, Kleos__ProvisionedUser user, const char *etag, enum status status,
						const char *reason)
{
	Kleos__PutUserRequest request = KLEOS__PUT_USER_REQUEST__INIT;
	request.user = &user;
	request.etag = etag;
	peer_refused(&f->peer, &f->hr, PROVISIONING, "PutUser", &request.base, status, reason);
}

static void remove_user(struct members_fixture *f, const Kleos__ProvisionedUser *user)
{
	Kleos__RemoveUserRequest request = KLEOS__REMOVE_USER_REQUEST__INIT;
	request.id = user->id;
	peer_must(&f->peer, &f->hr, PROVISIONING, "RemoveUser", &request.base);
}

static const char *user_id(struct members_fixture *f, const Kleos__ProvisionedUser *user)
{
	struct id id;
	assert_true(id_from_bytes(&id, user->id.data, user->id.len));
	return id_text(&f->base.arena, &id);
}

static Kleos__Member *member_of(struct members_fixture *f, const Kleos__ProvisionedUser *user)
{
	return get_member_as(f, &f->hr, user_id(f, user));
}

static bool same_user(const Kleos__ProvisionedUser *a, const Kleos__ProvisionedUser *b)
{
	return memcmp(a->id.data, b->id.data, ID_SIZE) == 0;
}

static void a_user_name_is_kept_and_the_handle_is_made_of_it_once(void **state)
{
	struct members_fixture *f = *state;
	const Kleos__ProvisionedUser *one = add_user(f, "Maria@Example.org", "", "");
	assert_string_equal(one->user_name, "Maria@Example.org");
	assert_string_equal(member_of(f, one)->handle, "maria");
	assert_string_equal(member_of(f, one)->display_name, "maria");
	assert_string_equal(member_of(f, add_user(f, "maria@other.org", "", ""))->handle, "maria-2");
	put_refused(f, user_named("MARIA@example.ORG"), "", STATUS_ALREADY_EXISTS, "USER_NAME_TAKEN");
	Kleos__ProvisionedUser renamed = user_named("m.papa@example.org");
	renamed.id = one->id;
	renamed.given_name = "Μαρία";
	renamed.family_name = "Παππά";
	assert_string_equal(put_user(f, renamed)->display_name, ""); /* was never said */
	assert_string_equal(member_of(f, one)->handle, "maria");
	assert_string_equal(member_of(f, one)->display_name, "Μαρία Παππά");
}

static void whom_nobody_told_of_goes_by_the_handle(void **state)
{
	struct members_fixture *f = *state;
	add_member(f, "nikos", "", "");
	put_refused(f, user_named("Nikos"), "", STATUS_ALREADY_EXISTS, "USER_NAME_TAKEN");
	Kleos__FindUsersRequest find = KLEOS__FIND_USERS_REQUEST__INIT;
	const struct principal process = principal_internal("gateway");
	find.user_name = "NIKOS";
	const Kleos__FindUsersResponse *found = peer_must(&f->peer, &process, PROVISIONING, "FindUsers", &find.base);
	assert_int_equal(found->n_users, 1);
	assert_string_equal(found->users[0]->user_name, "nikos");
}

static Kleos__Member *add_with(struct members_fixture *f, const char *handle, const char *email,
							   const char *external_id)
{
	Kleos__CreateMemberRequest request = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	request.handle = handle;
	request.email = email;
	request.external_id = external_id;
	request.title = "Editor";
	const Kleos__CreateMemberResponse *made = peer_must(&f->peer, &f->hr, MEMBERS, "CreateMember", &request.base);
	return made->member;
}

static void whom_kleos_knows_is_recognised(void **state)
{
	struct members_fixture *f = *state;
	add_with(f, "by-mail", "Anna@Example.org", "");
	add_with(f, "by-id", "old@example.org", "x-2");
	add_with(f, "other-id", "zoe@example.org", "x-3");
	const Kleos__ProvisionedUser *anna = add_user(f, "anna@example.org", "x-1", "");
	assert_string_equal(member_of(f, anna)->handle, "by-mail");
	assert_string_equal(member_of(f, anna)->title, "Editor"); /* what was not said stays */
	assert_string_equal(anna->external_id, "x-1");
	assert_string_equal(member_of(f, add_user(f, "b@example.org", "x-2", "b@example.org"))->handle, "by-id");
	assert_string_equal(member_of(f, add_user(f, "zoe@example.org", "x-4", ""))->handle, "zoe");
}

static void an_address_alone_brings_no_leaver_back(void **state)
{
	struct members_fixture *f = *state;
	add_with(f, "lena", "lena@example.org", "");
	deactivate(f, "lena");
	const Kleos__ProvisionedUser *other = add_user(f, "lena@example.org", "", "");
	assert_string_equal(member_of(f, other)->handle, "lena-2");
}

static void who_is_removed_has_left_and_comes_back_by_the_same_account_only(void **state)
{
	struct members_fixture *f = *state;
	const Kleos__ProvisionedUser *lena = add_user(f, "lena@example.org", "l-1", "lena@example.org");
	remove_user(f, lena);
	assert_int_equal(member_of(f, lena)->status, KLEOS__MEMBER_STATUS__MEMBER_STATUS_INACTIVE);
	Kleos__ReadUsersRequest read = KLEOS__READ_USERS_REQUEST__INIT;
	read.ids = lena->id;
	const Kleos__ReadUsersResponse *none = peer_must(&f->peer, &f->hr, PROVISIONING, "ReadUsers", &read.base);
	assert_int_equal(none->n_users, 0);
	Kleos__ProvisionedUser ghost = user_named("lena@example.org");
	ghost.id = lena->id;
	put_refused(f, ghost, "", STATUS_NOT_FOUND, "USER_NOT_FOUND");
	assert_false(same_user(add_user(f, "lena@example.org", "l-2", "lena@example.org"), lena));
	const Kleos__ProvisionedUser *again = add_user(f, "lena.k@example.org", "l-1", "");
	assert_true(same_user(again, lena));
	assert_int_equal(member_of(f, lena)->status, KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE);
}

static const char *name_to_sign_in_with(struct members_fixture *f, const Kleos__ProvisionedUser *user)
{
	const struct principal gateway = principal_internal("gateway");
	Kleos__BatchReadPeopleRequest request = KLEOS__BATCH_READ_PEOPLE_REQUEST__INIT;
	ProtobufCBinaryData id = user->id;
	request.ids = &id;
	request.n_ids = 1;
	request.kind = KLEOS__SUBJECT_KIND__SUBJECT_KIND_HANDLE;
	const Kleos__BatchReadPeopleResponse *response =
		peer_must(&f->peer, &gateway, DIRECTORY, "BatchReadPeople", &request.base);
	assert_int_equal(response->n_people, 1);
	return response->people[0]->subject;
}

static void who_is_removed_signs_in_by_no_name_until_the_provider_tells_of_them_again(void **state)
{
	struct members_fixture *f = *state;
	const Kleos__ProvisionedUser *lena = add_user(f, "lena@example.org", "l-1", "");
	assert_string_equal(name_to_sign_in_with(f, lena), "lena@example.org");
	remove_user(f, lena);
	reactivate(f, user_id(f, lena));
	assert_string_equal(name_to_sign_in_with(f, lena), "");
	add_user(f, "lena.k@example.org", "l-1", "");
	assert_string_equal(name_to_sign_in_with(f, lena), "lena.k@example.org");
}

static void the_handle_of_somebody_erased_is_not_given_again(void **state)
{
	struct members_fixture *f = *state;
	Kleos__EraseMemberRequest erase = KLEOS__ERASE_MEMBER_REQUEST__INIT;
	const Kleos__ProvisionedUser *eve = add_user(f, "eve@example.org", "e-1", "eve@example.org");
	erase.member = user_id(f, eve);
	peer_must(&f->peer, &f->hr, MEMBERS, "EraseMember", &erase.base);
	const Kleos__ProvisionedUser *again = add_user(f, "eve@example.org", "e-1", "eve@example.org");
	assert_false(same_user(again, eve));
	assert_string_equal(member_of(f, again)->handle, "eve-2");
}

static void what_changes_nothing_leaves_the_etag_and_another_etag_refuses(void **state)
{
	struct members_fixture *f = *state;
	const Kleos__ProvisionedUser *one = add_user(f, "one@example.org", "", "");
	Kleos__ProvisionedUser same = user_named("one@example.org");
	same.id = one->id;
	same.email_primary = one->email_primary;
	assert_string_equal(put_user(f, same)->etag, one->etag);
	same.department = "Sales";
	assert_string_not_equal(put_user(f, same)->etag, one->etag);
	put_refused(f, same, one->etag, STATUS_ABORTED, "ETAG_MISMATCH");
}

static void what_cannot_be_is_refused_by_its_field(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ProvisionedUser user = user_named("");
	put_refused(f, user, "", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	user = user_named("x");
	user.email = "nowhere";
	put_refused(f, user, "", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	user = user_named("x");
	user.id = (ProtobufCBinaryData){3, (uint8_t *)"abc"};
	put_refused(f, user, "", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
}

/* ---- groups ---- */

static const Kleos__ProvisionedGroup *put_group(struct members_fixture *f, const Kleos__ProvisionedGroup *known,
												const char *name, const Kleos__ProvisionedUser *come,
												const Kleos__ProvisionedUser *go)
{
	Kleos__PutGroupRequest request = KLEOS__PUT_GROUP_REQUEST__INIT;
	Kleos__ProvisionedGroup group = KLEOS__PROVISIONED_GROUP__INIT;
	group.display_name = name;
	if (known)
		group.id = known->id;
	if (come)
		request.add = come->id;
	if (go)
		request.remove = go->id;
	request.group = &group;
	const Kleos__PutGroupResponse *response = peer_must(&f->peer, &f->hr, PROVISIONING, "PutGroup", &request.base);
	return response->group;
}

static void group_refused(struct members_fixture *f, const Kleos__ProvisionedGroup *known, const char *name,
						  enum status status, const char *reason)
{
	Kleos__PutGroupRequest request = KLEOS__PUT_GROUP_REQUEST__INIT;
	Kleos__ProvisionedGroup group = KLEOS__PROVISIONED_GROUP__INIT;
	group.display_name = name;
	if (known)
		group.id = known->id;
	request.group = &group;
	peer_refused(&f->peer, &f->hr, PROVISIONING, "PutGroup", &request.base, status, reason);
}

static void remove_group(struct members_fixture *f, const Kleos__ProvisionedGroup *group)
{
	Kleos__RemoveGroupRequest request = KLEOS__REMOVE_GROUP_REQUEST__INIT;
	request.id = group->id;
	peer_must(&f->peer, &f->hr, PROVISIONING, "RemoveGroup", &request.base);
}

static size_t users_in(struct members_fixture *f, const Kleos__ProvisionedGroup *group)
{
	Kleos__ReadGroupsRequest request = KLEOS__READ_GROUPS_REQUEST__INIT;
	request.id = group->id;
	const Kleos__ReadGroupsResponse *got = peer_must(&f->peer, &f->hr, PROVISIONING, "ReadGroups", &request.base);
	return got->n_groups ? got->groups[0]->users.len / ID_SIZE : 0;
}

static void the_last_group_says_the_team_and_the_one_before_when_it_is_gone(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ProvisionedUser user = user_named("ada@example.org");
	user.department = "R&D";
	const Kleos__ProvisionedUser *ada = put_user(f, user);
	assert_string_equal(member_of(f, ada)->team, "r-d");
	const Kleos__ProvisionedGroup *one = put_group(f, NULL, "One", ada, NULL);
	const Kleos__ProvisionedGroup *two = put_group(f, NULL, "Two / Inner", ada, NULL);
	const Kleos__ProvisionedGroup *three = put_group(f, NULL, "Three", ada, NULL);
	assert_string_equal(member_of(f, ada)->team, "three");
	put_group(f, one, "One", ada, NULL); /* is in it already */
	assert_string_equal(member_of(f, ada)->team, "three");
	put_group(f, two, "Two / Inner", NULL, ada);
	assert_string_equal(member_of(f, ada)->team, "three");
	remove_group(f, three);
	assert_string_equal(member_of(f, ada)->team, "one");
	put_group(f, one, "One", NULL, ada);
	assert_string_equal(member_of(f, ada)->team, "r-d");
}

static void a_new_name_renames_the_team_and_what_kleos_renamed_stays(void **state)
{
	struct members_fixture *f = *state;
	const Kleos__ProvisionedUser *ada = add_user(f, "ada@example.org", "", "");
	add_member(f, "bob", "design/web", "");
	const Kleos__ProvisionedGroup *group = put_group(f, NULL, "Design", ada, NULL);
	assert_string_equal(group->team, "design");
	group_refused(f, NULL, "DESIGN", STATUS_ALREADY_EXISTS, "GROUP_EXISTS");
	assert_string_equal(put_group(f, group, "Looks", NULL, NULL)->team, "looks");
	assert_string_equal(get_member_as(f, &f->hr, "bob")->team, "looks/web");
	Kleos__RenameTeamRequest rename = KLEOS__RENAME_TEAM_REQUEST__INIT;
	rename.team = "looks";
	rename.new_team = "studio";
	peer_must(&f->peer, &f->hr, MEMBERS, "RenameTeam", &rename.base);
	assert_string_equal(put_group(f, group, "Looks", NULL, NULL)->team, "studio");
	add_member(f, "cy", "sales", "");
	group_refused(f, group, "Sales", STATUS_ALREADY_EXISTS, "TEAM_EXISTS");
	group_refused(f, group, "Studio / Inner", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	group_refused(f, group, "!", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
}

static void who_has_left_stays_where_they_were_until_they_are_back(void **state)
{
	struct members_fixture *f = *state;
	const Kleos__ProvisionedUser *ada = add_user(f, "ada@example.org", "", "");
	const Kleos__ProvisionedGroup *one = put_group(f, NULL, "One", ada, NULL);
	put_group(f, NULL, "Two", NULL, NULL);
	Kleos__ProvisionedUser user = user_named("ada@example.org");
	user.id = ada->id;
	user.active = false;
	put_user(f, user);
	put_group(f, one, "One", NULL, ada);
	assert_string_equal(member_of(f, ada)->team, "one");
	put_group(f, NULL, "Three", ada, NULL);
	assert_string_equal(member_of(f, ada)->team, "one");
	user.active = true;
	put_user(f, user);
	assert_string_equal(member_of(f, ada)->team, "three");
}

static void who_is_removed_or_erased_is_in_no_group(void **state)
{
	struct members_fixture *f = *state;
	const Kleos__ProvisionedUser *ada = add_user(f, "ada@example.org", "", ""), *bob = add_user(f, "bob", "", "");
	const Kleos__ProvisionedGroup *group = put_group(f, NULL, "One", ada, NULL);
	put_group(f, group, "One", bob, NULL);
	assert_int_equal(users_in(f, group), 2);
	remove_user(f, ada);
	Kleos__EraseMemberRequest erase = KLEOS__ERASE_MEMBER_REQUEST__INIT;
	erase.member = user_id(f, bob);
	peer_must(&f->peer, &f->hr, MEMBERS, "EraseMember", &erase.base);
	assert_int_equal(users_in(f, group), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		MEMBERS_TEST(a_user_name_is_kept_and_the_handle_is_made_of_it_once),
		MEMBERS_TEST(whom_nobody_told_of_goes_by_the_handle),
		MEMBERS_TEST(whom_kleos_knows_is_recognised),
		MEMBERS_TEST(an_address_alone_brings_no_leaver_back),
		MEMBERS_TEST_TCP(who_is_removed_has_left_and_comes_back_by_the_same_account_only),
		MEMBERS_TEST(who_is_removed_signs_in_by_no_name_until_the_provider_tells_of_them_again),
		MEMBERS_TEST(the_handle_of_somebody_erased_is_not_given_again),
		MEMBERS_TEST(what_changes_nothing_leaves_the_etag_and_another_etag_refuses),
		MEMBERS_TEST(what_cannot_be_is_refused_by_its_field),
		MEMBERS_TEST_TCP(the_last_group_says_the_team_and_the_one_before_when_it_is_gone),
		MEMBERS_TEST(a_new_name_renames_the_team_and_what_kleos_renamed_stays),
		MEMBERS_TEST(who_has_left_stays_where_they_were_until_they_are_back),
		MEMBERS_TEST(who_is_removed_or_erased_is_in_no_group),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* People: what is kept of them, who may see and change it, what their changes do to spells and teams. */
#include "tests/service/members/fixture.h"

#include "common/base/calendar.h"

#include <stdio.h>
#include <string.h>

static Kleos__ListMembersResponse *list(struct members_fixture *f, const Kleos__ListMembersRequest *request)
{
	return peer_must(&f->peer, &f->hr, MEMBERS, "ListMembers", &request->base);
}

/* Handles joined by spaces. */
static const char *handles(struct members_fixture *f, const Kleos__ListMembersResponse *page)
{
	const char *text = "";
	for (size_t i = 0; i < page->n_members; i++)
		text = arena_printf(&f->base.arena, "%s%s%s", text, i ? " " : "", page->members[i]->handle);
	return text;
}

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

static void lists_are_newest_first_and_paged(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ListMembersRequest request = KLEOS__LIST_MEMBERS_REQUEST__INIT;
	const char *const names[] = {"a", "b", "c", "d", "e"};

	for (size_t i = 0; i < 5; i++, f->base.world.now_ms++)
		add_member(f, names[i], "", "");
	request.page_size = 2;
	const Kleos__ListMembersResponse *page = list(f, &request);
	assert_string_equal(handles(f, page), "e d");
	add_member(f, "z", "", ""); /* comes before what is being read */
	request.page_token = page->next_page_token;
	page = list(f, &request);
	assert_string_equal(handles(f, page), "c b");
	request.page_token = page->next_page_token;
	page = list(f, &request);
	assert_string_equal(handles(f, page), "a");
	assert_string_equal(page->next_page_token, "");
}

static void members_of_one_moment_are_each_listed_once(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ListMembersRequest request = KLEOS__LIST_MEMBERS_REQUEST__INIT;
	const Kleos__ListMembersResponse *page;
	size_t seen = 0;

	for (int i = 0; i < 7; i++)
		add_member(f, arena_printf(&f->base.arena, "m%d", i), "", "");
	request.page_size = 3;
	do {
		page = list(f, &request);
		seen += page->n_members;
		request.page_token = page->next_page_token;
	} while (*page->next_page_token);
	assert_int_equal(seen, 7);
}

static void page_sizes_have_bounds(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ListMembersRequest request = KLEOS__LIST_MEMBERS_REQUEST__INIT;

	for (int i = 0; i < 51; i++)
		add_member(f, arena_printf(&f->base.arena, "m%d", i), "", "");
	assert_int_equal(list(f, &request)->n_members, 50);
	request.page_size = 1000000;
	assert_int_equal(list(f, &request)->n_members, 51);
	request.page_size = -1;
	peer_refused(&f->peer, &f->hr, MEMBERS, "ListMembers", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
}

static void the_page_token_of_other_filters_is_refused(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ListMembersRequest request = KLEOS__LIST_MEMBERS_REQUEST__INIT;
	const struct principal other = caller(ROLE_BIT(ADMIN), NULL);

	add_member(f, "a", "x", "");
	add_member(f, "b", "x", "");
	request.page_size = 1;
	request.page_token = list(f, &request)->next_page_token;
	assert_string_not_equal(request.page_token, "");
	assert_int_equal(list(f, &request)->n_members, 1);
	request.team = "x";
	peer_refused(&f->peer, &f->hr, MEMBERS, "ListMembers", &request.base, STATUS_INVALID_ARGUMENT,
				 "PAGE_TOKEN_MISMATCH");
	request.team = "";
	peer_refused(&f->peer, &other, MEMBERS, "ListMembers", &request.base, STATUS_INVALID_ARGUMENT,
				 "PAGE_TOKEN_INVALID");
	request.page_token = "made-up";
	peer_refused(&f->peer, &f->hr, MEMBERS, "ListMembers", &request.base, STATUS_INVALID_ARGUMENT,
				 "PAGE_TOKEN_INVALID");
}

static void lists_filter_by_team_query_and_status(void **state)
{
	struct members_fixture *f = *state;
	Kleos__CreateMemberRequest create = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	Kleos__ListMembersRequest by_team = KLEOS__LIST_MEMBERS_REQUEST__INIT;
	Kleos__ListMembersRequest by_query = KLEOS__LIST_MEMBERS_REQUEST__INIT;
	Kleos__ListMembersRequest by_status = KLEOS__LIST_MEMBERS_REQUEST__INIT;

	add_member(f, "a", "marketing", "");
	f->base.world.now_ms++;
	add_member(f, "b", "marketing/social", "");
	add_member(f, "c", "marketing-ops", "");
	add_member(f, "d", "marketingx", "");
	create.handle = "maria_50";
	create.display_name = "Ευχαριστώ Ναΐς";
	peer_must(&f->peer, &f->hr, MEMBERS, "CreateMember", &create.base);

	by_team.team = "Marketing";
	assert_string_equal(handles(f, list(f, &by_team)), "b a");
	by_query.query = "ΕΥΧΑΡΙΣΤΩ ναις";
	assert_string_equal(handles(f, list(f, &by_query)), "maria_50");
	by_query.query = "a_5";
	assert_string_equal(handles(f, list(f, &by_query)), "maria_50");
	by_query.query = "m_ria";
	assert_string_equal(handles(f, list(f, &by_query)), "");
	by_query.query = "%";
	assert_string_equal(handles(f, list(f, &by_query)), "");
	deactivate(f, "b");
	by_status.status = KLEOS__MEMBER_STATUS__MEMBER_STATUS_INACTIVE;
	assert_string_equal(handles(f, list(f, &by_status)), "b");
	by_status.status = (Kleos__MemberStatus)9;
	peer_refused(&f->peer, &f->hr, MEMBERS, "ListMembers", &by_status.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	by_team.team = "a//b";
	peer_refused(&f->peer, &f->hr, MEMBERS, "ListMembers", &by_team.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
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

static void refuse_manager(struct members_fixture *f, const char *name, const char *manager)
{
	Kleos__UpdateMemberRequest request = KLEOS__UPDATE_MEMBER_REQUEST__INIT;
	request.member = name;
	request.manager = manager;
	peer_refused(&f->peer, &f->hr, MEMBERS, "UpdateMember", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_string_equal(f->peer.reply.violations[0]->field, "manager");
}

static void a_manager_cycle_is_refused(void **state)
{
	struct members_fixture *f = *state;

	add_member(f, "top", "", "");
	add_member(f, "middle", "", "top");
	add_member(f, "bottom", "", "middle");
	refuse_manager(f, "top", "bottom");
	refuse_manager(f, "top", "top");
	refuse_manager(f, "top", get_member_as(f, &f->hr, "top")->id);
	refuse_manager(f, "top", "ghost");
	assert_string_equal(set_manager(f, "bottom", "top")->manager->handle, "top");
	assert_null(set_manager(f, "bottom", "")->manager);
	assert_string_equal(set_manager(f, "top", "bottom")->manager->handle, "bottom");
}

static void nobody_gets_a_manager_who_has_left(void **state)
{
	struct members_fixture *f = *state;

	add_member(f, "boss", "", "");
	add_member(f, "maria", "", "boss");
	add_member(f, "nikos", "", "");
	deactivate(f, "boss");
	refuse_manager(f, "nikos", "boss");
	assert_string_equal(set_team(f, "maria", "press")->manager->handle, "boss"); /* who had one keeps it */
	assert_string_equal(set_manager(f, "maria", "boss")->manager->handle, "boss");
}

static void who_leaves_and_comes_back_keeps_the_history(void **state)
{
	struct members_fixture *f = *state;
	Kleos__DeactivateMemberRequest leave = KLEOS__DEACTIVATE_MEMBER_REQUEST__INIT;
	Kleos__ReactivateMemberRequest back = KLEOS__REACTIVATE_MEMBER_REQUEST__INIT;
	const struct id id = id_of(add_member(f, "maria", "press", "")->id);

	back.member = leave.member = "maria";
	peer_refused(&f->peer, &f->hr, MEMBERS, "ReactivateMember", &back.base, STATUS_FAILED_PRECONDITION,
				 "MEMBER_ACTIVE");
	leave.left_on = "2026-04-01";
	peer_refused(&f->peer, &f->hr, MEMBERS, "DeactivateMember", &leave.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	leave.left_on = "";
	Kleos__DeactivateMemberResponse *left = peer_must(&f->peer, &f->hr, MEMBERS, "DeactivateMember", &leave.base);
	assert_int_equal(left->member->status, KLEOS__MEMBER_STATUS__MEMBER_STATUS_INACTIVE);
	assert_string_equal(left->member->left_on, "2026-03-01");
	peer_refused(&f->peer, &f->hr, MEMBERS, "DeactivateMember", &leave.base, STATUS_FAILED_PRECONDITION,
				 "MEMBER_NOT_ACTIVE");
	Kleos__ReactivateMemberResponse *here = peer_must(&f->peer, &f->hr, MEMBERS, "ReactivateMember", &back.base);
	assert_string_equal(here->member->left_on, "");
	assert_string_equal(peer_events(&f->peer, &id), "member.created member.deactivated member.updated");
}

static void assert_spell(const Kleos__MemberRecord *record, size_t index, int32_t from, const char *team, bool leader)
{
	assert_true(index < record->n_spells);
	assert_int_equal(record->spells[index]->from_day, from);
	assert_string_equal(record->spells[index]->team, team);
	assert_int_equal(record->spells[index]->leader, leader);
}

static void a_change_of_team_starts_a_spell_today(void **state)
{
	struct members_fixture *f = *state;
	const char *id = add_member(f, "maria", "press", "")->id;
	const int32_t today = day_from_civil(2026, 3, 1);

	assert_int_equal(read_record(f, id)->n_spells, 1);
	assert_spell(read_record(f, id), 0, DAY_MIN, "press", false);
	pass_days(f, 1);
	set_team(f, "maria", "events");
	set_team(f, "maria", "video"); /* replaces the spell of the same day */
	const Kleos__MemberRecord *record = read_record(f, id);
	assert_int_equal(record->n_spells, 2);
	assert_spell(record, 0, DAY_MIN, "press", false);
	assert_spell(record, 1, today + 1, "video", false);
}

static void a_clock_that_was_set_back_writes_nothing_into_the_past(void **state)
{
	struct members_fixture *f = *state;
	const char *id = add_member(f, "maria", "press", "")->id;
	const int32_t today = day_from_civil(2026, 3, 1);

	pass_days(f, 3);
	set_team(f, "maria", "events");
	pass_days(f, -2);
	set_team(f, "maria", "video");
	const Kleos__MemberRecord *record = read_record(f, id);
	assert_int_equal(record->n_spells, 2);
	assert_spell(record, 1, today + 3, "video", false);
}

static void the_first_report_makes_a_leader_and_the_last_one_unmakes(void **state)
{
	struct members_fixture *f = *state;
	const char *id = add_member(f, "boss", "press", "")->id;
	const struct id boss = id_of(id);
	const int32_t today = day_from_civil(2026, 3, 1);

	const char *etag = get_member_as(f, &f->hr, "boss")->etag;
	pass_days(f, 1);
	add_member(f, "maria", "press", "boss");
	assert_true(get_member_as(f, &f->hr, "boss")->leader);
	assert_string_not_equal(get_member_as(f, &f->hr, "boss")->etag, etag);
	add_member(f, "nikos", "press", "boss");
	assert_int_equal(read_record(f, id)->n_spells, 2);
	assert_spell(read_record(f, id), 1, today + 1, "press", true);
	pass_days(f, 1);
	deactivate(f, "maria");
	assert_int_equal(read_record(f, id)->n_spells, 2);
	set_manager(f, "nikos", "");
	assert_false(get_member_as(f, &f->hr, "boss")->leader);
	assert_spell(read_record(f, id), 2, today + 2, "press", false);
	assert_string_equal(peer_events(&f->peer, &boss), "member.created member.updated member.updated");
	pass_days(f, 1);
	reactivate(f, "maria");
	assert_spell(read_record(f, id), 3, today + 3, "press", true);
}

static void leadership_moves_with_a_report(void **state)
{
	struct members_fixture *f = *state;
	const char *old = add_member(f, "old", "press", "")->id;
	const char *new = add_member(f, "new", "press", "")->id;
	const int32_t today = day_from_civil(2026, 3, 1);

	add_member(f, "maria", "press", "old");
	pass_days(f, 1);
	set_manager(f, "maria", "new");
	assert_spell(read_record(f, old), 1, today + 1, "press", false);
	assert_spell(read_record(f, new), 0, DAY_MIN, "press", false);
	assert_spell(read_record(f, new), 1, today + 1, "press", true);
}

static void the_last_day_lies_between_the_first_and_today(void **state)
{
	struct members_fixture *f = *state;
	Kleos__CreateMemberRequest create = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	Kleos__DeactivateMemberRequest leave = KLEOS__DEACTIVATE_MEMBER_REQUEST__INIT;
	const char *const wrong[] = {"2026-01-31", "2026-03-03", "soon"};

	leave.member = create.handle = "maria";
	create.joined_on = "2026-02-01";
	peer_must(&f->peer, &f->hr, MEMBERS, "CreateMember", &create.base);
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		leave.left_on = wrong[i];
		peer_refused(&f->peer, &f->hr, MEMBERS, "DeactivateMember", &leave.base, STATUS_INVALID_ARGUMENT,
					 "INVALID_FIELD");
	}
	leave.left_on = "2026-02-28";
	const Kleos__DeactivateMemberResponse *left = peer_must(&f->peer, &f->hr, MEMBERS, "DeactivateMember", &leave.base);
	assert_string_equal(left->member->left_on, "2026-02-28");
	assert_int_equal(read_record(f, left->member->id)->left_day, day_from_civil(2026, 2, 28));
}

static void who_is_entered_with_reports_on_one_day_has_always_led(void **state)
{
	struct members_fixture *f = *state;
	const char *id = add_member(f, "boss", "press", "")->id;

	add_member(f, "maria", "press", "boss");
	const Kleos__MemberRecord *record = read_record(f, id);
	assert_int_equal(record->n_spells, 1);
	assert_spell(record, 0, DAY_MIN, "press", true);
}

static void teams_are_listed_with_those_above_them(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ListTeamsRequest request = KLEOS__LIST_TEAMS_REQUEST__INIT;
	const char *text = "";

	add_member(f, "a", "marketing/social/video", "");
	add_member(f, "b", "marketing/social", "");
	add_member(f, "c", "marketing-ops", "");
	add_member(f, "d", "marketing/social", "");
	add_member(f, "e", "gone", "");
	add_member(f, "f", "", "");
	deactivate(f, "e");
	const Kleos__ListTeamsResponse *teams = peer_must(&f->peer, &f->hr, MEMBERS, "ListTeams", &request.base);
	for (size_t i = 0; i < teams->n_teams; i++)
		text = arena_printf(&f->base.arena, "%s%s %d %d; ", text, teams->teams[i]->path, teams->teams[i]->members,
							teams->teams[i]->members_with_children);
	assert_string_equal(text, "marketing 0 3; marketing-ops 1 1; marketing/social 2 3; marketing/social/video 1 1; ");
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
			TEST(emails_are_hidden_from_other_members), TEST(lists_are_newest_first_and_paged),                        \
			TEST(members_of_one_moment_are_each_listed_once), TEST(page_sizes_have_bounds),                            \
			TEST(the_page_token_of_other_filters_is_refused), TEST(lists_filter_by_team_query_and_status),             \
			TEST(an_update_changes_what_its_mask_names), TEST(an_update_without_a_mask_changes_what_has_a_value),      \
			TEST(an_update_of_an_older_etag_is_refused), TEST(a_manager_cycle_is_refused),                             \
			TEST(nobody_gets_a_manager_who_has_left), TEST(who_leaves_and_comes_back_keeps_the_history),               \
			TEST(leadership_moves_with_a_report), TEST(the_last_day_lies_between_the_first_and_today),                 \
			TEST(a_change_of_team_starts_a_spell_today), TEST(a_clock_that_was_set_back_writes_nothing_into_the_past), \
			TEST(the_first_report_makes_a_leader_and_the_last_one_unmakes),                                            \
			TEST(who_is_entered_with_reports_on_one_day_has_always_led), TEST(teams_are_listed_with_those_above_them), \
			TEST(the_directory_is_for_processes_of_the_deployment),                                                    \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(MEMBERS_TEST);
	const struct CMUnitTest tcp[] = TESTS(MEMBERS_TEST_TCP);
	return cmocka_run_group_tests_name("members over inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("members over tcp", tcp, NULL, NULL);
}

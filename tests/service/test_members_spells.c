/* What changes of manager, team and status do to the days that others are counted by. */
#include "tests/service/members/fixture.h"

#include "common/base/calendar.h"

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

static void who_is_entered_with_reports_on_one_day_has_always_led(void **state)
{
	struct members_fixture *f = *state;
	const char *id = add_member(f, "boss", "press", "")->id;

	add_member(f, "maria", "press", "boss");
	const Kleos__MemberRecord *record = read_record(f, id);
	assert_int_equal(record->n_spells, 1);
	assert_spell(record, 0, DAY_MIN, "press", true);
}

#define TESTS(TEST)                                                                                                    \
	{                                                                                                                  \
		TEST(a_manager_cycle_is_refused), TEST(nobody_gets_a_manager_who_has_left),                                    \
			TEST(who_leaves_and_comes_back_keeps_the_history), TEST(the_last_day_lies_between_the_first_and_today),    \
			TEST(a_change_of_team_starts_a_spell_today), TEST(a_clock_that_was_set_back_writes_nothing_into_the_past), \
			TEST(the_first_report_makes_a_leader_and_the_last_one_unmakes), TEST(leadership_moves_with_a_report),      \
			TEST(who_is_entered_with_reports_on_one_day_has_always_led),                                               \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(MEMBERS_TEST);
	const struct CMUnitTest tcp[] = TESTS(MEMBERS_TEST_TCP);
	return cmocka_run_group_tests_name("spells over inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("spells over tcp", tcp, NULL, NULL);
}

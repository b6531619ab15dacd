/* Making, listing and ending routines: who may, and what one looks like. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include <string.h>

#define CREATE_INIT  ((Kleos__CreateRoutineRequest)KLEOS__CREATE_ROUTINE_REQUEST__INIT)
#define CHANNEL_SIZE 202 /* one more than fits, and the NUL */

static Kleos__CreateRoutineRequest friday(const char *team)
{
	Kleos__CreateRoutineRequest request = CREATE_INIT;
	request.team = team;
	request.weekday = KLEOS__WEEKDAY__WEEKDAY_FRIDAY;
	request.time = "15:30";
	request.time_zone = "Europe/Athens";
	request.setting = KLEOS__SETTING__SETTING_TEAM_MEETING;
	request.channel = "#kudos";
	return request;
}

static const Kleos__Routine *make(struct stage *stage, const struct principal *who, const char *team)
{
	Kleos__CreateRoutineRequest request = friday(team);
	const Kleos__CreateRoutineResponse *response =
		peer_must(&stage->peer, who, RECOGNITIONS, "CreateRoutine", &request.base);
	return response->routine;
}

static void cannot_make(struct stage *stage, const struct principal *who, const char *team, enum status status,
						const char *reason)
{
	Kleos__CreateRoutineRequest request = friday(team);
	peer_refused(&stage->peer, who, RECOGNITIONS, "CreateRoutine", &request.base, status, reason);
}

static const Kleos__ListRoutinesResponse *list(struct stage *stage, const struct principal *who, const char *team,
											   int32_t size, const char *token)
{
	Kleos__ListRoutinesRequest request = KLEOS__LIST_ROUTINES_REQUEST__INIT;
	request.team = team;
	request.page_size = size;
	request.page_token = token;
	return peer_must(&stage->peer, who, RECOGNITIONS, "ListRoutines", &request.base);
}

static bool lists(struct stage *stage, const struct principal *who, const char *id)
{
	const Kleos__ListRoutinesResponse *all = list(stage, who, "", 500, "");
	for (size_t i = 0; i < all->n_routines; i++)
		if (strcmp(all->routines[i]->id, id) == 0)
			return true;
	return false;
}

static void end_is(struct stage *stage, const struct principal *who, const char *id, enum status status,
				   const char *reason)
{
	Kleos__DeleteRoutineRequest request = KLEOS__DELETE_ROUTINE_REQUEST__INIT;
	request.routine = id;
	if (status == STATUS_OK)
		peer_must(&stage->peer, who, RECOGNITIONS, "DeleteRoutine", &request.base);
	else
		peer_refused(&stage->peer, who, RECOGNITIONS, "DeleteRoutine", &request.base, status, reason);
}

static void a_routine_says_what_was_asked_and_when_it_is_due(void **state)
{
	struct stage *stage = *state;
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	stage_member(stage, "r-one", "deck", "", 0);
	stage_settle(stage);
	const Kleos__Routine *routine = make(stage, &people, "Deck");
	assert_string_equal(routine->team, "deck");
	assert_int_equal(routine->weekday, KLEOS__WEEKDAY__WEEKDAY_FRIDAY);
	assert_string_equal(routine->time, "15:30");
	assert_string_equal(routine->time_zone, "Europe/Athens");
	assert_int_equal(routine->setting, KLEOS__SETTING__SETTING_TEAM_MEETING);
	assert_string_equal(routine->channel, "#kudos");
	assert_int_equal(routine->next_due_time->seconds, 1772803800); /* 2026-03-06T13:30:00Z */
	assert_int_equal(routine->create_time->seconds, stage->fixture.world.now_ms / 1000);
	assert_true(lists(stage, &people, routine->id));
}

static void leaders_set_the_routines_of_their_own_teams(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "l-boss", "ship", "", 0);
	struct id mate = stage_member(stage, "l-mate", "ship/galley", "", 0);
	struct id other = stage_member(stage, "l-other", "shipyard", "", 0);
	stage_member(stage, "l-far", "island", "l-boss", 0);
	stage_settle(stage);
	struct principal leader = caller(ROLE_BIT(LEADER), &boss), member = a_member(&mate), manager = a_member(&boss);
	struct principal stranger = caller(ROLE_BIT(LEADER), &other), nobody = a_key(ROLE_BIT(LEADER));
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN)), admin = a_key(ROLE_BIT(ADMIN));
	const char *own = make(stage, &leader, "ship")->id, *inner = make(stage, &leader, "ship/galley")->id;
	const char *far = make(stage, &leader, "island")->id; /* somebody they manage is there */
	make(stage, &people, "shipyard");
	make(stage, &admin, "shipyard");
	cannot_make(stage, &leader, "shipyard", STATUS_PERMISSION_DENIED, "NOT_YOUR_TEAM");
	cannot_make(stage, &leader, "no-such-team", STATUS_PERMISSION_DENIED, "NOT_YOUR_TEAM");
	cannot_make(stage, &nobody, "ship", STATUS_PERMISSION_DENIED, "NOT_YOUR_TEAM");
	cannot_make(stage, &member, "ship/galley", STATUS_PERMISSION_DENIED, NULL);
	cannot_make(stage, &manager, "ship", STATUS_PERMISSION_DENIED, NULL); /* the key may less than its owner */
	cannot_make(stage, &people, "no-such-team", STATUS_NOT_FOUND, "TEAM_NOT_FOUND");
	assert_true(lists(stage, &member, own) && lists(stage, &member, inner) && !lists(stage, &member, far));
	assert_true(lists(stage, &leader, own) && lists(stage, &leader, inner) && lists(stage, &leader, far));
	assert_true(!lists(stage, &stranger, own) && !lists(stage, &nobody, own) && lists(stage, &admin, own));
	struct principal service = a_key(ROLE_BIT(SERVICE)), auditor = a_key(ROLE_BIT(AUDITOR));
	assert_true(lists(stage, &service, own) && !lists(stage, &auditor, own));
	end_is(stage, &member, own, STATUS_PERMISSION_DENIED, NULL);
	end_is(stage, &stranger, own, STATUS_NOT_FOUND, "ROUTINE_NOT_FOUND");
	end_is(stage, &leader, own, STATUS_OK, NULL);
	end_is(stage, &leader, own, STATUS_NOT_FOUND, "ROUTINE_NOT_FOUND");
	end_is(stage, &people, far, STATUS_OK, NULL);
	assert_true(!lists(stage, &admin, own) && !lists(stage, &admin, far) && lists(stage, &admin, inner));
}

static void a_hidden_routine_looks_like_none(void **state)
{
	struct stage *stage = *state;
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	struct id other = stage_member(stage, "h-other", "attic", "", 0);
	stage_member(stage, "h-one", "cellar", "", 0);
	stage_settle(stage);
	struct principal outsider = caller(ROLE_BIT(LEADER), &other);
	const char *texts[] = {make(stage, &people, "cellar")->id, "01890000-0000-7000-8000-000000000001", "no id"};
	for (size_t i = 0; i < 3; i++) {
		end_is(stage, &outsider, texts[i], STATUS_NOT_FOUND, "ROUTINE_NOT_FOUND");
		assert_string_equal(stage->peer.reply.message,
							arena_printf(&stage->fixture.arena, "no routine '%s'", texts[i]));
	}
}

static void every_field_that_makes_no_sense_is_named(void **state)
{
	struct stage *stage = *state;
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	Kleos__CreateRoutineRequest request = CREATE_INIT;
	request.team = "a//b";
	request.time = "25:00";
	request.time_zone = "../../etc/localtime";
	request.setting = 9;
	char channel[CHANNEL_SIZE];
	memset(channel, 'x', sizeof channel - 1);
	channel[sizeof channel - 1] = '\0';
	request.channel = channel;
	peer_refused(&stage->peer, &people, RECOGNITIONS, "CreateRoutine", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	const char *fields[] = {"team", "weekday", "time", "timeZone", "setting", "channel"};
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (!stage_violates(stage, fields[i]))
			fail_msg("%s is not named", fields[i]);
}

static void a_team_has_a_bounded_number_of_routines(void **state)
{
	struct stage *stage = *state;
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	stage_member(stage, "b-one", "bridge", "", 0);
	stage_settle(stage);
	const char *last = NULL;
	for (int i = 0; i < 20; i++)
		last = make(stage, &people, "bridge")->id;
	cannot_make(stage, &people, "bridge", STATUS_FAILED_PRECONDITION, "TOO_MANY_ROUTINES");
	end_is(stage, &people, last, STATUS_OK, NULL);
	make(stage, &people, "bridge");
}

static void pages_go_from_new_to_old_and_end(void **state)
{
	struct stage *stage = *state;
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	const char *made[5], *token = "";
	stage_member(stage, "p-one", "pier/east", "", 0);
	stage_settle(stage);
	for (int i = 0; i < 5; i++) {
		stage_later(stage, 10);
		made[i] = make(stage, &people, "pier/east")->id;
	}
	for (int i = 4; i >= 0; i -= 2) {
		const Kleos__ListRoutinesResponse *page = list(stage, &people, "pier", 2, token);
		assert_int_equal(page->n_routines, i ? 2 : 1);
		assert_string_equal(page->routines[0]->id, made[i]);
		token = page->next_page_token;
		assert_true(!*token == !i);
	}
	assert_int_equal(list(stage, &people, "pie", 2, "")->n_routines, 0);
}

static void a_repeated_request_makes_one_routine(void **state)
{
	struct stage *stage = *state;
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	stage_member(stage, "i-one", "inlet", "", 0);
	stage_settle(stage);
	Kleos__CreateRoutineRequest request = friday("inlet");
	const Kleos__CreateRoutineResponse *first =
		peer_call(&stage->peer, &people, RECOGNITIONS, "CreateRoutine", "routine-once", &request.base);
	const Kleos__CreateRoutineResponse *again =
		peer_call(&stage->peer, &people, RECOGNITIONS, "CreateRoutine", "routine-once", &request.base);
	assert_true(stage->peer.reply.replayed);
	assert_string_equal(first->routine->id, again->routine->id);
	assert_int_equal(list(stage, &people, "inlet", 0, "")->n_routines, 1);
	Kleos__DeleteRoutineRequest end = KLEOS__DELETE_ROUTINE_REQUEST__INIT;
	end.routine = first->routine->id;
	assert_non_null(peer_call(&stage->peer, &people, RECOGNITIONS, "DeleteRoutine", "end-once", &end.base));
	assert_non_null(peer_call(&stage->peer, &people, RECOGNITIONS, "DeleteRoutine", "end-once", &end.base));
	assert_null(peer_call(&stage->peer, &people, RECOGNITIONS, "CreateRoutine", "routine-once", &request.base));
	assert_int_equal(stage->peer.reply.status, STATUS_NOT_FOUND);
}

static void merge(struct stage *stage, const char *from, const char *into)
{
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	Kleos__MergeTeamsRequest request = KLEOS__MERGE_TEAMS_REQUEST__INIT;
	request.team = from;
	request.into = into;
	peer_must(&stage->members_peer, &admin, &kleos__members_service__descriptor, "MergeTeams", &request.base);
	stage_settle(stage);
}

static int32_t prompt_of(struct stage *stage, const struct id *member)
{
	struct principal who = a_member(member);
	Kleos__ListPromptsRequest request = KLEOS__LIST_PROMPTS_REQUEST__INIT;
	const Kleos__ListPromptsResponse *response =
		peer_must(&stage->peer, &who, RECOGNITIONS, "ListPrompts", &request.base);
	return response->prompt_of_week;
}

static void merged_teams_have_their_routines_and_one_question(void **state)
{
	struct stage *stage = *state;
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	struct id one = stage_member(stage, "m-one", "mole", "", 0), two = stage_member(stage, "m-two", "jetty", "", 0);
	stage_settle(stage);
	struct principal first = a_member(&one);
	const char *old = make(stage, &people, "jetty")->id;
	for (int i = 0; i < 19; i++)
		make(stage, &people, "mole");
	assert_int_not_equal(prompt_of(stage, &one), prompt_of(stage, &two));
	assert_false(lists(stage, &first, old));
	merge(stage, "jetty", "mole");
	assert_int_equal(prompt_of(stage, &one), prompt_of(stage, &two));
	assert_true(lists(stage, &first, old));
	assert_int_equal(list(stage, &people, "mole", 500, "")->n_routines, 20);
	cannot_make(stage, &people, "mole", STATUS_FAILED_PRECONDITION, "TOO_MANY_ROUTINES");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_routine_says_what_was_asked_and_when_it_is_due),
		cmocka_unit_test(leaders_set_the_routines_of_their_own_teams),
		cmocka_unit_test(a_hidden_routine_looks_like_none),
		cmocka_unit_test(every_field_that_makes_no_sense_is_named),
		cmocka_unit_test(a_team_has_a_bounded_number_of_routines),
		cmocka_unit_test(pages_go_from_new_to_old_and_end),
		cmocka_unit_test(a_repeated_request_makes_one_routine),
		cmocka_unit_test(merged_teams_have_their_routines_and_one_question),
	};
	return stage_run("routines", tests, sizeof tests / sizeof *tests);
}

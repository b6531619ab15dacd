/* Cycles: their phases by hand and by the clock, their rules, and what may still be changed when. */
#include "common/service/message.h"
#include "tests/service/awards/stage.h"

#define HOUR_MS INT64_C(3600000)

static void a_cycle_goes_through_its_phases_and_no_further(void **state)
{
	struct awards_stage *stage = *state;
	const Kleos__Cycle *cycle = draft(stage, 0, false);
	const struct id id = id_of(cycle->id);
	assert_int_equal(cycle->rules->max_nominations_per_person, 3);
	for (Kleos__CyclePhase phase = PHASE(NOMINATING); phase <= PHASE(ANNOUNCED); phase++) {
		assert_int_equal(advance(stage, cycle->id)->phase, phase);
		if (phase == PHASE(NOMINATING))
			add_candidate(stage, cycle->id);
	}
	Kleos__AdvanceCycleRequest request = KLEOS__ADVANCE_CYCLE_REQUEST__INIT;
	request.cycle = cycle->id;
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "AdvanceCycle", &request.base, STATUS_FAILED_PRECONDITION,
				 "CYCLE_OVER");
	assert_string_equal(peer_events(&stage->peer, &id),
						"award.tree_head award.tree_head award.voting_opened award.closed award.announced");
}

static void a_cycle_that_changed_since_is_not_moved(void **state)
{
	struct awards_stage *stage = *state;
	const Kleos__Cycle *cycle = draft(stage, 0, false);
	advance(stage, cycle->id);
	Kleos__AdvanceCycleRequest request = KLEOS__ADVANCE_CYCLE_REQUEST__INIT;
	request.cycle = cycle->id;
	request.etag = cycle->etag;
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "AdvanceCycle", &request.base, STATUS_ABORTED, "ETAG_MISMATCH");
}

static void a_repeated_request_id_moves_a_cycle_once(void **state)
{
	struct awards_stage *stage = *state;
	const Kleos__Cycle *cycle = draft(stage, 0, false);
	Kleos__AdvanceCycleRequest request = KLEOS__ADVANCE_CYCLE_REQUEST__INIT;
	request.cycle = cycle->id;
	for (int i = 0; i < 2; i++) {
		const Kleos__AdvanceCycleResponse *moved =
			peer_call(&stage->peer, &stage->eleni, AWARDS, "AdvanceCycle", "once", &request.base);
		assert_non_null(moved);
		assert_int_equal(moved->cycle->phase, KLEOS__CYCLE_PHASE__CYCLE_PHASE_NOMINATING);
		assert_int_equal(stage->peer.reply.replayed, i == 1);
	}
}

/* A draft that the clock opens in an hour and moves on every hour after that. */
static const Kleos__Cycle *timed(struct awards_stage *stage)
{
	struct members_fixture *members = &stage->members;
	Kleos__CreateCycleRequest request = KLEOS__CREATE_CYCLE_REQUEST__INIT;
	request.award = found_award(stage, "spotlight")->slug;
	request.title = "2026";
	const int64_t now_ms = members->base.world.now_ms;
	request.opens_nominating_time = time_message(&members->base.arena, now_ms + HOUR_MS);
	request.closes_nominating_time = time_message(&members->base.arena, now_ms + 2 * HOUR_MS);
	request.opens_voting_time = time_message(&members->base.arena, now_ms + 3 * HOUR_MS);
	request.closes_voting_time = time_message(&members->base.arena, now_ms + 4 * HOUR_MS);
	request.announces_time = time_message(&members->base.arena, now_ms + 5 * HOUR_MS);
	const Kleos__CreateCycleResponse *response =
		peer_must(&stage->peer, &stage->eleni, AWARDS, "CreateCycle", &request.base);
	return response->cycle;
}

struct expectation {
	struct awards_stage *stage;
	const char *cycle;
	Kleos__CyclePhase phase;
};

static bool is_in_phase(void *context)
{
	const struct expectation *expected = context;
	return cycle_of(expected->stage, expected->cycle)->phase == expected->phase;
}

static void wait_phase(struct awards_stage *stage, const char *cycle, Kleos__CyclePhase phase)
{
	struct expectation expected = {stage, cycle, phase};
	wait_until(is_in_phase, &expected);
}

static void the_clock_ends_each_phase_at_its_time(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = timed(stage)->id;
	for (Kleos__CyclePhase phase = PHASE(NOMINATING); phase <= PHASE(ANNOUNCED); phase++) {
		stage->members.base.world.now_ms += HOUR_MS;
		wait_phase(stage, cycle, phase);
		if (phase == PHASE(NOMINATING))
			add_candidate(stage, cycle);
	}
}

/* In NOMINATING since its time came. */
static const char *timed_with_candidate(struct awards_stage *stage)
{
	const char *cycle = timed(stage)->id;
	stage->members.base.world.now_ms += HOUR_MS;
	wait_phase(stage, cycle, PHASE(NOMINATING));
	add_candidate(stage, cycle);
	return cycle;
}

static void nobody_opens_a_phase_that_is_over_as_it_opens(void **state)
{
	struct awards_stage *stage = *state;
	struct arena *arena = &stage->members.base.arena;
	Kleos__CreateCycleRequest request = KLEOS__CREATE_CYCLE_REQUEST__INIT;
	request.award = found_award(stage, "spotlight")->slug;
	request.title = "2026";
	request.closes_voting_time = time_message(arena, stage->members.base.world.now_ms - HOUR_MS);
	const Kleos__CreateCycleResponse *made =
		peer_must(&stage->peer, &stage->eleni, AWARDS, "CreateCycle", &request.base);
	advance(stage, made->cycle->id);
	add_candidate(stage, made->cycle->id);
	advance(stage, made->cycle->id);
	Kleos__AdvanceCycleRequest move = KLEOS__ADVANCE_CYCLE_REQUEST__INIT;
	move.cycle = made->cycle->id;
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "AdvanceCycle", &move.base, STATUS_FAILED_PRECONDITION,
				 "PHASE_OVER");
	Kleos__UpdateCycleRequest later = KLEOS__UPDATE_CYCLE_REQUEST__INIT;
	later.cycle = made->cycle->id;
	later.closes_voting_time = time_message(arena, stage->members.base.world.now_ms + HOUR_MS);
	peer_must(&stage->peer, &stage->eleni, AWARDS, "UpdateCycle", &later.base);
	assert_int_equal(advance(stage, made->cycle->id)->phase, PHASE(VOTING));
}

static void what_passed_while_the_service_was_down_happens_when_it_is_back(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = timed_with_candidate(stage);
	awards_stop(stage);
	stage->members.base.world.now_ms += 3 * HOUR_MS;
	awards_start(stage);
	wait_phase(stage, cycle, PHASE(CLOSED));
}

static void a_step_back_in_time_opens_nothing_again(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = timed_with_candidate(stage);
	stage->members.base.world.now_ms += HOUR_MS;
	wait_phase(stage, cycle, PHASE(SHORTLISTING));
	awards_stop(stage);
	stage->members.base.world.now_ms -= 90 * HOUR_MS;
	awards_start(stage);
	Kleos__NominateRequest request = naming(cycle, "maria");
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_FAILED_PRECONDITION,
				 "PHASE_NOT_OPEN");
	/* nor does another cycle take what its own time would refuse: the mark is the service's, not the cycle's */
	stage->members.base.world.now_ms += 91 * HOUR_MS;
	wait_phase(stage, cycle, PHASE(VOTING));
}

static void every_wrong_field_of_a_cycle_is_named(void **state)
{
	struct awards_stage *stage = *state;
	struct arena *arena = &stage->members.base.arena;
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	Kleos__CreateCycleRequest request = KLEOS__CREATE_CYCLE_REQUEST__INIT;
	request.award = found_award(stage, "spotlight")->slug;
	request.rules = &rules;
	rules.max_nominations_per_person = 11;
	rules.shortlist_size = 51;
	rules.shortlist = (Kleos__ShortlistMethod)9;
	rules.tally = (Kleos__TallyMethod)9;
	rules.electorate = KLEOS__ELECTORATE__ELECTORATE_TEAM;
	request.opens_nominating_time = time_message(arena, 2 * HOUR_MS);
	request.closes_nominating_time = time_message(arena, HOUR_MS);
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "CreateCycle", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	const char *const expected[] = {
		"title",      "rules.maxNominationsPerPerson", "rules.shortlistSize", "rules.shortlist", "rules.tally",
		"rules.team", "closesNominatingTime"};
	assert_int_equal(stage->peer.reply.n_violations, 7);
	for (size_t i = 0; i < 7; i++)
		assert_string_equal(stage->peer.reply.violations[i]->field, expected[i]);
}

static void the_team_that_votes_is_one_that_somebody_is_in_or_inside(void **state)
{
	struct awards_stage *stage = *state;
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	Kleos__CreateCycleRequest request = KLEOS__CREATE_CYCLE_REQUEST__INIT;
	request.award = found_award(stage, "spotlight")->slug;
	request.title = "2026";
	request.rules = &rules;
	rules.electorate = KLEOS__ELECTORATE__ELECTORATE_TEAM;
	rules.team = "nowhere";
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "CreateCycle", &request.base, STATUS_NOT_FOUND, "TEAM_NOT_FOUND");
	add_member(&stage->members, "fresh", "marketing/brand", "");
	rules.team = "Marketing";
	const Kleos__CreateCycleResponse *made =
		peer_must(&stage->peer, &stage->eleni, AWARDS, "CreateCycle", &request.base);
	assert_string_equal(made->cycle->rules->team, "marketing");
}

static const Kleos__Cycle *updated(struct awards_stage *stage, Kleos__UpdateCycleRequest *request)
{
	const Kleos__UpdateCycleResponse *response =
		peer_must(&stage->peer, &stage->eleni, AWARDS, "UpdateCycle", &request->base);
	return response->cycle;
}

static void rules_change_in_a_draft_and_never_after(void **state)
{
	struct awards_stage *stage = *state;
	add_candidate(stage, advance(stage, draft(stage, 0, false)->id)->id); /* so awards has heard of her team */
	const Kleos__Cycle *cycle = draft(stage, 0, false);
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	Kleos__UpdateCycleRequest request = KLEOS__UPDATE_CYCLE_REQUEST__INIT;
	request.cycle = cycle->id;
	request.rules = &rules;
	rules.shortlist = KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_EPH;
	rules.electorate = KLEOS__ELECTORATE__ELECTORATE_TEAM;
	rules.team = "Social";
	const Kleos__Cycle *changed = updated(stage, &request);
	assert_int_equal(changed->rules->shortlist, KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_EPH);
	assert_string_equal(changed->rules->team, "social");
	advance(stage, cycle->id);
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "UpdateCycle", &request.base, STATUS_FAILED_PRECONDITION,
				 "RULES_FIXED");
}

static void staff_who_edit_an_open_cycle_are_seen(void **state)
{
	struct awards_stage *stage = *state;
	const Kleos__Cycle *cycle = draft(stage, 0, false);
	const struct id id = id_of(cycle->id);
	Kleos__UpdateCycleRequest request = KLEOS__UPDATE_CYCLE_REQUEST__INIT;
	request.cycle = cycle->id;
	request.title = "2027";
	updated(stage, &request);
	assert_string_equal(peer_events(&stage->peer, &id), "");
	advance(stage, cycle->id);
	request.title = "2028";
	assert_string_equal(updated(stage, &request)->title, "2028");
	assert_string_equal(peer_events(&stage->peer, &id), "award.tree_head award.edited_by_staff");
}

static void the_time_of_a_phase_that_is_over_stays(void **state)
{
	struct awards_stage *stage = *state;
	const Kleos__Cycle *cycle = draft(stage, 0, false);
	Kleos__UpdateCycleRequest request = KLEOS__UPDATE_CYCLE_REQUEST__INIT;
	advance(stage, cycle->id);
	request.cycle = cycle->id;
	request.opens_nominating_time =
		time_message(&stage->members.base.arena, stage->members.base.world.now_ms + HOUR_MS);
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "UpdateCycle", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
}

#define TEST(name, open) cmocka_unit_test_setup_teardown(name, open, awards_close_stage)
#define CYCLE_TESTS(open)                                                                                              \
	{                                                                                                                  \
		TEST(a_cycle_goes_through_its_phases_and_no_further, open),                                                    \
			TEST(a_cycle_that_changed_since_is_not_moved, open), TEST(a_repeated_request_id_moves_a_cycle_once, open), \
			TEST(the_clock_ends_each_phase_at_its_time, open),                                                         \
			TEST(what_passed_while_the_service_was_down_happens_when_it_is_back, open),                                \
			TEST(a_step_back_in_time_opens_nothing_again, open),                                                       \
			TEST(nobody_opens_a_phase_that_is_over_as_it_opens, open),                                                 \
			TEST(every_wrong_field_of_a_cycle_is_named, open),                                                         \
			TEST(the_team_that_votes_is_one_that_somebody_is_in_or_inside, open),                                      \
			TEST(rules_change_in_a_draft_and_never_after, open), TEST(staff_who_edit_an_open_cycle_are_seen, open),    \
			TEST(the_time_of_a_phase_that_is_over_stays, open),                                                        \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = CYCLE_TESTS(awards_open_inproc);
	const struct CMUnitTest tcp[] = CYCLE_TESTS(awards_open_tcp);
	int failed = cmocka_run_group_tests_name("cycles over inproc", inproc, NULL, NULL);
	return failed + cmocka_run_group_tests_name("cycles over tcp", tcp, NULL, NULL);
}

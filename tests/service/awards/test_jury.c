/* The jury: who is on it, who scores whom by what, and who becomes a candidate by it. */
#include "tests/service/awards/papers.h"

#include <sqlite3.h>
#include <string.h>

static Kleos__Criterion criterion_of(const char *name, int32_t weight)
{
	Kleos__Criterion criterion = KLEOS__CRITERION__INIT;
	criterion.name = name;
	criterion.weight = weight;
	return criterion;
}

/* A cycle that takes nominations, whose jury is nikos and eleni, and who scores craft three times as much as reach. */
static const char *nominating_with_jury(struct awards_stage *stage, int32_t size)
{
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	Kleos__Criterion craft = criterion_of("Craft", 3), reach = criterion_of("Reach", 1);
	const char *jurors[] = {"nikos", "eleni"};
	rules.shortlist = KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_JURY;
	rules.shortlist_size = size;
	rules.max_nominations_per_person = 10;
	rules.criteria = (Kleos__Criterion *[]){&craft, &reach};
	rules.n_criteria = 2;
	rules.jurors = jurors;
	rules.n_jurors = 2;
	const char *cycle = draft_with(stage, "spotlight", &rules)->id;
	advance(stage, cycle);
	return cycle;
}

/* A request to score both criteria. */
struct scoring {
	Kleos__ScoreNominationRequest request;
	Kleos__CriterionScore craft, reach;
	Kleos__CriterionScore *scores[2];
};

static struct scoring *scoring(struct awards_stage *stage, const char *nomination, int32_t craft, int32_t reach)
{
	struct scoring *out = arena_alloc(&stage->members.base.arena, sizeof(*out));
	kleos__score_nomination_request__init(&out->request);
	kleos__criterion_score__init(&out->craft);
	kleos__criterion_score__init(&out->reach);
	out->craft.criterion = "craft";
	out->craft.score = craft;
	out->reach.criterion = "Reach";
	out->reach.score = reach;
	out->scores[0] = &out->reach;
	out->scores[1] = &out->craft;
	out->request.nomination = nomination;
	out->request.scores = out->scores;
	out->request.n_scores = 2;
	return out;
}

static const Kleos__ScoreNominationResponse *score_as(struct awards_stage *stage, const struct principal *who,
													  const char *nomination, int32_t craft, int32_t reach)
{
	return peer_must(&stage->peer, who, AWARDS, "ScoreNomination",
					 &scoring(stage, nomination, craft, reach)->request.base);
}

static void score_refused(struct awards_stage *stage, const struct principal *who, const char *nomination,
						  enum status status, const char *reason)
{
	peer_refused(&stage->peer, who, AWARDS, "ScoreNomination", &scoring(stage, nomination, 5, 5)->request.base, status,
				 reason);
}

static const Kleos__GetNominationScoreRequest *scores_of(struct awards_stage *stage, const char *nomination)
{
	Kleos__GetNominationScoreRequest *request = arena_alloc(&stage->members.base.arena, sizeof(*request));
	kleos__get_nomination_score_request__init(request);
	request->nomination = nomination;
	return request;
}

static const Kleos__GetNominationScoreResponse *scored_by(struct awards_stage *stage, const struct principal *who,
														  const char *nomination)
{
	return peer_must(&stage->peer, who, AWARDS, "GetNominationScore", &scores_of(stage, nomination)->base);
}

/* Nominated by maria, and accepted. */
static const char *accepted(struct awards_stage *stage, const char *cycle, const char *handle)
{
	const struct principal nominee = newcomer(stage, handle);
	return accept_as(stage, &nominee, nominate_as(stage, &stage->maria, cycle, handle)->id)->id;
}

static void a_jury_is_where_the_shortlist_is_by_jury(void **state)
{
	struct awards_stage *stage = *state;
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	Kleos__CreateCycleRequest request = KLEOS__CREATE_CYCLE_REQUEST__INIT;
	Kleos__Criterion same[] = {criterion_of("Craft", 0), criterion_of("Reach", 1), criterion_of(" reach", 1)};
	const char *jurors[] = {"nikos", "NIKOS", "nobody"};
	request.award = found_award(stage, "spotlight")->slug;
	request.title = "2026";
	request.rules = &rules;
	rules.shortlist = KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_JURY;
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "CreateCycle", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	assert_string_equal(stage->peer.reply.violations[0]->field, "rules.jurors");
	rules.criteria = (Kleos__Criterion *[]){&same[0], &same[1], &same[2]};
	rules.n_criteria = 3;
	rules.jurors = jurors;
	rules.n_jurors = 3;
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "CreateCycle", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	static const char *const expected[] = {"rules.criteria[0]", "rules.criteria[2]", "rules.jurors[1]",
										   "rules.jurors[2]"};
	assert_int_equal(stage->peer.reply.n_violations, 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(stage->peer.reply.violations[i]->field, expected[i]);
	rules.shortlist = KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_EPH;
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "CreateCycle", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	assert_int_equal(stage->peer.reply.n_violations, 2);
}

static void a_cycle_says_its_jury_and_keeps_it_when_other_things_change(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_with_jury(stage, 5);
	Kleos__UpdateCycleRequest request = KLEOS__UPDATE_CYCLE_REQUEST__INIT;
	request.cycle = cycle;
	request.title = "2027";
	peer_must(&stage->peer, &stage->eleni, AWARDS, "UpdateCycle", &request.base);
	const Kleos__CycleRules *rules = cycle_of(stage, cycle)->rules;
	assert_int_equal(rules->n_criteria, 2);
	assert_string_equal(rules->criteria[0]->name, "Craft");
	assert_int_equal(rules->criteria[0]->weight, 3);
	assert_int_equal(rules->n_jurors, 2);
	const struct id nikos = id_of(rules->jurors[0]);
	assert_true(id_equal(&nikos, &stage->nikos.member));
}

static void without_criteria_merit_is_what_counts(void **state)
{
	struct awards_stage *stage = *state;
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	const char *jurors[] = {"nikos"};
	rules.shortlist = KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_JURY;
	rules.jurors = jurors;
	rules.n_jurors = 1;
	const Kleos__Cycle *cycle = draft_with(stage, "spotlight", &rules);
	assert_int_equal(cycle->rules->n_criteria, 1);
	assert_string_equal(cycle->rules->criteria[0]->name, "merit");
	assert_int_equal(cycle->rules->criteria[0]->weight, 1);
}

static void jurors_score_once_nominations_are_closed_and_until_voting_opens(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_with_jury(stage, 5);
	const char *id = accepted(stage, cycle, "ada");
	score_refused(stage, &stage->nikos, id, STATUS_NOT_FOUND, "NOMINATION_NOT_FOUND");
	advance(stage, cycle);
	assert_string_equal(seen_as(stage, &stage->nikos, id)->reason, "She answered every one of them.");
	score_refused(stage, &stage->maria, id, STATUS_PERMISSION_DENIED, "NOT_JUROR");
	const Kleos__ScoreNominationResponse *scores = score_as(stage, &stage->nikos, id, 7, 0);
	assert_int_equal(scores->n_scores, 2);
	assert_string_equal(scores->scores[0]->criterion, "Craft");
	assert_int_equal(scores->scores[0]->score, 7);
	assert_int_equal(score_as(stage, &stage->nikos, id, 2, 0)->scores[0]->score, 2);
	advance(stage, cycle);
	score_refused(stage, &stage->nikos, id, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN");
}

static void jurors_see_their_own_scores_and_nobody_else_s(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_with_jury(stage, 5);
	const char *id = accepted(stage, cycle, "ada");
	advance(stage, cycle);
	assert_int_equal(scored_by(stage, &stage->nikos, id)->n_scores, 0);
	score_as(stage, &stage->nikos, id, 7, 3);
	const Kleos__GetNominationScoreResponse *own = scored_by(stage, &stage->nikos, id);
	assert_int_equal(own->n_scores, 2);
	assert_string_equal(own->scores[0]->criterion, "Craft");
	assert_int_equal(own->scores[0]->score, 7);
	assert_int_equal(own->scores[1]->score, 3);
	assert_int_equal(scored_by(stage, &stage->eleni, id)->n_scores, 0);
	peer_refused(&stage->peer, &stage->maria, AWARDS, "GetNominationScore", &scores_of(stage, id)->base,
				 STATUS_PERMISSION_DENIED, "NOT_JUROR");
}

static void every_criterion_is_scored_once_from_0_to_10(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_with_jury(stage, 5);
	const char *id = accepted(stage, cycle, "ada");
	advance(stage, cycle);
	struct scoring *wrong = scoring(stage, id, 11, 5);
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "ScoreNomination", &wrong->request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	wrong = scoring(stage, id, -1, 5);
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "ScoreNomination", &wrong->request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	wrong = scoring(stage, id, 5, 5);
	wrong->reach.criterion = "CRAFT";
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "ScoreNomination", &wrong->request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	assert_int_equal(stage->peer.reply.n_violations, 2); /* craft twice, reach never */
	wrong->reach.criterion = "charm";
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "ScoreNomination", &wrong->request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	assert_string_equal(stage->peer.reply.violations[0]->description, "no criterion 'charm'");
}

static void whoever_is_close_to_a_nominee_does_not_score_them(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_with_jury(stage, 5);
	add_member(&stage->members, "report", "", "nikos");
	set_manager(&stage->members, "nikos", "maria");
	const char *oneself = nominate_as(stage, &stage->maria, cycle, "nikos")->id;
	const char *report = nominate_as(stage, &stage->maria, cycle, "report")->id;
	const char *manager = nominate_as(stage, &stage->eleni, cycle, "maria")->id;
	add_member(&stage->members, "newest", "", "");
	nominate_as(stage, &stage->eleni, cycle, "newest"); /* so awards has heard of all of them */
	advance(stage, cycle);
	const char *const close[] = {oneself, report, manager};
	for (size_t i = 0; i < 3; i++) {
		score_refused(stage, &stage->nikos, close[i], STATUS_PERMISSION_DENIED, "RECUSED");
		assert_int_equal(score_as(stage, &stage->eleni, close[i], 5, 5)->n_scores, 2);
	}
}

static bool is_recused(void *context)
{
	struct awards_stage *stage = ((void **)context)[0];
	const char *id = ((void **)context)[1];
	peer_call(&stage->peer, &stage->nikos, AWARDS, "ScoreNomination", NULL, &scoring(stage, id, 5, 5)->request.base);
	return stage->peer.reply.reason && strcmp(stage->peer.reply.reason, "RECUSED") == 0;
}

/* As it was before managers were kept, and what the migration does about it. */
static void forget_managers(struct awards_stage *stage)
{
	sqlite3 *db;
	const char *path = arena_printf(&stage->members.base.arena, "%s/awards.db", stage->members.base.folder);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db,
								  "UPDATE member SET manager = NULL;"
								  "DELETE FROM cursor WHERE source IN ('members', 'members whole')",
								  NULL, NULL, NULL),
					 SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void who_manages_whom_is_learnt_of_members_who_were_known_before(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_with_jury(stage, 5);
	set_manager(&stage->members, "maria", "nikos");
	const char *id = nominate_as(stage, &stage->eleni, cycle, "maria")->id;
	advance(stage, cycle);
	awards_stop(stage);
	forget_managers(stage);
	awards_start(stage);
	wait_until(is_recused, (void *[]){stage, (void *)id});
}

/* Weighted 3 to 1. ada: (3·8+4 + 3·6+10)/2 = 28; bob, of one juror: 3·9+2 = 29; cem: 0; dot: nobody said anything. */
static void the_highest_means_are_the_candidates(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_with_jury(stage, 1);
	const char *ada = accepted(stage, cycle, "ada"), *bob = accepted(stage, cycle, "bob");
	const char *cem = accepted(stage, cycle, "cem"), *dot = accepted(stage, cycle, "dot");
	advance(stage, cycle);
	score_as(stage, &stage->nikos, ada, 8, 4);
	score_as(stage, &stage->eleni, ada, 6, 10);
	score_as(stage, &stage->nikos, bob, 9, 2);
	score_as(stage, &stage->nikos, cem, 0, 0);
	advance(stage, cycle);
	assert_int_equal(seen_as(stage, &stage->maria, bob)->status, STATUS(SHORTLISTED));
	assert_int_equal(seen_as(stage, &stage->maria, ada)->status, STATUS(ACCEPTED));
	assert_int_equal(seen_as(stage, &stage->maria, cem)->status, STATUS(ACCEPTED));
	assert_int_equal(seen_as(stage, &stage->maria, dot)->status, STATUS(ACCEPTED));
}

static void means_that_are_equal_stay_in_together_and_who_has_no_score_is_out(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_with_jury(stage, 1);
	const char *ada = accepted(stage, cycle, "ada"), *bob = accepted(stage, cycle, "bob");
	const char *dot = accepted(stage, cycle, "dot");
	advance(stage, cycle);
	score_as(stage, &stage->nikos, ada, 3, 3); /* 12 */
	score_as(stage, &stage->eleni, ada, 4, 2); /* 14: a mean of 13 */
	score_as(stage, &stage->eleni, bob, 4, 1); /* 13 */
	advance(stage, cycle);
	assert_int_equal(seen_as(stage, &stage->maria, ada)->status, STATUS(SHORTLISTED));
	assert_int_equal(seen_as(stage, &stage->maria, bob)->status, STATUS(SHORTLISTED));
	assert_int_equal(seen_as(stage, &stage->maria, dot)->status, STATUS(ACCEPTED));
}

static void a_vote_does_not_open_before_the_jury_said_anything(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_with_jury(stage, 1);
	Kleos__AdvanceCycleRequest request = KLEOS__ADVANCE_CYCLE_REQUEST__INIT;
	accepted(stage, cycle, "ada");
	advance(stage, cycle);
	request.cycle = cycle;
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "AdvanceCycle", &request.base, STATUS_FAILED_PRECONDITION,
				 "NO_CANDIDATES");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_jury_is_where_the_shortlist_is_by_jury, awards_open_inproc,
										awards_close_stage),
		cmocka_unit_test_setup_teardown(a_cycle_says_its_jury_and_keeps_it_when_other_things_change, awards_open_inproc,
										awards_close_stage),
		cmocka_unit_test_setup_teardown(without_criteria_merit_is_what_counts, awards_open_inproc, awards_close_stage),
		cmocka_unit_test_setup_teardown(jurors_score_once_nominations_are_closed_and_until_voting_opens,
										awards_open_inproc, awards_close_stage),
		cmocka_unit_test_setup_teardown(jurors_see_their_own_scores_and_nobody_else_s, awards_open_inproc,
										awards_close_stage),
		cmocka_unit_test_setup_teardown(every_criterion_is_scored_once_from_0_to_10, awards_open_inproc,
										awards_close_stage),
		cmocka_unit_test_setup_teardown(whoever_is_close_to_a_nominee_does_not_score_them, awards_open_inproc,
										awards_close_stage),
		cmocka_unit_test_setup_teardown(who_manages_whom_is_learnt_of_members_who_were_known_before, awards_open_inproc,
										awards_close_stage),
		cmocka_unit_test_setup_teardown(the_highest_means_are_the_candidates, awards_open_inproc, awards_close_stage),
		cmocka_unit_test_setup_teardown(means_that_are_equal_stay_in_together_and_who_has_no_score_is_out,
										awards_open_inproc, awards_close_stage),
		cmocka_unit_test_setup_teardown(a_vote_does_not_open_before_the_jury_said_anything, awards_open_inproc,
										awards_close_stage),
	};
	return cmocka_run_group_tests_name("jury", tests, NULL, NULL);
}

/* What follows from who manages whom, from the questions and from how long ago people were thanked: figures that were
 * counted by hand, in memory and in the tables. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"

#include <stdio.h>
#include <stdlib.h>

#define IMPACT (&kleos__impact_service__descriptor)

static int32_t today(const struct stage *stage)
{
	return day_of_ms(stage->fixture.world.now_ms);
}

static const Kleos__VerifyImpactResponse *figures(struct stage *stage, const char *team, int32_t from_day,
												  int32_t to_day)
{
	struct principal gateway = caller(ROLE_BIT(INTERNAL), NULL);
	Kleos__VerifyImpactRequest request = KLEOS__VERIFY_IMPACT_REQUEST__INIT;
	request.from_day = from_day;
	request.to_day = to_day;
	request.team = team;
	return peer_must(&stage->peer, &gateway, IMPACT, "VerifyImpact", &request.base);
}

static void figure_is(const Kleos__VerifyImpactResponse *figures, const char *name, double expected)
{
	for (size_t i = 0; i < figures->n_figures; i++) {
		const Kleos__VerifiedFigure *figure = figures->figures[i];
		if (!text_equal(figure->name, name))
			continue;
		if (figure->tables != expected || figure->projection != expected)
			fail_msg("%s is %g: %g in memory, %g in the tables", name, expected, figure->projection, figure->tables);
		return;
	}
	fail_msg("no figure '%s'", name);
}

static void directions_are(const Kleos__VerifyImpactResponse *figures, const int expected[5])
{
	static const char *const names[] = {"down", "skip", "up", "peer", "other"};
	for (size_t i = 0; i < 5; i++) {
		char name[32];
		snprintf(name, sizeof name, "direction %s", names[i]);
		figure_is(figures, name, expected[i]);
	}
}

static void median_is(const Kleos__VerifyImpactResponse *figures, double expected)
{
	figure_is(figures, "recency has_median", 1);
	figure_is(figures, "recency median_days", expected);
}

static struct stage *open_stage(void)
{
	struct stage *stage = calloc(1, sizeof *stage);
	stage_open(stage, PEER_INPROC);
	return stage;
}

static void close_stage(struct stage *stage)
{
	stage_close(stage);
	free(stage);
}

static Kleos__GiveRecognitionRequest *thanks(struct stage *stage, const char *giver, const char *receivers)
{
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, receivers, "thank you");
	request->giver = giver;
	return request;
}

static const char *send(struct stage *stage, const Kleos__GiveRecognitionRequest *request)
{
	struct principal service = a_key(ROLE_BIT(SERVICE));
	return stage_give(stage, &service, request)->id;
}

static const char *give(struct stage *stage, const char *giver, const char *receivers)
{
	return send(stage, thanks(stage, giver, receivers));
}

/* So many days ago, as a file tells of it. */
static void give_back_then(struct stage *stage, int32_t days, const char *giver, const char *receiver)
{
	Kleos__RecognitionRow row = KLEOS__RECOGNITION_ROW__INIT, *rows[] = {&row};
	char day[DAY_TEXT_SIZE];
	day_format(day, today(stage) - days);
	row.line = 2;
	row.given_at = arena_printf(&stage->fixture.arena, "%sT12:00:00Z", day);
	row.giver = giver;
	row.receivers = receiver;
	row.message = "thank you";
	row.visibility = "ORGANIZATION";
	assert_int_equal(stage_import(stage, rows, 1)->created, 1);
}

/* metrics.md's: two teams of four, each with a manager. */
static void the_worked_example(void **state)
{
	static const char *const arcs[] = {"12", "13", "23", "32", "21", "56", "56", "67", "76", "82", "36", "43"};
	struct stage *stage = open_stage();
	(void)state;
	for (char i = '1'; i <= '8'; i++) {
		const char handle[] = {'p', i, '\0'};
		stage_member(stage, handle, i < '5' ? "t1" : "t2",
					 i == '1' || i == '5' ? ""
					 : i < '5'            ? "p1"
										  : "p5",
					 VISIBILITY(ORGANIZATION));
	}
	stage_settle(stage);
	for (size_t i = 0; i < sizeof arcs / sizeof *arcs; i++)
		give(stage, (const char[]){'p', arcs[i][0], '\0'}, (const char[]){'p', arcs[i][1], '\0'});
	const Kleos__VerifyImpactResponse *all = figures(stage, "", today(stage), today(stage));
	directions_are(all, (const int[]){4, 0, 1, 5, 2});
	figure_is(all, "managed", 6);
	figure_is(all, "managed_covered", 3);
	const Kleos__VerifyImpactResponse *team = figures(stage, "t1", today(stage), today(stage));
	directions_are(team, (const int[]){2, 0, 1, 3, 1});
	figure_is(team, "managed", 3);
	figure_is(team, "managed_covered", 2);
	close_stage(stage);
}

static void a_private_word_covers_and_is_listed_nowhere(void **state)
{
	struct stage *stage = open_stage();
	(void)state;
	stage_member(stage, "boss", "sea", "", VISIBILITY(EXTERNAL));
	stage_member(stage, "loud", "sea", "boss", VISIBILITY(EXTERNAL));
	stage_member(stage, "quiet", "sea", "boss", VISIBILITY(PRIVATE));
	stage_settle(stage);
	Kleos__GiveRecognitionRequest *asked = thanks(stage, "boss", "quiet");
	asked->prompt = 3;
	send(stage, asked);
	const Kleos__VerifyImpactResponse *found = figures(stage, "", today(stage), today(stage));
	directions_are(found, (const int[]){0, 0, 0, 0, 0});
	figure_is(found, "managed_covered", 1);
	figure_is(found, "prompt 3", 0);
	figure_is(found, "prompts", 0);
	figure_is(found, "external", 0);
	asked = thanks(stage, "boss", "loud");
	asked->prompt = 3;
	const char *id = send(stage, asked);
	found = figures(stage, "sea", today(stage), today(stage));
	directions_are(found, (const int[]){1, 0, 0, 0, 0});
	figure_is(found, "managed_covered", 2);
	figure_is(found, "prompt 3", 1);
	figure_is(found, "external", 1);
	struct principal hr = a_key(ROLE_BIT(PEOPLE_ADMIN));
	assert_true(stage_withdraw(stage, &hr, id));
	found = figures(stage, "sea", today(stage), today(stage));
	directions_are(found, (const int[]){0, 0, 0, 0, 0});
	figure_is(found, "managed_covered", 1);
	figure_is(found, "external", 0);
	close_stage(stage);
}

static void what_is_lowered_is_not_for_the_world_any_more(void **state)
{
	struct stage *stage = open_stage();
	(void)state;
	struct id one = stage_member(stage, "one", "sea", "", VISIBILITY(EXTERNAL));
	stage_member(stage, "two", "hill", "", VISIBILITY(EXTERNAL));
	stage_settle(stage);
	struct principal who = a_member(&one);
	const char *id = give(stage, "two", "one");
	give(stage, "one", "two");
	figure_is(figures(stage, "", today(stage), today(stage)), "external", 2);
	figure_is(figures(stage, "sea", today(stage), today(stage)), "external", 1);
	stage_lower(stage, &who, id, VISIBILITY(ORGANIZATION));
	figure_is(figures(stage, "", today(stage), today(stage)), "external", 1);
	stage_share(stage, &who, id, 0);
	figure_is(figures(stage, "", today(stage), today(stage)), "external", 2);
	close_stage(stage);
}

static void a_question_is_counted_once_for_all_its_receivers(void **state)
{
	struct stage *stage = open_stage();
	(void)state;
	stage_member(stage, "one", "sea", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "two", "sea", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "three", "hill", "", VISIBILITY(ORGANIZATION));
	stage_settle(stage);
	for (int32_t i = 0; i < 4; i++) {
		Kleos__GiveRecognitionRequest *request = thanks(stage, "one", i ? "two three" : "three");
		request->prompt = i < 3 ? 5 : 1;
		send(stage, request);
	}
	give(stage, "one", "two");
	const Kleos__VerifyImpactResponse *all = figures(stage, "", today(stage), today(stage));
	figure_is(all, "prompts", 2);
	figure_is(all, "prompt 5", 3);
	figure_is(all, "prompt 1", 1);
	figure_is(all, "prompt 2", 0);
	figure_is(figures(stage, "sea", today(stage), today(stage)), "prompt 5", 2);
	close_stage(stage);
}

/* The manager is that of the last active day; what they gave before they were, covers nobody. */
static void who_manages_now_covers_only_with_what_they_gave_as_manager(void **state)
{
	struct stage *stage = open_stage();
	(void)state;
	stage_member(stage, "old", "sea", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "new", "sea", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "worker", "sea", "old", VISIBILITY(ORGANIZATION));
	stage_settle(stage);
	give(stage, "old", "worker");
	give(stage, "new", "worker");
	stage_later(stage, 10 * DAY_MS);
	assert_true(stage_update(stage, "worker", "manager", "new"));
	int32_t now = today(stage);
	figure_is(figures(stage, "", now - 20, now - 1), "managed_covered", 1);
	figure_is(figures(stage, "", now - 20, now), "managed", 1);
	figure_is(figures(stage, "", now - 20, now), "managed_covered", 0);
	give(stage, "new", "worker");
	figure_is(figures(stage, "", now - 20, now), "managed_covered", 1);
	stage_deactivate(stage, "worker");
	stage_settle(stage);
	stage_later(stage, 10 * DAY_MS);
	assert_true(stage_update(stage, "new", "manager", "old"));
	figure_is(figures(stage, "", now, now + 10), "managed", 2); /* who left is counted by their last day */
	figure_is(figures(stage, "", now, now + 10), "managed_covered", 1);
	figure_is(figures(stage, "", now + 1, now + 10), "managed", 1);
	close_stage(stage);
}

static void how_long_ago_people_were_thanked_is_counted_back_from_the_last_day(void **state)
{
	struct stage *stage = open_stage();
	(void)state;
	stage_member(stage, "one", "sea", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "two", "sea", "", VISIBILITY(PRIVATE));
	stage_member(stage, "three", "hill", "", VISIBILITY(ORGANIZATION));
	stage_settle(stage);
	int32_t now = today(stage);
	const Kleos__VerifyImpactResponse *found = figures(stage, "", now - 5, now);
	figure_is(found, "recency has_median", 0); /* nobody was ever thanked */
	figure_is(found, "recency over_30", 3);
	figure_is(found, "recency over_60", 3);
	give_back_then(stage, 100, "three", "one");
	give_back_then(stage, 31, "three", "one");
	give_back_then(stage, 30, "one", "two"); /* for two alone: PRIVATE */
	give(stage, "three", "two");
	found = figures(stage, "", now, now);
	median_is(found, 31);
	figure_is(found, "recency over_30", 2);
	figure_is(found, "recency over_60", 1);
	median_is(figures(stage, "sea", now, now), 15.5);
	median_is(figures(stage, "", now - 1, now - 1), 30); /* what came later does not count */
	median_is(figures(stage, "", now + 60, now + 60), 91);
	figure_is(figures(stage, "", now + 60, now + 60), "recency over_60", 2);
	figure_is(figures(stage, "hill", now, now), "recency has_median", 0);
	figure_is(figures(stage, "nobody", now, now), "recency has_median", 0);
	close_stage(stage);
}

static void who_was_never_thanked_waits_since_they_joined(void **state)
{
	struct stage *stage = open_stage();
	char day[DAY_TEXT_SIZE];
	(void)state;
	stage_member(stage, "one", "sea", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "two", "sea", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "three", "sea", "", VISIBILITY(ORGANIZATION));
	stage_settle(stage);
	int32_t now = today(stage);
	day_format(day, now - 61);
	assert_true(stage_update(stage, "one", "joined_on", day));
	day_format(day, now);
	assert_true(stage_update(stage, "two", "joined_on", day));
	const Kleos__VerifyImpactResponse *found = figures(stage, "", now - 10, now);
	median_is(found, 61);
	figure_is(found, "recency over_30", 2);
	figure_is(found, "recency over_60", 2);
	give_back_then(stage, 20, "one", "two"); /* before they joined */
	median_is(figures(stage, "", now - 10, now), 61);
	give_back_then(stage, 10, "one", "three");
	median_is(figures(stage, "", now - 10, now), 20);
	close_stage(stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_worked_example),
		cmocka_unit_test(a_private_word_covers_and_is_listed_nowhere),
		cmocka_unit_test(what_is_lowered_is_not_for_the_world_any_more),
		cmocka_unit_test(a_question_is_counted_once_for_all_its_receivers),
		cmocka_unit_test(who_manages_now_covers_only_with_what_they_gave_as_manager),
		cmocka_unit_test(how_long_ago_people_were_thanked_is_counted_back_from_the_last_day),
		cmocka_unit_test(who_was_never_thanked_waits_since_they_joined),
	};
	return cmocka_run_group_tests_name("figures of lines, questions and waiting", tests, NULL, NULL);
}

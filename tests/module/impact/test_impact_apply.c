/* What is applied to the impact engine late, again, or while others ask. */
#include "tests/module/impact/impact_fixture.h"

#include "common/base/calendar.h"

#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#define CASES 600

static void teams_that_are_renamed_and_merged_take_their_history_along(void **state)
{
	struct impact_fixture *fixture = *state;
	for (uint32_t seed = 1; seed <= CASES / 2; seed++) {
		struct impact_world *world = impact_world_make(seed);
		vary_slack(fixture, seed);
		struct impact *impact = open_impact(fixture, fixture->snapshot);
		for (size_t part = 0; part < 4; part++) {
			struct impact_mark mark = {.seq = (int64_t)(seed * 8 + part + 1)};
			impact_begin(impact);
			impact_world_apply(world, impact, world->n_recognitions * part / 4, world->n_recognitions * (part + 1) / 4);
			impact_world_move_team(world, impact);
			impact_commit(impact, &mark);
		}
		for (int i = 0; i < 3; i++) {
			struct impact_question question = impact_world_question(world);
			Kleos__SummarizeImpactResponse summary = ask(fixture, impact, question);
			impact_world_check(world, &question, &summary);
			impact_begin(impact);
			impact_world_move_team(world, impact);
			impact_commit(impact, &(struct impact_mark){.seq = (int64_t)(seed * 8) + 5 + i});
		}
		impact_close(impact);
		impact = open_impact(fixture, fixture->snapshot); /* and so do they in the snapshot */
		struct impact_question question = impact_world_question(world);
		Kleos__SummarizeImpactResponse summary = ask(fixture, impact, question);
		impact_world_check(world, &question, &summary);
		impact_close(impact);
		unlink(fixture->snapshot);
		impact_world_free(world);
		arena_reset(&fixture->arena);
	}
}

/* In several commits, some together with what is given in them, and none of it twice. */
static void what_is_lowered_shared_and_taken_back_counts_like_the_slow_way(void **state)
{
	struct impact_fixture *fixture = *state;
	for (uint32_t seed = 1; seed <= CASES / 2; seed++) {
		struct impact_world *world = impact_world_make(seed);
		vary_slack(fixture, seed);
		struct impact *impact = open_impact(fixture, fixture->snapshot);
		impact_begin(impact);
		impact_reset(impact);
		impact_world_apply(world, impact, 0, world->n_recognitions);
		impact_world_change(world, impact, seed % 7);
		impact_commit(impact, &(struct impact_mark){.seq = 1});
		for (int i = 0; i < 6; i++) {
			struct impact_question question = impact_world_question(world);
			impact_begin(impact);
			impact_world_change(world, impact, seed % 40);
			impact_commit(impact, &(struct impact_mark){.seq = 2 + i});
			if (i == 3) { /* the snapshot remembers who is who */
				impact_close(impact);
				impact = open_impact(fixture, fixture->snapshot);
				assert_int_equal(impact_applied_seq(impact), 5);
			}
			Kleos__SummarizeImpactResponse summary = ask(fixture, impact, question);
			impact_world_check(world, &question, &summary);
		}
		impact_close(impact);
		impact_world_free(world);
		arena_reset(&fixture->arena);
	}
}

/* Recognitions come in any order of day, are changed before and after, teams move, and all that in one commit. */
static void whatever_happens_between_two_questions_counts_like_the_slow_way(void **state)
{
	struct impact_fixture *fixture = *state;
	for (uint32_t seed = 1; seed <= CASES / 3; seed++) {
		struct impact_world *world = impact_world_make(seed);
		vary_slack(fixture, seed);
		struct impact *impact = open_impact(fixture, fixture->snapshot);
		for (size_t part = 0; part < 8; part++) {
			impact_begin(impact);
			impact_world_change(world, impact, seed % 5);
			impact_world_apply(world, impact, world->n_recognitions * part / 8, world->n_recognitions * (part + 1) / 8);
			if (part % 2)
				impact_world_move_team(world, impact);
			impact_world_change(world, impact, seed % 11);
			if (part % 3 == 2)
				impact_world_move_team(world, impact);
			impact_commit(impact, &(struct impact_mark){.seq = (int64_t)part + 1});
			if (part == seed % 8) {
				impact_close(impact);
				impact = open_impact(fixture, fixture->snapshot);
			}
			/* what is not applied yet is not asked for */
			size_t n_recognitions = world->n_recognitions;
			struct impact_question question = impact_world_question(world);
			Kleos__SummarizeImpactResponse summary = ask(fixture, impact, question);
			world->n_recognitions = n_recognitions * (part + 1) / 8;
			impact_world_check(world, &question, &summary);
			world->n_recognitions = n_recognitions;
		}
		impact_close(impact);
		unlink(fixture->snapshot);
		impact_world_free(world);
		arena_reset(&fixture->arena);
	}
}

/* Member 1 thanks member 2, both of team 1. */
static void thank(struct impact *impact, uint8_t id, int32_t day)
{
	struct impact_receiver receiver = {{{2}}, 1, DIRECTION_OTHER};
	struct impact_recognition recognition = {.id.bytes[ID_SIZE - 1] = id,
											 .day = day,
											 .giver = {{1}},
											 .giver_team = 1,
											 .value = "",
											 .receivers = &receiver,
											 .n_receivers = 1};
	assert_int_equal(impact_apply_recognition(impact, &recognition), STATUS_OK);
}

static void a_month_that_ends_while_something_of_it_is_taken_back_keeps_who_else_gave(void **state)
{
	struct impact_fixture *fixture = *state;
	int32_t first = day_from_civil(2026, 1, 1), last = day_from_civil(2026, 1, 31);
	struct impact *impact = open_impact(fixture, NULL);
	impact_begin(impact);
	tell_teams(impact, (const char *const[]){"red"}, 1);
	thank(impact, 1, last);
	thank(impact, 2, last);
	impact_commit(impact, &(struct impact_mark){.seq = 1});
	impact_begin(impact);
	impact_apply_change(impact, &(struct impact_change){.id.bytes[ID_SIZE - 1] = 1, .day = last, .gone = true});
	thank(impact, 3, last + 1);
	impact_commit(impact, &(struct impact_mark){.seq = 2});
	const struct impact_question question = {first, last + 1, "", KLEOS__INTERVAL__INTERVAL_MONTH};
	const Kleos__SummarizeImpactResponse summary = ask(fixture, impact, question);
	assert_int_equal(summary.series[0]->arcs, 1);
	assert_int_equal(summary.series[0]->givers, 1);
	assert_int_equal(summary.series[0]->receivers, 1);
	impact_close(impact);
}

static void arcs_may_come_late_and_one_by_one(void **state)
{
	struct impact_fixture *fixture = *state;
	for (uint32_t seed = 1; seed <= CASES / 6; seed++) {
		struct impact_world *world = impact_world_make(seed);
		vary_slack(fixture, seed);
		struct impact *impact = open_impact(fixture, NULL);
		apply_world(impact, world, 0, 0);
		for (size_t i = 0; i < world->n_recognitions; i++) {
			struct impact_mark mark = {.seq = (int64_t)i};
			impact_begin(impact);
			impact_world_apply(world, impact, i, i + 1);
			impact_commit(impact, &mark);
		}
		struct impact_question question = impact_world_question(world);
		Kleos__SummarizeImpactResponse summary = ask(fixture, impact, question);
		impact_world_check(world, &question, &summary);
		impact_close(impact);
		impact_world_free(world);
		arena_reset(&fixture->arena);
	}
}

/* Enough of the world's recognitions that a single early one is not worth moving them all. */
static void apply_many(struct impact *impact, const struct impact_world *world)
{
	impact_begin(impact);
	for (size_t n = 0; n < 200000; n += world->n_recognitions)
		impact_world_apply(world, impact, 0, world->n_recognitions);
	impact_commit(impact, &(struct impact_mark){.seq = 1});
}

static void late_arcs_beside_many_count_like_early_ones(void **state)
{
	struct impact_fixture *fixture = *state;
	struct impact_world *world = impact_world_make(3);
	struct impact *impact = open_impact(fixture, fixture->snapshot), *at_once = open_impact(fixture, NULL);
	apply_many(impact, world);
	for (int i = 0; i < 3; i++)
		apply_world(impact, world, world->n_recognitions, 2);
	for (int i = 0; i < 3; i++)
		apply_world(at_once, world, world->n_recognitions, 0);
	apply_many(at_once, world);
	impact_close(impact);
	impact = open_impact(fixture, fixture->snapshot);
	for (int i = 0; i < 20; i++) {
		struct impact_question question = impact_world_question(world);
		Kleos__SummarizeImpactResponse a = ask(fixture, impact, question), b = ask(fixture, at_once, question);
		a.as_of_ms = b.as_of_ms;
		ProtobufCBinaryData x = {kleos__summarize_impact_response__get_packed_size(&a), NULL}, y = x;
		x.data = arena_alloc(&fixture->arena, x.len);
		y.data = arena_alloc(&fixture->arena, x.len);
		assert_int_equal(kleos__summarize_impact_response__get_packed_size(&b), x.len);
		kleos__summarize_impact_response__pack(&a, x.data);
		kleos__summarize_impact_response__pack(&b, y.data);
		assert_memory_equal(x.data, y.data, x.len);
	}
	impact_close(impact);
	impact_close(at_once);
	impact_world_free(world);
}

static void a_member_who_moves_is_counted_in_the_team_of_the_last_active_day(void **state)
{
	struct impact_fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	struct impact_spell spells[] = {
		{.from_day = DAY_MIN, .team = 1}, {.from_day = 100, .team = 2}, {.from_day = 200, .team = 3}};
	struct impact_member member = {.id.bytes = {1}, .joined_day = 50, .left_day = 150, spells, 3};
	struct impact_mark mark = {.seq = 1};
	impact_begin(impact);
	tell_teams(impact, (const char *const[]){"red", "blue", "red/inner"}, 3);
	impact_apply_member(impact, &member);
	impact_commit(impact, &mark);
	assert_int_equal(ask(fixture, impact, (struct impact_question){0, 49, "", 0}).headcount, 0);
	assert_int_equal(ask(fixture, impact, (struct impact_question){0, 50, "red", 0}).headcount, 1);
	assert_int_equal(ask(fixture, impact, (struct impact_question){0, 100, "red", 0}).headcount, 0);
	assert_int_equal(ask(fixture, impact, (struct impact_question){0, 100, "blue", 0}).headcount, 1);
	assert_int_equal(ask(fixture, impact, (struct impact_question){0, 300, "blue", 0}).headcount, 1);
	assert_int_equal(ask(fixture, impact, (struct impact_question){151, 300, "", 0}).headcount, 0);
	member.left_day = DAY_MAX;
	impact_begin(impact);
	impact_apply_member(impact, &member);
	impact_commit(impact, &mark);
	assert_int_equal(ask(fixture, impact, (struct impact_question){151, 300, "red", 0}).headcount, 1);
	impact_close(impact);
}

static void members_who_move_often_stay_where_they_are(void **state)
{
	struct impact_fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	for (uint32_t round = 0; round < 40; round++) {
		int in_red = 0;
		impact_begin(impact);
		tell_teams(impact, (const char *const[]){"red", "blue"}, 2);
		for (uint8_t i = 0; i < 30; i++) {
			struct impact_spell spells[6];
			size_t n = 1 + (round * 7 + i * 3) % 6;
			for (size_t k = 0; k < n; k++)
				spells[k] =
					(struct impact_spell){.from_day = k ? (int32_t)k : DAY_MIN, .team = (round + i + k) % 3 ? 2 : 1};
			struct impact_member member = {.id.bytes = {(uint8_t)(i + 1)}, DAY_MIN, DAY_MAX, spells, n};
			in_red += (round + i + n - 1) % 3 == 0;
			impact_apply_member(impact, &member);
		}
		impact_commit(impact, &(struct impact_mark){.seq = 1});
		assert_int_equal(ask(fixture, impact, (struct impact_question){0, 100, "red", 0}).headcount, in_red);
		assert_int_equal(ask(fixture, impact, (struct impact_question){0, 100, "", 0}).headcount, 30);
	}
	impact_close(impact);
}

struct crowd_reader {
	struct impact *impact;
	_Atomic bool *over;
	int asked;
	bool whole; /* every answer was */
};

static void *read_on(void *context)
{
	struct crowd_reader *reader = context;
	struct arena arena;
	int32_t before = 0;
	arena_init(&arena, (size_t)4 << 20);
	reader->whole = true;
	do {
		Kleos__SummarizeImpactResponse summary = KLEOS__SUMMARIZE_IMPACT_RESPONSE__INIT;
		struct impact_question question = {0, 100, "", 0};
		impact_summarize(reader->impact, &question, &arena, &summary);
		reader->whole = reader->whole && summary.arcs == 10 * summary.as_of_ms && summary.arcs >= before;
		before = summary.arcs;
		reader->asked++;
		arena_reset(&arena);
	} while (!*reader->over);
	arena_fini(&arena);
	return NULL;
}

static void whoever_asks_while_others_apply_sees_whole_commits(void **state)
{
	struct impact_fixture *fixture = *state;
	_Atomic bool over = false;
	struct impact *impact = open_impact(fixture, NULL);
	struct crowd_reader readers[2] = {{.impact = impact, .over = &over}, {.impact = impact, .over = &over}};
	pthread_t threads[2];
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_on, &readers[i]), 0);
	for (int commit = 1; commit <= 300; commit++) {
		impact_begin(impact);
		for (int i = 0; i < 10; i++) {
			struct impact_receiver receiver = {{{2}}, 1, DIRECTION_OTHER};
			struct impact_recognition recognition = {.day = (commit * 37 + i) % 100,
													 .giver.bytes = {1},
													 .giver_team = 1,
													 .value = "",
													 .receivers = &receiver,
													 .n_receivers = 1};
			impact_apply_recognition(impact, &recognition);
		}
		impact_commit(impact, &(struct impact_mark){.seq = commit, .time_ms = commit});
	}
	over = true;
	for (int i = 0; i < 2; i++) {
		pthread_join(threads[i], NULL);
		assert_true(readers[i].whole);
		assert_true(readers[i].asked > 0);
	}
	impact_close(impact);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IMPACT_TEST(teams_that_are_renamed_and_merged_take_their_history_along),
		IMPACT_TEST(what_is_lowered_shared_and_taken_back_counts_like_the_slow_way),
		IMPACT_TEST(whatever_happens_between_two_questions_counts_like_the_slow_way),
		IMPACT_TEST(a_month_that_ends_while_something_of_it_is_taken_back_keeps_who_else_gave),
		IMPACT_TEST(arcs_may_come_late_and_one_by_one),
		IMPACT_TEST(late_arcs_beside_many_count_like_early_ones),
		IMPACT_TEST(a_member_who_moves_is_counted_in_the_team_of_the_last_active_day),
		IMPACT_TEST(members_who_move_often_stay_where_they_are),
		IMPACT_TEST(whoever_asks_while_others_apply_sees_whole_commits),
	};
	return cmocka_run_group_tests_name("what impact applies", tests, NULL, NULL);
}

#include "tests/module/impact_world.h"
#include "tests/support/support.h"

#include "common/base/calendar.h"
#include "services/recognitions/impact/impact.h"
#include "services/recognitions/impact/measures.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CASES 600

struct fixture {
	struct test_world world;
	struct arena arena;
	char *folder;
	char *snapshot;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof *fixture);
	test_world_init(&fixture->world);
	arena_init(&fixture->arena, (size_t)64 << 20);
	fixture->folder = test_folder_make();
	if (asprintf(&fixture->snapshot, "%s/impact.snapshot", fixture->folder) < 0)
		return -1;
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;
	test_folder_remove(fixture->folder);
	free(fixture->snapshot);
	arena_fini(&fixture->arena);
	free(fixture);
	return 0;
}

static struct impact *open_impact(struct fixture *fixture, const char *snapshot)
{
	struct impact *impact;
	struct impact_config config = {.snapshot = snapshot, .environment = &fixture->world.environment};
	impact_open(&impact, &config);
	return impact;
}

static Kleos__SummarizeImpactResponse ask(struct fixture *fixture, struct impact *impact,
										  struct impact_question question)
{
	Kleos__SummarizeImpactResponse summary = KLEOS__SUMMARIZE_IMPACT_RESPONSE__INIT;
	assert_int_equal(impact_summarize(impact, &question, &fixture->arena, &summary), STATUS_OK);
	return summary;
}

/* All members and the recognitions up to `end`. */
static void apply_world(struct impact *impact, const struct impact_world *world, size_t end, int64_t seq)
{
	struct impact_mark mark = {.seq = seq, .time_ms = 1000 + seq};
	impact_begin(impact);
	impact_world_apply(world, impact, 0, end);
	impact_commit(impact, &mark);
}

/* Tells of teams by these paths, numbered from 1. */
static void tell_teams(struct impact *impact, const char *const *paths, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		impact_apply_team(impact, i + 1, paths[i]);
}

/* The worked example of the figures: two teams of four, members named by their numbers. */
static void the_worked_example(struct impact *impact)
{
	static const int arcs[][2] = {{1, 2}, {1, 3}, {2, 3}, {3, 2}, {2, 1}, {5, 6},
								  {5, 6}, {6, 7}, {7, 6}, {8, 2}, {3, 6}, {4, 3}};
	struct impact_mark mark = {.seq = 12, .time_ms = 99};
	impact_begin(impact);
	tell_teams(impact, (const char *const[]){"t1", "t2"}, 2);
	for (uint8_t i = 1; i <= 8; i++) {
		struct impact_spell spell = {DAY_MIN, i <= 4 ? 1 : 2};
		struct impact_member member = {.id.bytes = {i}, .joined_day = DAY_MIN, .left_day = DAY_MAX, &spell, 1};
		impact_apply_member(impact, &member);
	}
	for (size_t i = 0; i < sizeof arcs / sizeof *arcs; i++) {
		int giver = arcs[i][0], to = arcs[i][1];
		int manager = to <= 4 ? 1 : 5;
		struct impact_receiver receiver = {{{(uint8_t)to}}, to <= 4 ? 1 : 2, giver == manager && to != manager};
		struct impact_recognition recognition = {
			.day = 20000,
			.giver.bytes = {(uint8_t)giver},
			.giver_team = giver <= 4 ? 1 : 2,
			.value = "craft",
			.giver_leads = giver == 1 || giver == 5,
			.receivers = &receiver,
			.n_receivers = 1,
		};
		assert_int_equal(impact_apply_recognition(impact, &recognition), STATUS_OK);
	}
	impact_commit(impact, &mark);
}

static void the_worked_example_comes_out_figure_by_figure(void **state)
{
	struct fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	the_worked_example(impact);
	Kleos__SummarizeImpactResponse summary = ask(fixture, impact, (struct impact_question){20000, 20000, "", 0});
	assert_int_equal(summary.headcount, 8);
	assert_int_equal(summary.participants, 8);
	assert_int_equal(summary.givers, 8);
	assert_int_equal(summary.receivers, 5);
	assert_int_equal(summary.arcs, 12);
	assert_int_equal(summary.given_arcs, 12);
	assert_int_equal(summary.recognitions, 12);
	assert_int_equal(summary.small_wins, 12);
	assert_true(summary.has_gini_received);
	assert_true(summary.gini_received == 13.0 / 24);
	assert_true(summary.has_gini_given);
	assert_true(summary.gini_given == 1.0 / 6);
	assert_int_equal(summary.cross_team_arcs, 2);
	assert_int_equal(summary.mutual, 6);
	assert_int_equal(summary.distinct, 11);
	assert_int_equal(summary.top_decile_arcs, 4);
	assert_int_equal(summary.headcount_arcs, 12);
	assert_int_equal(summary.manager_arcs, 4);
	assert_int_equal(summary.leader_arcs, 4);
	assert_int_equal(summary.days, 1);
	assert_int_equal(summary.as_of_ms, 99);
	assert_false(summary.quiet_arcs);
	impact_close(impact);
}

static void a_team_counts_what_its_members_got_and_gave(void **state)
{
	struct fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	the_worked_example(impact);
	Kleos__SummarizeImpactResponse summary = ask(fixture, impact, (struct impact_question){20000, 20000, "t1", 0});
	assert_int_equal(summary.headcount, 4);
	assert_int_equal(summary.arcs, 7);
	assert_int_equal(summary.given_arcs, 7);
	assert_int_equal(summary.cross_team_arcs, 1);
	assert_int_equal(summary.distinct, 6);
	assert_int_equal(summary.mutual, 4);
	assert_int_equal(summary.n_teams, 2);
	assert_int_equal(summary.n_flows, 2);
	assert_string_equal(summary.flows[0]->from_team, "t1");
	assert_int_equal(summary.flows[0]->arcs, 6);
	impact_close(impact);
}

static void an_empty_projection_has_zeros_and_every_bucket(void **state)
{
	struct fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	int32_t from = day_from_civil(2026, 1, 20), to = day_from_civil(2026, 4, 2);
	Kleos__SummarizeImpactResponse summary = ask(fixture, impact, (struct impact_question){from, to, "nobody", 0});
	assert_int_equal(summary.headcount, 0);
	assert_false(summary.has_gini_received);
	assert_int_equal(summary.n_series, 4);
	assert_int_equal(summary.series[0]->start_day, from);
	assert_int_equal(summary.series[1]->start_day, day_from_civil(2026, 2, 1));
	assert_int_equal(summary.days, to - from + 1);
	impact_close(impact);
}

static void a_range_that_is_empty_or_endless_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	Kleos__SummarizeImpactResponse summary = KLEOS__SUMMARIZE_IMPACT_RESPONSE__INIT;
	struct impact_question turned = {5, 4, "", 0}, endless = {DAY_MIN, DAY_MAX, "", 0};
	assert_int_equal(impact_summarize(impact, &turned, &fixture->arena, &summary), STATUS_INVALID_ARGUMENT);
	assert_int_equal(impact_summarize(impact, &endless, &fixture->arena, &summary), STATUS_INVALID_ARGUMENT);
	impact_close(impact);
}

static void random_worlds_are_counted_like_the_slow_way(void **state)
{
	struct fixture *fixture = *state;
	for (uint32_t seed = 1; seed <= CASES; seed++) {
		struct impact_world *world = impact_world_make(seed);
		struct impact *impact = open_impact(fixture, NULL);
		apply_world(impact, world, world->n_recognitions, seed);
		for (int i = 0; i < 4; i++) {
			struct impact_question question = impact_world_question(world);
			Kleos__SummarizeImpactResponse summary = ask(fixture, impact, question);
			impact_world_check(world, &question, &summary);
		}
		impact_close(impact);
		impact_world_free(world);
		arena_reset(&fixture->arena);
	}
}

static void teams_that_are_renamed_and_merged_take_their_history_along(void **state)
{
	struct fixture *fixture = *state;
	for (uint32_t seed = 1; seed <= CASES / 2; seed++) {
		struct impact_world *world = impact_world_make(seed);
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

static void arcs_may_come_late_and_one_by_one(void **state)
{
	struct fixture *fixture = *state;
	for (uint32_t seed = 1; seed <= CASES / 6; seed++) {
		struct impact_world *world = impact_world_make(seed);
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
	struct fixture *fixture = *state;
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
	struct fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	struct impact_spell spells[] = {{DAY_MIN, 1}, {100, 2}, {200, 3}};
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
	struct fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	for (uint32_t round = 0; round < 40; round++) {
		int in_red = 0;
		impact_begin(impact);
		tell_teams(impact, (const char *const[]){"red", "blue"}, 2);
		for (uint8_t i = 0; i < 30; i++) {
			struct impact_spell spells[6];
			size_t n = 1 + (round * 7 + i * 3) % 6;
			for (size_t k = 0; k < n; k++)
				spells[k] = (struct impact_spell){k ? (int32_t)k : DAY_MIN, (round + i + k) % 3 ? 2 : 1};
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
	struct fixture *fixture = *state;
	_Atomic bool over = false;
	struct impact *impact = open_impact(fixture, NULL);
	struct crowd_reader readers[2] = {{.impact = impact, .over = &over}, {.impact = impact, .over = &over}};
	pthread_t threads[2];
	for (int i = 0; i < 2; i++)
		assert_int_equal(pthread_create(&threads[i], NULL, read_on, &readers[i]), 0);
	for (int commit = 1; commit <= 300; commit++) {
		impact_begin(impact);
		for (int i = 0; i < 10; i++) {
			struct impact_receiver receiver = {{{2}}, 1, false};
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

static void a_snapshot_brings_everything_back(void **state)
{
	struct fixture *fixture = *state;
	for (uint32_t seed = 1; seed <= 40; seed++) {
		struct impact_world *world = impact_world_make(seed);
		struct impact *impact = open_impact(fixture, fixture->snapshot);
		apply_world(impact, world, world->n_recognitions, seed);
		impact_close(impact);
		impact = open_impact(fixture, fixture->snapshot);
		assert_int_equal(impact_applied_seq(impact), seed);
		struct impact_question question = impact_world_question(world);
		Kleos__SummarizeImpactResponse summary = ask(fixture, impact, question);
		assert_int_equal(summary.as_of_ms, 1000 + seed);
		impact_world_check(world, &question, &summary);
		impact_begin(impact); /* and it takes more */
		impact_world_apply(world, impact, 0, 0);
		impact_reset(impact);
		impact_commit(impact, &(struct impact_mark){0});
		impact_close(impact);
		unlink(fixture->snapshot);
		impact_world_free(world);
	}
}

static off_t write_snapshot(struct fixture *fixture)
{
	struct impact_world *world = impact_world_make(7);
	struct impact *impact = open_impact(fixture, fixture->snapshot);
	struct stat about;
	impact_begin(impact);
	impact_reset(impact);
	impact_commit(impact, &(struct impact_mark){0});
	apply_world(impact, world, world->n_recognitions, 7);
	impact_close(impact);
	impact_world_free(world);
	assert_int_equal(stat(fixture->snapshot, &about), 0);
	return about.st_size;
}

static void change_byte(const char *path, off_t at)
{
	unsigned char byte;
	int file = open(path, O_RDWR);
	assert_int_equal(pread(file, &byte, 1, at), 1);
	byte ^= 0x40;
	assert_int_equal(pwrite(file, &byte, 1, at), 1);
	close(file);
}

static void assert_starts_empty(struct fixture *fixture)
{
	struct impact *impact = open_impact(fixture, fixture->snapshot);
	assert_int_equal(impact_applied_seq(impact), 0);
	assert_int_equal(ask(fixture, impact, (struct impact_question){0, 30000, "", 0}).arcs, 0);
	impact_close(impact);
}

static void a_snapshot_that_was_changed_anywhere_is_left_aside(void **state)
{
	struct fixture *fixture = *state;
	off_t size = write_snapshot(fixture);
	for (off_t at = 0; at < size; at += size / 97 + 1) {
		change_byte(fixture->snapshot, at);
		assert_starts_empty(fixture);
		change_byte(fixture->snapshot, at);
	}
	struct impact *impact = open_impact(fixture, fixture->snapshot);
	assert_int_equal(impact_applied_seq(impact), 7);
	impact_close(impact);
}

static void a_snapshot_that_was_cut_is_left_aside(void **state)
{
	struct fixture *fixture = *state;
	off_t size = write_snapshot(fixture);
	off_t cuts[] = {size - 1, size - 40, size / 2, 300, 8, 0};
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		assert_int_equal(truncate(fixture->snapshot, cuts[i]), 0);
		assert_starts_empty(fixture);
	}
}

static void a_snapshot_of_another_version_is_left_aside(void **state)
{
	struct fixture *fixture = *state;
	write_snapshot(fixture);
	change_byte(fixture->snapshot, 8);
	assert_starts_empty(fixture);
}

#define CROWD 120 /* teams of one member: more flows than are listed */

/* Teams t000 to t119; how often each thanks each. */
static int thanks_between(int from, int to)
{
	return from == to ? 0 : 1 + from * to % 3;
}

static void give_in_crowd(struct impact *impact, int from, int to)
{
	struct impact_receiver receiver = {{{(uint8_t)(to + 1)}}, (uint32_t)to + 1, false};
	struct impact_recognition recognition = {.day = 20000,
											 .giver.bytes = {(uint8_t)(from + 1)},
											 .value = "",
											 .giver_team = (uint32_t)from + 1,
											 .receivers = &receiver,
											 .n_receivers = 1};
	for (int i = 0; i < thanks_between(from, to); i++)
		assert_int_equal(impact_apply_recognition(impact, &recognition), STATUS_OK);
}

/* Count in the high digits, so that greater comes first; then the names' order. */
static long place_of(int from, int to)
{
	return -1000000L * thanks_between(from, to) + from * 1000 + to;
}

static void of_many_flows_the_greatest_are_listed_in_order(void **state)
{
	struct fixture *fixture = *state;
	struct impact *impact = open_impact(fixture, NULL);
	impact_begin(impact);
	for (unsigned i = 0; i < CROWD; i++) {
		char path[8];
		snprintf(path, sizeof path, "t%03u", i % 1000);
		impact_apply_team(impact, i + 1, path);
	}
	for (int i = 0; i < CROWD * CROWD; i++)
		give_in_crowd(impact, i * 7 % CROWD, i / CROWD);
	impact_commit(impact, &(struct impact_mark){.seq = 1});
	Kleos__SummarizeImpactResponse summary = ask(fixture, impact, (struct impact_question){20000, 20000, "", 0});
	long last = -10000000L;
	assert_int_equal(summary.n_flows, IMPACT_LISTED_BOUND);
	for (size_t i = 0; i < summary.n_flows; i++) {
		int from = atoi(summary.flows[i]->from_team + 1), to = atoi(summary.flows[i]->to_team + 1);
		assert_int_equal(summary.flows[i]->arcs, thanks_between(from, to));
		assert_true(last < place_of(from, to));
		last = place_of(from, to);
	}
	long before = 0;
	for (int i = 0; i < CROWD * CROWD; i++)
		before += thanks_between(i % CROWD, i / CROWD) > 0 && place_of(i % CROWD, i / CROWD) <= last;
	assert_int_equal(before, IMPACT_LISTED_BOUND);
	impact_close(impact);
}

static void gini_is_exact(void **state)
{
	(void)state;
	double gini;
	uint32_t even[] = {3, 3, 3}, one[] = {0, 0, 0, 9}, none[] = {0, 0}, huge[] = {1, UINT32_MAX};
	assert_true(gini_of_sorted(even, 3, &gini) && gini == 0);
	assert_true(gini_of_sorted(one, 4, &gini) && gini == 0.75);
	assert_false(gini_of_sorted(none, 2, &gini));
	assert_false(gini_of_sorted(none, 0, &gini));
	assert_true(gini_of_sorted(huge, 2, &gini) && gini == 4294967294.0 / 8589934592.0);
	assert_int_equal(top_decile_of_sorted(one, 4), 9);
	assert_int_equal(top_decile_of_sorted(one, 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_worked_example_comes_out_figure_by_figure, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_team_counts_what_its_members_got_and_gave, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_projection_has_zeros_and_every_bucket, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_range_that_is_empty_or_endless_is_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(random_worlds_are_counted_like_the_slow_way, set_up, tear_down),
		cmocka_unit_test_setup_teardown(teams_that_are_renamed_and_merged_take_their_history_along, set_up, tear_down),
		cmocka_unit_test_setup_teardown(arcs_may_come_late_and_one_by_one, set_up, tear_down),
		cmocka_unit_test_setup_teardown(late_arcs_beside_many_count_like_early_ones, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_member_who_moves_is_counted_in_the_team_of_the_last_active_day, set_up,
										tear_down),
		cmocka_unit_test_setup_teardown(members_who_move_often_stay_where_they_are, set_up, tear_down),
		cmocka_unit_test_setup_teardown(whoever_asks_while_others_apply_sees_whole_commits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_snapshot_brings_everything_back, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_snapshot_that_was_changed_anywhere_is_left_aside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_snapshot_that_was_cut_is_left_aside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_snapshot_of_another_version_is_left_aside, set_up, tear_down),
		cmocka_unit_test_setup_teardown(of_many_flows_the_greatest_are_listed_in_order, set_up, tear_down),
		cmocka_unit_test(gini_is_exact),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

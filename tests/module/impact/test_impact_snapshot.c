/* Snapshots of the impact engine: whole, or left aside. */
#include "tests/module/impact/impact_fixture.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static void a_snapshot_brings_everything_back(void **state)
{
	struct impact_fixture *fixture = *state;
	for (uint32_t seed = 1; seed <= 40; seed++) {
		struct impact_world *world = impact_world_make(seed);
		vary_slack(fixture, seed);
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

static off_t write_snapshot(struct impact_fixture *fixture)
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

static void assert_starts_empty(struct impact_fixture *fixture)
{
	struct impact *impact = open_impact(fixture, fixture->snapshot);
	assert_int_equal(impact_applied_seq(impact), 0);
	assert_int_equal(ask(fixture, impact, (struct impact_question){0, 30000, "", 0}).arcs, 0);
	impact_close(impact);
}

static void a_snapshot_that_was_changed_anywhere_is_left_aside(void **state)
{
	struct impact_fixture *fixture = *state;
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
	struct impact_fixture *fixture = *state;
	off_t size = write_snapshot(fixture);
	off_t cuts[] = {size - 1, size - 40, size / 2, 300, 8, 0};
	for (size_t i = 0; i < sizeof cuts / sizeof *cuts; i++) {
		assert_int_equal(truncate(fixture->snapshot, cuts[i]), 0);
		assert_starts_empty(fixture);
	}
}

static void a_snapshot_of_another_version_is_left_aside(void **state)
{
	struct impact_fixture *fixture = *state;
	write_snapshot(fixture);
	change_byte(fixture->snapshot, 8);
	assert_starts_empty(fixture);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		IMPACT_TEST(a_snapshot_brings_everything_back),
		IMPACT_TEST(a_snapshot_that_was_changed_anywhere_is_left_aside),
		IMPACT_TEST(a_snapshot_that_was_cut_is_left_aside),
		IMPACT_TEST(a_snapshot_of_another_version_is_left_aside),
	};
	return cmocka_run_group_tests_name("impact snapshots", tests, NULL, NULL);
}

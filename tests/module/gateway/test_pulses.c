/* Which months' pulses are told, and that nothing about fewer than k answers follows from what is. */
#include "common/base/text.h"
#include "services/gateway/report/pulses.h"
#include "tests/support/test_arena.h"

#include <string.h>

#define K     5
#define CELLS 64

struct cells {
	Kleos__PulseCell rows[CELLS], *list[CELLS];
	size_t n;
};

static void add(struct cells *cells, int32_t month, const char *team, int32_t answers)
{
	Kleos__PulseCell *cell = &cells->rows[cells->n];
	kleos__pulse_cell__init(cell);
	cell->month = month;
	cell->team = team;
	cell->answers = answers;
	cell->need = answers / 2;
	cell->strain = answers * 2;
	cells->list[cells->n++] = cell;
}

static struct pulses told(const struct cells *cells, const char *team)
{
	return pulses_told(&test_arena, cells->list, cells->n, K, team);
}

static void assert_told(const struct cells *cells, const char *team, int64_t answers, int32_t left_out)
{
	struct pulses pulses = told(cells, team);
	assert_int_equal(pulses.answers, answers);
	assert_int_equal(pulses.left_out, left_out);
}

static void a_month_needs_enough_answers(void **state)
{
	(void)state;
	struct cells cells = {0};
	add(&cells, 0, "a", 4);
	assert_told(&cells, "", 0, 1);
	assert_told(&cells, "a", 0, 1);
	assert_told(&cells, "b", 0, 0);
	cells.rows[0].answers = 5;
	assert_told(&cells, "", 5, 0);
	assert_told(&cells, "a", 5, 0);
	assert_int_equal(told(&cells, "a").need, 2);
	assert_int_equal(told(&cells, "a").strain, 8);
}

static void a_small_rest_hides_its_neighbour(void **state)
{
	(void)state;
	struct cells cells = {0};
	add(&cells, 0, "a", 6);
	add(&cells, 0, "b", 3);
	assert_told(&cells, "", 9, 0);
	assert_told(&cells, "a", 0, 1); /* all but a would be three */
	add(&cells, 0, "c", 2);
	assert_told(&cells, "a", 6, 0);
	assert_told(&cells, "b", 0, 1);
}

static void a_small_month_does_not_hide_behind_a_large_one(void **state)
{
	(void)state;
	struct cells cells = {0};
	add(&cells, 0, "a", 20);
	add(&cells, 31, "a", 4);
	assert_told(&cells, "a", 20, 1); /* both months less the first would be four */
	assert_told(&cells, "", 20, 1);
}

static uint32_t draw(uint64_t *random, uint32_t bound)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (uint32_t)(*random >> 33) % bound;
}

/* Of one month: a team less all that is told of those inside it, and less any one of them. */
static void nothing_follows_about_few(void **state)
{
	static const char *const teams[] = {"", "a", "a/b", "a/b/c", "a/d", "e", "e/f", "g"};
	const size_t n_teams = sizeof teams / sizeof *teams;
	(void)state;
	for (uint64_t seed = 1; seed <= 2000; seed++) {
		uint64_t random = seed * 0x9e3779b97f4a7c15u;
		struct cells cells = {0};
		int64_t answers[8];
		for (size_t i = 0; i < n_teams; i++)
			if (draw(&random, 3))
				add(&cells, 0, teams[i], 1 + (int32_t)draw(&random, 9));
		for (size_t i = 0; i < n_teams; i++)
			answers[i] = told(&cells, teams[i]).answers;
		for (size_t i = 0; i < n_teams; i++) {
			int64_t rest = answers[i];
			for (size_t k = i + 1; answers[i] && k < n_teams; k++) {
				bool inside = !*teams[i] || text_team_within(teams[k], teams[i]);
				if (!inside || !answers[k])
					continue;
				assert_true(answers[i] - answers[k] == 0 || answers[i] - answers[k] >= K);
				bool nested = false; /* in another one that is subtracted */
				for (size_t m = i + 1; m < k; m++)
					nested = nested || (answers[m] && text_team_within(teams[k], teams[m]));
				rest -= nested ? 0 : answers[k];
			}
			assert_true(rest == 0 || rest >= K);
		}
		arena_reset(&test_arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ARENA_TEST(a_month_needs_enough_answers),
		ARENA_TEST(a_small_rest_hides_its_neighbour),
		ARENA_TEST(a_small_month_does_not_hide_behind_a_large_one),
		ARENA_TEST(nothing_follows_about_few),
	};
	return cmocka_run_group_tests_name("pulses that may be told", tests, NULL, NULL);
}

/* The figures of a group that is too small follow from nothing that reports tell: not from one, nor from any sums and
 * differences of them. Two houses differ in nothing but these figures, and every report of both is the same. */
#include "tests/service/proof/company.h"

#include "common/base/text.h"

#include <stdlib.h>
#include <string.h>

#define SEEDS     3
#define SHOWS_ALL 3 /* a smallest group with which all of the company's teams are shown */

static const char *const teams[] = {"",      "works",    "works/alpha", "works/few",  "works/beta", "works/beta/inner",
									"yard",  "yard/hut", "shop",        "shop/front", "shop/back",  "sales",
									"nobody"};
static const char *const hidden[] = {"works/alpha", "works/few", "yard/hut", "shop/front"};
/* The whole, its pulses' month, a quarter with one before it, a week, a day; the last days of the clock. */
static const char *const ranges[] = {
	"from=2025-03-01&to=2026-03-31", "from=2026-03-01&to=2026-03-31", "from=2025-10-01&to=2025-12-31",
	"from=2025-11-03&to=2025-11-09", "from=2025-11-05&to=2025-11-05", "to=2027-01-01",
};
static const char *const forms[] = {"", ".csv", ":verify"};

static const char *look(struct house *house, const char *target)
{
	struct answer answer = house_must(house, house->admin, "GET", target, NULL);
	return arena_text(&house->base.arena, answer.body);
}

static bool is_equal(struct company *company, const char *target)
{
	return text_equal(look(&company->houses[0], target), look(&company->houses[1], target));
}

/* Fails at the first report that tells the houses apart, unless `count` is there to count them. */
static void compare(struct company *company, const char *target, unsigned *count)
{
	if (is_equal(company, target))
		return;
	if (count) {
		++*count;
		return;
	}
	for (size_t side = 0; side < SIDES; side++)
		print_error("%s\n", look(&company->houses[side], target));
	fail_msg("%s differs", target);
}

static unsigned compare_all(struct company *company, unsigned *count)
{
	static const char *const intervals[] = {"MONTH", "WEEK", "DAY"};
	struct arena *arena = &company->houses[0].base.arena;
	unsigned compared = 0;
	for (size_t t = 0; t < sizeof teams / sizeof *teams; t++)
		for (size_t r = 0; r < sizeof ranges / sizeof *ranges; r++)
			for (size_t f = 0; f < sizeof forms / sizeof *forms; f++, compared++) {
				const char *target =
					arena_printf(arena, "/v1/reports/impact%s?%s&team=%s", forms[f], ranges[r], teams[t]);
				const char *interval = intervals[(t + r) % 3];
				if (f < 2)
					target = arena_printf(arena, "%s&interval=%s", target, interval);
				compare(company, target, count);
			}
	return compared;
}

static bool shows(struct company *company, const char *team, const char *part)
{
	const char *target = arena_printf(&company->houses[0].base.arena, "/v1/reports/impact?%s&team=%s", ranges[0], team);
	return strstr(look(&company->houses[0], target), part) != NULL;
}

/* Else there would be nothing to compare. */
static void assert_told(struct company *company)
{
	for (size_t i = 0; i < sizeof teams / sizeof *teams; i++) {
		bool is_hidden = false;
		for (size_t k = 0; k < sizeof hidden / sizeof *hidden; k++)
			is_hidden = is_hidden || text_equal(hidden[k], teams[i]);
		if (shows(company, teams[i], "\"arcs\":null") != is_hidden)
			fail_msg("'%s' is %s", teams[i], is_hidden ? "shown" : "hidden");
	}
	assert_true(shows(company, "", "\"awardsWon\":2"));
	assert_true(shows(company, "works", "\"awardsWon\":1"));
	assert_true(shows(company, "", "\"highlights\":8"));
	assert_true(shows(company, "", "\"strain\":{\"mean\":"));
	assert_false(shows(company, "", "\"strain\":{\"mean\":null"));
	assert_true(shows(company, "works", "works/alpha + works/few"));
}

static void no_figure_of_a_small_group_follows_from_reports(void **state)
{
	const char *only = getenv("KLEOS_SEED"); /* one company again, when something told */
	uint64_t seed = only ? strtoull(only, NULL, 10) : 0;
	const uint64_t end = only ? seed + 1 : SEEDS;
	static struct company company;
	(void)state;
	for (; seed < end; seed++) {
		company_open(&company, seed);
		assert_told(&company);
		unsigned compared = compare_all(&company, NULL);
		/* and they would tell, if the group was large enough to be shown */
		unsigned differs = 0;
		for (size_t side = 0; side < SIDES; side++)
			house_regroup(&company.houses[side], SHOWS_ALL);
		compare_all(&company, &differs);
		assert_true(differs > 10);
		print_message("seed %llu: %u reports are equal, of which %u tell when groups of %d are shown\n",
					  (unsigned long long)seed, compared, differs, SHOWS_ALL);
		company_close(&company);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_figure_of_a_small_group_follows_from_reports),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

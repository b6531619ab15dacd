/* Links of a flow: in whatever order they come and go, what is marked is what is there. */
#include "services/recognitions/impact/links.h"
#include "tests/support/support.h"

#include <string.h>

#define DAYS  50
#define PAIRS 64
#define STEPS 20000

static uint32_t draw(uint64_t *random, uint32_t bound)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (uint32_t)(*random >> 33) % bound;
}

static void assert_marked(const struct links *links, uint32_t count[DAYS][PAIRS], int32_t from, int32_t to)
{
	uint64_t marked = 0, expected = 0;
	links_mark(links, 3, from, to, &marked);
	for (int32_t day = from; day <= to; day++)
		for (uint32_t pair = 0; pair < PAIRS; pair++)
			expected |= (uint64_t)(count[day][pair] > 0) << pair;
	assert_true(marked == expected);
}

static void links_that_come_late_and_go_again_are_marked_like_the_others(void **state)
{
	(void)state;
	for (uint32_t late = 0; late < 3; late++) { /* of ten: never, seldom, always */
		struct links links = {0};
		static uint32_t count[DAYS][PAIRS];
		uint64_t random = 88172645463325252u + late;
		memset(count, 0, sizeof count);
		for (uint32_t step = 0; step < STEPS; step++) {
			int32_t newest = (int32_t)(step * DAYS / STEPS);
			bool is_late = late == 2 || (late == 1 && draw(&random, 10) == 0);
			struct link link = {is_late ? (int32_t)draw(&random, DAYS) : newest, draw(&random, PAIRS)};
			links_add(&links, 3, link);
			count[link.day][link.pair]++;
			struct link gone = {(int32_t)draw(&random, DAYS), draw(&random, PAIRS)};
			if (count[gone.day][gone.pair] && draw(&random, 2)) {
				links_remove(&links, 3, gone);
				count[gone.day][gone.pair]--;
			}
			if (step % 97 == 0) {
				int32_t from = (int32_t)draw(&random, DAYS);
				assert_marked(&links, count, from, from + (int32_t)draw(&random, (uint32_t)(DAYS - from)));
			}
		}
		links_fini(&links);
	}
}

static void what_is_not_there_is_not_taken_out(void **state)
{
	(void)state;
	struct links links = {0};
	uint64_t marked = 0;
	links_mark(&links, 7, 0, 100, &marked);
	links_remove(&links, 7, (struct link){1, 2});
	links_add(&links, 7, (struct link){1, 3});
	links_remove(&links, 7, (struct link){1, 2});
	links_mark(&links, 7, 1, 1, &marked);
	assert_true(marked == 8);
	links_fini(&links);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(links_that_come_late_and_go_again_are_marked_like_the_others),
		cmocka_unit_test(what_is_not_there_is_not_taken_out),
	};
	return cmocka_run_group_tests_name("impact links", tests, NULL, NULL);
}

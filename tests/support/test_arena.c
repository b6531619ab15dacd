#include "tests/support/test_arena.h"

#define ARENA_CAP ((size_t)64 * 1024 * 1024)

struct arena test_arena;

int test_arena_set_up(void **state)
{
	(void)state;
	arena_init(&test_arena, ARENA_CAP);
	return 0;
}

int test_arena_tear_down(void **state)
{
	(void)state;
	arena_fini(&test_arena);
	return 0;
}

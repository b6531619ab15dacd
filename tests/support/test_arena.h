/* test_arena: memory for what a test makes: empty when the test begins, gone behind it. One thread's. */
#ifndef KLEOS_TESTS_TEST_ARENA_H
#define KLEOS_TESTS_TEST_ARENA_H

#include "tests/support/support.h"

extern struct arena test_arena;

/* cmocka's set-up and tear-down. */
int test_arena_set_up(void **state);
int test_arena_tear_down(void **state);
#define ARENA_TEST(name) cmocka_unit_test_setup_teardown(name, test_arena_set_up, test_arena_tear_down)

#endif

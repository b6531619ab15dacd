#include "tests/support/support.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static void memory_is_zeroed_aligned_and_apart(void **state)
{
	struct arena arena;
	unsigned char *pieces[500];

	(void)state;
	arena_init(&arena, 1 << 20);
	for (int round = 0; round < 3; round++) {
		for (size_t i = 0; i < 500; i++) {
			size_t size = i % 97;

			pieces[i] = arena_alloc(&arena, size);
			assert_int_equal((uintptr_t)pieces[i] % 16, 0);
			for (size_t at = 0; at < size; at++)
				assert_int_equal(pieces[i][at], 0);
			memset(pieces[i], (int)i, size);
		}
		for (size_t i = 0; i < 500; i++) {
			for (size_t at = 0; at < i % 97; at++)
				assert_int_equal(pieces[i][at], i & 0xff);
		}
		arena_reset(&arena);
		assert_int_equal(arena.used, 0);
	}
	arena_fini(&arena);
}

static void an_arena_that_is_not_used_has_no_memory(void **state)
{
	struct arena arena, zero = {0};

	(void)state;
	arena_init(&arena, 1000);
	assert_null(arena.chunks);
	arena_reset(&arena);
	arena_fini(&arena);
	arena_fini(&zero);
}

static void the_first_chunk_survives_a_reset(void **state)
{
	struct arena arena;
	void *first;

	(void)state;
	arena_init(&arena, 1 << 20);
	first = arena_alloc(&arena, 100);
	arena_alloc(&arena, 100000);
	arena_reset(&arena);
	assert_ptr_equal(arena_alloc(&arena, 100), first);
	arena_fini(&arena);
}

static void a_large_first_chunk_does_not_survive(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 1 << 20);
	arena_alloc(&arena, 100000);
	arena_reset(&arena);
	assert_null(arena.chunks);
	arena_fini(&arena);
}

static void past_the_cap_it_serves_and_says_so(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena, 1024);
	arena_alloc(&arena, 1024);
	assert_false(arena.exhausted);
	assert_non_null(arena_alloc(&arena, 1));
	assert_true(arena.exhausted);
	arena_reset(&arena);
	assert_false(arena.exhausted);
	arena_fini(&arena);
}

static void protobuf_gets_nothing_past_the_cap(void **state)
{
	struct arena arena;
	ProtobufCAllocator *allocator = &arena.allocator;
	void *last;

	(void)state;
	arena_init(&arena, 1024);
	assert_non_null(allocator->alloc(allocator->allocator_data, 1000));
	last = allocator->alloc(allocator->allocator_data, 16);
	assert_non_null(last);
	assert_null(allocator->alloc(allocator->allocator_data, 1));
	assert_true(arena.exhausted);
	assert_null(arena_try_alloc(&arena, SIZE_MAX));
	allocator->free(allocator->allocator_data, last);
	arena_fini(&arena);
}

/* Runs it in a process of its own; true when that process aborted. */
static bool aborts(void (*run)(struct arena *arena))
{
	struct arena arena;
	pid_t child = fork();
	int how;

	if (child == 0) {
		signal(SIGABRT, SIG_DFL);
		arena_init(&arena, 1024);
		run(&arena);
		_exit(0);
	}
	assert_int_equal(waitpid(child, &how, 0), child);
	return WIFSIGNALED(how) && WTERMSIG(how) == SIGABRT;
}

static void take_four_times_the_cap(struct arena *arena)
{
	for (int i = 0; i < 4; i++)
		arena_alloc(arena, 1024);
}

static void take_more_than_four_times_the_cap(struct arena *arena)
{
	take_four_times_the_cap(arena);
	arena_alloc(arena, 1);
}

static void take_an_array_that_overflows(struct arena *arena)
{
	arena_array(arena, SIZE_MAX / 2, 3);
}

static void past_four_times_the_cap_it_aborts(void **state)
{
	(void)state;
	assert_false(aborts(take_four_times_the_cap));
	assert_true(aborts(take_more_than_four_times_the_cap));
	assert_true(aborts(take_an_array_that_overflows));
}

static void texts_are_copied(void **state)
{
	struct arena arena;
	char from[] = "recognition";
	char *copy, *part;

	(void)state;
	arena_init(&arena, 1 << 20);
	copy = arena_text(&arena, from);
	part = arena_text_n(&arena, from, 5);
	memset(from, 'x', sizeof(from) - 1);
	assert_string_equal(copy, "recognition");
	assert_string_equal(part, "recog");
	assert_string_equal(arena_text_n(&arena, NULL, 0), "");
	assert_string_equal(arena_printf(&arena, "%s[%d]", "receivers", 3), "receivers[3]");
	assert_int_equal(strlen(arena_printf(&arena, "%10000d", 1)), 10000);
	arena_fini(&arena);
}

static void an_array_grows_and_keeps_what_is_in_it(void **state)
{
	struct arena arena;
	int *numbers = NULL;

	(void)state;
	arena_init(&arena, 1 << 20);
	for (int i = 0; i < 1000; i++) {
		int *before = numbers;
		numbers = arena_grow(&arena, numbers, (size_t)i, sizeof(*numbers));
		assert_int_equal(numbers != before, i == 0 || (i >= 8 && (i & (i - 1)) == 0));
		numbers[i] = i;
	}
	for (int i = 0; i < 1000; i++)
		assert_int_equal(numbers[i], i);
	arena_fini(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_aligned_and_apart),
		cmocka_unit_test(an_arena_that_is_not_used_has_no_memory),
		cmocka_unit_test(the_first_chunk_survives_a_reset),
		cmocka_unit_test(a_large_first_chunk_does_not_survive),
		cmocka_unit_test(past_the_cap_it_serves_and_says_so),
		cmocka_unit_test(protobuf_gets_nothing_past_the_cap),
		cmocka_unit_test(past_four_times_the_cap_it_aborts),
		cmocka_unit_test(texts_are_copied),
		cmocka_unit_test(an_array_grows_and_keeps_what_is_in_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#include "tests/support/support.h"

#include "common/base/id.h"
#include "common/base/text.h"

#include <stdatomic.h>
#include <string.h>

static void an_id_is_a_uuid_of_version_seven(void **state)
{
	struct test_world world;
	struct id id;
	char text[ID_TEXT_SIZE];

	(void)state;
	test_world_init(&world);
	atomic_store(&world.now_ms, 0x017f22e279b0); /* the example of RFC 9562, A.6 */
	for (int i = 0; i < 1000; i++) {
		id = id_new(&world.environment);
		id_format(text, &id);
		assert_memory_equal(text, "017f22e2-79b0-7", 15);
		assert_non_null(strchr("89ab", text[19]));
		assert_true(text_is_uuid(text));
	}
}

static void ids_sort_by_their_time(void **state)
{
	struct test_world world;
	struct id before, after;

	(void)state;
	test_world_init(&world);
	before = id_new(&world.environment);
	for (int i = 0; i < 1000; i++) {
		atomic_fetch_add(&world.now_ms, 1);
		after = id_new(&world.environment);
		assert_true(id_compare(&before, &after) < 0);
		assert_false(id_equal(&before, &after));
		before = after;
	}
}

static void what_is_written_reads_the_same(void **state)
{
	struct test_world world;
	struct arena arena;

	(void)state;
	test_world_init(&world);
	arena_init(&arena, 1 << 20);
	for (int i = 0; i < 100; i++) {
		struct id id = id_new(&world.environment), again, raw;

		assert_true(id_parse(&again, id_text(&arena, &id)));
		assert_true(id_equal(&id, &again));
		assert_true(id_from_bytes(&raw, id.bytes, sizeof(id.bytes)));
		assert_true(id_equal(&id, &raw));
		assert_false(id_is_zero(&id));
	}
	arena_fini(&arena);
}

static void what_is_no_id_is_refused(void **state)
{
	const char *const wrong[] = {
		"",
		"0",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398ff",
		"017f22e2-79b0-7cc3-98c4-dc0c0c07398g",
		"017f22e279b07cc398c4dc0c0c07398f",
		"017f22e2+79b0-7cc3-98c4-dc0c0c07398f",
		"{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}",
		" 017f22e2-79b0-7cc3-98c4-dc0c0c07398f",
	};
	struct id id = {{1}}, read;

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (id_parse(&id, wrong[i]))
			fail_msg("took '%s'", wrong[i]);
	}
	assert_int_equal(id.bytes[0], 1);
	assert_false(id_from_bytes(&id, "123456789012345", 15));
	assert_true(id_parse(&id, "017F22E2-79B0-7CC3-98C4-DC0C0C07398F"));
	assert_true(id_parse(&read, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f"));
	assert_true(id_equal(&id, &read));
	assert_true(id_parse(&id, "00000000-0000-0000-0000-000000000000"));
	assert_true(id_is_zero(&id));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_is_a_uuid_of_version_seven),
		cmocka_unit_test(ids_sort_by_their_time),
		cmocka_unit_test(what_is_written_reads_the_same),
		cmocka_unit_test(what_is_no_id_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

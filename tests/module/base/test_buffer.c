#include "tests/support/support.h"

#include "common/base/buffer.h"

#include <stdlib.h>
#include <string.h>

static void fill(struct buffer *buffer)
{
	assert_string_equal(buffer_text(buffer), "");
	buffer_add_text(buffer, "ab");
	buffer_add_char(buffer, 'c');
	buffer_add(buffer, "def", 2);
	buffer_printf(buffer, "%d%s", 12, "!");
	assert_string_equal(buffer_text(buffer), "abcde12!");
	assert_int_equal(buffer->length, 8);
	for (int i = 0; i < 1000; i++)
		buffer_add_text(buffer, "0123456789");
	assert_int_equal(strlen(buffer_text(buffer)), 10008);
	assert_false(buffer->overflowed);
	buffer_clear(buffer);
	assert_string_equal(buffer_text(buffer), "");
}

static void it_grows_on_the_heap_and_on_an_arena(void **state)
{
	struct arena arena;
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer, NULL, 1 << 20);
	fill(&buffer);
	buffer_fini(&buffer);
	arena_init(&arena, 1 << 20);
	buffer_init(&buffer, &arena, 1 << 20);
	fill(&buffer);
	buffer_fini(&buffer);
	arena_fini(&arena);
}

static void past_the_bound_a_prefix_is_kept(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer, NULL, 8);
	buffer_add_text(&buffer, "12345678");
	assert_false(buffer.overflowed);
	buffer_add_text(&buffer, "9");
	assert_true(buffer.overflowed);
	buffer_clear(&buffer);
	buffer_add_text(&buffer, "1234567");
	buffer_printf(&buffer, "%d", 89);
	buffer_add_char(&buffer, 'x');
	assert_true(buffer.overflowed);
	assert_string_equal(buffer_text(&buffer), "1234567");
	buffer_fini(&buffer);
}

static void what_is_taken_belongs_to_the_taker(void **state)
{
	struct buffer buffer;
	char *text;

	(void)state;
	buffer_init(&buffer, NULL, 100);
	text = buffer_take(&buffer);
	assert_string_equal(text, "");
	free(text);
	buffer_add_text(&buffer, "kept");
	text = buffer_take(&buffer);
	assert_string_equal(text, "kept");
	free(text);
	buffer_add_text(&buffer, "again");
	assert_string_equal(buffer_text(&buffer), "again");
	buffer_fini(&buffer);
}

static void json_texts_are_escaped(void **state)
{
	struct buffer buffer;

	(void)state;
	buffer_init(&buffer, NULL, 1000);
	buffer_add_json_text(&buffer,
						 "a\"b\\c\n\t\b\f\r\v\001\x7f"
						 "\0é</",
						 18);
	assert_string_equal(buffer_text(&buffer), "\"a\\\"b\\\\c\\n\\t\\b\\f\\r\\u000b\\u0001\\u007f\\u0000é</\"");
	buffer_clear(&buffer);
	buffer_add_json_text(&buffer, "", 0);
	assert_string_equal(buffer_text(&buffer), "\"\"");
	buffer_fini(&buffer);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_grows_on_the_heap_and_on_an_arena),
		cmocka_unit_test(past_the_bound_a_prefix_is_kept),
		cmocka_unit_test(what_is_taken_belongs_to_the_taker),
		cmocka_unit_test(json_texts_are_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

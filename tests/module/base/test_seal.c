#include "tests/support/support.h"

#include <string.h>

struct fixture {
	struct test_world world;
	struct arena arena;
};

static int set_up(void **state)
{
	static struct fixture fixture;

	test_world_init(&fixture.world);
	arena_init(&fixture.arena, 1 << 20);
	*state = &fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *f = *state;

	arena_fini(&f->arena);
	return 0;
}

static bool opens(struct fixture *f, const char *purpose, const char *token)
{
	uint8_t *bytes;
	size_t length;

	return seal_open(&f->arena, &f->world.key, purpose, token, &bytes, &length);
}

static void what_was_sealed_opens(void **state)
{
	struct fixture *f = *state;
	const char content[SEAL_BOUND] = "page 7";

	for (size_t length = 0; length <= SEAL_BOUND; length++) {
		const char *token = seal(&f->arena, &f->world.environment, &f->world.key, "page", content, length);
		uint8_t *out;
		size_t out_length;

		assert_true(strlen(token) <= 512);
		assert_true(seal_open(&f->arena, &f->world.key, "page", token, &out, &out_length));
		assert_int_equal(out_length, length);
		if (length)
			assert_memory_equal(out, content, length);
		arena_reset(&f->arena);
	}
}

static void two_tokens_of_the_same_content_differ(void **state)
{
	struct fixture *f = *state;

	assert_string_not_equal(seal(&f->arena, &f->world.environment, &f->world.key, "page", "x", 1),
							seal(&f->arena, &f->world.environment, &f->world.key, "page", "x", 1));
}

static void another_purpose_or_key_does_not_open(void **state)
{
	struct fixture *f = *state;
	const char *token = seal(&f->arena, &f->world.environment, &f->world.key, "page maria", "x", 1);

	assert_true(opens(f, "page maria", token));
	assert_false(opens(f, "page nikos", token));
	assert_false(opens(f, "page mari", token));
	assert_false(opens(f, "", token));
	f->world.key.bytes[31] ^= 1;
	assert_false(opens(f, "page maria", token));
}

static void no_changed_character_opens(void **state)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=. ";
	struct fixture *f = *state;
	char *token = arena_text(&f->arena, seal(&f->arena, &f->world.environment, &f->world.key, "page", "secret", 6));

	for (size_t at = 0; token[at]; at++) {
		char kept = token[at];

		for (const char *letter = letters; *letter; letter++) {
			token[at] = *letter;
			if (*letter != kept && opens(f, "page", token))
				fail_msg("character %zu as '%c' opens", at, *letter);
		}
		token[at] = kept;
	}
	assert_true(opens(f, "page", token));
}

static void no_cut_or_longer_token_opens(void **state)
{
	struct fixture *f = *state;
	const char *token = seal(&f->arena, &f->world.environment, &f->world.key, "page", "secret", 6);
	char longest[600];

	for (size_t length = 0; length < strlen(token); length++)
		assert_false(opens(f, "page", arena_text_n(&f->arena, token, length)));
	assert_false(opens(f, "page", arena_printf(&f->arena, "%sA", token)));
	assert_false(opens(f, "page", arena_printf(&f->arena, "%sAAAA", token)));
	memset(longest, 'A', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = 0;
	assert_false(opens(f, "page", longest));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(what_was_sealed_opens, set_up, tear_down),
		cmocka_unit_test_setup_teardown(two_tokens_of_the_same_content_differ, set_up, tear_down),
		cmocka_unit_test_setup_teardown(another_purpose_or_key_does_not_open, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_changed_character_opens, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_cut_or_longer_token_opens, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

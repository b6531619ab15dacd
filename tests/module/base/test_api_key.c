#include "tests/support/support.h"

#include "common/base/api_key.h"

#include <string.h>

static void a_new_key_is_a_key(void **state)
{
	struct test_world world;
	char one[API_KEY_TEXT_SIZE], other[API_KEY_TEXT_SIZE];
	(void)state;

	test_world_init(&world);
	api_key_new(one, &world.environment);
	api_key_new(other, &world.environment);
	assert_true(api_key_is_text(one));
	assert_true(api_key_is_text(other));
	assert_string_not_equal(one, other);
	assert_memory_equal(one, "kls_", 4);
}

static void a_mistyped_key_is_refused(void **state)
{
	struct test_world world;
	char text[API_KEY_TEXT_SIZE];
	(void)state;

	test_world_init(&world);
	api_key_new(text, &world.environment);
	for (size_t i = 0; i < API_KEY_LENGTH; i++) {
		const char kept = text[i];
		text[i] = kept == 'x' ? 'y' : 'x';
		assert_false(api_key_is_text(text));
		text[i] = '\0';
		assert_false(api_key_is_text(text));
		text[i] = kept;
	}
	assert_false(api_key_is_text(""));
	assert_false(api_key_is_text(NULL));
	assert_true(api_key_is_text(text));
}

static void the_hash_is_of_one_key_in_one_deployment(void **state)
{
	struct test_world world;
	struct cluster_key elsewhere;
	char text[API_KEY_TEXT_SIZE], other[API_KEY_TEXT_SIZE];
	uint8_t hash[API_KEY_HASH_SIZE], again[API_KEY_HASH_SIZE];
	(void)state;

	test_world_init(&world);
	api_key_new(text, &world.environment);
	api_key_new(other, &world.environment);
	assert_true(api_key_hash(&world.key, text, hash));
	assert_true(api_key_hash(&world.key, text, again));
	assert_memory_equal(hash, again, sizeof hash);
	assert_true(api_key_hash(&world.key, other, again));
	assert_memory_not_equal(hash, again, sizeof hash);
	elsewhere = world.key;
	elsewhere.bytes[0] ^= 1;
	assert_true(api_key_hash(&elsewhere, text, again));
	assert_memory_not_equal(hash, again, sizeof hash);
	assert_false(api_key_hash(&world.key, "kls_nonsense", again));
}

static void a_key_and_the_secret_of_a_session_are_never_taken_for_each_other(void **state)
{
	struct test_world world;
	char key[API_KEY_TEXT_SIZE], secret[API_KEY_TEXT_SIZE];
	uint8_t hash[API_KEY_HASH_SIZE], other[API_KEY_HASH_SIZE];
	(void)state;

	test_world_init(&world);
	api_key_new(key, &world.environment);
	session_secret_new(secret, &world.environment);
	assert_memory_equal(secret, "kss_", 4);
	assert_false(api_key_is_text(secret));
	assert_false(api_key_hash(&world.key, secret, hash));
	assert_false(session_secret_hash(&world.key, key, hash));
	assert_false(session_secret_hash(&world.key, NULL, hash));
	assert_true(session_secret_hash(&world.key, secret, hash));
	session_secret_new(secret, &world.environment);
	assert_true(session_secret_hash(&world.key, secret, other));
	assert_memory_not_equal(hash, other, sizeof hash);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_and_the_secret_of_a_session_are_never_taken_for_each_other),
		cmocka_unit_test(a_new_key_is_a_key),
		cmocka_unit_test(a_mistyped_key_is_refused),
		cmocka_unit_test(the_hash_is_of_one_key_in_one_deployment),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

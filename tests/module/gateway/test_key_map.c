#include "services/gateway/caller/key_map.h"
#include "tests/support/support.h"

#include <string.h>
#include <time.h>

#define MANY 100000

/* The i-th key: ids of one millisecond, as an import makes them. */
static struct principal principal_of(uint32_t i, uint8_t hash[API_KEY_HASH_SIZE])
{
	struct principal principal = {.roles = ROLE_BIT(MEMBER)};
	uint32_t mixed = i * 2654435761u;
	memcpy(principal.key.bytes + ID_SIZE - sizeof(i), &i, sizeof(i));
	memcpy(principal.key.bytes + ID_SIZE - 2 * sizeof(i), &mixed, sizeof(mixed));
	memset(hash, 0, API_KEY_HASH_SIZE);
	memcpy(hash, &mixed, sizeof(mixed));
	return principal;
}

static void put(struct key_map *map, uint32_t i)
{
	uint8_t hash[API_KEY_HASH_SIZE];
	struct principal principal = principal_of(i, hash);
	assert_true(key_map_put(map, hash, &principal, 1));
}

static bool has(const struct key_map *map, uint32_t i)
{
	uint8_t hash[API_KEY_HASH_SIZE];
	struct principal wanted = principal_of(i, hash), found;
	bool first;
	if (!key_map_find(map, hash, 0, &found, &first))
		return false;
	assert_true(id_equal(&found.key, &wanted.key));
	return true;
}

static void drop(struct key_map *map, uint32_t i)
{
	uint8_t hash[API_KEY_HASH_SIZE];
	struct principal principal = principal_of(i, hash);
	key_map_remove(map, &principal.key);
}

static void a_key_is_found_by_its_hash_until_it_is_removed_by_its_id(void **state)
{
	(void)state;
	struct key_map map = {0};
	drop(&map, 1);
	assert_false(has(&map, 1));
	for (uint32_t i = 0; i < 1000; i++)
		put(&map, i);
	for (uint32_t i = 0; i < 1000; i += 2)
		drop(&map, i);
	for (uint32_t i = 0; i < 1000; i++)
		assert_int_equal(has(&map, i), i % 2);
	assert_int_equal(map.n_entries, 500);
	key_map_clear(&map);
	assert_false(has(&map, 1));
}

static void a_key_that_is_put_twice_is_there_once(void **state)
{
	(void)state;
	struct key_map map = {0};
	put(&map, 7);
	put(&map, 7);
	assert_int_equal(map.n_entries, 1);
	drop(&map, 7);
	assert_false(has(&map, 7));
	key_map_clear(&map);
}

static void a_session_is_found_until_it_is_over_and_goes_with_its_key(void **state)
{
	(void)state;
	struct key_map map = {0};
	uint8_t hash[API_KEY_HASH_SIZE], session[API_KEY_HASH_SIZE];
	struct principal principal = principal_of(7, hash), found;
	bool first;
	principal_of(8, session);
	assert_true(key_map_put(&map, hash, &principal, KEY_NEVER_EXPIRES));
	assert_true(key_map_put(&map, session, &principal, 1000));
	assert_int_equal(key_map_find(&map, session, 999, &found, &first), KEY_FOUND);
	assert_true(id_equal(&found.key, &principal.key));
	assert_int_equal(key_map_find(&map, session, 1000, &found, &first), KEY_EXPIRED);
	assert_int_equal(key_map_find(&map, hash, INT64_MAX - 1, &found, &first), KEY_FOUND);
	drop(&map, 7);
	assert_int_equal(key_map_find(&map, session, 0, &found, &first), KEY_UNKNOWN);
	assert_int_equal(map.n_entries, 0);
	key_map_clear(&map);
}

static void a_use_is_taken_once_a_day_however_often_there_is_one(void **state)
{
	(void)state;
	const int64_t day_ms = 86400000;
	struct key_map map = {0};
	struct key_use uses[4];
	uint8_t hash[API_KEY_HASH_SIZE];
	struct principal principal = principal_of(7, hash), found;
	bool first;
	assert_true(key_map_put(&map, hash, &principal, KEY_NEVER_EXPIRES));
	assert_int_equal(key_map_take_uses(&map, uses, 4), 0);
	for (int i = 1; i < 1000; i++)
		assert_int_equal(key_map_find(&map, hash, 5 * day_ms + i, &found, &first), KEY_FOUND);
	assert_int_equal(key_map_take_uses(&map, uses, 4), 1);
	assert_true(id_equal(&uses[0].key, &principal.key));
	assert_int_equal(uses[0].use_ms, 5 * day_ms);
	key_map_find(&map, hash, 6 * day_ms - 1, &found, &first);
	assert_int_equal(key_map_take_uses(&map, uses, 4), 0);
	key_map_find(&map, hash, 6 * day_ms, &found, &first);
	assert_int_equal(key_map_take_uses(&map, uses, 4), 1);
	assert_int_equal(uses[0].use_ms, 6 * day_ms);
	key_map_clear(&map);
}

/* Every request waits while keys are replaced. */
static void replacing_a_hundred_thousand_keys_takes_less_than_five_seconds(void **state)
{
	(void)state;
	struct key_map map = {0};
	time_t start = time(NULL);
	for (int round = 0; round < 2; round++) {
		for (uint32_t i = 0; i < MANY; i++) {
			drop(&map, i);
			put(&map, i);
		}
	}
	assert_int_equal(map.n_entries, MANY);
	assert_true(time(NULL) - start < 5);
	key_map_clear(&map);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_is_found_by_its_hash_until_it_is_removed_by_its_id),
		cmocka_unit_test(a_key_that_is_put_twice_is_there_once),
		cmocka_unit_test(a_session_is_found_until_it_is_over_and_goes_with_its_key),
		cmocka_unit_test(a_use_is_taken_once_a_day_however_often_there_is_one),
		cmocka_unit_test(replacing_a_hundred_thousand_keys_takes_less_than_five_seconds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

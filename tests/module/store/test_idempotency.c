/* A request id is known for seven days, whatever the clock and the days in between. */
#include "tests/support/support.h"

#include "common/store/idempotency.h"
#include "common/store/migration.h"
#include "store/sql.h"

#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DAY_MS   (INT64_C(24) * 60 * 60 * 1000)
#define START_MS (20000 * DAY_MS + 1)

static const struct sql key_count = {"key_count", "SELECT count(*) AS n FROM idempotency"};

struct fixture {
	struct test_world world;
	char *folder;
	struct db *db;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));
	char path[512];

	test_world_init(&fixture->world);
	fixture->folder = test_folder_make();
	snprintf(path, sizeof(path), "%s/keys.db", fixture->folder);
	*state = fixture;
	if (db_open(&fixture->db, path, DB_WRITER, DB_FULL, &fixture->world.log) != STATUS_OK)
		return -1;
	return migrate(fixture->db, &store_migrations, 1, &fixture->world.log) == STATUS_OK ? 0 : -1;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	db_close(fixture->db);
	test_folder_remove(fixture->folder);
	free(fixture);
	return 0;
}

static struct idempotency_key key_of(int number)
{
	struct id principal = {.bytes = {1}};
	char request_id[32];

	snprintf(request_id, sizeof(request_id), "request-%d", number);
	return idempotency_key(&principal, "kleos.members.v1.MembersService/CreateMember", request_id);
}

static void remember(struct db *db, int number, int64_t now_ms)
{
	struct idempotency_key key = key_of(number);
	struct payload_digest payload = payload_digest(&number, sizeof(number));
	struct id resource = {.bytes = {(uint8_t)number}};

	idempotency_insert(db, &key, &payload, &resource, now_ms);
	assert_int_equal(db_status(db), STATUS_OK);
}

static bool knows(struct db *db, int number, int64_t now_ms)
{
	struct idempotency_key key = key_of(number);
	struct payload_digest payload, expected = payload_digest(&number, sizeof(number));
	struct id resource;

	if (!idempotency_find(db, &key, now_ms, &payload, &resource))
		return false;
	assert_memory_equal(&payload, &expected, sizeof(payload));
	assert_int_equal(resource.bytes[0], number);
	return true;
}

static void a_key_is_known_for_seven_days(void **state)
{
	struct db *db = ((struct fixture *)*state)->db;

	assert_false(knows(db, 1, START_MS));
	remember(db, 1, START_MS);
	for (int day = 0; day <= IDEMPOTENCY_DAYS; day++) {
		assert_true(knows(db, 1, START_MS + day * DAY_MS));
		assert_false(knows(db, 2, START_MS + day * DAY_MS));
		remember(db, 100 + day, START_MS + day * DAY_MS); /* every day has rows */
	}
	assert_false(knows(db, 1, START_MS + (IDEMPOTENCY_DAYS + 1) * DAY_MS));
}

static void a_key_is_known_when_the_clock_is_set_back(void **state)
{
	struct db *db = ((struct fixture *)*state)->db;

	remember(db, 1, START_MS);
	assert_true(knows(db, 1, START_MS - DAY_MS));
}

static int64_t rows(struct db *db)
{
	struct query query = query_begin(db, &key_count);
	int64_t n;

	assert_true(query_step(&query));
	n = query_number(&query, "n");
	query_end(&query);
	return n;
}

static void days_that_are_over_are_dropped(void **state)
{
	struct db *db = ((struct fixture *)*state)->db;
	int64_t later = START_MS + (IDEMPOTENCY_DAYS + 1) * DAY_MS;

	assert_true(db_execute(db, "BEGIN"));
	for (int i = 0; i < 2500; i++)
		remember(db, i, START_MS);
	remember(db, 77, START_MS + DAY_MS);
	assert_true(db_execute(db, "COMMIT"));
	assert_false(idempotency_expire(db, START_MS));
	assert_int_equal(rows(db), 2501);
	assert_true(idempotency_expire(db, later));
	assert_true(idempotency_expire(db, later));
	assert_false(idempotency_expire(db, later));
	assert_int_equal(rows(db), 1);
	assert_true(knows(db, 77, START_MS + DAY_MS));
}

static void keys_differ_by_principal_method_and_request(void **state)
{
	struct id one = {.bytes = {1}}, two = {.bytes = {2}};
	struct idempotency_key keys[] = {idempotency_key(&one, "A", "r"), idempotency_key(&two, "A", "r"),
									 idempotency_key(&one, "B", "r"), idempotency_key(&one, "A", "s"),
									 idempotency_key(&one, "Ar", "")};

	(void)state;
	for (size_t i = 0; i < 5; i++)
		for (size_t k = 0; k < i; k++)
			assert_memory_not_equal(&keys[i], &keys[k], sizeof(keys[i]));
	keys[1] = idempotency_key(&one, "A", "r");
	assert_memory_equal(&keys[0], &keys[1], sizeof(keys[0]));
}

static void keys_of_uuids_made_in_order_are_in_order(void **state)
{
	struct fixture *fixture = *state;
	struct id principal = {.bytes = {1}};
	struct idempotency_key last = {{0}};

	for (int i = 0; i < 100; i++) {
		struct id request = id_new(&fixture->world.environment);
		char text[ID_TEXT_SIZE];
		struct idempotency_key key;
		id_format(text, &request);
		key = idempotency_key(&principal, "A", text);
		assert_true(memcmp(&last, &key, 6) < 0);
		last = key;
		atomic_fetch_add(&fixture->world.now_ms, 1);
	}
}

static void a_second_row_of_a_key_fails_the_job(void **state)
{
	struct db *db = ((struct fixture *)*state)->db;
	struct idempotency_key key = key_of(1);
	struct payload_digest payload = payload_digest("", 0);

	remember(db, 1, START_MS);
	idempotency_insert(db, &key, &payload, NULL, START_MS);
	assert_int_equal(db_status(db), STATUS_INTERNAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_key_is_known_for_seven_days, setup, teardown),
		cmocka_unit_test_setup_teardown(a_key_is_known_when_the_clock_is_set_back, setup, teardown),
		cmocka_unit_test_setup_teardown(days_that_are_over_are_dropped, setup, teardown),
		cmocka_unit_test_setup_teardown(keys_differ_by_principal_method_and_request, setup, teardown),
		cmocka_unit_test_setup_teardown(keys_of_uuids_made_in_order_are_in_order, setup, teardown),
		cmocka_unit_test_setup_teardown(a_second_row_of_a_key_fails_the_job, setup, teardown),
	};

	return cmocka_run_group_tests_name("idempotency", tests, NULL, NULL);
}

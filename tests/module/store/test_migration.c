/* Migrations: forwards only, once, and never edited. */
#include "tests/support/support.h"

#include "common/store/migration.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
	struct test_world world;
	char *folder;
	char path[512];
	char said[2048]; /* the last line of the log */
};

static const struct sql first = {"001_cup",
								 "CREATE TABLE cup (id INTEGER PRIMARY KEY) STRICT; INSERT INTO cup VALUES (1);"};
static const struct sql first_edited = {"001_cup", "CREATE TABLE cup (id INTEGER PRIMARY KEY, size INTEGER) STRICT;"};
static const struct sql second = {"002_plate", "CREATE TABLE plate (id INTEGER PRIMARY KEY) STRICT;"};
static const struct sql broken = {"002_broken",
								  "CREATE TABLE plate (id INTEGER PRIMARY KEY) STRICT; INSERT INTO pan VALUES (1);"};
static const struct sql cups = {"cups", "SELECT count(*) AS n FROM cup"};
static const struct sql tables = {"tables", "SELECT count(*) AS n FROM sqlite_master WHERE name IN ('cup', 'plate')"};
static const struct sql versions = {"versions", "SELECT count(*) AS n FROM schema_version"};

static const struct migration_set one = {"kitchen", (const struct sql *const[]){&first}, 1};
static const struct migration_set two = {"kitchen", (const struct sql *const[]){&first, &second}, 2};
static const struct migration_set two_edited = {"kitchen", (const struct sql *const[]){&first_edited, &second}, 2};
static const struct migration_set two_broken = {"kitchen", (const struct sql *const[]){&first, &broken}, 2};
static const struct migration_set garden = {"garden", (const struct sql *const[]){&second}, 1};

static void remember(void *host, const char *line, size_t length)
{
	struct fixture *fixture = host;

	snprintf(fixture->said, sizeof(fixture->said), "%.*s", (int)length, line);
}

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	test_world_init(&fixture->world);
	fixture->world.log.write = remember;
	fixture->world.log.host = fixture;
	fixture->folder = test_folder_make();
	snprintf(fixture->path, sizeof(fixture->path), "%s/kitchen.db", fixture->folder);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	test_folder_remove(fixture->folder);
	free(fixture);
	return 0;
}

static enum status migrate_to(struct fixture *fixture, const struct migration_set *set)
{
	struct db *db;
	enum status status;

	assert_int_equal(db_open(&db, fixture->path, DB_WRITER, DB_FULL, &fixture->world.log), STATUS_OK);
	status = migrate(db, set, 1, &fixture->world.log);
	db_close(db);
	return status;
}

static int64_t count(struct fixture *fixture, const struct sql *sql)
{
	struct db *db;
	struct query query;
	int64_t n;

	assert_int_equal(db_open(&db, fixture->path, DB_WRITER, DB_FULL, &fixture->world.log), STATUS_OK);
	query = query_begin(db, sql);
	assert_true(query_step(&query));
	n = query_number(&query, "n");
	query_end(&query);
	db_close(db);
	return n;
}

static void an_empty_database_comes_to_the_latest_version(void **state)
{
	assert_int_equal(migrate_to(*state, &two), STATUS_OK);
	assert_int_equal(count(*state, &tables), 2);
	assert_int_equal(count(*state, &versions), 2);
}

static void an_applied_step_is_not_applied_again(void **state)
{
	assert_int_equal(migrate_to(*state, &one), STATUS_OK);
	assert_int_equal(migrate_to(*state, &two), STATUS_OK);
	assert_int_equal(migrate_to(*state, &two), STATUS_OK);
	assert_int_equal(count(*state, &cups), 1);
}

static void an_edited_step_refuses(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(migrate_to(fixture, &one), STATUS_OK);
	assert_int_equal(migrate_to(fixture, &two_edited), STATUS_FAILED_PRECONDITION);
	assert_non_null(strstr(fixture->said, "differs"));
	assert_int_equal(count(fixture, &tables), 1);
}

static void a_newer_database_refuses_with_a_sentence(void **state)
{
	struct fixture *fixture = *state;

	assert_int_equal(migrate_to(fixture, &two), STATUS_OK);
	assert_int_equal(migrate_to(fixture, &one), STATUS_FAILED_PRECONDITION);
	assert_non_null(strstr(fixture->said, "newer than this program"));
	assert_non_null(strstr(fixture->said, "kitchen"));
}

static void a_step_that_fails_leaves_nothing(void **state)
{
	assert_int_equal(migrate_to(*state, &two_broken), STATUS_INTERNAL);
	assert_int_equal(count(*state, &tables), 1);
	assert_int_equal(count(*state, &versions), 1);
	assert_int_equal(migrate_to(*state, &two), STATUS_OK);
}

static void components_count_for_themselves(void **state)
{
	assert_int_equal(migrate_to(*state, &one), STATUS_OK);
	assert_int_equal(migrate_to(*state, &garden), STATUS_OK);
	assert_int_equal(count(*state, &tables), 2);
}

struct starter {
	struct fixture *fixture;
	pthread_barrier_t *together;
	enum status status;
};

static void *start(void *argument)
{
	struct starter *starter = argument;
	struct db *db = NULL;

	pthread_barrier_wait(starter->together);
	starter->status = db_open(&db, starter->fixture->path, DB_WRITER, DB_FULL, NULL);
	if (starter->status == STATUS_OK)
		starter->status = migrate(db, &two, 1, NULL);
	db_close(db);
	return NULL;
}

static void two_that_start_together_apply_each_step_once(void **state)
{
	struct starter starters[4];
	pthread_t threads[4];
	pthread_barrier_t together;

	pthread_barrier_init(&together, NULL, 4);
	for (int i = 0; i < 4; i++) {
		starters[i] = (struct starter){.fixture = *state, .together = &together};
		assert_int_equal(pthread_create(&threads[i], NULL, start, &starters[i]), 0);
	}
	for (int i = 0; i < 4; i++)
		pthread_join(threads[i], NULL);
	pthread_barrier_destroy(&together);
	for (int i = 0; i < 4; i++)
		assert_int_equal(starters[i].status, STATUS_OK);
	assert_int_equal(count(*state, &versions), 2);
	assert_int_equal(count(*state, &cups), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_empty_database_comes_to_the_latest_version, setup, teardown),
		cmocka_unit_test_setup_teardown(an_applied_step_is_not_applied_again, setup, teardown),
		cmocka_unit_test_setup_teardown(an_edited_step_refuses, setup, teardown),
		cmocka_unit_test_setup_teardown(a_newer_database_refuses_with_a_sentence, setup, teardown),
		cmocka_unit_test_setup_teardown(a_step_that_fails_leaves_nothing, setup, teardown),
		cmocka_unit_test_setup_teardown(components_count_for_themselves, setup, teardown),
		cmocka_unit_test_setup_teardown(two_that_start_together_apply_each_step_once, setup, teardown),
	};

	return cmocka_run_group_tests_name("migration", tests, NULL, NULL);
}

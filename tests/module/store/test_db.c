/* What db.h promises, on a real database. */
#include "tests/support/support.h"

#include "common/store/connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

struct fixture {
	struct test_world world;
	char *folder;
	char path[512];
	struct db *db;
};

static const struct sql thing_insert = {"thing_insert",
										"INSERT INTO thing (id, name, bytes, number) VALUES ($1, $2, $3, $4)"};
static const struct sql thing_by_name = {"thing_by_name", "SELECT id, name, bytes, number FROM thing WHERE name = $1"};
static const struct sql thing_list = {"thing_list", "SELECT name, number FROM thing ORDER BY number"};
static const struct sql thing_update = {"thing_update", "UPDATE thing SET number = $2 WHERE number > $1"};
static const struct sql thing_swapped = {"thing_swapped", "SELECT number FROM thing WHERE number > $2 AND name <> $1"};
static const struct sql wrong = {"wrong", "SELECT nothing FROM nowhere"};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	test_world_init(&fixture->world);
	fixture->folder = test_folder_make();
	snprintf(fixture->path, sizeof(fixture->path), "%s/things.db", fixture->folder);
	if (db_open(&fixture->db, fixture->path, DB_WRITER, DB_FULL, &fixture->world.log) != STATUS_OK)
		return -1;
	*state = fixture;
	return db_execute(fixture->db, "CREATE TABLE thing (id BLOB, name TEXT NOT NULL UNIQUE, bytes BLOB,"
								   " number INTEGER NOT NULL CHECK (number >= 0)) STRICT")
			   ? 0
			   : -1;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	db_close(fixture->db);
	test_folder_remove(fixture->folder);
	free(fixture);
	return 0;
}

static bool insert(struct db *db, const struct id *id, const char *name, int64_t number)
{
	struct query query = query_begin(db, &thing_insert);

	query_bind_id(&query, 1, id);
	query_bind_text(&query, 2, name);
	query_bind_bytes(&query, 3, "\0\1\2", 3);
	query_bind_number(&query, 4, number);
	return query_run(&query);
}

static void reads_back_what_was_bound(void **state)
{
	struct fixture *fixture = *state;
	struct id id = id_new(&fixture->world.environment), found;
	struct arena arena;
	struct query query;

	arena_init(&arena, 4096);
	assert_true(insert(fixture->db, &id, "Ευχαριστώ", INT64_MAX));
	query = query_begin(fixture->db, &thing_by_name);
	query_bind_text(&query, 1, "Ευχαριστώ");
	assert_true(query_step(&query));
	found = query_id(&query, "id");
	assert_true(id_equal(&id, &found));
	assert_string_equal(query_text(&query, "name", &arena), "Ευχαριστώ");
	assert_int_equal(query_number(&query, "number"), INT64_MAX);
	assert_int_equal(query_bytes(&query, "bytes", &arena).len, 3);
	assert_memory_equal(query_bytes(&query, "bytes", &arena).data, "\0\1\2", 3);
	assert_false(query_is_null(&query, "id"));
	assert_false(query_step(&query));
	assert_false(query_step(&query)); /* does not begin anew */
	query_end(&query);
	arena_fini(&arena);
}

static void a_zero_id_and_a_null_text_are_null(void **state)
{
	struct fixture *fixture = *state;
	struct id zero = {0}, found;
	struct query query;

	assert_true(insert(fixture->db, &zero, "nobody", 1));
	query = query_begin(fixture->db, &thing_by_name);
	query_bind_text(&query, 1, "nobody");
	assert_true(query_step(&query));
	assert_true(query_is_null(&query, "id"));
	found = query_id(&query, "id");
	assert_true(id_is_zero(&found));
	query_end(&query);
	query = query_begin(fixture->db, &thing_by_name); /* unbound is NULL, not what was bound before */
	assert_false(query_step(&query));
	query_end(&query);
}

static void a_bound_id_may_go_away_before_the_step(void **state)
{
	struct fixture *fixture = *state;
	struct id wanted = id_new(&fixture->world.environment), found;
	struct query query = query_begin(fixture->db, &thing_insert);

	{
		struct id passing = wanted;
		query_bind_id(&query, 1, &passing);
		memset(&passing, 0xee, sizeof(passing));
	}
	query_bind_text(&query, 2, "gone");
	query_bind_null(&query, 3);
	query_bind_number(&query, 4, 0);
	assert_true(query_run(&query));
	query = query_begin(fixture->db, &thing_by_name);
	query_bind_text(&query, 1, "gone");
	assert_true(query_step(&query));
	found = query_id(&query, "id");
	assert_true(id_equal(&found, &wanted));
	query_end(&query);
}

static void parameters_are_bound_by_their_number_not_by_their_order(void **state)
{
	struct fixture *fixture = *state;
	struct query query;

	assert_true(insert(fixture->db, NULL, "seven", 7));
	query = query_begin(fixture->db, &thing_swapped);
	query_bind_text(&query, 1, "eight");
	query_bind_number(&query, 2, 6);
	assert_true(query_step(&query));
	query_end(&query);
}

static void the_same_statement_may_run_inside_its_own_loop(void **state)
{
	struct fixture *fixture = *state;
	struct query outer, inner;
	int pairs = 0;

	insert(fixture->db, NULL, "one", 1);
	insert(fixture->db, NULL, "two", 2);
	outer = query_begin(fixture->db, &thing_list);
	while (query_step(&outer)) {
		inner = query_begin(fixture->db, &thing_list);
		while (query_step(&inner))
			pairs++;
		query_end(&inner);
	}
	query_end(&outer);
	assert_int_equal(pairs, 4);
	assert_int_equal(fixture->db->n_busy, 0);
}

static void conflicts(struct db *db, const char *name, int64_t number)
{
	struct query query = query_begin(db, &thing_insert);

	query_bind_text(&query, 2, name);
	query_bind_number(&query, 4, number);
	assert_false(query_step(&query));
	assert_true(query_conflict(&query));
	assert_int_equal(query_changes(&query), 0);
	query_end(&query);
	assert_int_equal(db_status(db), STATUS_OK);
}

static void a_broken_rule_of_the_data_is_a_conflict_for_who_asks(void **state)
{
	struct fixture *fixture = *state;

	assert_true(insert(fixture->db, NULL, "one", 1));
	conflicts(fixture->db, "one", 1);  /* UNIQUE */
	conflicts(fixture->db, "two", -1); /* CHECK */
	assert_true(insert(fixture->db, NULL, "two", 2));
}

static void a_broken_rule_that_nobody_asks_about_is_a_failure(void **state)
{
	struct fixture *fixture = *state;

	assert_true(insert(fixture->db, NULL, "one", 1));
	assert_false(insert(fixture->db, NULL, "one", 1));
	assert_int_equal(db_status(fixture->db), STATUS_INTERNAL);
	db_clear(fixture->db);
	assert_true(insert(fixture->db, NULL, "two", 2));
}

static void a_failure_is_sticky_until_cleared(void **state)
{
	struct fixture *fixture = *state;
	struct query query = query_begin(fixture->db, &wrong);

	query_bind_text(&query, 1, "x");
	assert_false(query_step(&query));
	assert_int_equal(query_number(&query, "nothing"), 0);
	query_end(&query);
	assert_int_equal(db_status(fixture->db), STATUS_INTERNAL);
	assert_false(insert(fixture->db, NULL, "late", 1));
	assert_false(db_execute(fixture->db, "DELETE FROM thing"));
	db_clear(fixture->db);
	assert_true(insert(fixture->db, NULL, "late", 1));
}

static void a_missing_value_is_a_bug_and_sticky(void **state)
{
	struct fixture *fixture = *state;

	assert_false(insert(fixture->db, NULL, NULL, 1));
	assert_int_equal(db_status(fixture->db), STATUS_INTERNAL);
}

static void changes_are_counted(void **state)
{
	struct fixture *fixture = *state;
	struct query query;

	for (int i = 0; i < 5; i++) {
		char name[8];
		snprintf(name, sizeof(name), "%d", i);
		insert(fixture->db, NULL, name, i);
	}
	query = query_begin(fixture->db, &thing_update);
	query_bind_number(&query, 1, 1);
	query_bind_number(&query, 2, 9);
	assert_true(query_run(&query));
	assert_int_equal(query_changes(&query), 3);
}

static void a_query_left_open_is_settled(void **state)
{
	struct fixture *fixture = *state;
	struct query query = query_begin(fixture->db, &thing_list);

	query_step(&query);
	connection_settle(fixture->db);
	assert_int_equal(fixture->db->n_busy, 0);
}

static int64_t pragma(struct db *db, const char *sql, const char *column, char *text, size_t size)
{
	struct sql statement = {"pragma", sql};
	struct query query = query_begin(db, &statement);
	struct arena arena;
	int64_t number;

	arena_init(&arena, 1024);
	assert_true(query_step(&query));
	number = query_number(&query, column);
	if (text)
		snprintf(text, size, "%s", query_text(&query, column, &arena));
	query_end(&query);
	arena_fini(&arena);
	prepared_free_all(db); /* the statement lives on this stack */
	return number;
}

static void opens_with_the_settings_of_the_house(void **state)
{
	struct fixture *fixture = *state;
	char mode[16];

	pragma(fixture->db, "PRAGMA journal_mode", "journal_mode", mode, sizeof(mode));
	assert_string_equal(mode, "wal");
	assert_int_equal(pragma(fixture->db, "PRAGMA synchronous", "synchronous", NULL, 0), 2);
	assert_int_equal(pragma(fixture->db, "PRAGMA foreign_keys", "foreign_keys", NULL, 0), 1);
	assert_int_equal(pragma(fixture->db, "PRAGMA trusted_schema", "trusted_schema", NULL, 0), 0);
	assert_int_equal(pragma(fixture->db, "PRAGMA application_id", "application_id", NULL, 0), 0x4b6c656f);
	assert_int_equal(pragma(fixture->db, "PRAGMA busy_timeout", "timeout", NULL, 0), 5000);
}

static void files_are_for_their_owner_only(void **state)
{
	struct fixture *fixture = *state;
	char log[600];
	struct stat about;

	assert_int_equal(stat(fixture->path, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
	snprintf(log, sizeof(log), "%s-wal", fixture->path);
	assert_int_equal(stat(log, &about), 0);
	assert_int_equal(about.st_mode & 0777, 0600);
}

static void a_reader_cannot_write(void **state)
{
	struct fixture *fixture = *state;
	struct db *reader;

	assert_int_equal(db_open(&reader, fixture->path, DB_READER, DB_FULL, &fixture->world.log), STATUS_OK);
	assert_false(insert(reader, NULL, "no", 1));
	assert_int_equal(db_status(reader), STATUS_INTERNAL);
	db_close(reader);
}

static void a_file_of_somebody_else_is_refused(void **state)
{
	struct fixture *fixture = *state;
	struct db *other;

	assert_true(db_execute(fixture->db, "PRAGMA application_id=1"));
	assert_int_equal(db_open(&other, fixture->path, DB_WRITER, DB_FULL, &fixture->world.log), STATUS_INTERNAL);
}

static void a_folder_that_is_not_there_is_an_error(void **state)
{
	struct fixture *fixture = *state;
	struct db *other;

	assert_int_equal(db_open(&other, "/nowhere/at/all.db", DB_WRITER, DB_FULL, &fixture->world.log), STATUS_INTERNAL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(reads_back_what_was_bound, setup, teardown),
		cmocka_unit_test_setup_teardown(a_zero_id_and_a_null_text_are_null, setup, teardown),
		cmocka_unit_test_setup_teardown(a_bound_id_may_go_away_before_the_step, setup, teardown),
		cmocka_unit_test_setup_teardown(parameters_are_bound_by_their_number_not_by_their_order, setup, teardown),
		cmocka_unit_test_setup_teardown(the_same_statement_may_run_inside_its_own_loop, setup, teardown),
		cmocka_unit_test_setup_teardown(a_broken_rule_of_the_data_is_a_conflict_for_who_asks, setup, teardown),
		cmocka_unit_test_setup_teardown(a_broken_rule_that_nobody_asks_about_is_a_failure, setup, teardown),
		cmocka_unit_test_setup_teardown(a_failure_is_sticky_until_cleared, setup, teardown),
		cmocka_unit_test_setup_teardown(a_missing_value_is_a_bug_and_sticky, setup, teardown),
		cmocka_unit_test_setup_teardown(changes_are_counted, setup, teardown),
		cmocka_unit_test_setup_teardown(a_query_left_open_is_settled, setup, teardown),
		cmocka_unit_test_setup_teardown(opens_with_the_settings_of_the_house, setup, teardown),
		cmocka_unit_test_setup_teardown(files_are_for_their_owner_only, setup, teardown),
		cmocka_unit_test_setup_teardown(a_reader_cannot_write, setup, teardown),
		cmocka_unit_test_setup_teardown(a_file_of_somebody_else_is_refused, setup, teardown),
		cmocka_unit_test_setup_teardown(a_folder_that_is_not_there_is_an_error, setup, teardown),
	};

	return cmocka_run_group_tests_name("db", tests, NULL, NULL);
}

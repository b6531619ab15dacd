/* What a transaction appends to the log reaches the file in few writes, and before anybody hears of the commit. The
 * power cuts are in test_prefix.c. */
#include "tests/support/support.h"

#include "common/store/connection.h"
#include "tests/crash/shim.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#define PAGE       2048
#define FRAME      (24 + PAGE)
#define LOG_HEAD   32
#define ROWS       400
#define WRITE_MOST 65536 /* bytes of one call */

struct fixture {
	struct test_world world;
	char *folder;
	char path[512];
	struct shim *shim;
	struct db *db;
};

static const struct sql thing_count = {"thing_count",
									   "SELECT count(*) AS things, sum(length(text)) AS bytes FROM thing"};
static const struct sql integrity = {"integrity", "SELECT count(*) AS ok FROM pragma_integrity_check"
												  " WHERE integrity_check = 'ok'"};

static struct db *open_database(const char *path, enum db_mode mode, enum db_synchronous synchronous, const char *vfs)
{
	struct connection_settings settings = {.path = path, .mode = mode, .synchronous = synchronous, .vfs = vfs};
	struct db *db = NULL;

	assert_int_equal(connection_open(&db, &settings), STATUS_OK);
	return db;
}

/* NORMAL: no sync lets out what a commit would leave behind. */
static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	test_world_init(&fixture->world);
	fixture->folder = test_folder_make();
	fixture->shim = shim_open("frames", true);
	snprintf(fixture->path, sizeof(fixture->path), "%s/things.db", fixture->folder);
	fixture->db = open_database(fixture->path, DB_WRITER, DB_NORMAL, "frames");
	*state = fixture;
	return db_execute(fixture->db, "CREATE TABLE thing (number INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT") ? 0
																												 : -1;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	db_close(fixture->db);
	shim_close(fixture->shim);
	test_folder_remove(fixture->folder);
	free(fixture);
	return 0;
}

/* Each row fills about a page. */
static bool insert(struct db *db, int rows)
{
	char sql[256];

	snprintf(sql, sizeof(sql),
			 "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
			 " INSERT INTO thing (text) SELECT printf('%%03000d', i) FROM n",
			 rows);
	return db_execute(db, sql);
}

struct seen {
	int64_t things, bytes;
	bool whole;
};

static struct seen look(struct db *db)
{
	struct query query = query_begin(db, &thing_count);
	struct seen seen = {0};

	assert_true(query_step(&query));
	seen.things = query_number(&query, "things");
	seen.bytes = query_number(&query, "bytes");
	query_end(&query);
	query = query_begin(db, &integrity);
	assert_true(query_step(&query));
	seen.whole = query_number(&query, "ok") == 1;
	query_end(&query);
	return seen;
}

static void copy(const char *from, const char *to)
{
	char bytes[PAGE];
	ssize_t n;
	int in = open(from, O_RDONLY), out = open(to, O_WRONLY | O_CREAT | O_TRUNC, 0600);

	assert_true(in >= 0 && out >= 0);
	while ((n = read(in, bytes, sizeof(bytes))) > 0)
		assert_int_equal(write(out, bytes, (size_t)n), n);
	close(in);
	close(out);
}

/* As another process finds the files now that has to read the whole log, checksums and all. */
static struct seen look_recovered(struct fixture *fixture)
{
	char path[600], from[600], to[700];
	struct seen seen;
	struct db *db;

	snprintf(path, sizeof(path), "%s/copy.db", fixture->folder);
	copy(fixture->path, path);
	snprintf(from, sizeof(from), "%s-wal", fixture->path);
	snprintf(to, sizeof(to), "%s-wal", path);
	copy(from, to);
	db = open_database(path, DB_WRITER, DB_NORMAL, NULL);
	seen = look(db);
	db_close(db);
	return seen;
}

struct written {
	size_t writes, bytes, longest;
};

static struct written written_from(struct fixture *fixture, size_t from)
{
	struct written written = {0};
	size_t n;
	const struct shim_event *events = shim_events(fixture->shim, &n);

	for (size_t i = from; i < n; i++)
		if (events[i].kind == SHIM_WRITE && events[i].file == SHIM_LOG) {
			written.writes++;
			written.bytes += events[i].length;
			if (events[i].length > written.longest)
				written.longest = events[i].length;
		}
	return written;
}

static size_t events_so_far(struct fixture *fixture)
{
	size_t n;

	shim_events(fixture->shim, &n);
	return n;
}

static void a_transaction_reaches_the_log_in_few_writes(void **state)
{
	struct fixture *fixture = *state;
	size_t before = events_so_far(fixture);
	struct written written;

	assert_true(insert(fixture->db, ROWS));
	written = written_from(fixture, before);
	assert_true(written.bytes > ROWS * FRAME);
	assert_int_equal(written.bytes % FRAME, 0);
	assert_true(written.writes < written.bytes / FRAME / 10);
	assert_true(written.longest > WRITE_MOST - FRAME && written.longest <= WRITE_MOST);
}

static void a_commit_is_in_the_file_when_others_hear_of_it(void **state)
{
	struct fixture *fixture = *state;
	struct db *reader = open_database(fixture->path, DB_READER, DB_NORMAL, "frames");

	for (int i = 1; i <= 20; i++) {
		assert_true(insert(fixture->db, i));
		struct seen seen = look(reader), recovered = look_recovered(fixture);
		assert_int_equal(seen.things, i * (i + 1) / 2);
		assert_int_equal(recovered.things, seen.things);
		assert_true(seen.whole && recovered.whole);
	}
	db_close(reader);
}

/* With ten pages of cache SQLite appends, reads and overwrites frames of the transaction before it commits, and heads
 * all of them anew when it does. */
static bool insert_and_change(struct db *db)
{
	return db_execute(db, "PRAGMA cache_size=10; BEGIN IMMEDIATE") && insert(db, ROWS) &&
		   db_execute(db, "UPDATE thing SET text = text || 'x' WHERE number % 3 = 0") &&
		   db_execute(db, "UPDATE thing SET text = text || 'y' WHERE number % 5 = 0");
}

static void pages_that_leave_the_cache_early_are_found_again(void **state)
{
	struct fixture *fixture = *state;
	struct db *reader = open_database(fixture->path, DB_READER, DB_NORMAL, "frames");
	int64_t bytes = ROWS * 3000 + ROWS / 3 + ROWS / 5;
	struct seen seen;

	assert_true(insert_and_change(fixture->db));
	assert_int_equal(look(reader).things, 0);
	assert_int_equal(look(fixture->db).bytes, bytes);
	assert_true(db_execute(fixture->db, "COMMIT"));
	seen = look(reader);
	assert_int_equal(seen.bytes, bytes);
	assert_true(seen.whole);
	seen = look_recovered(fixture);
	assert_int_equal(seen.bytes, bytes);
	assert_true(seen.whole);
	db_close(reader);
}

static void pages_are_read_while_they_wait(void **state)
{
	struct fixture *fixture = *state;
	char sql[128];

	assert_true(insert(fixture->db, 30));
	assert_true(db_execute(fixture->db, "PRAGMA cache_size=10; BEGIN IMMEDIATE"));
	for (int i = 0; i < 28; i++) {
		snprintf(sql, sizeof(sql), "UPDATE thing SET text = text || 'x' WHERE number = %d", i % 14 + 1);
		assert_true(db_execute(fixture->db, sql));
	}
	assert_true(db_execute(fixture->db, "COMMIT"));
	struct seen seen = look(fixture->db), recovered = look_recovered(fixture);
	assert_int_equal(seen.bytes, 30 * 3000 + 28);
	assert_int_equal(recovered.bytes, seen.bytes);
	assert_true(seen.whole && recovered.whole);
}

static void what_is_rolled_back_leaves_no_trace(void **state)
{
	struct fixture *fixture = *state;

	assert_true(insert(fixture->db, 3));
	assert_true(insert_and_change(fixture->db));
	assert_true(db_execute(fixture->db, "ROLLBACK"));
	assert_true(insert(fixture->db, 4));
	struct seen seen = look(fixture->db), recovered = look_recovered(fixture);
	assert_int_equal(seen.things, 7);
	assert_int_equal(recovered.things, 7);
	assert_true(seen.whole && recovered.whole);
}

/* A savepoint ends between what was appended before and after it. */
static void what_a_savepoint_takes_back_is_overwritten(void **state)
{
	struct fixture *fixture = *state;

	assert_true(db_execute(fixture->db, "PRAGMA cache_size=10; BEGIN IMMEDIATE"));
	for (int i = 0; i < 10; i++) {
		assert_true(db_execute(fixture->db, "SAVEPOINT job") && insert(fixture->db, 30));
		assert_true(i % 3 || db_execute(fixture->db, "ROLLBACK TO job"));
		assert_true(db_execute(fixture->db, "RELEASE job"));
	}
	assert_true(db_execute(fixture->db, "COMMIT"));
	struct seen seen = look(fixture->db), recovered = look_recovered(fixture);
	assert_int_equal(seen.things, 6 * 30);
	assert_int_equal(recovered.things, 6 * 30);
	assert_true(seen.whole && recovered.whole);
}

/* What cannot be written is the failure of the transaction it belongs to, and of nothing after it. */
static void a_full_log_is_rolled_back_and_emptied_without_space(void **state)
{
	struct fixture *fixture = *state;

	assert_true(insert(fixture->db, 3));
	shim_set_fault(fixture->shim, SHIM_LOG_FULL);
	assert_false(insert(fixture->db, ROWS));
	assert_int_equal(db_status(fixture->db), STATUS_RESOURCE_EXHAUSTED);
	connection_rollback(fixture->db);
	assert_false(insert_and_change(fixture->db)); /* fails long before its commit */
	assert_int_equal(db_status(fixture->db), STATUS_RESOURCE_EXHAUSTED);
	connection_rollback(fixture->db);
	assert_int_equal(look(fixture->db).things, 3);
	assert_true(connection_checkpoint(fixture->db, false));
	shim_set_fault(fixture->shim, SHIM_NO_FAULT);
	assert_true(insert(fixture->db, 4));
	assert_int_equal(look(fixture->db).things, 7);
	assert_int_equal(look_recovered(fixture).things, 7);
}

static void a_failed_write_fails_the_commit(void **state)
{
	struct fixture *fixture = *state;

	assert_true(db_execute(fixture->db, "BEGIN IMMEDIATE") && insert(fixture->db, 3));
	shim_set_fault(fixture->shim, SHIM_WRITE_FAILS);
	assert_false(db_execute(fixture->db, "COMMIT"));
	assert_int_equal(db_status(fixture->db), STATUS_UNAVAILABLE);
	shim_set_fault(fixture->shim, SHIM_NO_FAULT);
	connection_rollback(fixture->db);
	assert_int_equal(look_recovered(fixture).things, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_transaction_reaches_the_log_in_few_writes, setup, teardown),
		cmocka_unit_test_setup_teardown(a_commit_is_in_the_file_when_others_hear_of_it, setup, teardown),
		cmocka_unit_test_setup_teardown(pages_that_leave_the_cache_early_are_found_again, setup, teardown),
		cmocka_unit_test_setup_teardown(pages_are_read_while_they_wait, setup, teardown),
		cmocka_unit_test_setup_teardown(what_is_rolled_back_leaves_no_trace, setup, teardown),
		cmocka_unit_test_setup_teardown(what_a_savepoint_takes_back_is_overwritten, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_log_is_rolled_back_and_emptied_without_space, setup, teardown),
		cmocka_unit_test_setup_teardown(a_failed_write_fails_the_commit, setup, teardown),
	};

	return cmocka_run_group_tests_name("frame_buffer", tests, NULL, NULL);
}

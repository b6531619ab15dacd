/* What was deleted leaves the files of a store: also what SQLite leaves behind when pages are split. */
#include "tests/service/store/store_fixture.h"

#include "common/base/file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define TEXTS 8000
#define GONE  10 /* every tenth is changed */

static const struct sql make = {"make", "CREATE TABLE word (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE) STRICT"};
static const struct sql put = {"put", "INSERT INTO word (id, text) VALUES ($1, $2)"};
static const struct sql change = {"change", "UPDATE word SET text = $2 WHERE id = $1"};
static const struct sql check = {"check", "PRAGMA integrity_check"};
static const struct sql count = {"count", "SELECT COUNT(*) AS n FROM word"};

/* In no order, so that the index splits its pages everywhere. */
static void word(char out[40], int64_t number)
{
	uint64_t mixed = (uint64_t)(number + 1) * UINT64_C(0x9e3779b97f4a7c15);
	snprintf(out, 40, "word%016llx", (unsigned long long)(mixed ^ mixed >> 29));
}

static bool fill(void *context, struct db *db)
{
	char text[40];
	struct query query = query_begin(db, &make);
	(void)context;
	query_run(&query);
	for (int64_t i = 0; i < TEXTS; i++) {
		word(text, i);
		query = query_begin(db, &put);
		query_bind_number(&query, 1, i);
		query_bind_text(&query, 2, text);
		query_run(&query);
	}
	return db_status(db) == STATUS_OK;
}

static bool take_out(void *context, struct db *db)
{
	char text[40];
	(void)context;
	for (int64_t i = 0; i < TEXTS; i += GONE) {
		snprintf(text, sizeof(text), "gone %lld", (long long)i);
		struct query query = query_begin(db, &change);
		query_bind_number(&query, 1, i);
		query_bind_text(&query, 2, text);
		query_run(&query);
	}
	return db_status(db) == STATUS_OK;
}

/* Words that were taken out and are in the database file or its log all the same. */
static int remains(struct store_fixture *fixture)
{
	struct arena arena;
	char path[600], text[40];
	int found = 0;
	arena_init(&arena, 64 << 20);
	for (int file = 0; file < 2; file++) {
		char *bytes;
		size_t length;
		snprintf(path, sizeof(path), "%s%s", fixture->path, file ? "-wal" : "");
		if (file_read(&arena, path, 32 << 20, &bytes, &length) != STATUS_OK)
			continue;
		for (int64_t i = 0; i < TEXTS; i += GONE) {
			word(text, i);
			found += memmem(bytes, length, text, strlen(text)) != NULL;
		}
	}
	arena_fini(&arena);
	return found;
}

static void assert_whole(void *context, struct db *db)
{
	struct arena arena;
	(void)context;
	arena_init(&arena, 1 << 16);
	struct query query = query_begin(db, &check);
	assert_true(query_step(&query));
	assert_string_equal(query_text(&query, "integrity_check", &arena), "ok");
	query_end(&query);
	query = query_begin(db, &count);
	assert_true(query_step(&query));
	assert_int_equal(query_number(&query, "n"), TEXTS);
	query_end(&query);
	arena_fini(&arena);
}

static void what_was_taken_out_is_in_no_file(void **state)
{
	struct store_fixture *fixture = *state;
	int64_t stall_ms = -1;
	assert_int_equal(store_write_now(fixture->store, fill, NULL), STATUS_OK);
	assert_int_equal(store_write_now(fixture->store, take_out, NULL), STATUS_OK);
	assert_true(remains(fixture) > 0);
	assert_int_equal(store_scrub(fixture->store, &stall_ms), STATUS_OK);
	assert_true(stall_ms >= 0);
	assert_int_equal(remains(fixture), 0);
	assert_int_equal(store_read_now(fixture->store, assert_whole, NULL), STATUS_OK);
}

static void it_does_not_come_back_with_later_writes(void **state)
{
	struct store_fixture *fixture = *state;
	int64_t stall_ms;
	assert_int_equal(store_write_now(fixture->store, fill, NULL), STATUS_OK);
	assert_int_equal(store_write_now(fixture->store, take_out, NULL), STATUS_OK);
	assert_int_equal(store_scrub(fixture->store, &stall_ms), STATUS_OK);
	assert_int_equal(store_write_now(fixture->store, take_out, NULL), STATUS_OK); /* the same pages once more */
	assert_int_equal(remains(fixture), 0);
	store_close(fixture->store);
	assert_int_equal(fixture_open(fixture, &fixture->store, 0), STATUS_OK);
	assert_int_equal(remains(fixture), 0);
	assert_int_equal(store_read_now(fixture->store, assert_whole, NULL), STATUS_OK);
}

struct staying {
	struct store_read read;
	sem_t entered, leave, ended;
};

static void stay(struct store_read *read, struct db *db)
{
	struct staying *staying = (struct staying *)read;
	struct query query = query_begin(db, &check);
	query_run(&query);
	sem_post(&staying->entered);
	sem_wait(&staying->leave);
}

static void stayed(struct store_read *read, enum status status)
{
	(void)status;
	sem_post(&((struct staying *)read)->ended);
}

static void a_reader_that_stays_is_not_waited_for(void **state)
{
	struct store_fixture *fixture = *state;
	struct staying staying = {.read = {.run = stay, .done = stayed}};
	int64_t stall_ms;
	sem_init(&staying.entered, 0, 0);
	sem_init(&staying.leave, 0, 0);
	sem_init(&staying.ended, 0, 0);
	assert_true(store_submit_read(fixture->store, &staying.read));
	sem_wait(&staying.entered);
	assert_int_equal(store_scrub(fixture->store, &stall_ms), STATUS_UNAVAILABLE);
	sem_post(&staying.leave);
	sem_wait(&staying.ended);
	assert_int_equal(store_scrub(fixture->store, &stall_ms), STATUS_OK);
	sem_destroy(&staying.entered);
	sem_destroy(&staying.leave);
	sem_destroy(&staying.ended);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(what_was_taken_out_is_in_no_file),
		STORE_TEST(it_does_not_come_back_with_later_writes),
		STORE_TEST(a_reader_that_stays_is_not_waited_for),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

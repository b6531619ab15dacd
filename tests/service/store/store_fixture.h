/* store_fixture: a store of things in a folder of a test's own, and jobs for it: some that insert a thing, one that
 * holds the writer, one that looks at what is there. */
#ifndef KLEOS_TESTS_STORE_FIXTURE_H
#define KLEOS_TESTS_STORE_FIXTURE_H

#include "common/store/store.h"
#include "tests/support/support.h"

#include <semaphore.h>
#include <stdatomic.h>

struct store_fixture {
	struct test_world world;
	char *folder;
	char path[512];
	struct store *store;
	_Atomic int64_t rung;
};

/* cmocka's set-up and tear-down: the store is open. */
int store_set_up(void **state);
int store_tear_down(void **state);
#define STORE_TEST(name) cmocka_unit_test_setup_teardown(name, store_set_up, store_tear_down)

/* `bound` of its queue; 0: the default. */
enum status fixture_open(struct store_fixture *fixture, struct store **out, size_t bound);

/* A job that inserts `number`; what the writer says of it is kept. */
struct job {
	struct store_write write;
	int64_t number;
	bool keep, event, fails;
	sem_t *ended;
	_Atomic int *order; /* counts jobs as they are done */
	int place;
	enum status status;
};

/* Not kept: rolled back. It posts `ended` when it is done. */
struct job job_make(int64_t number, bool keep, sem_t *ended);

/* Holds the writer inside a group of its own until it is let go, so that what is submitted meanwhile is one group. */
struct holder {
	struct store_write write;
	sem_t entered, leave, ended;
};

void holder_submit(struct store *store, struct holder *holder);
void hold(struct store *store, struct holder *holder); /* returns when it holds */
void let_go(struct holder *holder);                    /* returns when it is done */

/* For store_write_now: inserts the int64_t that `context` points to, with an event. */
bool insert_now(void *context, struct db *db);

/* What there is; `number` is asked for. */
struct look {
	int64_t things, head, head_time, cursor;
	bool dense, found;
	int64_t number;
	struct id epoch, cursor_epoch;
};

void look_run(void *context, struct db *db); /* for store_read_now */
struct look look(struct store *store, int64_t number);

#endif

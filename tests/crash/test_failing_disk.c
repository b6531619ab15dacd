/* A full disk degrades and recovers; a disk that fails ends the process, which finds everything acknowledged again. */
#include "tests/support/support.h"

#include "tests/crash/shim.h"
#include "tests/crash/work.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define EXIT_UNKNOWN 70
#define WORK_MS      1772355600000 /* the clock of test_world: request ids of other days are dropped */
#define PATIENCE_MS  20000

struct fixture {
	struct test_world world;
	char *folder;
	char path[512];
	struct shim *shim;
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	test_world_init(&fixture->world);
	fixture->folder = test_folder_make();
	fixture->shim = shim_open("failing", false);
	snprintf(fixture->path, sizeof(fixture->path), "%s/things.db", fixture->folder);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	shim_close(fixture->shim);
	test_folder_remove(fixture->folder);
	free(fixture);
	return 0;
}

static struct store *open_store(struct fixture *fixture)
{
	struct store *store = NULL;

	if (store_open(&store, &(struct store_config){.path = fixture->path,
												  .migrations = &work_migrations,
												  .environment = &fixture->world.environment,
												  .vfs = "failing"}) != STATUS_OK)
		abort();
	return store;
}

struct put {
	struct store_write write;
	int64_t number;
	int pipe_end;
};

static bool put_run(void *context, struct db *db)
{
	return work_put(db, *(int64_t *)context, WORK_MS);
}

static enum status put(struct store *store, int64_t number)
{
	return store_write_now(store, put_run, &number);
}

struct check {
	int64_t wanted[8];
	size_t n;
	struct work_seen seen;
};

static void check_run(void *context, struct db *db)
{
	struct check *check = context;

	check->seen = work_check(db, check->wanted, check->n);
}

static bool wait_for_health(struct store *store)
{
	struct timespec pause = {.tv_nsec = 20 * 1000000};

	for (int waited = 0; waited < PATIENCE_MS; waited += 20) {
		if (store_health(store) == STATUS_OK)
			return true;
		nanosleep(&pause, NULL);
	}
	return false;
}

static void a_full_disk_refuses_writes_and_recovers_by_itself(void **state)
{
	struct fixture *fixture = *state;
	struct store *store = open_store(fixture);
	struct check check = {.wanted = {1}, .n = 1};

	assert_int_equal(put(store, 1), STATUS_OK);
	shim_set_fault(fixture->shim, SHIM_DISK_FULL);
	assert_int_equal(put(store, 2), STATUS_RESOURCE_EXHAUSTED);
	assert_int_equal(store_health(store), STATUS_RESOURCE_EXHAUSTED);
	assert_int_equal(store_read_now(store, check_run, &check), STATUS_OK); /* reads go on */
	assert_int_equal(check.seen.things, 1);
	assert_true(check.seen.whole);
	shim_set_fault(fixture->shim, SHIM_NO_FAULT);
	assert_true(wait_for_health(store)); /* without a write of ours */
	assert_int_equal(put(store, 2), STATUS_OK);
	store_close(store);
	store = open_store(fixture);
	check = (struct check){.wanted = {1, 2}, .n = 2};
	assert_int_equal(store_read_now(store, check_run, &check), STATUS_OK);
	assert_int_equal(check.seen.lost, 0);
	assert_true(check.seen.whole);
	store_close(store);
}

/* The child of the next test: its disk fails under the second write. What the writer said goes over the pipe. */
static bool told_run(struct store_write *job, struct db *db)
{
	return work_put(db, ((struct put *)job)->number, WORK_MS);
}

static void told_done(struct store_write *job, enum status committed)
{
	unsigned char byte = (unsigned char)committed;

	if (write(((struct put *)job)->pipe_end, &byte, 1) != 1)
		_exit(1);
}

static _Noreturn void child_main(struct fixture *fixture, enum shim_fault fault, int pipe_end)
{
	struct store *store = open_store(fixture);
	struct put failing = {.write = {.run = told_run, .done = told_done}, .number = 2, .pipe_end = pipe_end};

	if (put(store, 1) != STATUS_OK)
		_exit(1);
	shim_set_fault(fixture->shim, fault);
	if (!store_submit_write(store, &failing.write))
		_exit(1);
	for (;;)
		pause(); /* the writer thread ends the process */
}

static void the_process_ends_and_finds_everything_again(struct fixture *fixture, enum shim_fault fault)
{
	struct check check = {.wanted = {1}, .n = 1};
	unsigned char byte = 0;
	struct store *store;
	int ends[2], how = 0;
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0)
		child_main(fixture, fault, ends[1]);
	close(ends[1]);
	assert_int_equal(read(ends[0], &byte, 1), 1);
	assert_int_equal(byte, STATUS_UNAVAILABLE); /* answered before the end */
	close(ends[0]);
	waitpid(child, &how, 0);
	assert_true(WIFEXITED(how));
	assert_int_equal(WEXITSTATUS(how), EXIT_UNKNOWN);
	store = open_store(fixture);
	assert_int_equal(store_read_now(store, check_run, &check), STATUS_OK);
	assert_int_equal(check.seen.lost, 0);
	assert_true(check.seen.whole); /* the second is there as a whole or not at all */
	store_close(store);
}

static void a_failing_sync_ends_the_process(void **state)
{
	the_process_ends_and_finds_everything_again(*state, SHIM_SYNC_FAILS);
}

static void a_failing_write_ends_the_process(void **state)
{
	the_process_ends_and_finds_everything_again(*state, SHIM_WRITE_FAILS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_failing_sync_ends_the_process, setup, teardown),
		cmocka_unit_test_setup_teardown(a_failing_write_ends_the_process, setup, teardown),
		cmocka_unit_test_setup_teardown(a_full_disk_refuses_writes_and_recovers_by_itself, setup, teardown),
	};

	return cmocka_run_group_tests_name("failing_disk", tests, NULL, NULL);
}

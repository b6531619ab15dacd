/* What stays when a store is closed, opened again, or killed. */
#include "tests/service/store/store_fixture.h"

#include "common/store/audit.h"
#include "common/store/outbox.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

static void closing_runs_what_waits(void **state)
{
	struct store_fixture *fixture = *state;
	struct holder holder;
	struct job jobs[10];
	sem_t ended;

	sem_init(&ended, 0, 0);
	hold(fixture->store, &holder);
	for (int i = 0; i < 10; i++) {
		jobs[i] = job_make(i, true, &ended);
		assert_true(store_submit_write(fixture->store, &jobs[i].write));
	}
	sem_post(&holder.leave);
	store_close(fixture->store);
	for (int i = 0; i < 10; i++) {
		assert_int_equal(sem_trywait(&ended), 0);
		assert_int_equal(jobs[i].status, STATUS_OK);
	}
	assert_int_equal(fixture_open(fixture, &fixture->store, 0), STATUS_OK);
	assert_int_equal(look(fixture->store, 0).things, 10);
	sem_destroy(&ended);
}

static void the_host_hears_of_new_events(void **state)
{
	struct store_fixture *fixture = *state;
	int64_t number = 1;

	assert_int_equal(store_write_now(fixture->store, insert_now, &number), STATUS_OK);
	assert_int_equal(store_write_now(fixture->store, insert_now, &number), STATUS_INTERNAL); /* taken, and no event */
	store_close(fixture->store); /* the writer has rung by now */
	assert_int_equal(atomic_load(&fixture->rung), 1);
	assert_int_equal(fixture_open(fixture, &fixture->store, 0), STATUS_OK);
	struct store_state seen;
	store_state(fixture->store, &seen);
	assert_int_equal(seen.head_seq, 1);
}

static bool cursor_run(void *context, struct db *db)
{
	const struct id *subject = context;

	audit_append(
		db, &(struct audit_entry){.time_ms = 5, .action = "cursor.moved", .subject = *subject, .call_id = "call-1"});
	cursor_write(db, "members", context, 3);
	cursor_write(db, "members", context, 4);
	return true;
}

static void the_epoch_and_cursors_stay(void **state)
{
	struct store_fixture *fixture = *state;
	struct look before, after;
	struct id epoch = {.bytes = {9}};

	assert_int_equal(look(fixture->store, 0).cursor, 0);
	assert_int_equal(store_write_now(fixture->store, cursor_run, &epoch), STATUS_OK);
	before = look(fixture->store, 0);
	assert_false(id_is_zero(&before.epoch));
	assert_int_equal(before.cursor, 4);
	assert_true(id_equal(&before.cursor_epoch, &epoch));
	store_close(fixture->store);
	assert_int_equal(fixture_open(fixture, &fixture->store, 0), STATUS_OK);
	after = look(fixture->store, 0);
	assert_true(id_equal(&before.epoch, &after.epoch));
}

static void one_database_has_one_store(void **state)
{
	struct store_fixture *fixture = *state;
	struct store *other;

	assert_int_equal(fixture_open(fixture, &other, 0), STATUS_FAILED_PRECONDITION);
}

struct teller {
	struct store_fixture *fixture;
	int64_t first;
	int pipe_end;
};

/* The child of the next test: tells each number over the pipe once it is acknowledged, until it is killed. */
static void *write_and_tell(void *argument)
{
	struct teller *teller = argument;

	for (int64_t number = teller->first;; number++) {
		int64_t told = number;
		if (store_write_now(teller->fixture->store, insert_now, &told) != STATUS_OK)
			_exit(1);
		if (write(teller->pipe_end, &told, sizeof(told)) != sizeof(told))
			_exit(1);
	}
}

static void child_main(struct store_fixture *fixture, int pipe_end)
{
	struct teller tellers[8];
	pthread_t threads[8];

	if (fixture_open(fixture, &fixture->store, 0) != STATUS_OK)
		_exit(1);
	for (int i = 0; i < 8; i++) {
		tellers[i] = (struct teller){.fixture = fixture, .first = (int64_t)i << 32, .pipe_end = pipe_end};
		pthread_create(&threads[i], NULL, write_and_tell, &tellers[i]);
	}
	pthread_join(threads[0], NULL);
	_exit(1);
}

static void what_was_acknowledged_survives_kill_nine(void **state)
{
	struct store_fixture *fixture = *state;
	static int64_t told[100000];
	size_t n = 0;
	int ends[2], how;
	pid_t child;

	store_close(fixture->store);
	fixture->store = NULL;
	assert_int_equal(pipe(ends), 0);
	child = fork();
	if (child == 0)
		child_main(fixture, ends[1]);
	close(ends[1]);
	while (n < 2000 && read(ends[0], &told[n], sizeof(told[n])) == sizeof(told[n]))
		n++;
	kill(child, SIGKILL);
	while (n < 100000 && read(ends[0], &told[n], sizeof(told[n])) == sizeof(told[n]))
		n++;
	close(ends[0]);
	waitpid(child, &how, 0);
	assert_true(n >= 2000);
	assert_int_equal(fixture_open(fixture, &fixture->store, 0), STATUS_OK);
	for (size_t i = 0; i < n; i += n / 500)
		assert_true(look(fixture->store, told[i]).found);
	assert_true(look(fixture->store, told[n - 1]).found);
	assert_true(look(fixture->store, 0).things >= (int64_t)n);
	assert_int_equal(look(fixture->store, 0).things, look(fixture->store, 0).head);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		STORE_TEST(what_was_acknowledged_survives_kill_nine),
		STORE_TEST(closing_runs_what_waits),
		STORE_TEST(the_host_hears_of_new_events),
		STORE_TEST(the_epoch_and_cursors_stay),
		STORE_TEST(one_database_has_one_store),
	};
	return cmocka_run_group_tests_name("life of a store", tests, NULL, NULL);
}

/* How the figures follow the tables while their snapshot is being written. */
#include "tests/support/service_fixture.h"

#include "common/store/outbox.h"
#include "recognitions/sql.h"
#include "services/recognitions/impact/source.h"

#include <stdatomic.h>
#include <stdio.h>
#include <unistd.h>

/* A disk that takes its time, which no real one does when asked to: calls wait while their door is shut. */
struct door {
	atomic_bool shut;
	atomic_bool met; /* somebody waits before it */
};

static struct door opening, syncing;

static void pass(struct door *door)
{
	atomic_store(&door->met, atomic_load(&door->shut));
	while (atomic_load(&door->shut))
		usleep(1000);
}

FILE *__real_fdopen(int descriptor, const char *mode);
FILE *__wrap_fdopen(int descriptor, const char *mode);
FILE *__wrap_fdopen(int descriptor, const char *mode)
{
	pass(&opening);
	return __real_fdopen(descriptor, mode);
}

int __real_fsync(int descriptor);
int __wrap_fsync(int descriptor);
int __wrap_fsync(int descriptor)
{
	pass(&syncing);
	return __real_fsync(descriptor);
}

static bool is_met(void *context)
{
	struct door *door = context;
	return atomic_load(&door->met);
}

struct followed {
	struct service_fixture base;
	struct store *store;
	struct impact_source *source;
};

static void followed_init(struct followed *followed, struct door *shut)
{
	service_fixture_init(&followed->base);
	atomic_store(&shut->shut, true);
	struct arena *arena = &followed->base.arena;
	const struct store_config store = {.path = arena_printf(arena, "%s/recognitions.db", followed->base.folder),
									   .migrations = &recognitions_migrations,
									   .synchronous = DB_NORMAL,
									   .environment = &followed->base.world.environment};
	assert_int_equal(store_open(&followed->store, &store), STATUS_OK);
	const struct impact_source_config source = {.store = followed->store,
												.snapshot = arena_printf(arena, "%s/snapshot", followed->base.folder),
												.members_cursor = "members",
												.environment = &followed->base.world.environment,
												.save_events = 1};
	assert_int_equal(impact_source_open(&followed->source, &source), STATUS_OK);
}

static bool append(void *context, struct db *db)
{
	struct followed *followed = context;
	struct id subject = id_new(&followed->base.world.environment);
	outbox_append(db, "recognition.noticed", &subject, followed->base.world.now_ms, false);
	return true;
}

static void catch_up(void *context, struct db *db)
{
	struct followed *followed = context;
	assert_int_equal(impact_source_catch_up(followed->source, db), STATUS_OK);
}

/* One more event: whether somebody who asks now is told of it. */
static bool is_up_to_date(struct followed *followed)
{
	struct store_state state;
	assert_int_equal(store_write_now(followed->store, append, followed), STATUS_OK);
	impact_source_wake(followed->source);
	assert_int_equal(store_read_now(followed->store, catch_up, followed), STATUS_OK);
	store_state(followed->store, &state);
	return impact_applied_seq(impact_source_impact(followed->source)) == state.head_seq;
}

static bool is_late(void *context)
{
	return !is_up_to_date(context);
}

static bool is_up_to_date_again(void *context)
{
	return is_up_to_date(context);
}

static void followed_fini(struct followed *followed)
{
	impact_source_stop(followed->source);
	store_close(followed->store);
	impact_source_close(followed->source);
	service_fixture_fini(&followed->base);
}

static void nobody_waits_for_a_copy_that_takes_its_time(void **state)
{
	(void)state;
	struct followed followed;
	followed_init(&followed, &opening);
	wait_until(is_late, &followed); /* and yet whoever asks is answered */
	atomic_store(&opening.shut, false);
	wait_until(is_up_to_date_again, &followed);
	followed_fini(&followed);
}

static void figures_follow_while_a_snapshot_goes_to_the_disk(void **state)
{
	(void)state;
	struct followed followed;
	followed_init(&followed, &syncing);
	assert_int_equal(store_write_now(followed.store, append, &followed), STATUS_OK);
	impact_source_wake(followed.source);
	wait_until(is_met, &syncing);
	for (int i = 0; i < 20; i++)
		assert_true(is_up_to_date(&followed));
	atomic_store(&syncing.shut, false);
	followed_fini(&followed);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_waits_for_a_copy_that_takes_its_time),
		cmocka_unit_test(figures_follow_while_a_snapshot_goes_to_the_disk),
	};
	return cmocka_run_group_tests_name("the source of figures", tests, NULL, NULL);
}

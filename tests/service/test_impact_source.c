/* How the figures follow the tables while their snapshot is being written. */
#include "tests/support/service_fixture.h"

#include "common/store/outbox.h"
#include "recognitions/sql.h"
#include "services/recognitions/impact/source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

struct followed {
	struct service_fixture base;
	struct store *store;
	struct impact_source *source;
};

static void open_followed(struct followed *followed, const char *snapshot)
{
	struct arena *arena = &followed->base.arena;
	const struct store_config store = {.path = arena_printf(arena, "%s/recognitions.db", followed->base.folder),
									   .migrations = &recognitions_migrations,
									   .synchronous = DB_NORMAL,
									   .environment = &followed->base.world.environment};
	assert_int_equal(store_open(&followed->store, &store), STATUS_OK);
	const struct impact_source_config source = {.store = followed->store,
												.snapshot = snapshot,
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

static void nobody_waits_for_a_snapshot_that_takes_its_time(void **state)
{
	(void)state;
	struct followed followed;
	char bytes[4096];
	service_fixture_init(&followed.base);
	const char *snapshot = arena_printf(&followed.base.arena, "%s/snapshot", followed.base.folder);
	const char *temporary = arena_printf(&followed.base.arena, "%s.new", snapshot);
	assert_int_equal(mkfifo(temporary, 0600), 0); /* whoever writes waits for a reader */
	open_followed(&followed, snapshot);
	wait_until(is_late, &followed); /* and yet whoever asks is answered */
	int reader = open(temporary, O_RDONLY);
	while (read(reader, bytes, sizeof(bytes)) > 0)
		;
	close(reader);
	wait_until(is_up_to_date_again, &followed);
	impact_source_stop(followed.source);
	store_close(followed.store);
	impact_source_close(followed.source);
	service_fixture_fini(&followed.base);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_waits_for_a_snapshot_that_takes_its_time),
	};
	return cmocka_run_group_tests_name("the source of figures", tests, NULL, NULL);
}

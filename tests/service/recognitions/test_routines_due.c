/* What happens when a routine is due: once, at its time, with what the reader may see. Over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"
#include "kleos/events/v1/events_service.pb-c.h"

#include <sqlite3.h>
#include <string.h>

#define HOUR_MS INT64_C(3600000)
#define WEEK_MS (7 * DAY_MS)
#define DUES    64

/* What was due since the outbox stood at `after`. */
struct dues {
	struct stage *stage;
	int64_t after;
	size_t wanted;
	struct id ids[DUES];
	size_t n;
};

static const Kleos__ReadEventsResponse *read_events(struct stage *stage, int64_t after)
{
	const struct principal process = principal_internal("test");
	Kleos__ReadEventsRequest ask = KLEOS__READ_EVENTS_REQUEST__INIT;
	ask.after = after;
	return peer_must(&stage->peer, &process, &kleos__events_service__descriptor, "ReadEvents", &ask.base);
}

static struct dues dues_from_now(struct stage *stage)
{
	return (struct dues){.stage = stage, .after = read_events(stage, INT64_MAX)->head};
}

static bool dues_are_there(void *context)
{
	struct dues *dues = context;
	const Kleos__ReadEventsResponse *run = read_events(dues->stage, dues->after);
	dues->n = 0;
	for (size_t i = 0; i < run->n_events; i++)
		if (strcmp(run->events[i]->type, "routine.due") == 0) {
			assert_true(dues->n < DUES);
			assert_true(id_from_bytes(&dues->ids[dues->n++], run->events[i]->subject.data, ID_SIZE));
		}
	return dues->n >= dues->wanted;
}

/* Fails the test unless it is so many, no more and no fewer. */
static void dues_are(struct dues *dues, size_t wanted)
{
	dues->wanted = wanted;
	wait_until(dues_are_there, dues);
	stage_settle(dues->stage); /* the feed goes round: time for one too many */
	dues_are_there(dues);
	assert_int_equal(dues->n, wanted);
}

static const Kleos__RoutineDue *due_of(struct stage *stage, const struct principal *who, const struct id *id)
{
	Kleos__GetRoutineDueRequest request = KLEOS__GET_ROUTINE_DUE_REQUEST__INIT;
	request.routine_due = id_text(&stage->fixture.arena, id);
	const Kleos__GetRoutineDueResponse *response =
		peer_call(&stage->peer, who, RECOGNITIONS, "GetRoutineDue", NULL, &request.base);
	return response ? response->routine_due : NULL;
}

/* A routine of the team, weekly from `ahead_ms` from now on, in UTC; whole minutes. */
static const Kleos__Routine *weekly(struct stage *stage, const char *team, int64_t ahead_ms)
{
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	int64_t at_ms = stage->fixture.world.now_ms + ahead_ms;
	int32_t day = day_of_ms(at_ms), minute = (int32_t)(at_ms % DAY_MS / 60000);
	Kleos__CreateRoutineRequest request = KLEOS__CREATE_ROUTINE_REQUEST__INIT;
	request.team = team;
	request.weekday = (Kleos__Weekday)(day - day_week_start(day) + 1);
	request.time = arena_printf(&stage->fixture.arena, "%02d:%02d", minute / 60, minute % 60);
	request.time_zone = "UTC";
	const Kleos__CreateRoutineResponse *response =
		peer_must(&stage->peer, &people, RECOGNITIONS, "CreateRoutine", &request.base);
	return response->routine;
}

static void stop(struct stage *stage, const Kleos__Routine *routine)
{
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	Kleos__DeleteRoutineRequest request = KLEOS__DELETE_ROUTINE_REQUEST__INIT;
	request.routine = routine->id;
	peer_must(&stage->peer, &people, RECOGNITIONS, "DeleteRoutine", &request.base);
}

static void a_routine_is_due_at_its_time_once_a_week(void **state)
{
	struct stage *stage = *state;
	struct principal service = a_key(ROLE_BIT(SERVICE));
	stage_member(stage, "d-one", "dock", "", 0);
	stage_settle(stage);
	const Kleos__Routine *routine = weekly(stage, "dock", 2 * HOUR_MS);
	int64_t due_s = routine->next_due_time->seconds;
	struct dues dues = dues_from_now(stage);
	unsigned asked = 0;
	stage_later(stage, 2 * HOUR_MS - 1 - stage->fixture.world.now_ms % 60000);
	dues_are(&dues, 0);
	for (size_t week = 1; week <= 5; week++) {
		stage_later(stage, due_s * 1000 - stage->fixture.world.now_ms);
		dues_are(&dues, week);
		const Kleos__RoutineDue *due = due_of(stage, &service, &dues.ids[week - 1]);
		assert_int_equal(due->due_time->seconds, due_s);
		due_s += WEEK_MS / 1000;
		assert_int_equal(due->routine->next_due_time->seconds, due_s);
		assert_int_equal(due->n_prompts, 2);
		assert_string_equal(due->prompts[0]->locale, "en");
		assert_string_equal(due->prompts[1]->locale, "el");
		asked |= 1u << due->prompts[0]->prompt;
	}
	assert_int_equal(asked, 0x3e);
	stop(stage, routine);
}

static void several_missed_weeks_are_told_once_when_the_service_is_back(void **state)
{
	struct stage *stage = *state;
	struct principal service = a_key(ROLE_BIT(SERVICE));
	stage_member(stage, "w-one", "wharf", "", 0);
	stage_settle(stage);
	const Kleos__Routine *routine = weekly(stage, "wharf", HOUR_MS);
	int64_t due_s = routine->next_due_time->seconds;
	struct dues dues = dues_from_now(stage);
	for (int64_t weeks = 0; weeks <= 3; weeks += 3) {
		stage_close_recognitions(stage);
		stage->fixture.world.now_ms += 2 * HOUR_MS + weeks * WEEK_MS;
		stage_open_recognitions(stage);
		stage_settle(stage);
		dues_are(&dues, weeks ? 2 : 1);
		const Kleos__RoutineDue *due = due_of(stage, &service, &dues.ids[dues.n - 1]);
		assert_int_equal(due->due_time->seconds, due_s + weeks * (WEEK_MS / 1000));
		assert_int_equal(due->routine->next_due_time->seconds, due_s + (weeks + 1) * (WEEK_MS / 1000));
	}
	stop(stage, routine);
}

static void a_clock_set_back_does_not_repeat_what_was_told(void **state)
{
	struct stage *stage = *state;
	stage_member(stage, "c-one", "creek", "", 0);
	stage_settle(stage);
	const Kleos__Routine *routine = weekly(stage, "creek", HOUR_MS);
	struct dues dues = dues_from_now(stage);
	stage_later(stage, HOUR_MS);
	dues_are(&dues, 1);
	stage->fixture.world.now_ms -= HOUR_MS;
	stage_settle(stage);
	stage_later(stage, HOUR_MS);
	dues_are(&dues, 1);
	stop(stage, routine);
}

static void alter(struct stage *stage, const char *sql)
{
	sqlite3 *db;
	const char *path = arena_printf(&stage->fixture.arena, "%s/recognitions.db", stage->fixture.folder);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
}

static bool is_put_right(void *context)
{
	const Kleos__Routine *wanted = ((void **)context)[1];
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	Kleos__ListRoutinesRequest request = KLEOS__LIST_ROUTINES_REQUEST__INIT;
	request.team = wanted->team;
	struct stage *stage = ((void **)context)[0];
	const Kleos__ListRoutinesResponse *list =
		peer_must(&stage->peer, &people, RECOGNITIONS, "ListRoutines", &request.base);
	return list->routines[0]->next_due_time->seconds == wanted->next_due_time->seconds;
}

/* As if the zone's rules had changed while the service was down. */
static void a_time_by_older_rules_is_put_right_at_the_start(void **state)
{
	struct stage *stage = *state;
	stage_member(stage, "o-one", "oasis", "", 0);
	stage_settle(stage);
	const Kleos__Routine *routine = weekly(stage, "oasis", 2 * DAY_MS);
	struct dues dues = dues_from_now(stage);
	stage_close_recognitions(stage);
	alter(stage, "UPDATE routine SET due_ms = due_ms + 3600000");
	stage_open_recognitions(stage);
	stage_settle(stage);
	wait_until(is_put_right, (void *[]){stage, (void *)(uintptr_t)routine});
	dues_are(&dues, 0);
	stop(stage, routine);
}

static void what_was_due_is_for_the_team_its_leaders_and_integrations(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "s-boss", "far", "", 0), mate = stage_member(stage, "s-mate", "sail", "", 0);
	struct id child = stage_member(stage, "s-child", "sail/jib", "s-boss", 0);
	struct id aunt = stage_member(stage, "s-aunt", "sailors", "", 0);
	struct id report = stage_member(stage, "s-report", "sail", "s-boss", 0);
	stage_settle(stage);
	(void)report;
	const Kleos__Routine *routine = weekly(stage, "sail", HOUR_MS);
	struct dues dues = dues_from_now(stage);
	stage_later(stage, HOUR_MS);
	dues_are(&dues, 1);
	struct principal see[] = {a_member(&mate), a_member(&child), caller(ROLE_BIT(LEADER), &boss),
							  a_key(ROLE_BIT(SERVICE)), a_key(ROLE_BIT(PEOPLE_ADMIN))};
	struct principal do_not[] = {a_member(&aunt), a_member(&boss), a_key(ROLE_BIT(AUDITOR)), a_key(ROLE_BIT(LEADER))};
	for (size_t i = 0; i < sizeof see / sizeof *see; i++)
		assert_non_null(due_of(stage, &see[i], &dues.ids[0]));
	for (size_t i = 0; i < sizeof do_not / sizeof *do_not; i++) {
		assert_null(due_of(stage, &do_not[i], &dues.ids[0]));
		assert_int_equal(stage->peer.reply.status, STATUS_NOT_FOUND);
		assert_string_equal(stage->peer.reply.reason, "ROUTINE_DUE_NOT_FOUND");
	}
	stop(stage, routine);
	assert_null(due_of(stage, &see[0], &dues.ids[0]));
}

static void the_digest_holds_what_its_reader_may_see_and_nothing_else(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "g-giver", "gulf", "", 0);
	struct id mate = stage_member(stage, "g-mate", "gulf", "", 0);
	struct id shy = stage_member(stage, "g-shy", "gulf", "", VISIBILITY(PRIVATE));
	struct id guest = stage_member(stage, "g-guest", "bay", "", 0);
	stage_member(stage, "g-open", "gulf", "", VISIBILITY(EXTERNAL));
	stage_member(stage, "g-bay", "bay", "", VISIBILITY(EXTERNAL));
	struct principal who = a_member(&giver), other = a_member(&guest), reader = a_member(&mate), named = a_member(&shy);
	struct principal service = a_key(ROLE_BIT(SERVICE));
	stage_give(stage, &who, stage_thanks(stage, "g-open", "too old"));
	stage_later(stage, DAY_MS);
	const Kleos__Routine *routine = weekly(stage, "gulf", 7 * DAY_MS - HOUR_MS);
	for (int i = 0; i < 3; i++)
		stage_give(stage, &who, stage_thanks(stage, "g-open g-bay", "for all"));
	Kleos__GiveRecognitionRequest *quiet = stage_thanks(stage, "g-open", "for the team");
	quiet->visibility = VISIBILITY(TEAM);
	stage_give(stage, &who, quiet);
	stage_give(stage, &who, stage_thanks(stage, "g-shy", "between us"));
	stage_give(stage, &other, stage_thanks(stage, "g-bay", "elsewhere"));
	stage_later(stage, 1000);
	for (int i = 0; i < 3; i++)
		stage_give(stage, &other, stage_thanks(stage, "g-open", "the newest"));
	struct dues dues = dues_from_now(stage);
	stage_later(stage, 7 * DAY_MS - HOUR_MS - 1000);
	dues_are(&dues, 1);
	stage_give(stage, &who, stage_thanks(stage, "g-open", "too late"));
	const struct {
		const struct principal *who;
		int32_t recognitions, receivers;
	} sees[] = {{&service, 6, 2}, {&reader, 7, 2}, {&named, 8, 3}};
	for (size_t i = 0; i < sizeof sees / sizeof *sees; i++) {
		const Kleos__RoutineDigest *digest = due_of(stage, sees[i].who, &dues.ids[0])->digest;
		assert_int_equal(digest->recognitions, sees[i].recognitions);
		assert_int_equal(digest->receivers, sees[i].receivers);
		assert_int_equal(digest->n_newest, 5);
		assert_string_equal(digest->newest[0]->message, "the newest");
		assert_int_equal(digest->end_time->seconds - digest->start_time->seconds, WEEK_MS / 1000);
	}
	stop(stage, routine);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_routine_is_due_at_its_time_once_a_week),
		cmocka_unit_test(several_missed_weeks_are_told_once_when_the_service_is_back),
		cmocka_unit_test(a_clock_set_back_does_not_repeat_what_was_told),
		cmocka_unit_test(a_time_by_older_rules_is_put_right_at_the_start),
		cmocka_unit_test(what_was_due_is_for_the_team_its_leaders_and_integrations),
		cmocka_unit_test(the_digest_holds_what_its_reader_may_see_and_nothing_else),
	};
	return stage_run("routines that are due", tests, sizeof tests / sizeof *tests);
}

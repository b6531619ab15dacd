/* Pulses: one a person and month, and nobody can tell whose. */
#include "tests/service/members/fixture.h"

#include "common/base/calendar.h"
#include "common/base/file.h"

#include <dirent.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define KEY_OFFSET 13 /* in pulse.key; see pulse_key.c */
#define KEY_SIZE   32
#define FILE_BOUND ((size_t)16 << 20)

static struct principal person(const struct id *id)
{
	return caller(ROLE_BIT(MEMBER), id);
}

static const char *submit(struct members_fixture *f, const struct id *id, bool need, bool have, int32_t strain)
{
	const struct principal who = person(id);
	Kleos__SubmitPulseRequest request = KLEOS__SUBMIT_PULSE_REQUEST__INIT;
	request.need_leadership = need;
	request.have_leadership = have;
	request.strain = strain;
	const Kleos__SubmitPulseResponse *response =
		peer_call(&f->peer, &who, MEMBERS, "SubmitPulse", "a request id that nobody is to find", &request.base);
	return response ? response->period : "";
}

static void submit_refused(struct members_fixture *f, const struct principal *who, int32_t strain, enum status status,
						   const char *reason)
{
	Kleos__SubmitPulseRequest request = KLEOS__SUBMIT_PULSE_REQUEST__INIT;
	request.strain = strain;
	peer_refused(&f->peer, who, MEMBERS, "SubmitPulse", &request.base, status, reason);
}

static struct id add(struct members_fixture *f, const char *handle, const char *team)
{
	return id_of(add_member(f, handle, team, "")->id);
}

/* month team answers/need/have/strain; … */
static const char *figures(struct members_fixture *f, const char *from, const char *to)
{
	const struct principal process = principal_internal("test");
	Kleos__GetDirectoryStateRequest request = KLEOS__GET_DIRECTORY_STATE_REQUEST__INIT;
	const char *text = "";
	assert_true(day_parse(&request.from_day, from) && day_parse(&request.to_day, to));
	const Kleos__GetDirectoryStateResponse *response =
		peer_must(&f->peer, &process, DIRECTORY, "GetDirectoryState", &request.base);
	for (size_t i = 0; i < response->n_pulses; i++) {
		const Kleos__PulseCell *cell = response->pulses[i];
		char day[DAY_TEXT_SIZE];
		day_format(day, cell->month);
		text = arena_printf(&f->base.arena, "%s%s%.7s %s %d/%d/%d/%d", text, i ? "; " : "", day, cell->team,
							cell->answers, cell->need, cell->have, cell->strain);
	}
	return text;
}

struct closing {
	struct members_fixture *f;
	const char *expected;
};

static bool is_closed(void *context)
{
	struct closing *closing = context;
	return strcmp(figures(closing->f, "2026-03-01", "2026-03-31"), closing->expected) == 0;
}

static void wait_closed(struct members_fixture *f, const char *expected)
{
	struct closing closing = {f, expected};
	wait_until(is_closed, &closing);
}

static void everybody_answers_once_a_month(void **state)
{
	struct members_fixture *f = *state;
	struct id a = add(f, "a", "red"), b = add(f, "b", "red");
	const struct principal who = person(&a);
	assert_string_equal(submit(f, &a, true, false, 3), "2026-03");
	submit_refused(f, &who, 0, STATUS_ALREADY_EXISTS, "PULSE_ALREADY_SUBMITTED");
	assert_string_equal(submit(f, &b, false, true, 0), "2026-03");
	pass_days(f, 31);
	assert_string_equal(submit(f, &a, false, true, 1), "2026-04");
	submit_refused(f, &who, 0, STATUS_ALREADY_EXISTS, "PULSE_ALREADY_SUBMITTED");
	pass_days(f, -31); /* a clock that is set back opens no month again */
	submit_refused(f, &who, 0, STATUS_ALREADY_EXISTS, "PULSE_ALREADY_SUBMITTED");
}

static void only_members_answer_and_only_for_themselves(void **state)
{
	struct members_fixture *f = *state;
	struct id a = add(f, "a", "");
	const uint32_t others[] = {ROLE_BIT(SERVICE), ROLE_BIT(AUDITOR), ROLE_BIT(ADMIN)};
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		const struct principal owned = caller(others[i], &a), unowned = caller(others[i] | ROLE_BIT(MEMBER), NULL);
		submit_refused(f, &owned, 0, STATUS_PERMISSION_DENIED, NULL);
		submit_refused(f, &unowned, 0, STATUS_PERMISSION_DENIED, NULL);
	}
	const struct principal who = person(&a);
	submit_refused(f, &who, 5, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	submit_refused(f, &who, -1, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_string_equal(submit(f, &a, true, true, 4), "2026-03");
}

static void only_closed_months_are_told_by_team_of_now(void **state)
{
	struct members_fixture *f = *state;
	struct id a = add(f, "a", "red"), b = add(f, "b", "red"), c = add(f, "c", "");
	Kleos__RenameTeamRequest rename = KLEOS__RENAME_TEAM_REQUEST__INIT;
	submit(f, &a, true, false, 3);
	submit(f, &b, true, true, 1);
	submit(f, &c, false, false, 4);
	assert_string_equal(figures(f, "2026-03-01", "2026-03-31"), "");
	pass_days(f, 31);
	wait_closed(f, "2026-03  1/0/0/4; 2026-03 red 2/2/1/4");
	assert_string_equal(figures(f, "2026-03-02", "2026-04-30"), "");
	assert_string_equal(figures(f, "2026-02-01", "2026-03-30"), "");
	rename.team = "red";
	rename.new_team = "blue";
	peer_must(&f->peer, &f->hr, MEMBERS, "RenameTeam", &rename.base);
	assert_string_equal(figures(f, "2026-01-01", "2026-12-31"), "2026-03  1/0/0/4; 2026-03 blue 2/2/1/4");
}

/* The clock stands at nine o'clock in UTC on 1 March. */
static void months_begin_and_end_where_the_deployment_is(void **state)
{
	struct members_fixture *f = *state;
	members_fixture_close(f);
	peer_init(&f->peer, &f->base, "members", PEER_INPROC);
	f->base.days = zone_days_open("Europe/Athens");
	f->base.world.now_ms += 31 * DAY_MS - INT64_C(13) * 3600000; /* 31 March, 20:00 UTC: 23:00 in Athens */
	members_fixture_open(f);
	struct id a = add(f, "a", "red"), b = add(f, "b", "red");
	assert_string_equal(submit(f, &a, true, false, 2), "2026-03");
	f->base.world.now_ms += 3600000; /* 21:00 UTC, midnight in summer time */
	assert_string_equal(submit(f, &b, true, false, 2), "2026-04");
	assert_string_equal(figures(f, "2026-03-01", "2026-04-30"), "2026-03 red 1/1/0/2");
}

/* ---- what is on the disk ---- */

static bool file_holds(struct members_fixture *f, const char *name, const void *bytes, size_t length)
{
	char *text;
	size_t size;
	const char *path = arena_printf(&f->base.arena, "%s/%s", f->base.folder, name);
	if (file_read(&f->base.arena, path, FILE_BOUND, &text, &size) != STATUS_OK)
		return false;
	return memmem(text, size, bytes, length) != NULL;
}

/* Names of the files in the data folder that hold these bytes. */
static const char *holders(struct members_fixture *f, const void *bytes, size_t length)
{
	const char *names = "";
	DIR *folder = opendir(f->base.folder);
	for (struct dirent *entry; (entry = readdir(folder));)
		if (*entry->d_name != '.' && file_holds(f, entry->d_name, bytes, length))
			names = arena_printf(&f->base.arena, "%s%s%s", names, *names ? " " : "", entry->d_name);
	closedir(folder);
	return names;
}

static const uint8_t *key_now(struct members_fixture *f)
{
	char *text;
	size_t size;
	const char *path = arena_printf(&f->base.arena, "%s/pulse.key", f->base.folder);
	assert_int_equal(file_read(&f->base.arena, path, 1000, &text, &size), STATUS_OK);
	assert_true(size >= KEY_OFFSET + KEY_SIZE);
	return (const uint8_t *)text + KEY_OFFSET;
}

static void the_key_of_a_closed_month_is_nowhere(void **state)
{
	struct members_fixture *f = *state;
	struct id a = add(f, "a", "");
	submit(f, &a, false, false, 0);
	const uint8_t *key = key_now(f);
	assert_string_equal(holders(f, key, KEY_SIZE), "pulse.key"); /* never in the database or its log */
	pass_days(f, 31);
	wait_closed(f, "2026-03  1/0/0/0");
	assert_string_equal(holders(f, key, KEY_SIZE), "");
	submit(f, &a, false, false, 0);
	assert_memory_not_equal(key_now(f), key, KEY_SIZE);
	assert_string_equal(holders(f, key, KEY_SIZE), "");
}

static void stop(struct members_fixture *f)
{
	rpc_client_close(f->peer.client);
	members_close(f->members);
}

static void restart(struct members_fixture *f)
{
	stop(f);
	members_fixture_open(f);
}

static void a_month_that_ended_while_nobody_looked_is_closed_at_the_start(void **state)
{
	struct members_fixture *f = *state;
	struct id a = add(f, "a", "");
	submit(f, &a, false, false, 2);
	const uint8_t *key = key_now(f);
	restart(f);
	const struct principal who = person(&a);
	submit_refused(f, &who, 0, STATUS_ALREADY_EXISTS, "PULSE_ALREADY_SUBMITTED"); /* the key was kept */
	stop(f);
	pass_days(f, 31);
	members_fixture_open(f);
	assert_string_equal(figures(f, "2026-03-01", "2026-03-31"), "2026-03  1/0/0/2");
	assert_string_equal(holders(f, key, KEY_SIZE), "");
}

static void without_its_key_a_month_takes_no_second_answers(void **state)
{
	struct members_fixture *f = *state;
	struct id a = add(f, "a", "");
	const struct principal who = person(&a);
	submit(f, &a, true, false, 2);
	stop(f);
	unlink(arena_printf(&f->base.arena, "%s/pulse.key", f->base.folder));
	members_fixture_open(f);
	submit_refused(f, &who, 0, STATUS_FAILED_PRECONDITION, "PULSE_KEY_LOST");
	pass_days(f, 31);
	assert_string_equal(submit(f, &a, true, false, 2), "2026-04");
	wait_closed(f, "2026-03  1/1/0/2"); /* what was answered is kept */
}

static int64_t count_of(struct members_fixture *f, const char *table)
{
	sqlite3 *db;
	sqlite3_stmt *statement;
	const char *path = arena_printf(&f->base.arena, "%s/members.db", f->base.folder);
	const char *sql = arena_printf(&f->base.arena, "SELECT count(*) FROM %s", table);
	assert_int_equal(sqlite3_open_v2(path, &db, SQLITE_OPEN_READONLY, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_step(statement), SQLITE_ROW);
	int64_t count = sqlite3_column_int64(statement, 0);
	sqlite3_finalize(statement);
	sqlite3_close(db);
	return count;
}

static void an_answer_leaves_no_row_but_its_own_two(void **state)
{
	struct members_fixture *f = *state;
	static const char *const silent[] = {"audit", "outbox", "idempotency", "member", "team"};
	int64_t before[5];
	struct id a = add(f, "a", "red");
	for (size_t i = 0; i < 5; i++)
		before[i] = count_of(f, silent[i]);
	submit(f, &a, true, false, 2);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(count_of(f, silent[i]), before[i]);
	assert_int_equal(count_of(f, "pulse_answer"), 1);
	assert_int_equal(count_of(f, "pulse_mark"), 1);
}

/* ---- two databases that differ in who answered ---- */

/* Six people of one team, of whom three answer, always the same things; the file without marks, as VACUUM writes it. */
static void make_world(const size_t answering[3], char **out, size_t *out_length, struct arena *arena)
{
	static const int32_t strains[3] = {0, 4, 2};
	struct members_fixture f = {0};
	struct id people[6];
	service_fixture_init(&f.base);
	peer_init(&f.peer, &f.base, "members", PEER_INPROC);
	members_fixture_open(&f);
	f.hr = caller(ROLE_BIT(PEOPLE_ADMIN), NULL);
	for (size_t i = 0; i < 6; i++)
		people[i] = add(&f, arena_printf(&f.base.arena, "p%zu", i), "red");
	for (size_t i = 0; i < 3; i++)
		assert_string_equal(submit(&f, &people[answering[i]], i == 1, i != 1, strains[i]), "2026-03");
	members_fixture_close(&f);
	const char *path = arena_printf(&f.base.arena, "%s/members.db", f.base.folder);
	sqlite3 *db;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "DELETE FROM pulse_mark; PRAGMA journal_mode = DELETE; VACUUM", NULL, NULL, NULL),
					 SQLITE_OK);
	sqlite3_close(db);
	assert_int_equal(file_read(arena, path, FILE_BOUND, out, out_length), STATUS_OK);
	service_fixture_fini(&f.base);
}

static void who_answered_is_in_no_byte_but_the_marks(void **state)
{
	struct arena arena;
	char *one, *other;
	size_t one_length, other_length;
	(void)state;
	arena_init(&arena, (size_t)64 << 20);
	make_world((const size_t[]){0, 1, 2}, &one, &one_length, &arena);
	make_world((const size_t[]){5, 3, 0}, &other, &other_length, &arena);
	assert_int_equal(one_length, other_length);
	size_t differs = 0;
	for (size_t i = 0; i < one_length; i++)
		differs += one[i] != other[i];
	assert_int_equal(differs, 0);
	arena_fini(&arena);
}

#define TESTS(TEST)                                                                                                    \
	{                                                                                                                  \
		TEST(everybody_answers_once_a_month), TEST(only_members_answer_and_only_for_themselves),                       \
			TEST(only_closed_months_are_told_by_team_of_now), TEST(the_key_of_a_closed_month_is_nowhere),              \
			TEST(a_month_that_ended_while_nobody_looked_is_closed_at_the_start),                                       \
			TEST(without_its_key_a_month_takes_no_second_answers), TEST(months_begin_and_end_where_the_deployment_is), \
			TEST(an_answer_leaves_no_row_but_its_own_two),                                                             \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(MEMBERS_TEST);
	const struct CMUnitTest tcp[] = TESTS(MEMBERS_TEST_TCP);
	const struct CMUnitTest worlds[] = {cmocka_unit_test(who_answered_is_in_no_byte_but_the_marks)};
	return cmocka_run_group_tests_name("pulses over inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("pulses over tcp", tcp, NULL, NULL) +
		   cmocka_run_group_tests_name("pulses of two worlds", worlds, NULL, NULL);
}

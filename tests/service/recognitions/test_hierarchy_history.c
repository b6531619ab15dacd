/* A database of before arcs knew a direction: what was given then is stamped as if it were given now with an old day,
 * by two ways that share nothing: the migration's SQL and the look-ups of giving. */
#include "tests/service/recognitions/stage.h"

#include "common/base/array.h"
#include "common/base/calendar.h"
#include "common/store/migration.h"
#include "recognitions/sql.h"
#include "services/recognitions/hierarchy.h"

#include <stdio.h>
#include <string.h>

#define OLD_STEPS 17 /* migrations that such a database had */
#define PEOPLE    40
#define SPELLS    3
#define GIFTS     800
#define DAYS      40

struct history {
	struct service_fixture fixture;
	struct db *db;
	uint64_t random;
	int managers[PEOPLE][DAYS]; /* -1: none */
	struct {
		int giver, receiver, day;
	} gifts[GIFTS];
};

static uint32_t draw(struct history *history, uint32_t bound)
{
	history->random = history->random * 6364136223846793005u + 1442695040888963407u;
	return (uint32_t)(history->random >> 33) % bound;
}

static struct id numbered(uint8_t kind, int number)
{
	struct id id = {.bytes = {[0] = kind, [6] = 0x70, [8] = 0x80}};
	memcpy(id.bytes + 12, &number, sizeof number);
	return id;
}

static const char *blob(struct history *history, uint8_t kind, int number)
{
	struct id id = numbered(kind, number);
	char *text = arena_alloc(&history->fixture.arena, 2 * ID_SIZE + 4);
	strcpy(text, "x'");
	for (size_t i = 0; i < ID_SIZE; i++)
		snprintf(text + 2 + 2 * i, 3, "%02x", id.bytes[i]);
	return strcat(text, "'");
}

static void run(struct history *history, const char *sql)
{
	if (!db_execute(history->db, sql))
		fail_msg("%s", sql);
}

/* Managers have lower numbers, so that nobody is above themselves; chains are long. */
static void person_put(struct history *history, int person)
{
	struct arena *arena = &history->fixture.arena;
	int from_day = DAY_MIN;
	for (int i = 0; i < SPELLS && from_day < DAYS; i++) {
		int manager = person && draw(history, 12) ? person - 1 - (int)draw(history, person < 3 ? 1 : 3) : -1;
		run(history,
			arena_printf(arena, "INSERT INTO spell (member, from_day, team, manager, leader) VALUES (%s, %d, 0, %s, 0)",
						 blob(history, 1, person), from_day, manager < 0 ? "NULL" : blob(history, 1, manager)));
		for (int day = from_day < 0 ? 0 : from_day; day < DAYS; day++)
			history->managers[person][day] = manager;
		from_day = (from_day < 0 ? 0 : from_day) + 1 + (int)draw(history, DAYS / 2);
	}
}

static void gift_put(struct history *history, int gift)
{
	struct arena *arena = &history->fixture.arena;
	int giver = (int)draw(history, PEOPLE), receiver = (giver + 1 + (int)draw(history, 6)) % PEOPLE;
	int day = (int)draw(history, DAYS);
	if (draw(history, 2))
		receiver = (giver + PEOPLE - 1 - (int)draw(history, 6)) % PEOPLE;
	history->gifts[gift].giver = giver;
	history->gifts[gift].receiver = receiver;
	history->gifts[gift].day = day;
	const char *id = blob(history, 2, gift);
	int64_t ms = day * DAY_MS + draw(history, DAY_MS);
	run(history,
		arena_printf(arena,
					 "INSERT INTO recognition (id, giver, giver_team, giver_leader, message, value, win, prompt,"
					 " setting, requested_visibility, giver_cap, visibility, imported, give_ms, create_ms,"
					 " edit_ms, links, metrics) VALUES (%s, %s, 0, 0, 'm', '', 1, 0, 1, 4, 5, 4, 0, %lld, 0, 0, 0, 0)",
					 id, blob(history, 1, giver), (long long)ms));
	run(history,
		arena_printf(arena,
					 "INSERT INTO arc (recognition, position, receiver, credit, team, managed, cap, visibility,"
					 " give_ms, inbox_state, inbox_ms) VALUES (%s, 0, %s, '', 0, %d, 5, 4, %lld, 0, 0)",
					 id, blob(history, 1, receiver), history->managers[receiver][day] == giver, (long long)ms));
}

static void migrate_to(struct history *history, size_t n_steps)
{
	struct migration_set set = recognitions_migrations;
	set.n_steps = n_steps;
	assert_int_equal(migrate(history->db, &set, 0, history->fixture.world.environment.log), STATUS_OK);
}

static void open_old(struct history *history, uint64_t seed)
{
	memset(history, 0, sizeof *history);
	history->random = seed;
	service_fixture_init(&history->fixture);
	const char *path = arena_printf(&history->fixture.arena, "%s/recognitions.db", history->fixture.folder);
	assert_int_equal(db_open(&history->db, path, DB_WRITER, DB_NORMAL, history->fixture.world.environment.log),
					 STATUS_OK);
	migrate_to(history, OLD_STEPS);
	run(history, "BEGIN");
	for (int i = 0; i < PEOPLE; i++)
		person_put(history, i);
	for (int i = 0; i < GIFTS; i++)
		gift_put(history, i);
	run(history, "COMMIT");
}

static void close_old(struct history *history)
{
	db_close(history->db);
	service_fixture_fini(&history->fixture);
}

/* As a person would find it out. */
static enum direction direction_by_hand(const struct history *history, int giver, int receiver, int day)
{
	int levels = 0;
	for (int at = history->managers[receiver][day]; at >= 0; at = history->managers[at][day]) {
		levels++;
		if (at == giver)
			return levels == 1 ? DIRECTION_DOWN : DIRECTION_SKIP;
	}
	for (int at = history->managers[giver][day]; at >= 0; at = history->managers[at][day])
		if (at == receiver)
			return DIRECTION_UP;
	return levels && history->managers[receiver][day] == history->managers[giver][day] ? DIRECTION_PEER
																					   : DIRECTION_OTHER;
}

static enum direction direction_stored(struct history *history, int gift)
{
	static const struct sql one = {"direction", "SELECT direction FROM arc WHERE recognition = $1"};
	struct id id = numbered(2, gift);
	struct query query = query_begin(history->db, &one);
	query_bind_id(&query, 1, &id);
	assert_true(query_step(&query));
	enum direction direction = (enum direction)query_number(&query, "direction");
	query_end(&query);
	return direction;
}

static enum direction direction_given(struct history *history, int giver, int receiver, int day)
{
	struct hierarchy hierarchy = {0};
	int managers[] = {history->managers[giver][day], history->managers[receiver][day]};
	struct id who = numbered(1, giver), whom = numbered(1, receiver), above[2] = {0};
	for (size_t i = 0; i < ARRAY_LENGTH(managers); i++)
		if (managers[i] >= 0)
			above[i] = numbered(1, managers[i]);
	hierarchy_begin(&hierarchy, history->db, day, &who, &above[0]);
	return hierarchy_direction(&hierarchy, &whom, &above[1]);
}

static void what_was_given_before_gets_its_direction(void **state)
{
	struct history history;
	(void)state;
	for (uint64_t seed = 1; seed <= 3; seed++) {
		int seen[DIRECTIONS] = {0};
		open_old(&history, seed);
		migrate_to(&history, recognitions_migrations.n_steps);
		for (int i = 0; i < GIFTS; i++) {
			int giver = history.gifts[i].giver, receiver = history.gifts[i].receiver, day = history.gifts[i].day;
			enum direction expected = direction_by_hand(&history, giver, receiver, day);
			assert_int_equal(direction_stored(&history, i), expected);
			assert_int_equal(direction_given(&history, giver, receiver, day), expected);
			seen[expected]++;
		}
		for (int i = 0; i < DIRECTIONS; i++)
			assert_true(seen[i] > 20);
		close_old(&history);
	}
}

/* Both without a manager, one the other's manager, or both with the same: what giving knows already is enough. */
static void what_is_known_already_is_not_looked_up(void **state)
{
	struct history history;
	(void)state;
	open_old(&history, 6);
	migrate_to(&history, recognitions_migrations.n_steps);
	int n = 0;
	for (int i = 0; i < GIFTS; i++) {
		int giver = history.gifts[i].giver, receiver = history.gifts[i].receiver, day = history.gifts[i].day;
		int of_giver = history.managers[giver][day], of_receiver = history.managers[receiver][day];
		if (of_giver != of_receiver && of_giver != receiver && of_receiver != giver)
			continue;
		int64_t before = db_steps(history.db);
		direction_given(&history, giver, receiver, day);
		assert_int_equal(db_steps(history.db), before);
		n++;
	}
	assert_true(n > 100);
	close_old(&history);
}

/* The first receiver who is not above the giver has the whole line looked up; the next, who has no manager, nothing. */
static void the_line_above_a_giver_is_looked_up_once(void **state)
{
	struct history history;
	(void)state;
	open_old(&history, 7);
	migrate_to(&history, recognitions_migrations.n_steps);
	int giver = PEOPLE - 1;
	while (history.managers[giver][0] < 1)
		giver--;
	struct id who = numbered(1, giver), manager = numbered(1, history.managers[giver][0]);
	struct hierarchy hierarchy = {0};
	hierarchy_begin(&hierarchy, history.db, 0, &who, &manager);
	const struct id alone = numbered(9, 0), nobody = {0};
	int64_t before = db_steps(history.db);
	assert_int_equal(hierarchy_direction(&hierarchy, &alone, &nobody), DIRECTION_OTHER);
	assert_true(db_steps(history.db) > before);
	before = db_steps(history.db);
	assert_int_equal(hierarchy_direction(&hierarchy, &alone, &nobody), DIRECTION_OTHER);
	for (int i = 0; i < (int)hierarchy.n_above; i++)
		assert_int_equal(hierarchy_direction(&hierarchy, &hierarchy.above[i], &nobody), DIRECTION_UP);
	assert_int_equal(db_steps(history.db), before);
	close_old(&history);
}

static void a_circle_of_managers_ends(void **state)
{
	struct history history;
	(void)state;
	open_old(&history, 4);
	run(&history, arena_printf(&history.fixture.arena, "UPDATE spell SET manager = %s WHERE member = %s",
							   blob(&history, 1, PEOPLE - 1), blob(&history, 1, 0)));
	migrate_to(&history, recognitions_migrations.n_steps);
	for (int i = 0; i < GIFTS; i++)
		direction_given(&history, history.gifts[i].giver, history.gifts[i].receiver, history.gifts[i].day);
	assert_int_equal(db_status(history.db), STATUS_OK);
	close_old(&history);
}

/* Who is not known any more, as while members are told of anew, is nobody's manager. */
static void what_was_given_by_strangers_is_other(void **state)
{
	struct history history;
	(void)state;
	open_old(&history, 5);
	run(&history, "DELETE FROM spell");
	migrate_to(&history, recognitions_migrations.n_steps);
	for (int i = 0; i < GIFTS; i++)
		assert_true(direction_stored(&history, i) <= DIRECTION_DOWN); /* managed was known */
	close_old(&history);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_given_before_gets_its_direction),
		cmocka_unit_test(what_is_known_already_is_not_looked_up),
		cmocka_unit_test(the_line_above_a_giver_is_looked_up_once),
		cmocka_unit_test(a_circle_of_managers_ends),
		cmocka_unit_test(what_was_given_by_strangers_is_other),
	};
	return cmocka_run_group_tests_name("directions of before", tests, NULL, NULL);
}

/* What a list touches: the steps that the database takes for it are those of what its reader may see, and none more. */
#include "common/directory/directory_teams.h"
#include "common/store/store.h"
#include "recognitions/sql.h"
#include "services/recognitions/list/audience.h"
#include "services/recognitions/store.h"
#include "tests/support/service_fixture.h"

#include <string.h>

#define VISIBILITY(name) KLEOS__VISIBILITY__VISIBILITY_##name
#define TEAMS            5
#define PEOPLE           8

enum person { VIEWER, MATE, REPORT, NEIGHBOUR, STRANGER, OTHER, FAR, BOSS };

static const char *const teams[TEAMS] = {"sea", "sea/north", "hill", "hill/east", "cave"};
static const int team_of_person[PEOPLE] = {1, 1, 2, 3, 4, 4, 3, 2};

/* One database, and what was put into it. */
struct world {
	struct service_fixture fixture;
	struct store *store;
	bool hidden; /* holds what the viewer may not see, too */
	struct id people[PEOPLE];
	int64_t numbers[TEAMS];
	uint32_t made;
};

static struct id numbered(uint8_t kind, uint32_t number)
{
	struct id id = {.bytes = {[0] = kind, [6] = 0x70, [8] = 0x80}};
	memcpy(id.bytes + 12, &number, sizeof number);
	return id;
}

static void person_put(struct world *world, struct db *db, enum person person)
{
	Kleos__MemberRecord record = KLEOS__MEMBER_RECORD__INIT;
	Kleos__MemberSpell spell = KLEOS__MEMBER_SPELL__INIT, *spells[] = {&spell};
	world->people[person] = numbered(1, (uint32_t)person);
	record.id = (ProtobufCBinaryData){ID_SIZE, world->people[person].bytes};
	record.handle = arena_printf(&world->fixture.arena, "p%d", person);
	record.display_name = "Somebody";
	record.status = KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE;
	record.spells = spells;
	record.n_spells = 1;
	spell.team = teams[team_of_person[person]];
	struct id team = numbered(3, (uint32_t)team_of_person[person]);
	spell.team_id = (ProtobufCBinaryData){ID_SIZE, team.bytes};
	if (person == REPORT)
		spell.manager = (ProtobufCBinaryData){ID_SIZE, world->people[VIEWER].bytes};
	known_put(db, &record, 0);
}

static struct named_member named(struct world *world, enum person person)
{
	return (struct named_member){.id = world->people[person], .team = world->numbers[team_of_person[person]]};
}

static void thanks_put(struct world *world, struct db *db, Kleos__Visibility visibility, enum person giver,
					   enum person receiver, int also)
{
	struct recognition *out = arena_alloc(&world->fixture.arena, sizeof *out);
	*out = (struct recognition){.id = numbered(2, world->made),
								.giver = named(world, giver),
								.message = {"thanks"},
								.value = "craft",
								.win = KLEOS__WIN__WIN_SMALL,
								.visibility = visibility,
								.give_ms = 1000 + world->made};
	out->arcs[out->n_arcs++] = (struct arc){.receiver = named(world, receiver), .credit = {""}};
	if (also >= 0)
		out->arcs[out->n_arcs++] = (struct arc){.receiver = named(world, (enum person)also), .credit = {""}};
	recognition_put(db, out);
	world->made++;
}

/* The same in both worlds. */
static void put_visible(struct world *world, struct db *db)
{
	thanks_put(world, db, VISIBILITY(ORGANIZATION), STRANGER, OTHER, -1);
	thanks_put(world, db, VISIBILITY(EXTERNAL), OTHER, NEIGHBOUR, FAR);
	thanks_put(world, db, VISIBILITY(TEAM), MATE, STRANGER, -1);
	thanks_put(world, db, VISIBILITY(TEAM), STRANGER, MATE, NEIGHBOUR);
	thanks_put(world, db, VISIBILITY(MANAGER), STRANGER, REPORT, OTHER);
	thanks_put(world, db, VISIBILITY(PRIVATE), VIEWER, STRANGER, -1);
	thanks_put(world, db, VISIBILITY(PRIVATE), STRANGER, VIEWER, OTHER);
}

static void put_hidden(struct world *world, struct db *db)
{
	thanks_put(world, db, VISIBILITY(PRIVATE), STRANGER, REPORT, OTHER);
	thanks_put(world, db, VISIBILITY(PRIVATE), MATE, STRANGER, -1);
	thanks_put(world, db, VISIBILITY(MANAGER), STRANGER, OTHER, MATE);
	thanks_put(world, db, VISIBILITY(MANAGER), REPORT, OTHER, -1);
	thanks_put(world, db, VISIBILITY(TEAM), STRANGER, OTHER, -1);
	thanks_put(world, db, VISIBILITY(TEAM), FAR, STRANGER, NEIGHBOUR);
	thanks_put(world, db, VISIBILITY(TEAM), REPORT, BOSS, STRANGER);
}

static bool fill(void *context, struct db *db)
{
	struct world *world = context;
	for (int person = 0; person < PEOPLE; person++)
		person_put(world, db, (enum person)person);
	for (int i = 0; i < TEAMS; i++) {
		const int64_t number = directory_team_number(db, teams[i]);
		world->numbers[i] = number > 0 ? number : 0;
	}
	for (int i = 0; i < 60; i++) {
		put_visible(world, db);
		for (int j = 0; world->hidden && j < 3; j++)
			put_hidden(world, db);
	}
	return true;
}

static void world_open(struct world *world, bool hidden)
{
	world->hidden = hidden;
	service_fixture_init(&world->fixture);
	struct store_config config = {
		.path = arena_printf(&world->fixture.arena, "%s/recognitions.db", world->fixture.folder),
		.migrations = &recognitions_migrations,
		.synchronous = DB_NORMAL,
		.environment = &world->fixture.world.environment,
	};
	assert_int_equal(store_open(&world->store, &config), STATUS_OK);
	assert_int_equal(store_write_now(world->store, fill, world), STATUS_OK);
}

static void world_close(struct world *world)
{
	store_close(world->store);
	service_fixture_fini(&world->fixture);
}

/* A list to its end. */
struct listed {
	struct world *world;
	struct viewer viewer;
	struct audience_filter filter;
	size_t seen, unseen, streams;
	int64_t steps;
};

static void list(void *context, struct db *db)
{
	struct listed *listed = context;
	struct arena *arena = &listed->world->fixture.arena;
	struct walk_position at;
	struct recognition *found = arena_alloc(arena, sizeof *found);
	struct walk walk;
	int64_t before = db_steps(db);
	walk_init(&walk, db, arena, NULL, INT64_MIN);
	audience_add_streams(&walk, &listed->viewer, &listed->filter);
	while (walk_next(&walk, &at)) {
		assert_true(recognition_read(db, arena, &at.recognition, found));
		if (recognition_is_visible(found, &listed->viewer))
			listed->seen += audience_passes(found, &listed->filter);
		else
			listed->unseen++;
	}
	listed->steps = db_steps(db) - before;
	listed->streams = walk.n_streams;
}

static struct listed listed(struct world *world, struct audience_filter filter, bool member)
{
	struct listed listed = {.world = world, .filter = filter, .viewer = {.team = "", .organization = true}};
	if (member)
		listed.viewer = (struct viewer){.member = world->people[VIEWER], .team = "sea/north", .organization = true};
	listed.filter.team = filter.team ? filter.team : "";
	listed.filter.value = filter.value ? filter.value : "";
	assert_int_equal(store_read_now(world->store, list, &listed), STATUS_OK);
	return listed;
}

static void compare(struct world *full, struct world *open, struct audience_filter filter, bool member)
{
	struct listed with = listed(full, filter, member), without = listed(open, filter, member);
	assert_int_equal(with.unseen, 0);
	assert_int_equal(with.seen, without.seen);
	/* The end of a stretch is the end of the index or another's entry: a step. */
	assert_in_range(with.steps - without.steps + (int64_t)with.streams, 0, 2 * with.streams);
}

static void a_list_costs_what_its_reader_may_see_and_nothing_more(void **state)
{
	(void)state;
	static struct world full, open;
	world_open(&full, true);
	world_open(&open, false);
	for (int member = 0; member < 2; member++) {
		compare(&full, &open, (struct audience_filter){.value = ""}, member);
		compare(&full, &open, (struct audience_filter){.value = "craft"}, member);
		compare(&full, &open, (struct audience_filter){.team = "hill"}, member);
		for (int person = 0; person < PEOPLE; person++) {
			compare(&full, &open, (struct audience_filter){.giver = full.people[person]}, member);
			compare(&full, &open, (struct audience_filter){.receiver = full.people[person]}, member);
		}
	}
	world_close(&full);
	world_close(&open);
}

/* What of put_visible and put_hidden is the viewer's, by contract.md. */
static size_t seen_by_contract(struct world *world, struct audience_filter filter)
{
	size_t a_round = 0;
	if (id_equal(&filter.receiver, &world->people[STRANGER]))
		a_round = 2; /* from the mate, heard in their team; from the viewer */
	if (id_equal(&filter.giver, &world->people[STRANGER]))
		a_round = 4; /* to all, to the mate, to the report, to the viewer */
	if (id_equal(&filter.receiver, &world->people[OTHER]))
		a_round = 3; /* to all; with the report; with the viewer */
	if (id_equal(&filter.receiver, &world->people[NEIGHBOUR]))
		a_round = 2; /* to all; with the mate, overheard in their team */
	return 60 * a_round;
}

static void a_list_of_a_person_holds_all_that_its_reader_may_see(void **state)
{
	(void)state;
	static struct world full;
	world_open(&full, true);
	for (enum person person = NEIGHBOUR; person <= OTHER; person++) {
		struct audience_filter filter = {.receiver = full.people[person]};
		assert_int_equal(listed(&full, filter, true).seen, seen_by_contract(&full, filter));
	}
	struct audience_filter given = {.giver = full.people[STRANGER]};
	assert_int_equal(listed(&full, given, true).seen, seen_by_contract(&full, given));
	world_close(&full);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_list_costs_what_its_reader_may_see_and_nothing_more),
		cmocka_unit_test(a_list_of_a_person_holds_all_that_its_reader_may_see),
	};
	return cmocka_run_group_tests_name("recognitions_walk", tests, NULL, NULL);
}

#include "tests/module/impact/impact_world.h"

#include "common/base/calendar.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

#define FIRST_DAY 19990
#define DAYS      120
#define MANAGERS  3 /* the first members: few, so that they meet their people often */

/* By number, as they begin. */
static const char *const TEAMS[WORLD_TEAMS] = {"", "a", "a/b", "a/b/c", "ab", "d", "d/e"};
const char *const WORLD_PATHS[WORLD_PATHS_COUNT] = {"", "a", "a/b", "a/b/c", "ab", "ab/z", "d", "d/e", "n"};
const char *const WORLD_VALUES[WORLD_VALUES_COUNT] = {"", "craft", "courage", "care"};

/* 0 … bound - 1; xorshift64. */
static uint32_t draw(struct impact_world *world, uint32_t bound)
{
	world->random ^= world->random << 13;
	world->random ^= world->random >> 7;
	world->random ^= world->random << 17;
	return (uint32_t)(world->random >> 33) % bound;
}

static uint32_t draw_team(struct impact_world *world)
{
	return draw(world, WORLD_TEAMS);
}

static void make_member(struct impact_world *world, size_t i)
{
	struct impact_world_member *member = &world->members[i];
	int32_t from_day = DAY_MIN;
	size_t n = 1 + draw(world, WORLD_SPELLS_BOUND);
	for (size_t k = 0; k < n; k++) {
		member->spells[k] = (struct impact_spell){.from_day = from_day, .team = draw_team(world)};
		member->spells[k].manager.bytes[0] = (uint8_t)draw(world, MANAGERS + 1); /* 0: none */
		from_day = k ? from_day + 1 + (int32_t)draw(world, 40) : FIRST_DAY + (int32_t)draw(world, 60);
	}
	member->told = (struct impact_member){.joined_day = DAY_MIN, .left_day = DAY_MAX, member->spells, n};
	member->told.id.bytes[0] = (uint8_t)(i + 1);
	if (draw(world, 3) == 0)
		member->told.joined_day = FIRST_DAY + (int32_t)draw(world, DAYS);
	if (draw(world, 3) == 0)
		member->told.left_day = FIRST_DAY + (int32_t)draw(world, DAYS);
}

static enum direction draw_direction(struct impact_world *world)
{
	return draw(world, 3) ? (enum direction)draw(world, DIRECTIONS) : DIRECTION_DOWN;
}

/* Stamps are drawn, not looked up: the engine must take them as they are. */
static void make_recognition(struct impact_world *world, size_t i)
{
	struct impact_world_recognition *made = &world->recognitions[i];
	size_t giver = draw(world, (uint32_t)world->n_members);
	size_t n = 1 + draw(world, 3) / 2 * draw(world, WORLD_RECEIVERS_BOUND);
	made->told = (struct impact_recognition){
		.day = FIRST_DAY + (int32_t)draw(world, DAYS),
		.giver = world->members[giver].told.id,
		.giver_team = draw_team(world),
		.value = WORLD_VALUES[draw(world, WORLD_VALUES_COUNT)],
		.giver_leads = draw(world, 4) == 0,
		.big = draw(world, 4) == 0,
		.prompt = (uint8_t)draw(world, WORLD_PROMPTS + 1),
		.quiet = draw(world, 5) == 0,
		.external = draw(world, 3) == 0,
		.receivers = made->receivers,
	};
	made->told.id.bytes[8] = 0x80;
	made->told.id.bytes[14] = (uint8_t)(i >> 8);
	made->told.id.bytes[15] = (uint8_t)i;
	for (size_t k = 1; k < world->n_members && made->told.n_receivers < n; k++) {
		if (draw(world, 2))
			continue;
		size_t receiver = (giver + k) % world->n_members;
		made->receivers[made->told.n_receivers++] =
			(struct impact_receiver){world->members[receiver].told.id, draw_team(world), draw_direction(world)};
	}
}

struct impact_world *impact_world_make(uint32_t seed)
{
	struct impact_world *world = calloc(1, sizeof *world);
	world->random = seed * 0x9e3779b97f4a7c15u;
	world->n_members = 2 + draw(world, WORLD_MEMBERS_BOUND - 1);
	world->n_recognitions = draw(world, 200);
	world->recognitions = calloc(world->n_recognitions + 1, sizeof *world->recognitions);
	memcpy(world->paths, TEAMS, sizeof TEAMS);
	for (size_t i = 0; i < world->n_members; i++)
		make_member(world, i);
	for (size_t i = 0; i < world->n_recognitions; i++)
		make_recognition(world, i);
	return world;
}

void impact_world_free(struct impact_world *world)
{
	free(world->recognitions);
	free(world);
}

void impact_world_apply(const struct impact_world *world, struct impact *impact, size_t from, size_t to)
{
	for (uint32_t i = 0; i < WORLD_TEAMS; i++)
		impact_apply_team(impact, i, world->paths[i]);
	for (size_t i = 0; i < world->n_members; i++)
		impact_apply_member(impact, &world->members[i].told);
	for (size_t i = from; i < to; i++)
		assert_int_equal(impact_apply_recognition(impact, &world->recognitions[i].told), STATUS_OK);
}

void impact_world_move_team(struct impact_world *world, struct impact *impact)
{
	uint32_t team = 1 + draw(world, WORLD_TEAMS - 1);
	world->paths[team] = WORLD_PATHS[1 + draw(world, WORLD_PATHS_COUNT - 1)];
	impact_apply_team(impact, team, world->paths[team]);
}

void impact_world_change(struct impact_world *world, struct impact *impact, size_t n)
{
	for (size_t i = 0; i < n && world->n_recognitions; i++) {
		struct impact_recognition *told = &world->recognitions[draw(world, (uint32_t)world->n_recognitions)].told;
		struct impact_change change = {.id = told->id, .day = told->day};
		switch (draw(world, 5)) {
		case 0: /* a withdrawn one has no receivers, and nothing brings it back */
			told->n_receivers = 0;
			break;
		case 1: /* an event that comes twice */
			break;
		case 2:
			told->external = !told->external;
			break;
		default:
			told->quiet = !told->quiet;
		}
		change.quiet = told->quiet;
		change.external = told->external;
		change.gone = told->n_receivers == 0;
		impact_apply_change(impact, &change);
	}
}

struct impact_question impact_world_question(struct impact_world *world)
{
	int32_t from = FIRST_DAY - 5 + (int32_t)draw(world, DAYS);
	return (struct impact_question){
		.from_day = from,
		.to_day = from + (int32_t)draw(world, DAYS + 20),
		.team = WORLD_PATHS[draw(world, WORLD_PATHS_COUNT)],
		.interval = (Kleos__Interval)draw(world, 4),
	};
}

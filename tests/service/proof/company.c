#include "tests/service/proof/company.h"

#include "common/base/calendar.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define ARCS      400
#define FIRST_DAY 20149 /* 2025-03-02 */
#define DAYS      364   /* up to the day before the clock's: 2026-03-01 */
#define MONTH_MS  (INT64_C(32) * 86400000)
#define SWAPPED   4 /* the first people of those who change places */
#define NAME_SIZE 16

/* People of one team, whom the first of `led` manages up to the next border: name1, name2, … */
static const struct block {
	const char *name, *team;
	unsigned count;
	const char *swap; /* whose first four do in the other house what the first four here do in one; NULL: nobody's */
	unsigned borders; /* after so many people another one manages the rest */
} blocks[] = {
	{"few", "works/few", 4, "alpha", 4}, {"alpha", "works/alpha", 9, "few", 4},
	{"hut", "yard/hut", 4, "yard", 4},   {"yard", "yard", 8, "hut", 4},
	{"shop", "shop", 4, "front", 4},     {"front", "shop/front", 6, "shop", 4},
	{"back", "shop/back", 8, NULL, 8},   {"own", "works", 6, NULL, 6},
	{"beta", "works/beta", 7, NULL, 7},  {"inner", "works/beta/inner", 7, NULL, 7},
	{"sale", "sales", 9, NULL, 9},
};
#define BLOCKS (sizeof blocks / sizeof *blocks)

struct person {
	const struct block *block;
	unsigned number; /* from 1 */
};

/* splitmix64 (Steele, Lea and Flood 2014) */
static uint64_t draw(struct company *company, uint64_t bound)
{
	uint64_t z = company->seed += UINT64_C(0x9e3779b97f4a7c15);
	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (z ^ (z >> 31)) % bound;
}

static void label(struct company *company, const char *what)
{
	char text[HOUSE_LABEL];
	snprintf(text, sizeof text, "%s %u", what, ++company->step);
	for (size_t i = 0; i < SIDES; i++)
		house_label(&company->houses[i], text);
}

static bool changes_places(struct person person)
{
	return person.block->swap && person.number <= SWAPPED;
}

/* Who does in this house what the person does in the first. */
static const char *name_in(struct company *company, size_t side, struct person person)
{
	const char *name = side && changes_places(person) ? person.block->swap : person.block->name;
	return arena_printf(&company->houses[side].base.arena, "%s%u", name, person.number);
}

static struct person draw_person(struct company *company)
{
	const struct block *block = &blocks[draw(company, BLOCKS)];
	return (struct person){block, 1 + (unsigned)draw(company, block->count)};
}

/* Whether an arc between them is between teams, and which, does not change with the places. */
static bool may_thank(struct person a, struct person b)
{
	bool same = a.block == b.block || (a.block->swap && strcmp(a.block->swap, b.block->name) == 0);
	if (a.block == b.block && a.number == b.number)
		return false;
	return !same || changes_places(a) == changes_places(b);
}

/* ---- people ---- */

static void import(struct house *house, const char *target, const char *csv)
{
	struct answer answer = house_ask(house, house->admin, "POST", target, "Content-Type: text/csv\r\n", csv);
	if (answer.status != 200 || !strstr(answer.body, "\"rejected\":[]"))
		fail_msg("%s: %d %s", target, answer.status, answer.body);
}

static void make_people(struct house *house)
{
	struct arena *arena = &house->base.arena;
	const char *csv = "handle,team,manager,joined_on,ceiling\n";
	for (size_t i = 0; i < BLOCKS; i++)
		for (unsigned k = 1; k <= blocks[i].count; k++) {
			unsigned first = k <= blocks[i].borders ? 1 : blocks[i].borders + 1;
			const char *manager = k == first ? "" : arena_printf(arena, "%s%u", blocks[i].name, first);
			csv = arena_printf(arena, "%s%s%u,%s,%s,2025-01-01,EXTERNAL\n", csv, blocks[i].name, k, blocks[i].team,
							   manager);
		}
	import(house, "/v1/members:import", csv);
	house_settle(house);
}

/* ---- what happens ---- */

struct arc {
	struct person giver, receiver;
	int32_t day;
	const char *prompt;
	const char *value, *win, *visibility;
};

static struct arc draw_arc(struct company *company)
{
	static const char *const values[] = {"", "craft", "care"}, *const wins[] = {"SMALL", "SMALL", "BIG"};
	static const char *const levels[] = {"ORGANIZATION", "ORGANIZATION", "EXTERNAL", "TEAM", "MANAGER", "PRIVATE"};
	static const char *const prompts[] = {"", "1", "2", "3", "4", "5"};
	struct arc arc;
	do {
		arc.giver = draw_person(company);
		arc.receiver = draw_person(company);
	} while (!may_thank(arc.giver, arc.receiver));
	arc.day = FIRST_DAY + (int32_t)draw(company, DAYS);
	arc.prompt = prompts[draw(company, 6)];
	arc.value = values[draw(company, 3)];
	arc.win = wins[draw(company, 3)];
	arc.visibility = levels[draw(company, 6)];
	return arc;
}

static void write_arc(struct company *company, size_t side, const struct arc *arc, FILE *out)
{
	char day[DAY_TEXT_SIZE];
	day_format(day, arc->day);
	fprintf(out, "%sT12:00:00Z,%s,%s,%s,%s,thanks,%s,%s\n", day, name_in(company, side, arc->giver),
			name_in(company, side, arc->receiver), arc->value, arc->win, arc->visibility, arc->prompt);
}

static void give(struct company *company, const struct arc *arcs, size_t n)
{
	label(company, "recognitions");
	for (size_t side = 0; side < SIDES; side++) {
		char *csv = NULL;
		size_t length;
		FILE *out = open_memstream(&csv, &length);
		assert_non_null(out);
		fputs("given_at,giver,receivers,value,win,message,visibility,prompt\n", out);
		for (size_t i = 0; i < n; i++)
			write_arc(company, side, &arcs[i], out);
		fclose(out);
		import(&company->houses[side], "/v1/recognitions:import", csv);
		free(csv);
	}
}

/* The small groups thank among themselves as nobody else does. */
static void give_all(struct company *company)
{
	static struct arc arcs[ARCS];
	for (size_t i = 0; i < ARCS; i++) {
		arcs[i] = draw_arc(company);
		if (i % 16 == 0) {
			const struct block *small = &blocks[i / 16 % 3 * 2]; /* few, hut, shop */
			arcs[i].giver = (struct person){small, 1 + (unsigned)draw(company, 2)};
			arcs[i].receiver = (struct person){small, 3 + (unsigned)draw(company, 2)};
		}
	}
	give(company, arcs, ARCS);
}

/* As somebody of both houses. */
static void act(struct company *company, struct person who, const char *target, const char *body)
{
	label(company, target);
	for (size_t side = 0; side < SIDES; side++) {
		struct house *house = &company->houses[side];
		const char *key = house_key(house, name_in(company, side, who), ROLE_BIT(MEMBER));
		house_must(house, key, "POST", target, body);
	}
}

static void answer_pulses(struct company *company)
{
	for (size_t i = 0; i < BLOCKS; i++)
		for (unsigned k = 1; k <= blocks[i].count; k++) {
			const char *need = draw(company, 2) ? "true" : "false", *have = draw(company, 3) ? "false" : "true";
			act(company, (struct person){&blocks[i], k}, "/v1/pulses",
				arena_printf(&company->houses[0].base.arena,
							 "{\"needLeadership\":%s,\"haveLeadership\":%s,\"strain\":%u}", need, have,
							 (unsigned)draw(company, 5)));
		}
}

static void share_work(struct company *company)
{
	for (unsigned i = 0; i < 8; i++) {
		const struct block *block = &blocks[i % 6];
		act(company, (struct person){block, 1 + i % SWAPPED}, "/v1/highlights",
			arena_printf(&company->houses[0].base.arena,
						 "{\"title\":\"Work %u\",\"visibility\":\"ORGANIZATION\","
						 "\"metrics\":[{\"name\":\"reach\",\"value\":%u}]}",
						 i, (unsigned)draw(company, 1000)));
	}
}

static const char *advance(struct house *house, const char *cycle)
{
	const char *target = arena_printf(&house->base.arena, "/v1/cycles/%s:advance", cycle);
	struct answer answer = house_must(house, house->admin, "POST", target, "{}");
	return house_text(house, &answer, "phase");
}

static bool is_announced(void *context)
{
	void **pair = context;
	struct house *house = pair[0];
	return strcmp(advance(house, pair[1]), "ANNOUNCED") == 0;
}

/* Somebody is named, agrees, is voted for by one, and wins. */
static void win_award(struct company *company, struct person winner)
{
	label(company, "award");
	for (size_t side = 0; side < SIDES; side++) {
		struct house *house = &company->houses[side];
		struct arena *arena = &house->base.arena;
		const char *nominee = name_in(company, side, winner), *slug = arena_printf(arena, "best-%u", company->step);
		const char *voter = house_key(house, "sale1", ROLE_BIT(MEMBER));
		house_must(house, house->admin, "POST", "/v1/awards",
				   arena_printf(arena, "{\"slug\":\"%s\",\"title\":\"Best\"}", slug));
		struct answer answer = house_must(house, house->admin, "POST",
										  arena_printf(arena, "/v1/awards/%s/cycles", slug), "{\"title\":\"2026\"}");
		const char *cycle = house_text(house, &answer, "id");
		advance(house, cycle);
		answer = house_must(house, voter, "POST", arena_printf(arena, "/v1/cycles/%s/nominations", cycle),
							arena_printf(arena, "{\"nominee\":\"%s\",\"reason\":\"well done\"}", nominee));
		const char *nomination = house_text(house, &answer, "id");
		advance(house, cycle);
		house_must(house, house_key(house, nominee, ROLE_BIT(MEMBER)), "POST",
				   arena_printf(arena, "/v1/nominations/%s:accept", nomination), "{}");
		advance(house, cycle);
		house_must(house, voter, "POST", arena_printf(arena, "/v1/cycles/%s/ballots", cycle),
				   arena_printf(arena, "{\"ranking\":[[\"%s\"]]}", nomination));
		wait_until(is_announced, (void *[]){house, (void *)(uintptr_t)cycle});
	}
}

/* ---- the whole ---- */

static bool pulses_are_told(void *context)
{
	struct house *house = context;
	const char *target = "/v1/reports/impact?from=2026-03-01&to=2026-03-31";
	unsigned people = 0;
	for (size_t i = 0; i < BLOCKS; i++)
		people += blocks[i].count;
	const char *told = arena_printf(&house->base.arena, "\"n\":%u}", people);
	return strstr(house_must(house, house->admin, "GET", target, NULL).body, told) != NULL;
}

/* The last that happens, at a time of its own. */
static void settle(struct company *company)
{
	const struct arc last = {
		.giver = {&blocks[7], 1},
		.receiver = {&blocks[7], 2},
		.day = FIRST_DAY,
		.value = "",
		.win = "SMALL",
		.visibility = "ORGANIZATION",
		.prompt = "",
	};
	for (size_t side = 0; side < SIDES; side++)
		house_later(&company->houses[side], 1000);
	give(company, &last, 1);
	for (size_t side = 0; side < SIDES; side++)
		house_counted(&company->houses[side]);
	for (size_t side = 0; side < SIDES; side++)
		wait_until(pulses_are_told, &company->houses[side]);
}

void company_open(struct company *company, uint64_t seed)
{
	memset(company, 0, sizeof *company);
	company->seed = seed;
	for (size_t side = 0; side < SIDES; side++)
		house_open(&company->houses[side]);
	label(company, "people");
	for (size_t side = 0; side < SIDES; side++)
		make_people(&company->houses[side]);
	give_all(company);
	answer_pulses(company);
	share_work(company);
	win_award(company, (struct person){&blocks[0], 3});
	win_award(company, (struct person){&blocks[3], 2});
	for (size_t side = 0; side < SIDES; side++)
		house_later(&company->houses[side], MONTH_MS);
	settle(company);
}

void company_close(struct company *company)
{
	for (size_t side = 0; side < SIDES; side++)
		house_close(&company->houses[side]);
}

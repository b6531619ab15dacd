#include "services/recognitions/impact/projection.h"

#include "common/base/calendar.h"
#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

#define LATE_SHARE        32    /* `late` stays below this part of `settled`: an arc moves some 16 times at the worst */
#define LATE_LEAST        65536 /* ... or below so many arcs */
#define CHEAP_MOVE_FACTOR 16    /* so many arcs moved for each new one are cheaper than a second look at every report */

void projection_init(struct projection *projection, const uint8_t key[DICTIONARY_KEY_SIZE])
{
	*projection = (struct projection){.gone_day = DAY_MAX};
	teams_init(&projection->teams, key);
	dictionary_init(&projection->values, key);
	roster_init(&projection->roster, key);
}

void projection_fini(struct projection *projection)
{
	teams_fini(&projection->teams);
	dictionary_fini(&projection->values);
	roster_fini(&projection->roster);
	numbering_fini(&projection->flows);
	numbering_fini(&projection->pairs);
	columns_fini(&projection->settled);
	columns_fini(&projection->late);
	free(projection->incoming);
}

void projection_set_team(struct projection *projection, uint32_t team, const char *path)
{
	projection->teams_moved |= teams_set(&projection->teams, team, path);
}

/* Teams are told of before what names them; whoever does not is heard as naming none. */
static uint32_t team_told(const struct projection *projection, uint32_t team)
{
	return team < projection->teams.n ? team : 0;
}

void projection_set_member(struct projection *projection, const struct impact_member *member)
{
	struct roster_spell *spells = heap_array(member->n_spells, sizeof *spells);
	for (size_t i = 0; i < member->n_spells; i++) {
		spells[i].from_day = member->spells[i].from_day;
		spells[i].team = team_told(projection, member->spells[i].team);
	}
	uint32_t number = roster_number(&projection->roster, &member->id);
	roster_set(&projection->roster, number, member->joined_day, member->left_day, spells, (uint32_t)member->n_spells);
	free(spells);
}

static uint32_t pair_of(struct projection *projection, uint32_t giver, uint32_t receiver)
{
	bool turned = giver > receiver;
	uint32_t low = turned ? receiver : giver, high = turned ? giver : receiver;
	return 2 * numbering_number(&projection->pairs, low, high) + turned;
}

static uint8_t flags_of(const struct impact_recognition *recognition)
{
	unsigned flags = recognition->big ? ARC_BIG : 0;
	flags |= recognition->giver_leads ? ARC_LEADER : 0;
	flags |= recognition->quiet ? ARC_QUIET : 0;
	return (uint8_t)flags;
}

/* The random half of an id: two of one day never share it. */
static uint64_t key_of(const struct id *recognition)
{
	uint64_t key;
	memcpy(&key, recognition->bytes + ID_SIZE - sizeof key, sizeof key);
	return key;
}

static void push(struct projection *projection, struct arc arc)
{
	if (projection->n_incoming == projection->incoming_capacity) {
		projection->incoming_capacity = heap_capacity(projection->incoming_capacity, projection->n_incoming + 1);
		projection->incoming =
			heap_resize(projection->incoming, projection->incoming_capacity, sizeof *projection->incoming);
	}
	projection->incoming[projection->n_incoming++] = arc;
}

bool projection_add(struct projection *projection, const struct impact_recognition *recognition)
{
	size_t n = (size_t)projection->settled.n + projection->late.n + projection->n_incoming;
	if (n + recognition->n_receivers > COLUMNS_BOUND)
		return false;
	uint32_t giver = roster_number(&projection->roster, &recognition->giver);
	uint32_t giver_team = team_told(projection, recognition->giver_team);
	struct arc arc = {
		.day = recognition->day,
		.giver = giver,
		.value = dictionary_number_text(&projection->values, recognition->value),
		.key = key_of(&recognition->id),
	};
	uint8_t flags = flags_of(recognition);
	for (size_t i = 0; i < recognition->n_receivers; i++) {
		const struct impact_receiver *to = &recognition->receivers[i];
		uint32_t team = team_told(projection, to->team);
		arc.receiver = roster_number(&projection->roster, &to->member);
		arc.pair = pair_of(projection, giver, arc.receiver);
		arc.flow = numbering_number(&projection->flows, giver_team, team);
		arc.flags = (uint8_t)(flags | (i ? 0 : ARC_FIRST) | (to->direction == DIRECTION_DOWN ? ARC_MANAGER : 0) |
							  (teams_differ(&projection->teams, giver_team, team) ? ARC_CROSS : 0));
		push(projection, arc);
	}
	return true;
}

static uint8_t flags_changed(uint8_t flags, const struct impact_change *change)
{
	unsigned cleared = flags & ~(unsigned)ARC_QUIET;
	return (uint8_t)(cleared | (change->quiet ? ARC_QUIET : 0) | (change->gone ? ARC_GONE : 0));
}

static void columns_change(struct columns *columns, const struct impact_change *change)
{
	uint64_t key = key_of(&change->id);
	uint32_t i = columns_find_key(columns, change->day, key);
	for (; i < columns->n && columns->key[i] == key; i++)
		columns->flags[i] = flags_changed(columns->flags[i], change);
}

void projection_change(struct projection *projection, const struct impact_change *change)
{
	uint64_t key = key_of(&change->id);
	for (size_t i = 0; i < projection->n_incoming; i++)
		if (projection->incoming[i].key == key && projection->incoming[i].day == change->day)
			projection->incoming[i].flags = flags_changed(projection->incoming[i].flags, change);
	columns_change(&projection->settled, change);
	columns_change(&projection->late, change);
	if (change->gone && change->day < projection->gone_day)
		projection->gone_day = change->day;
}

static int compare_keys(const void *a, const void *b)
{
	uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
	return (x > y) - (x < y);
}

/* Day and place of every incoming arc, in order of day, and in order of coming within a day. The caller frees. */
static uint64_t *incoming_order(const struct projection *projection)
{
	uint64_t *keys = heap_array(projection->n_incoming, sizeof *keys);
	bool sorted = true;
	for (size_t i = 0; i < projection->n_incoming; i++) {
		uint32_t day = (uint32_t)projection->incoming[i].day ^ 0x80000000u; /* negative days first */
		keys[i] = (uint64_t)day << 32 | i;
		sorted = sorted && (!i || keys[i - 1] <= keys[i]);
	}
	if (!sorted)
		qsort(keys, projection->n_incoming, sizeof *keys, compare_keys);
	return keys;
}

/* Where a sorted run belongs: straight into `settled` when little there has to move. */
static struct columns *home_of(struct projection *projection, const struct columns *run)
{
	uint32_t moved = projection->settled.n - columns_find(&projection->settled, run->days[0].day);
	if (moved <= LATE_LEAST + (uint64_t)run->n * CHEAP_MOVE_FACTOR)
		return &projection->settled;
	return &projection->late;
}

/* A merge makes two teams one, and what went between them stays in the team. */
static void compare_teams(const struct projection *projection, const struct columns *columns)
{
	for (uint32_t i = 0; i < columns->n; i++) {
		struct numbered ends = projection->flows.entries[columns->flow[i]];
		unsigned flags = columns->flags[i] & ~(unsigned)ARC_CROSS;
		flags |= teams_differ(&projection->teams, ends.first, ends.second) ? ARC_CROSS : 0;
		columns->flags[i] = (uint8_t)flags;
	}
}

static void settle_incoming(struct projection *projection)
{
	struct columns run = {0};
	columns_reserve(&run, projection->n_incoming);
	uint64_t *order = incoming_order(projection);
	for (size_t i = 0; i < projection->n_incoming; i++)
		columns_append(&run, &projection->incoming[(uint32_t)order[i]]);
	free(order);
	projection->n_incoming = 0;
	columns_merge(home_of(projection, &run), &run);
	columns_fini(&run);
	if (projection->late.n > LATE_LEAST && projection->late.n > projection->settled.n / LATE_SHARE) {
		columns_merge(&projection->settled, &projection->late);
		columns_clear(&projection->late);
	}
}

void projection_settle(struct projection *projection)
{
	if (projection->n_incoming)
		settle_incoming(projection);
	if (projection->teams_moved) {
		compare_teams(projection, &projection->settled);
		compare_teams(projection, &projection->late);
	}
	projection->teams_moved = false;
	if (projection->gone_day == DAY_MAX)
		return;
	columns_sweep(&projection->settled, projection->gone_day);
	columns_sweep(&projection->late, projection->gone_day);
	projection->gone_day = DAY_MAX;
}

#include "services/recognitions/impact/projection.h"

#include "common/base/calendar.h"
#include "services/recognitions/impact/counting.h"
#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

#define SLACK             65536 /* arcs: what a report scans in a fraction of a millisecond */
#define LATE_SHARE        32    /* `late` stays below this part of `settled`: an arc moves some 16 times at the worst */
#define CHEAP_MOVE_FACTOR 16    /* so many arcs moved for each new one are cheaper than a second look at every report */

void projection_init(struct projection *projection, const uint8_t key[DICTIONARY_KEY_SIZE], uint32_t slack)
{
	*projection = (struct projection){.slack = slack ? slack : SLACK};
	checkpoints_init(&projection->checkpoints, slack);
	teams_init(&projection->teams, key);
	dictionary_init(&projection->values, key);
	roster_init(&projection->roster, key);
}

void projection_fini(struct projection *projection)
{
	teams_fini(&projection->teams);
	dictionary_fini(&projection->values);
	roster_fini(&projection->roster);
	numbering_fini(&projection->seats);
	numbering_fini(&projection->flows);
	numbering_fini(&projection->cells);
	numbering_fini(&projection->pairs);
	columns_fini(&projection->settled);
	columns_fini(&projection->late);
	free(projection->moves);
	free(projection->incoming);
	days_fini(&projection->days);
	bonds_fini(&projection->bonds);
	links_fini(&projection->links);
	checkpoints_fini(&projection->checkpoints);
	free(projection->torn);
}

void projection_set_team(struct projection *projection, uint32_t team, const char *path)
{
	uint32_t before = team < projection->teams.n ? projection->teams.path[team] : 0;
	if (!teams_set(&projection->teams, team, path))
		return;
	if (projection->n_moves == projection->moves_capacity) {
		projection->moves_capacity = heap_capacity(projection->moves_capacity, projection->n_moves + 1);
		projection->moves = heap_resize(projection->moves, projection->moves_capacity, sizeof *projection->moves);
	}
	projection->moves[projection->n_moves++] = (struct numbered){before, projection->teams.path[team]};
}

/* Teams are told of before what names them; whoever does not is heard as naming none. */
static uint32_t team_told(const struct projection *projection, uint32_t team)
{
	return team < projection->teams.n ? team : 0;
}

static uint32_t bond_with(struct projection *projection, const struct id *manager, uint32_t member)
{
	if (id_is_zero(manager))
		return ROSTER_NO_BOND;
	return bonds_number(&projection->bonds, roster_number(&projection->roster, manager), member);
}

void projection_set_member(struct projection *projection, const struct impact_member *member)
{
	struct roster_spell *spells = heap_array(member->n_spells, sizeof *spells);
	uint32_t number = roster_number(&projection->roster, &member->id);
	for (size_t i = 0; i < member->n_spells; i++) {
		spells[i].from_day = member->spells[i].from_day;
		spells[i].team = team_told(projection, member->spells[i].team);
		spells[i].bond = bond_with(projection, &member->spells[i].manager, number);
	}
	roster_set(&projection->roster, number, member->joined_day, member->left_day, spells, (uint32_t)member->n_spells);
	free(spells);
}

static uint32_t pair_of(struct projection *projection, uint32_t giver, uint32_t receiver)
{
	bool turned = giver > receiver;
	uint32_t low = turned ? receiver : giver, high = turned ? giver : receiver;
	return 2 * numbering_number(&projection->pairs, low, high) + turned;
}

static unsigned visibility_flags(bool quiet, bool external)
{
	return (quiet ? ARC_QUIET : 0u) | (external ? ARC_EXTERNAL : 0u);
}

static unsigned flags_of(const struct impact_recognition *recognition)
{
	unsigned prompt = recognition->prompt < ROW_PROMPTS ? recognition->prompt : 0;
	return visibility_flags(recognition->quiet, recognition->external) | (recognition->big ? ARC_BIG : 0u) |
		   (recognition->giver_leads ? ARC_LEADER : 0u) | prompt << ARC_PROMPT_SHIFT;
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
	uint32_t value = dictionary_number_text(&projection->values, recognition->value);
	struct arc arc = {
		.day = recognition->day,
		.giver = numbering_number(&projection->seats, giver, giver_team),
		.key = key_of(&recognition->id),
	};
	unsigned flags = flags_of(recognition);
	for (size_t i = 0; i < recognition->n_receivers; i++) {
		const struct impact_receiver *to = &recognition->receivers[i];
		uint32_t team = team_told(projection, to->team);
		uint32_t receiver = roster_number(&projection->roster, &to->member);
		arc.receiver = numbering_number(&projection->seats, receiver, team);
		arc.pair = pair_of(projection, giver, receiver);
		arc.flow = numbering_number(&projection->flows, giver_team, team);
		arc.cell = numbering_number(&projection->cells, team, value);
		arc.flags = (uint16_t)(flags | (i ? 0 : ARC_FIRST) | (unsigned)to->direction << ARC_DIRECTION_SHIFT |
							   (teams_differ(&projection->teams, giver_team, team) ? ARC_CROSS : 0));
		push(projection, arc);
	}
	return true;
}

static uint16_t flags_changed(unsigned flags, const struct impact_change *change)
{
	unsigned kept = flags & ~(unsigned)(ARC_QUIET | ARC_EXTERNAL);
	return (uint16_t)(kept | visibility_flags(change->quiet, change->external) | (change->gone ? ARC_GONE : 0));
}

/* One recognition, arcs [begin, end): taken out as it stood, and counted again as it stands now. */
static void group_change(struct projection *projection, struct columns *columns, uint32_t begin, uint32_t end,
						 const struct impact_change *change)
{
	unsigned flags = columns->flags[begin];
	if (flags & ARC_GONE || flags_changed(flags, change) == flags)
		return;
	counting_take_out(projection, columns, begin, end, change->day);
	for (uint32_t i = begin; i < end; i++)
		columns->flags[i] = flags_changed(columns->flags[i], change);
	if (change->gone)
		projection->n_gone += end - begin;
	else
		counting_add(projection, columns, begin, end, change->day);
}

static void columns_change(struct projection *projection, struct columns *columns, const struct impact_change *change)
{
	uint64_t key = key_of(&change->id);
	uint32_t i = columns_find_key(columns, change->day, key);
	while (i < columns->n && columns->key[i] == key) {
		uint32_t end = columns_group_end(columns, i);
		group_change(projection, columns, i, end, change);
		i = end;
	}
}

void projection_change(struct projection *projection, const struct impact_change *change)
{
	uint64_t key = key_of(&change->id);
	for (size_t i = 0; i < projection->n_incoming; i++)
		if (projection->incoming[i].key == key && projection->incoming[i].day == change->day)
			projection->incoming[i].flags = flags_changed(projection->incoming[i].flags, change);
	columns_change(projection, &projection->settled, change);
	columns_change(projection, &projection->late, change);
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
	if (moved <= projection->slack + (uint64_t)run->n * CHEAP_MOVE_FACTOR)
		return &projection->settled;
	return &projection->late;
}

/* So many arcs are worth a walk over all of them. */
static bool is_much(const struct projection *projection, uint32_t n)
{
	return n > projection->slack && n > projection->settled.n / LATE_SHARE;
}

static struct columns sort_incoming(struct projection *projection)
{
	struct columns run = {0};
	columns_reserve(&run, projection->n_incoming);
	uint64_t *order = incoming_order(projection);
	for (size_t i = 0; i < projection->n_incoming; i++) {
		const struct arc *arc = &projection->incoming[(uint32_t)order[i]];
		if (!(arc->flags & ARC_GONE))
			columns_append(&run, arc);
	}
	free(order);
	projection->n_incoming = 0;
	return run;
}

static void settle_incoming(struct projection *projection)
{
	struct columns run = sort_incoming(projection);
	counting_add_all(projection, &run);
	if (run.n)
		columns_merge(home_of(projection, &run), &run);
	columns_fini(&run);
	if (is_much(projection, projection->late.n)) {
		columns_merge(&projection->settled, &projection->late);
		columns_clear(&projection->late);
	}
}

static void sweep(struct projection *projection)
{
	columns_sweep(&projection->settled);
	columns_sweep(&projection->late);
	projection->n_gone = 0;
}

void projection_settle(struct projection *projection)
{
	teams_rank(&projection->teams);
	if (projection->n_incoming)
		settle_incoming(projection);
	if (projection->n_moves)
		counting_move(projection);
	if (projection->n_torn)
		counting_mend(projection);
	if (is_much(projection, projection->checkpoints.strayed))
		counting_checkpoints_anew(projection);
	if (is_much(projection, projection->n_gone))
		sweep(projection);
}

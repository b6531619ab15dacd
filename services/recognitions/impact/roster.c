#include "services/recognitions/impact/roster.h"

#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

void roster_init(struct roster *roster, const uint8_t key[DICTIONARY_KEY_SIZE])
{
	*roster = (struct roster){0};
	dictionary_init(&roster->ids, key);
}

void roster_fini(struct roster *roster)
{
	dictionary_fini(&roster->ids);
	free(roster->members);
	free(roster->spells);
}

uint32_t roster_number(struct roster *roster, const struct id *id)
{
	uint32_t before = roster->ids.n;
	uint32_t member = dictionary_number(&roster->ids, id->bytes, ID_SIZE);
	if (member < before)
		return member;
	if (roster->ids.n > roster->members_capacity) {
		roster->members_capacity = heap_capacity(roster->members_capacity, roster->ids.n);
		roster->members = heap_resize(roster->members, roster->members_capacity, sizeof *roster->members);
	}
	roster->members[member] = (struct roster_member){0};
	return member;
}

/* Leaves out what no member uses. */
static void compact(struct roster *roster)
{
	struct roster_spell *kept = heap_array(roster->spells_capacity, sizeof *kept);
	uint32_t n = 0;
	for (uint32_t i = 0; i < roster->ids.n; i++) {
		struct roster_member *member = &roster->members[i];
		if (!member->n_spells)
			continue;
		memcpy(kept + n, roster->spells + member->first_spell, member->n_spells * sizeof *kept);
		member->first_spell = n;
		n += member->n_spells;
	}
	free(roster->spells);
	roster->spells = kept;
	roster->n_spells = n;
	roster->n_stale = 0;
}

void roster_set(struct roster *roster, uint32_t number, int32_t joined_day, int32_t left_day,
				const struct roster_spell *spells, uint32_t n)
{
	struct roster_member *member = &roster->members[number];
	member->joined_day = joined_day;
	member->left_day = left_day;
	if (member->n_spells != n) {
		roster->n_stale += member->n_spells;
		member->n_spells = 0;
		if (roster->n_stale > roster->n_spells / 2)
			compact(roster);
		if ((size_t)roster->n_spells + n > roster->spells_capacity) {
			roster->spells_capacity = heap_capacity(roster->spells_capacity, (size_t)roster->n_spells + n);
			roster->spells = heap_resize(roster->spells, roster->spells_capacity, sizeof *roster->spells);
		}
		member->first_spell = roster->n_spells;
		member->n_spells = n;
		roster->n_spells += n;
	}
	memcpy(roster->spells + member->first_spell, spells, n * sizeof *spells);
}

void roster_forget(struct roster *roster)
{
	for (uint32_t i = 0; i < roster->ids.n; i++)
		roster->members[i].n_spells = 0;
	roster->n_spells = 0;
	roster->n_stale = 0;
}

bool roster_was_active(const struct roster *roster, uint32_t number, int32_t from_day, int32_t to_day)
{
	const struct roster_member *member = &roster->members[number];
	return member->n_spells && member->joined_day <= to_day && member->left_day >= from_day;
}

const struct roster_spell *roster_spell_on(const struct roster *roster, uint32_t number, int32_t day)
{
	const struct roster_member *member = &roster->members[number];
	const struct roster_spell *spells = roster->spells + member->first_spell;
	uint32_t i = member->n_spells - 1;
	while (i > 0 && spells[i].from_day > day)
		i--;
	return &spells[i];
}

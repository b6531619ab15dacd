#include "services/recognitions/impact/numbering.h"

#include "services/recognitions/impact/heap.h"

#include <stdlib.h>

#define AHEAD 12 /* entries whose slots are fetched while others are looked at: memory is slower than hashing */

void numbering_fini(struct numbering *numbering)
{
	free(numbering->entries);
	free(numbering->slots);
}

/* The finalizer of SplitMix64 (Steele, Lea, Flood 2014): dense numbers come out spread evenly. */
static uint32_t hash(struct numbered entry)
{
	uint64_t x = (uint64_t)entry.first << 32 | entry.second;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
	x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
	return (uint32_t)(x ^ (x >> 31));
}

/* The slot that holds the entry, or the free one where it belongs. */
static uint32_t find_slot(const struct numbering *numbering, struct numbered entry)
{
	uint32_t mask = numbering->n_slots - 1;
	for (uint32_t slot = hash(entry) & mask;; slot = (slot + 1) & mask) {
		if (!numbering->slots[slot])
			return slot;
		const struct numbered *found = &numbering->entries[numbering->slots[slot] - 1];
		if (found->first == entry.first && found->second == entry.second)
			return slot;
	}
}

/* At most two thirds of the slots are taken. */
static void reserve(struct numbering *numbering, uint32_t n)
{
	if (n > numbering->capacity) {
		numbering->capacity = heap_capacity(numbering->capacity, n);
		numbering->entries = heap_resize(numbering->entries, numbering->capacity, sizeof *numbering->entries);
	}
	if (numbering->n_slots / 3 * 2 >= n)
		return;
	uint32_t n_slots = numbering->n_slots ? numbering->n_slots : 64;
	while (n_slots / 3 * 2 < n)
		n_slots *= 2;
	free(numbering->slots);
	numbering->slots = heap_array(n_slots, sizeof *numbering->slots);
	numbering->n_slots = n_slots;
	for (uint32_t i = 0; i < numbering->n; i++)
		numbering->slots[find_slot(numbering, numbering->entries[i])] = i + 1;
}

uint32_t numbering_number(struct numbering *numbering, uint32_t first, uint32_t second)
{
	struct numbered entry = {first, second};
	reserve(numbering, numbering->n + 1);
	uint32_t slot = find_slot(numbering, entry);
	if (!numbering->slots[slot]) {
		numbering->entries[numbering->n] = entry;
		numbering->slots[slot] = ++numbering->n;
	}
	return numbering->slots[slot] - 1;
}

bool numbering_restore(struct numbering *numbering, const struct numbered *entries, uint32_t n)
{
	reserve(numbering, n);
	for (uint32_t i = 0; i < n; i++) {
		if (n - i > AHEAD)
			__builtin_prefetch(&numbering->slots[hash(entries[i + AHEAD]) & (numbering->n_slots - 1)]);
		if (numbering_number(numbering, entries[i].first, entries[i].second) != i)
			return false;
	}
	return true;
}

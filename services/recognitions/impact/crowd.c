#include "services/recognitions/impact/crowd.h"

#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

#define LIST_BOUND 512 /* more are bits at once: a list is searched from end to end */

void crowd_fini(struct crowd *crowd)
{
	free(crowd->bits);
}

void crowd_clear(struct crowd *crowd)
{
	free(crowd->bits);
	*crowd = (struct crowd){0};
}

static void reserve_words(struct crowd *crowd, uint32_t n_words)
{
	if (n_words <= crowd->n_words)
		return;
	crowd->bits = heap_resize(crowd->bits, n_words, sizeof *crowd->bits);
	memset(crowd->bits + crowd->n_words, 0, (n_words - crowd->n_words) * sizeof *crowd->bits);
	crowd->n_words = n_words;
}

void crowd_spread(struct crowd *crowd, uint32_t n_members)
{
	reserve_words(crowd, n_members / 64 + 1);
}

static void crowd_to_list(struct crowd *crowd, uint32_t n)
{
	uint32_t *list = n ? heap_resize(NULL, n, sizeof *list) : NULL, listed = 0;
	for (uint32_t word = 0; word < crowd->n_words; word++)
		for (uint64_t bits = crowd->bits[word]; bits; bits &= bits - 1)
			list[listed++] = word * 64 + (uint32_t)__builtin_ctzll(bits);
	free(crowd->bits);
	*crowd = (struct crowd){.list = list, .n_listed = n};
}

static void crowd_to_bits(struct crowd *crowd)
{
	struct crowd spread = {0};
	for (uint32_t i = 0; i < crowd->n_listed; i++) {
		reserve_words(&spread, crowd->list[i] / 64 + 1);
		bits_set(spread.bits, crowd->list[i]);
	}
	free(crowd->list);
	*crowd = spread;
}

uint32_t crowd_count(const struct crowd *crowd)
{
	return crowd->n_words ? bits_count(crowd->bits, crowd->n_words) : crowd->n_listed;
}

void crowd_pack(struct crowd *crowd)
{
	uint32_t n = crowd_count(crowd);
	if (crowd->n_words && n <= LIST_BOUND && n < 2 * crowd->n_words)
		crowd_to_list(crowd, n);
}

/* Its place in the list; n_listed: it is not there. */
static uint32_t find(const struct crowd *crowd, uint32_t member)
{
	uint32_t i = 0;
	while (i < crowd->n_listed && crowd->list[i] != member)
		i++;
	return i;
}

void crowd_add_slowly(struct crowd *crowd, uint32_t member)
{
	if (crowd->n_listed > LIST_BOUND)
		crowd_to_bits(crowd);
	if (crowd->n_words) {
		reserve_words(crowd, member / 64 + 1);
		bits_set(crowd->bits, member);
	} else if (find(crowd, member) == crowd->n_listed) {
		crowd->list = heap_resize(crowd->list, crowd->n_listed + (size_t)1, sizeof *crowd->list);
		crowd->list[crowd->n_listed++] = member;
	}
}

void crowd_remove(struct crowd *crowd, uint32_t member)
{
	if (crowd->n_words) {
		if (member / 64 < crowd->n_words)
			crowd->bits[member / 64] &= ~((uint64_t)1 << member % 64);
		return;
	}
	uint32_t i = find(crowd, member);
	if (i < crowd->n_listed)
		crowd->list[i] = crowd->list[--crowd->n_listed];
}

void crowd_unite(const struct crowd *crowd, uint64_t *bits)
{
	for (uint32_t i = 0; i < crowd->n_words; i++)
		bits[i] |= crowd->bits[i];
	for (uint32_t i = 0; i < crowd->n_listed; i++)
		bits_set(bits, crowd->list[i]);
}

uint32_t bits_count(const uint64_t *bits, size_t n_words)
{
	uint32_t n = 0;
	for (size_t i = 0; i < n_words; i++)
		n += bits_in(bits[i]);
	return n;
}

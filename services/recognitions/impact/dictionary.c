#include "services/recognitions/impact/dictionary.h"

#include "services/recognitions/impact/heap.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

void dictionary_init(struct dictionary *dictionary, const uint8_t key[DICTIONARY_KEY_SIZE])
{
	*dictionary = (struct dictionary){0};
	memcpy(dictionary->key, key, DICTIONARY_KEY_SIZE);
}

void dictionary_fini(struct dictionary *dictionary)
{
	free(dictionary->bytes);
	free(dictionary->ends);
	free(dictionary->slots);
}

const char *dictionary_entry(const struct dictionary *dictionary, uint32_t number, size_t *length_or_null)
{
	uint64_t start = number ? dictionary->ends[number - 1] : 0;
	if (length_or_null)
		*length_or_null = (size_t)(dictionary->ends[number] - start - 1);
	return dictionary->bytes + start;
}

size_t dictionary_bytes(const struct dictionary *dictionary)
{
	return dictionary->n ? (size_t)dictionary->ends[dictionary->n - 1] : 0;
}

static uint32_t hash(const struct dictionary *dictionary, const void *bytes, size_t length)
{
	uint64_t sum = 0;
	crypto_shorthash((unsigned char *)&sum, bytes, length, dictionary->key);
	return (uint32_t)sum;
}

/* The slot that holds the entry, or the free one where it belongs. */
static uint32_t find_slot(const struct dictionary *dictionary, const void *bytes, size_t length)
{
	uint32_t mask = dictionary->n_slots - 1;
	uint32_t slot = hash(dictionary, bytes, length) & mask;
	for (;; slot = (slot + 1) & mask) {
		if (!dictionary->slots[slot])
			return slot;
		size_t entry_length;
		const char *entry = dictionary_entry(dictionary, dictionary->slots[slot] - 1, &entry_length);
		if (entry_length == length && memcmp(entry, bytes, length) == 0)
			return slot;
	}
}

/* At most half of the slots are taken. */
static void reserve_slots(struct dictionary *dictionary, uint32_t n)
{
	if (dictionary->n_slots / 2 >= n)
		return;
	uint32_t n_slots = dictionary->n_slots ? dictionary->n_slots : 32;
	while (n_slots / 2 < n)
		n_slots *= 2;
	free(dictionary->slots);
	dictionary->slots = heap_array(n_slots, sizeof *dictionary->slots);
	dictionary->n_slots = n_slots;
	for (uint32_t i = 0; i < dictionary->n; i++) {
		size_t length;
		const char *entry = dictionary_entry(dictionary, i, &length);
		dictionary->slots[find_slot(dictionary, entry, length)] = i + 1;
	}
}

static void append(struct dictionary *dictionary, const void *bytes, size_t length)
{
	size_t used = dictionary_bytes(dictionary);
	if (used + length + 1 > dictionary->bytes_capacity) {
		dictionary->bytes_capacity = heap_capacity(dictionary->bytes_capacity, used + length + 1);
		dictionary->bytes = heap_resize(dictionary->bytes, dictionary->bytes_capacity, 1);
	}
	if (dictionary->n == dictionary->ends_capacity) {
		dictionary->ends_capacity = heap_capacity(dictionary->ends_capacity, dictionary->n + (size_t)1);
		dictionary->ends = heap_resize(dictionary->ends, dictionary->ends_capacity, sizeof *dictionary->ends);
	}
	memcpy(dictionary->bytes + used, bytes, length);
	dictionary->bytes[used + length] = 0;
	dictionary->ends[dictionary->n++] = used + length + 1;
}

uint32_t dictionary_number(struct dictionary *dictionary, const void *bytes, size_t length)
{
	reserve_slots(dictionary, dictionary->n + 1);
	uint32_t slot = find_slot(dictionary, bytes, length);
	if (!dictionary->slots[slot]) {
		append(dictionary, bytes, length);
		dictionary->slots[slot] = dictionary->n;
	}
	return dictionary->slots[slot] - 1;
}

uint32_t dictionary_number_text(struct dictionary *dictionary, const char *text)
{
	return dictionary_number(dictionary, text, strlen(text));
}

uint32_t dictionary_find(const struct dictionary *dictionary, const void *bytes, size_t length)
{
	uint32_t slot = dictionary->n_slots ? find_slot(dictionary, bytes, length) : 0;
	return dictionary->n_slots && dictionary->slots[slot] ? dictionary->slots[slot] - 1 : DICTIONARY_NONE;
}

bool dictionary_restore(struct dictionary *dictionary, const char *bytes, const uint64_t *ends, uint32_t n)
{
	uint64_t start = 0;
	reserve_slots(dictionary, n);
	for (uint32_t i = 0; i < n; i++) {
		if (ends[i] <= start || bytes[ends[i] - 1] != 0)
			return false;
		if (dictionary_number(dictionary, bytes + start, (size_t)(ends[i] - start - 1)) != i)
			return false;
		start = ends[i];
	}
	return true;
}

static int compare_entries(const void *a, const void *b, void *context)
{
	const struct dictionary *dictionary = context;
	return strcmp(dictionary_entry(dictionary, *(const uint32_t *)a, NULL),
				  dictionary_entry(dictionary, *(const uint32_t *)b, NULL));
}

uint32_t *dictionary_ranks(const struct dictionary *dictionary)
{
	uint32_t *order = heap_array(dictionary->n, sizeof *order);
	uint32_t *ranks = heap_array(dictionary->n, sizeof *ranks);
	for (uint32_t i = 0; i < dictionary->n; i++)
		order[i] = i;
	qsort_r(order, dictionary->n, sizeof *order, compare_entries, (void *)dictionary);
	for (uint32_t i = 0; i < dictionary->n; i++)
		ranks[order[i]] = i;
	free(order);
	return ranks;
}

/* dictionary: numbers texts (teams, values) and ids densely, in the order they were first seen. Numbers never change
 * and nothing is ever taken out. Belongs to one projection, guarded by its lock. */
#ifndef KLEOS_IMPACT_DICTIONARY_H
#define KLEOS_IMPACT_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DICTIONARY_KEY_SIZE 16
#define DICTIONARY_NONE     UINT32_MAX

struct dictionary {
	uint8_t key[DICTIONARY_KEY_SIZE]; /* of SipHash: what people type must not be able to pile up in one slot */
	char *bytes;                      /* entry after entry, each followed by a NUL */
	uint64_t *ends;                   /* where entry i ends, behind its NUL */
	uint32_t *slots;                  /* number + 1; 0: free */
	uint32_t n;
	uint32_t n_slots; /* a power of two, or 0 */
	size_t bytes_capacity;
	size_t ends_capacity;
};

void dictionary_init(struct dictionary *dictionary, const uint8_t key[DICTIONARY_KEY_SIZE]);
void dictionary_fini(struct dictionary *dictionary);

uint32_t dictionary_number(struct dictionary *dictionary, const void *bytes, size_t length); /* makes it when new */
uint32_t dictionary_number_text(struct dictionary *dictionary, const char *text);
/* DICTIONARY_NONE: there is no such entry. */
uint32_t dictionary_find(const struct dictionary *dictionary, const void *bytes, size_t length);
/* Borrowed until the next entry is made; NUL behind it. */
const char *dictionary_entry(const struct dictionary *dictionary, uint32_t number, size_t *length_or_null);
size_t dictionary_bytes(const struct dictionary *dictionary); /* of all entries, NULs included */

/* Fills an empty dictionary with `n` entries as another one held them. False when they contradict each other. */
bool dictionary_restore(struct dictionary *dictionary, const char *bytes, const uint64_t *ends, uint32_t n);

/* ranks[number] = place of the entry when all are sorted by strcmp. The caller frees. */
uint32_t *dictionary_ranks(const struct dictionary *dictionary);

#endif

/* entry: a recognition as search knows it: its words, and the scopes of those who may find it.
 *
 *     e            everyone in the organisation: louder than TEAM       x   EXTERNAL, for keys that see nothing else
 *     t<number>    a stamped team, of TEAM                              g<person>   its giver, below ORGANIZATION
 *     r<person>    a receiver, of MANAGER and TEAM: theirs and their manager's      p<person>   a receiver, of PRIVATE
 *
 * A person is the random half of their id, in hexadecimal. Beside its words an entry has marks, which filters look for:
 * +g<person>, +r<person>, +t<number>, +v<value>, +w<win>. */
#ifndef KLEOS_SEARCH_ENTRY_H
#define KLEOS_SEARCH_ENTRY_H

#include "services/recognitions/recognition.h"

#define ENTRY_PART "." /* behind each text, so that no phrase reaches across */

/* Words, without marks, times scopes: 4000 characters to a few people, or the first 640 words to fifty of fifty teams.
 * Longer ones let one post of 50 KB cost 8 MB, and everybody's search seconds. */
#define ENTRY_TERMS 65536

struct entry {
	struct id recognition;
	int64_t give_ms;
	const char *scopes; /* separated by single spaces */
	const char *words;  /* with marks, which stand behind the last ENTRY_PART */
};

/* In `arena`, borrowing nothing. */
void entry_of(struct entry *out, struct arena *arena, const struct recognition *recognition);
/* What the index is told: every word once for each scope. */
const char *entry_terms(struct arena *arena, const struct entry *entry);

/* Names of scopes and marks. */
const char *person_token(struct arena *arena, const char *kind, const struct id *person);
const char *number_token(struct arena *arena, const char *kind, int64_t number);

#endif

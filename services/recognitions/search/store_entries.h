/* store_entries: the entries in the database of search. Rows are numbered by give time: the milliseconds, then a slot
 * among those of the same moment, in the order they came. More than fit (a file whose lines all have one date) go on
 * into the slots of the next moment. */
#ifndef KLEOS_SEARCH_STORE_ENTRIES_H
#define KLEOS_SEARCH_STORE_ENTRIES_H

#include "common/store/db.h"
#include "services/recognitions/search/entry.h"
#include "services/recognitions/search/words.h"

#define ENTRY_SLOTS ((int64_t)1 << 15) /* the year 9999 times this is below 2^63 */

/* Changed when words, scopes or tables are: what was made by another form is made anew. */
#define SEARCH_FORM 1

/* Puts, or puts in its place, as it is now; keeps its row. Scratch memory from `arena`. */
void entry_put(struct db *db, struct arena *arena, const struct entry *entry);
/* Takes it out, when it is there. */
void entry_remove(struct db *db, struct arena *arena, const struct id *recognition);

struct hit {
	int64_t row;
	int64_t give_ms;
	struct id recognition;
};

/* At most `limit`, newest first, of the rows from `least` to before `before`. */
size_t entries_find(struct db *db, const char *match, int64_t before, int64_t least, size_t limit, struct hit *out);

/* Shown each of them instead, with its words (for the moment of the call), until it answers false. */
typedef bool entry_look(void *context, const struct hit *hit, const char *words);
void entries_show(struct db *db, const char *match, int64_t before, int64_t least, entry_look *look, void *context);

/* Terms that begin so, in their order; false: they are more than `bound`. What a term fills in the index is stepped
 * over by its pages, some hundred nanoseconds each. */
bool entry_terms_from(struct db *db, struct arena *arena, const char *beginning, size_t bound, struct words *out);

/* The row of an entry; false: there is none. */
bool entry_row(struct db *db, const struct id *recognition, int64_t *row);

int64_t form_read(struct db *db); /* 0: nothing was ever put */
void form_put(struct db *db, int64_t version);
/* Writes the whole index anew without anything that was taken out. */
void entries_optimize(struct db *db);

#endif

/* sift: hits of a question in which words only begin. The engine gathers all places of all words with a beginning
 * before its first hit: as long as nearly every text holds one of them, that is as much as there is. So the question
 * without the beginnings, which the engine answers step by step, is asked first, and the words of what it finds are
 * looked at: beginnings of common words show up within a few entries. Those that do not are rare now, if not of old;
 * the engine is told which words there are, when they are few, for words it answers step by step too, and gathers the
 * others. */
#ifndef KLEOS_SEARCH_SIFT_H
#define KLEOS_SEARCH_SIFT_H

#include "services/recognitions/search/question.h"
#include "services/recognitions/search/store_entries.h"

/* At most `limit`, newest first, of the rows from `least` to before `before`. */
size_t sift(struct db *db, const struct asked *asked, int64_t before, int64_t least, size_t limit, struct hit *out);

#endif

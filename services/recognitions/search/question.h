/* question: what somebody typed into a search: words that must all be there, "phrases in quotes", and words* that only
 * begin so. What else stands in it separates words: no syntax of the engine is reachable. */
#ifndef KLEOS_SEARCH_QUESTION_H
#define KLEOS_SEARCH_QUESTION_H

#include "services/recognitions/search/words.h"

#include <stdbool.h>

#define QUESTION_LENGTH 200 /* code points */
#define QUESTION_PARTS  16  /* words and phrases */
#define QUESTION_WORDS  32  /* in all of them */

struct question_part {
	struct words words; /* next to each other, in this order */
	bool prefix;        /* the last word may go on */
};

struct question {
	struct question_part parts[QUESTION_PARTS];
	size_t n;
};

/* NULL, or a sentence saying what is wrong. */
const char *question_take(struct question *out, struct arena *arena, const char *text);

/* Marks that an entry must have: one of each group. */
struct question_marks {
	const char *const *at;
	size_t n;
};

/* The question put to the engine: in any of the scopes, all parts and one mark of each group. */
const char *question_match(const struct question *question, struct arena *arena, const struct words *scopes,
						   const struct question_marks *groups, size_t n_groups);

#endif

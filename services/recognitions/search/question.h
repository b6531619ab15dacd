/* question: what somebody typed into a search: words that must all be there, "phrases in quotes", and words* that only
 * begin so. What else stands in it separates words: no syntax of the engine is reachable. */
#ifndef KLEOS_SEARCH_QUESTION_H
#define KLEOS_SEARCH_QUESTION_H

#include "common/base/limits.h"
#include "services/recognitions/search/words.h"

#include <stdbool.h>

struct question_part {
	struct words words; /* next to each other, in this order */
	bool prefix;        /* the last word may go on */
};

struct question {
	struct question_part parts[QUERY_PARTS_BOUND];
	size_t n;
};

/* NULL, or a sentence saying what is wrong. */
const char *question_take(struct question *out, struct arena *arena, const char *text);

/* Marks that an entry must have: one of each group. */
struct question_marks {
	const char *const *at;
	size_t n;
};

/* Who asks what: in any of the scopes, all parts of the question and one mark of each group. Borrows all it names. */
struct asked {
	const struct question *question;
	const struct words *scopes;
	const struct question_marks *groups;
	size_t n_groups;
};

/* Parts that end in a beginning: bit i is part i. */
unsigned question_beginnings(const struct question *question);
/* What is known beside the question. */
struct question_hints {
	unsigned left_out; /* parts without their beginning: what is found is more, and looked at with question_held */
	/* The terms of a scope with a beginning, at least one; NULL: not known, the engine gathers them. NULL: none is. */
	const struct words *(*terms)(void *context, struct arena *arena, const char *scope, const char *beginning);
	void *context;
};
/* As it is put to the engine. */
const char *question_match(const struct asked *asked, struct arena *arena, const struct question_hints *hints);
/* Which of `parts` the words of an entry hold. */
unsigned question_held(const struct question *question, unsigned parts, const char *words);

#endif

/* words: what search takes for a word: a run of letters and digits, folded; in scripts that put no spaces between words
 * a letter is one. */
#ifndef KLEOS_SEARCH_WORDS_H
#define KLEOS_SEARCH_WORDS_H

#include "common/base/arena.h"

#include <stddef.h>

#define WORD_BYTES 64 /* a longer one is cut, in texts and in questions alike */

struct words {
	const char **at;
	size_t n;
};

/* Adds the words of a text. Memory is from `arena`. */
void words_add(struct words *words, struct arena *arena, const char *text);

#endif

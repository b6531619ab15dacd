/* reasons: the name by which programs know what is wrong with a field, beside the sentence that people read; and what
 * stands in that sentence, so that it can be said in other languages. Services say sentences only; reasons.def is the
 * one list of names. Pure. */
#ifndef KLEOS_GATEWAY_REASONS_H
#define KLEOS_GATEWAY_REASONS_H

#include "common/base/arena.h"

#include <stdbool.h>
#include <stddef.h>

#define REASON_VALUES_BOUND 2

struct reason {
	const char *name; /* UPPER_SNAKE; "": the sentence has none */
	size_t n_values;
	char *values[REASON_VALUES_BOUND]; /* in the order of the sentence; in the arena */
};

struct reason reason_of(struct arena *arena, const char *sentence);

#endif

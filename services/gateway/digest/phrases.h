/* phrases: what a digest says, in the languages it speaks, and numbers and days as each writes them. All texts stand in
 * phrases.def. Texts go into the arena. Pure. */
#ifndef KLEOS_GATEWAY_PHRASES_H
#define KLEOS_GATEWAY_PHRASES_H

#include "common/base/arena.h"
#include "services/gateway/vote/words.h"

#include <stddef.h>
#include <stdint.h>

#define PHRASE(name, en, el) PHRASE_##name,
enum phrase {
#include "services/gateway/digest/phrases.def"
	PHRASE_COUNT
};
#undef PHRASE

const char *phrase(enum language language, enum phrase phrase);
/* With values for its gaps: {1} is the first of `values`. */
const char *phrase_fill(struct arena *arena, enum language language, enum phrase phrase, const char *const *values,
						size_t n);
#define PHRASE_FILL(arena, language, phrase, ...)                                                                      \
	phrase_fill(arena, language, phrase, (const char *const[]){__VA_ARGS__},                                           \
				sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))
/* A phrase that ends in _ONE for 1; the one behind it, its _MANY, for every other number. */
enum phrase phrase_of_number(enum phrase one, int64_t number);

/* 1,234.5 and 1.234,5; at most six digits behind the point, none of them a zero at the end. */
const char *phrase_number(struct arena *arena, enum language language, double value);
const char *phrase_percent(struct arena *arena, double share); /* 42 %, of 0.42 */

const char *phrase_day(struct arena *arena, enum language language, int32_t day);               /* 4 May 2026 */
const char *phrase_days(struct arena *arena, enum language language, int32_t from, int32_t to); /* 4–10 May 2026 */
const char *phrase_month(struct arena *arena, enum language language, int32_t day);             /* May 2026 */
const char *phrase_of_month(struct arena *arena, enum language language, int32_t day); /* the same behind "of" */

#endif

/* words: what the voting page says, in the languages that it speaks. All texts stand in words.def. Pure. */
#ifndef KLEOS_GATEWAY_VOTE_WORDS_H
#define KLEOS_GATEWAY_VOTE_WORDS_H

#include "common/base/arena.h"
#include "common/base/zone_days.h"

#include <stdint.h>

enum language { LANGUAGE_EL, LANGUAGE_EN, LANGUAGE_COUNT };

#define WORD(name, en, el) WORD_##name,
enum word {
#include "services/gateway/vote/words.def"
	WORD_COUNT
};
#undef WORD

const char *word(enum language language, enum word word);
/* en, el: as HTML and addresses name them. */
const char *language_code(enum language language);
const char *language_name(enum language language); /* in itself */
/* The wanted one by its code, else the one that an Accept-Language (RFC 9110 §12.5.4) prefers; either may be NULL. */
enum language language_of(const char *code, const char *accepted);

/* "Friday 4 December 2026, 18:00 UTC": by the clocks of the zone (NULL: UTC), and its name. In the arena. */
const char *words_time(struct arena *arena, enum language language, const struct zone_days *zone, int64_t ms);
/* The place as a word with {} for the number: 1st, 2nd, 11th. */
enum word words_place(int place);

#endif

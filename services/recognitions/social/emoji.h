/* emoji: whether a text is one emoji. By the grammar of possible emoji (Unicode Technical Standard #51, §1.4.9): flags,
 * keycaps, and pictographs with skin tones, tags and joiners; never two of them, never letters. */
#ifndef KLEOS_RECOGNITIONS_SOCIAL_EMOJI_H
#define KLEOS_RECOGNITIONS_SOCIAL_EMOJI_H

#include "common/base/arena.h"
#include "common/base/limits.h"

struct emoji {
	const char *key;     /* without variation selectors: they say how it is drawn, not which it is */
	const char *written; /* borrowed */
};

/* NULL, or a sentence saying what would be right; leaves *out alone then. */
const char *emoji_take(struct arena *arena, const char *text, struct emoji *out);

#endif

/* letter: a short text as lines of a few kinds, in plain words, and the forms it is sent in. Titles and names that
 * people wrote stand in it as they are; each form escapes whole lines, so nothing in them is markup. Pure. */
#ifndef KLEOS_GATEWAY_LETTER_H
#define KLEOS_GATEWAY_LETTER_H

#include "common/base/arena.h"
#include "services/gateway/vote/words.h"

#include <stddef.h>

#define LETTER_LINES_BOUND 64

enum letter_kind { LETTER_HEADING, LETTER_TEXT, LETTER_ITEM, LETTER_NOTE };

struct letter_line {
	enum letter_kind kind;
	const char *text;
};

struct letter {
	struct arena *arena;
	enum language language;
	const char *title;
	struct letter_line lines[LETTER_LINES_BOUND]; /* more are dropped */
	size_t n;
};

/* One more line; items that follow one another are one list. The text is borrowed. */
void letter_add(struct letter *letter, enum letter_kind kind, const char *text);

/* CommonMark, for chat. */
const char *letter_markdown(const struct letter *letter);
/* A whole HTML document for mail: no style sheet, nothing loaded from anywhere. */
const char *letter_html(const struct letter *letter);

#endif

/* html: markup into a buffer. Every value passes through one escaping; markup stands in literals only. Pure. */
#ifndef KLEOS_GATEWAY_VOTE_HTML_H
#define KLEOS_GATEWAY_VOTE_HTML_H

#include "common/base/buffer.h"
#include "services/gateway/vote/words.h"

/* A text as text or as an attribute's value in double quotes. */
void html_text(struct buffer *out, const char *text);
/* `markup` as it is, but for %s, which is replaced by an escaped text, %d by a number and %% by a percent sign. Nothing
 * else is known, so what looks like printf escapes by itself. */
void html_add(struct buffer *out, const char *markup, ...) __attribute__((format(printf, 2, 3)));
/* The word, escaped, with the escaped value (NULL: none) for its {}. The buffer is one on an arena. */
void html_say(struct buffer *out, enum language language, enum word word, const char *value);
/* The same into the arena, not escaped: for titles and values. */
const char *words_with(struct arena *arena, enum language language, enum word word, const char *value);
/* Whether an address may be a link's: http and https only. */
bool html_may_link(const char *address);

#endif

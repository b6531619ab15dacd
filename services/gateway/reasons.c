#include "services/gateway/reasons.h"

#include "common/base/array.h"

#include <string.h>

#define DIGITS "0123456789"

static const struct {
	const char *name;
	const char *sentence;
} rows[] = {
#define REASON(name, sentence) {#name, sentence},
#include "services/gateway/reasons.def"
#undef REASON
};

/* How long the words of a sentence are before its next place for a value. */
static size_t words_before(const char *sentence)
{
	return strcspn(sentence, "%");
}

/* The value that stands at `text` and ends where `words` go on: of the last words, those that end the text, since a
 * value may hold them too. NULL: none is there. */
static const char *value_end(char kind, const char *text, const char *words)
{
	size_t length = words_before(words), digits = strspn(text, DIGITS), left = strlen(text);
	if (kind == 'd')
		return digits ? text + digits : NULL;
	if (!words[length])
		return left >= length ? text + left - length : NULL;
	for (const char *end = text; *end; end++)
		if (strncmp(end, words, length) == 0)
			return end;
	return NULL;
}

/* Whether a sentence with its places is this one. */
static bool fits(struct arena *arena, const char *sentence, const char *text, struct reason *out)
{
	out->n_values = 0;
	for (;;) {
		size_t length = words_before(sentence);
		if (strncmp(text, sentence, length) != 0)
			return false;
		text += length;
		sentence += length;
		if (!*sentence)
			return !*text;
		const char *end = value_end(sentence[1], text, sentence + 2);
		if (!end || out->n_values == REASON_VALUES_BOUND)
			return false;
		out->values[out->n_values++] = arena_text_n(arena, text, (size_t)(end - text));
		text = end;
		sentence += 2;
	}
}

struct reason reason_of(struct arena *arena, const char *sentence)
{
	struct reason reason = {.name = ""};
	for (size_t i = 0; i < ARRAY_LENGTH(rows); i++)
		if (fits(arena, rows[i].sentence, sentence, &reason)) {
			reason.name = rows[i].name;
			return reason;
		}
	return (struct reason){.name = ""};
}

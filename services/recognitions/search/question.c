#include "services/recognitions/search/question.h"

#include "common/base/buffer.h"
#include "common/base/text.h"

#include <string.h>

static size_t question_words(const struct question *question)
{
	size_t n = 0;
	for (size_t i = 0; i < question->n; i++)
		n += question->parts[i].words.n;
	return n;
}

/* A piece between spaces or quotes; of several words (don't) they stand next to each other. */
static const char *piece_take(struct question *out, struct arena *arena, const char *from, size_t length)
{
	const char *text = arena_text_n(arena, from, length);
	struct question_part part = {.prefix = length && text[length - 1] == '*'};
	words_add(&part.words, arena, text);
	if (!part.words.n)
		return NULL;
	if (out->n == QUESTION_PARTS)
		return "a search has at most 16 words and phrases";
	const char *last = part.words.at[part.words.n - 1];
	if (part.prefix && (unsigned char)*last < 0x80 && text_length(last) < 2)
		return "the beginning of a word has at least 2 letters before the *";
	out->parts[out->n++] = part;
	return question_words(out) > QUESTION_WORDS ? "a search has at most 32 words" : NULL;
}

const char *question_take(struct question *out, struct arena *arena, const char *text)
{
	const char *problem = NULL;
	out->n = 0;
	if (text_length(text) > QUESTION_LENGTH)
		return "a search has at most 200 characters";
	for (bool quoted = false; *text && !problem; quoted = !quoted) {
		size_t length = strcspn(text, "\"");
		if (quoted)
			problem = piece_take(out, arena, text, length);
		for (size_t at = 0; !quoted && !problem && at < length;) {
			size_t space = strspn(text + at, " \t\n"), size = strcspn(text + at + space, " \t\n\"");
			problem = piece_take(out, arena, text + at + space, size);
			at += space + size;
		}
		text += length + (text[length] == '"');
	}
	if (!problem && !out->n)
		problem = "a search needs a letter or a digit";
	return problem;
}

/* Words hold letters and digits only, scopes and marks what entry.h says: nothing in them needs escaping. */
static void add_part(struct buffer *match, const char *scope, const struct question_part *part)
{
	for (size_t i = 0; i < part->words.n; i++)
		buffer_printf(match, "%s%s.%s", i ? " " : "\"", scope, part->words.at[i]);
	buffer_add_text(match, part->prefix ? "\"*" : "\"");
}

static void add_group(struct buffer *match, const char *scope, const struct question_marks *group)
{
	for (size_t i = 0; i < group->n; i++)
		buffer_printf(match, "%s\"%s.%s\"", i ? " OR " : "(", scope, group->at[i]);
	buffer_add_char(match, ')');
}

static void add_scope(struct buffer *match, const struct question *question, const char *scope,
					  const struct question_marks *groups, size_t n_groups)
{
	for (size_t i = 0; i < n_groups; i++) {
		add_group(match, scope, &groups[i]);
		buffer_add_text(match, " AND ");
	}
	for (size_t i = 0; i < question->n; i++) {
		if (i)
			buffer_add_text(match, " AND ");
		add_part(match, scope, &question->parts[i]);
	}
}

const char *question_match(const struct question *question, struct arena *arena, const struct words *scopes,
						   const struct question_marks *groups, size_t n_groups)
{
	struct buffer match;
	buffer_init(&match, arena, SIZE_MAX);
	for (size_t i = 0; i < scopes->n; i++) {
		buffer_add_text(&match, i ? " OR (" : "(");
		add_scope(&match, question, scopes->at[i], groups, n_groups);
		buffer_add_char(&match, ')');
	}
	return buffer_text(&match);
}

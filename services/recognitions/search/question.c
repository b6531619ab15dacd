#include "services/recognitions/search/question.h"

#include "common/base/buffer.h"
#include "common/base/text.h"
#include "services/recognitions/search/entry.h"

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
	if (out->n == QUERY_PARTS_BOUND)
		return "a search has at most 16 words and phrases";
	const char *last = part.words.at[part.words.n - 1];
	if (part.prefix && (unsigned char)*last < 0x80 && text_length(last) < 2)
		return "the beginning of a word has at least 2 letters before the *";
	out->parts[out->n++] = part;
	return question_words(out) > QUERY_WORDS_BOUND ? "a search has at most 32 words" : NULL;
}

const char *question_take(struct question *out, struct arena *arena, const char *text)
{
	const char *problem = NULL;
	out->n = 0;
	if (text_length(text) > QUERY_BOUND)
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

unsigned question_beginnings(const struct question *question)
{
	unsigned parts = 0;
	for (size_t i = 0; i < question->n; i++)
		if (question->parts[i].prefix)
			parts |= 1U << i;
	return parts;
}

/* The first n words, next to each other, and then `last` (NULL: nothing). Words hold letters and digits only, scopes
 * and marks what entry.h says: nothing in them needs escaping. */
static void add_phrase(struct buffer *match, const char *scope, const struct words *words, size_t n, const char *last)
{
	for (size_t i = 0; i < n; i++)
		buffer_printf(match, "%s%s.%s", i ? " " : "\"", scope, words->at[i]);
	if (last)
		buffer_printf(match, "%s%s", n ? " " : "\"", last);
	buffer_add_char(match, '"');
}

/* A part whose last word may go on. */
static void add_beginning(struct buffer *match, const char *scope, const struct words *words, const struct words *terms)
{
	size_t n = words->n - 1;
	if (!terms) {
		add_phrase(match, scope, words, words->n, NULL);
		buffer_add_char(match, '*');
		return;
	}
	for (size_t i = 0; i < terms->n; i++) {
		buffer_add_text(match, i ? " OR " : "(");
		add_phrase(match, scope, words, n, terms->at[i]);
	}
	buffer_add_char(match, ')');
}

static void add_part(struct buffer *match, const char *scope, const struct question_part *part, struct arena *arena,
					 const struct question_hints *hints)
{
	const struct words *words = &part->words, *terms = NULL;
	if (!part->prefix) {
		add_phrase(match, scope, words, words->n, NULL);
		return;
	}
	if (hints->terms)
		terms = hints->terms(hints->context, arena, scope, words->at[words->n - 1]);
	add_beginning(match, scope, words, terms);
}

static void add_group(struct buffer *match, const char *scope, const struct question_marks *group)
{
	for (size_t i = 0; i < group->n; i++)
		buffer_printf(match, "%s\"%s.%s\"", i ? " OR " : "(", scope, group->at[i]);
	buffer_add_char(match, ')');
}

static void add_and(struct buffer *match, size_t *n)
{
	if ((*n)++)
		buffer_add_text(match, " AND ");
}

/* Of nothing but beginnings that are left out stays whatever has words. */
static void add_scope(struct buffer *match, const char *scope, const struct asked *asked, struct arena *arena,
					  const struct question_hints *hints)
{
	size_t n = 0;
	for (size_t i = 0; i < asked->n_groups; i++) {
		add_and(match, &n);
		add_group(match, scope, &asked->groups[i]);
	}
	for (size_t i = 0; i < asked->question->n; i++) {
		const struct question_part *part = &asked->question->parts[i];
		bool left_out = hints->left_out >> i & 1;
		if (left_out && part->words.n == 1)
			continue;
		add_and(match, &n);
		if (left_out)
			add_phrase(match, scope, &part->words, part->words.n - 1, NULL);
		else
			add_part(match, scope, part, arena, hints);
	}
	if (!n)
		buffer_printf(match, "\"%s.%s\"", scope, ENTRY_PART);
}

const char *question_match(const struct asked *asked, struct arena *arena, const struct question_hints *hints)
{
	struct buffer match;
	buffer_init(&match, arena, SIZE_MAX);
	for (size_t i = 0; i < asked->scopes->n; i++) {
		buffer_add_text(&match, i ? " OR (" : "(");
		add_scope(&match, asked->scopes->at[i], asked, arena, hints);
		buffer_add_char(&match, ')');
	}
	return buffer_text(&match);
}

/* Whether the words begin at `at`, next to each other, the last of them going on or not. */
static bool begins(const char *at, const struct words *words)
{
	for (size_t i = 0; i < words->n; i++) {
		size_t length = strlen(words->at[i]);
		if (strncmp(at, words->at[i], length) != 0 || (i + 1 < words->n && at[length] != ' '))
			return false;
		at += length + 1;
	}
	return true;
}

static bool holds(const char *list, const struct words *words)
{
	size_t length = strlen(words->at[0]);
	for (const char *at = list; (at = strstr(at, words->at[0])); at += length)
		if ((at == list || at[-1] == ' ') && begins(at, words))
			return true;
	return false;
}

unsigned question_held(const struct question *question, unsigned parts, const char *words)
{
	unsigned held = 0;
	for (size_t i = 0; i < question->n; i++)
		if (parts >> i & 1 && holds(words, &question->parts[i].words))
			held |= 1U << i;
	return held;
}

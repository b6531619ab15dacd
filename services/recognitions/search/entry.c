#include "services/recognitions/search/entry.h"

#include "common/base/buffer.h"
#include "common/base/text.h"
#include "services/recognitions/search/words.h"

#include <inttypes.h>
#include <string.h>

const char *person_token(struct arena *arena, const char *kind, const struct id *person)
{
	char half[ID_SIZE + 1];
	text_hex(half, person->bytes + ID_SIZE / 2, ID_SIZE / 2);
	return arena_printf(arena, "%s%s", kind, half);
}

const char *number_token(struct arena *arena, const char *kind, int64_t number)
{
	return arena_printf(arena, "%s%" PRId64, kind, number);
}

/* Texts between single spaces, each once. */
static bool holds(const char *list, const char *token)
{
	size_t length = strlen(token);
	for (const char *at = list; (at = strstr(at, token)); at += length)
		if ((at == list || at[-1] == ' ') && (at[length] == ' ' || !at[length]))
			return true;
	return false;
}

static void add(struct buffer *list, const char *token)
{
	if (list->length)
		buffer_add_char(list, ' ');
	buffer_add_text(list, token);
}

static void add_once(struct buffer *list, const char *token)
{
	if (!holds(buffer_text(list), token))
		add(list, token);
}

static void add_team(struct buffer *list, struct arena *arena, const char *kind, int64_t team)
{
	if (team)
		add_once(list, number_token(arena, kind, team));
}

static void add_teams(struct buffer *list, struct arena *arena, const char *kind, const struct recognition *from)
{
	add_team(list, arena, kind, from->giver.team);
	for (size_t i = 0; i < from->n_arcs; i++)
		add_team(list, arena, kind, from->arcs[i].receiver.team);
}

static void add_receivers(struct buffer *list, struct arena *arena, const char *kind, const struct recognition *from)
{
	for (size_t i = 0; i < from->n_arcs; i++)
		add(list, person_token(arena, kind, &from->arcs[i].receiver.id));
}

static const char *scopes_of(struct arena *arena, const struct recognition *from)
{
	struct buffer scopes;
	buffer_init(&scopes, arena, SIZE_MAX);
	if (from->visibility >= KLEOS__VISIBILITY__VISIBILITY_ORGANIZATION)
		return from->visibility >= KLEOS__VISIBILITY__VISIBILITY_EXTERNAL ? "e x" : "e";
	bool private = from->visibility <= KLEOS__VISIBILITY__VISIBILITY_PRIVATE;
	add(&scopes, person_token(arena, "g", &from->giver.id));
	add_receivers(&scopes, arena, private ? "p" : "r", from);
	if (from->visibility == KLEOS__VISIBILITY__VISIBILITY_TEAM)
		add_teams(&scopes, arena, "t", from);
	return buffer_text(&scopes);
}

/* Words left out: `left` is how many more there is room for. */
static void add_text(struct buffer *list, struct arena *arena, const char *text, size_t *left)
{
	struct words words = {.n = 0};
	words_add(&words, arena, text);
	if (!words.n || !*left)
		return;
	for (size_t i = 0; i < words.n && *left; i++, --*left)
		add(list, words.at[i]);
	add(list, ENTRY_PART);
}

static size_t tokens(const char *list)
{
	size_t n = *list != '\0';
	for (; *list; list++)
		n += *list == ' ';
	return n;
}

static const char *words_of(struct arena *arena, const struct recognition *from, size_t n_scopes)
{
	struct buffer words;
	size_t left = ENTRY_TERMS / n_scopes;
	buffer_init(&words, arena, SIZE_MAX);
	add_text(&words, arena, from->value, &left);
	add_text(&words, arena, from->message.words, &left);
	for (size_t i = 0; i < from->n_arcs; i++)
		add_text(&words, arena, from->arcs[i].credit.words, &left);
	add(&words, person_token(arena, "+g", &from->giver.id));
	add_receivers(&words, arena, "+r", from);
	add_teams(&words, arena, "+t", from);
	if (*from->value)
		add(&words, arena_printf(arena, "+v%s", from->value));
	add(&words, number_token(arena, "+w", from->win));
	return buffer_text(&words);
}

void entry_of(struct entry *out, struct arena *arena, const struct recognition *recognition)
{
	out->recognition = recognition->id;
	out->give_ms = recognition->give_ms;
	out->scopes = scopes_of(arena, recognition);
	out->words = words_of(arena, recognition, tokens(out->scopes));
}

static const char *next_of(const char **list, size_t *length)
{
	const char *at = *list;
	*length = strcspn(at, " ");
	*list += *length + (at[*length] == ' ');
	return at;
}

const char *entry_terms(struct arena *arena, const struct entry *entry)
{
	struct buffer terms;
	size_t scope_length, word_length;
	buffer_init(&terms, arena, SIZE_MAX);
	for (const char *scopes = entry->scopes; *scopes;) {
		const char *scope = next_of(&scopes, &scope_length);
		for (const char *words = entry->words; *words;) {
			const char *word = next_of(&words, &word_length);
			buffer_add(&terms, scope, scope_length);
			buffer_add_char(&terms, '.');
			buffer_add(&terms, word, word_length);
			buffer_add_char(&terms, ' ');
		}
	}
	return buffer_text(&terms);
}

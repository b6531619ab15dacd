#include "clients/cli/ceiling.h"

#include "clients/cli/http.h"
#include "clients/cli/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define NAMES_MOST 3 /* people named in one sentence */

static const char *const levels[] = {"PRIVATE", "MANAGER", "TEAM", "ORGANIZATION", "EXTERNAL"};
#define LEVELS (sizeof(levels) / sizeof(levels[0]))

/* LEVELS: it is none. */
static size_t level_of(const char *name)
{
	size_t level = 0;
	while (level < LEVELS && strcmp(levels[level], name) != 0)
		level++;
	return level;
}

/* What each receiver likes, in their order; NULL when one of them cannot be asked. */
static json_t *preferences_read(struct cli *cli, const json_t *receivers)
{
	json_t *all = json_array(), *receiver, *reply = NULL;
	size_t i;
	json_array_foreach(receivers, i, receiver)
	{
		char *path = path_make("/v1/members/%s/preferences", json_at(receiver, "member"));
		bool read = http_try(cli, path, &reply);
		free(path);
		if (!read || level_of(json_at(reply, "preferences.ceiling")) == LEVELS) {
			json_decref(reply);
			json_decref(all);
			return NULL;
		}
		json_array_append_new(all, reply);
	}
	return all;
}

/* "@zoe, @stelios and 2 more", of those whose ceiling is `least`; the caller frees. */
static char *quietest_of(const json_t *receivers, const json_t *preferences, size_t least)
{
	char *names = NULL;
	size_t size, i, said = 0;
	json_t *receiver;
	FILE *out = open_memstream(&names, &size);
	if (!out)
		abort();
	json_array_foreach(receivers, i, receiver)
	{
		bool quiet = level_of(json_at(json_array_get(preferences, i), "preferences.ceiling")) == least;
		if (quiet && said++ < NAMES_MOST)
			fprintf(out, "%s@%s", said > 1 ? ", " : "", json_at(receiver, "member"));
	}
	if (said > NAMES_MOST)
		fprintf(out, " and %zu more", said - NAMES_MOST);
	fclose(out);
	return names;
}

/* Words on standard error, broken as on standard output; takes them over. */
static void tell(char *words, int indent)
{
	text_print(stderr, words, indent, text_width());
	fputc('\n', stderr);
	free(words);
}

/* One line a person who is quieter than asked for or left a note. */
static void tell_each(const json_t *receivers, const json_t *preferences, size_t asked)
{
	size_t i;
	json_t *receiver;
	json_array_foreach(receivers, i, receiver)
	{
		const json_t *likes = json_array_get(preferences, i);
		const char *ceiling = json_at(likes, "preferences.ceiling"), *note = json_at(likes, "preferences.note");
		bool quiet = level_of(ceiling) < asked;
		if (!quiet && !*note)
			continue;
		char *words;
		if (asprintf(&words, "  @%s%s%s%s%s%s", json_at(receiver, "member"), quiet ? ": no louder than " : "",
					 quiet ? ceiling : "", *note ? quiet ? "; \"" : ": \"" : "", note, *note ? "\"" : "") < 0)
			abort();
		tell(words, 4);
	}
}

const char *ceiling_tell(struct cli *cli, const json_t *receivers, const char *asked)
{
	bool terminal = isatty(STDERR_FILENO);
	size_t loudness = level_of(asked), least = loudness, i;
	if (loudness == 0 && !terminal)
		return asked;
	json_t *preferences = preferences_read(cli, receivers), *likes;
	if (!preferences)
		return NULL;
	json_array_foreach(preferences, i, likes)
	{
		size_t ceiling = level_of(json_at(likes, "preferences.ceiling"));
		least = ceiling < least ? ceiling : least;
	}
	if (least < loudness) {
		char *names = quietest_of(receivers, preferences, least);
		char *words;
		if (asprintf(&words, "Heard as %s, not %s: that is as loud as %s like%s it, or the default for who never said.",
					 levels[least], asked, names, strpbrk(names, ", ") ? "" : "s") < 0)
			abort();
		tell(words, 0);
		free(names);
	}
	if (terminal)
		tell_each(receivers, preferences, loudness);
	json_decref(preferences);
	return levels[least];
}

void ceiling_tell_held(const char *asked, const char *held)
{
	fprintf(stderr,
			"Heard as %s, not %s: that is as loud as somebody you thank likes it, or the default for who never said.\n",
			held, asked);
}

/* arguments: the options of one command. A table names them; what is left are the words. */
#ifndef KLEOS_CLI_ARGUMENTS_H
#define KLEOS_CLI_ARGUMENTS_H

#include <jansson.h>
#include <stdbool.h>

/* One of the three is set, and says what kind of option it is. */
struct argument {
	const char *name;  /* "team" for --team */
	const char **text; /* --team VALUE; the last one holds */
	bool *flag;        /* --big */
	json_t *list;      /* --link VALUE, as often as wanted: an array that texts are added to */
};

/* Reads the options (a table that ends with a NULL name), permuting, so that argv[*first]… are the words. EXIT_SUCCESS,
 * or EXIT_USAGE after saying what is wrong. */
int arguments_read(int argc, char **argv, const struct argument *table, int *first);
/* The same of a command without options: what is left in argv, behind its name, are the words, and none of them is
 * `--`.
 */
int arguments_none(int *argc, char ***argv);

/* The whole number of an option. EXIT_SUCCESS, or EXIT_USAGE after saying that it must be `least` to `most`. */
int argument_number(const char *name, const char *text, int least, int most, int *number);

/* yes, no and their first letters, also ναι and όχι. EXIT_SUCCESS, or EXIT_USAGE after saying so; `name` begins the
 * sentence. */
int argument_yes(const char *name, const char *text, bool *yes);

/* --private, --manager, --team and --external, of which one may be said; *level stays as it is when none was. */
#define LEVEL_FLAGS 4
#define ARGUMENT_LEVELS(flags)                                                                                         \
	{"private", .flag = &(flags)[0]}, {"manager", .flag = &(flags)[1]}, {"team", .flag = &(flags)[2]},                 \
	{                                                                                                                  \
		"external", .flag = &(flags)[3]                                                                                \
	}
int argument_level(const bool flags[LEVEL_FLAGS], const char **level);

/* A day as the start of it, 2026-03-01T00:00:00Z; 2026-03-01T09:00 and 2026-03-01 09:00 as that minute of UTC; anything
 * else as it is. NULL for NULL; the caller frees. */
char *argument_time(const char *text);

/* @maria is maria. */
const char *argument_who(const char *text);

/* Names of enum values are said in any case and sent in upper case, with _ for -. The caller frees, or decrefs. */
char *argument_upper(const char *text);
json_t *argument_upper_json(const char *text);
json_t *argument_upper_list(const char *text); /* "member,leader" as ["MEMBER", "LEADER"] */
json_t *argument_who_list(const char *text);   /* "@maria,nikos" as ["maria", "nikos"] */

/* reach=12000views: a figure {name, value, unit}; URL or "URL title": a link {url, title}. The lists hold texts. NULL
 * after saying what is wrong. */
json_t *argument_metrics(const json_t *texts);
json_t *argument_links(const json_t *texts);

#endif

/* arguments: the options of one command. A table names them; what is left are the words. */
#ifndef KLEOS_CLI_ARGUMENTS_H
#define KLEOS_CLI_ARGUMENTS_H

#include <jansson.h>
#include <stdbool.h>

struct argument {
	const char *name;   /* "team" for --team */
	const char **value; /* for --team VALUE; NULL: a flag */
	bool *flag;         /* for --big */
};

/* Reads the options (a table that ends with a NULL name), permuting, so that argv[*first]… are the words. EXIT_SUCCESS,
 * or EXIT_USAGE after saying what is wrong. */
int arguments_read(int argc, char **argv, const struct argument *table, int *first);

/* The whole number of an option. EXIT_SUCCESS, or EXIT_USAGE after saying that it must be `least` to `most`. */
int argument_number(const char *name, const char *text, int least, int most, int *number);

/* Names of enum values are said in any case and sent in upper case. The caller frees, or decrefs. */
char *argument_upper(const char *text);
json_t *argument_upper_json(const char *text);
json_t *argument_upper_list(const char *text); /* "member,leader" as ["MEMBER", "LEADER"] */

#endif

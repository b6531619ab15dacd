/* arguments: the options of one command. A table names them; what is left are the words. */
#ifndef KLEOS_CLI_ARGUMENTS_H
#define KLEOS_CLI_ARGUMENTS_H

#include <stdbool.h>

struct argument {
	const char *name;   /* "team" for --team */
	const char **value; /* for --team VALUE; NULL: a flag */
	bool *flag;         /* for --big */
};

/* Reads the options (a table that ends with a NULL name), permuting, so that argv[*first]… are the words. EXIT_SUCCESS,
 * or EXIT_USAGE after saying what is wrong. */
int arguments_read(int argc, char **argv, const struct argument *table, int *first);

#endif

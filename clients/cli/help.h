/* help: what the commands are and how they are said; for who asked, and for who said something that is no command. */
#ifndef KLEOS_CLI_HELP_H
#define KLEOS_CLI_HELP_H

#include "clients/cli/cli.h"

#include <stdio.h>

#define DEFAULT_URL "http://127.0.0.1:8080"

/* The command that the words name, the longest name first; *words is how many words its name has. NULL: none. */
const struct command *command_find(int argc, char **argv, int *words);

/* Bytes of the first word of a name. */
size_t noun_of(const struct command *command);
/* Whether a row before this one begins with the same word. */
bool noun_seen(const struct command *command);

void help_print(FILE *out);
void help_print_command(const struct command *command);
/* The verbs of a noun such as `members`; false: it is no noun, and nothing was printed. */
bool help_print_noun(FILE *out, const char *noun);

bool help_has_options(const struct command *command);
/* One line of a command's options. */
struct help_option {
	char name[32];  /* "team" of --team */
	char value[32]; /* "TEAM"; "": a flag */
	const char *text;
	size_t length; /* bytes of text */
};
/* The option at a place in command->options, and the place behind it; NULL: there is none. */
const char *help_option_next(const char *at, struct help_option *option);

/* Words that are no command: the verbs of their noun, or the command that is meant. EXIT_USAGE. */
int help_refuse(int argc, char **argv);

#endif

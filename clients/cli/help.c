#include "clients/cli/help.h"

#include "clients/cli/output.h"

#include <stdlib.h>
#include <string.h>

#define NAME_BOUND   64 /* bytes of a command's name */
#define NAME_COLUMNS 14 /* of commands and nouns in the list of them */
#define NEAR         2  /* edits at which a word still means a command */

const struct command *command_find(int argc, char **argv, int *words)
{
	char two[NAME_BOUND] = "";
	if (argc > 1)
		snprintf(two, sizeof(two), "%s %s", argv[0], argv[1]);
	for (*words = 2; *words > 0; (*words)--)
		for (const struct command *command = command_table; argc > 0 && command->name; command++)
			if (strcmp(command->name, *words == 2 ? two : argv[0]) == 0)
				return command;
	return NULL;
}

size_t noun_of(const struct command *command)
{
	return strcspn(command->name, " ");
}

bool noun_seen(const struct command *command)
{
	size_t length = noun_of(command);
	for (const struct command *before = command_table; before < command; before++)
		if (noun_of(before) == length && strncmp(before->name, command->name, length) == 0)
			return true;
	return false;
}

/* "members   list, get, …": the verbs of the noun that this command is the first of. */
static void print_noun(FILE *out, const struct command *first, size_t length)
{
	char *verbs = NULL;
	size_t size, said = 0;
	FILE *text = open_memstream(&verbs, &size);
	if (!text)
		abort();
	for (const struct command *command = first; command->name; command++)
		if (strncmp(command->name, first->name, length + 1) == 0)
			fprintf(text, "%s%s", said++ ? ", " : "", command->name + length + 1);
	fclose(text);
	fprintf(out, "  %-*.*s ", NAME_COLUMNS, (int)length, first->name);
	text_print(out, verbs, NAME_COLUMNS + 3, terminal_width());
	fputc('\n', out);
	free(verbs);
}

/* A command of one word, or the noun whose first command it is. */
static void print_entry(FILE *out, const struct command *command)
{
	size_t length = noun_of(command);
	if (noun_seen(command))
		return;
	if (command->name[length]) {
		print_noun(out, command, length);
		return;
	}
	fprintf(out, "  %-*s ", NAME_COLUMNS, command->name);
	text_print(out, command->help, NAME_COLUMNS + 3, terminal_width());
	fputc('\n', out);
}

void help_print(FILE *out)
{
	fputs("Usage: kleos [--url URL] [--key-file FILE] [--json] COMMAND …\n"
		  "Thank people, see what was said, run awards, read the report.\n\n",
		  out);
	for (const struct command *command = command_table; command->name; command++)
		print_entry(out, command);
	fputs("\n  --url URL        the gateway; else KLEOS_URL, else what `kleos login`\n"
		  "                   remembered, else " DEFAULT_URL "\n"
		  "  --key-file FILE  file with the API key, or a token of the identity provider;\n"
		  "                   else KLEOS_KEY_FILE, else what `kleos login` remembered\n"
		  "  --json           print the server's reply as it is\n"
		  "  --help           this text; `kleos COMMAND --help` explains one\n"
		  "  --version        name and version\n\n"
		  "Exit status: 0 done, 1 refused or failed, 2 the words of the command are wrong.\n",
		  out);
}

void help_print_command(const struct command *command)
{
	printf("Usage: kleos %s%s%s\n", command->name, *command->usage ? " " : "", command->usage);
	print_words(command->help, 0);
	if (command->options)
		printf("\n%s", command->options);
}

/* Bytes of a noun and the space behind it at the start of a command's name; 0: the name does not start so. */
static size_t noun_length(const struct command *command, const char *noun)
{
	size_t length = strlen(noun);
	return length && strncmp(command->name, noun, length) == 0 && command->name[length] == ' ' ? length + 1 : 0;
}

bool help_print_noun(FILE *out, const char *noun)
{
	bool found = false;
	for (const struct command *command = command_table; command->name; command++) {
		size_t length = noun_length(command, noun);
		if (!length)
			continue;
		if (!found)
			fprintf(out, "Usage: kleos %s COMMAND …\n", noun);
		found = true;
		fprintf(out, "  %-*s ", NAME_COLUMNS, command->name + length);
		text_print(out, command->help, NAME_COLUMNS + 3, terminal_width());
		fputc('\n', out);
	}
	return found;
}

bool help_has_options(const struct command *command)
{
	return command->options && strstr(command->options, "  --");
}

const char *help_option_next(const char *at, struct help_option *option)
{
	static const char begin[] = "  --";
	if (!at || strncmp(at, begin, strlen(begin)) != 0)
		return NULL;
	at += strlen(begin);
	size_t length = strcspn(at, " ");
	snprintf(option->name, sizeof(option->name), "%.*s", (int)length, at);
	at += length;
	bool valued = *at == ' ' && at[1] != ' ';
	length = valued ? strcspn(at + 1, " ") : 0;
	snprintf(option->value, sizeof(option->value), "%.*s", (int)length, at + 1);
	at += valued ? 1 + length : 0;
	option->text = at + strspn(at, " ");
	option->length = strcspn(option->text, "\n");
	while (strncmp(option->text + option->length, "\n   ", 4) == 0) /* a line that goes on */
		option->length += 1 + strcspn(option->text + option->length + 1, "\n");
	return option->text + option->length + 1;
}

/* Levenshtein's distance in bytes; texts of NAME_BOUND bytes and more are as far as can be. */
static size_t distance(const char *a, const char *b)
{
	size_t row[NAME_BOUND], length = strlen(b);
	if (strlen(a) >= NAME_BOUND || length >= NAME_BOUND)
		return NAME_BOUND;
	for (size_t j = 0; j <= length; j++)
		row[j] = j;
	for (size_t i = 1; a[i - 1]; i++) {
		size_t diagonal = row[0];
		row[0] = i;
		for (size_t j = 1; j <= length; j++) {
			size_t change = diagonal + (a[i - 1] != b[j - 1]);
			size_t insert = (row[j] < row[j - 1] ? row[j] : row[j - 1]) + 1;
			diagonal = row[j];
			row[j] = change < insert ? change : insert;
		}
	}
	return row[length];
}

/* Keeps in `best` the name or noun (the first `length` bytes of name) that is nearest to what was said. */
static void best_keep(char *best, size_t *nearest, const char *said, const char *name, size_t length)
{
	char candidate[NAME_BOUND];
	snprintf(candidate, sizeof(candidate), "%.*s", (int)length, name);
	size_t edits = distance(said, candidate);
	if (edits >= *nearest || edits >= strlen(said))
		return;
	*nearest = edits;
	snprintf(best, NAME_BOUND, "%s", candidate);
}

static bool is_noun(const char *word)
{
	for (const struct command *command = command_table; command->name; command++)
		if (noun_length(command, word))
			return true;
	return false;
}

/* The word that stands where a command's name, or the verb of a noun, should and looks like an option; NULL: none. */
static const char *misplaced_option(int argc, char **argv)
{
	if (*argv[0] == '-')
		return argv[0];
	return argc > 1 && *argv[1] == '-' && is_noun(argv[0]) ? argv[1] : NULL;
}

int help_refuse(int argc, char **argv)
{
	const char *option = misplaced_option(argc, argv);
	if (option)
		return complain_usage("unknown option '%s'; --help lists what there is", option);
	char two[NAME_BOUND] = "", best[NAME_BOUND] = "";
	size_t nearest = NEAR + 1;
	if (argc == 1 && help_print_noun(stderr, argv[0]))
		return EXIT_USAGE;
	if (argc > 1)
		snprintf(two, sizeof(two), "%s %s", argv[0], argv[1]);
	for (const struct command *command = command_table; command->name; command++) {
		size_t noun = noun_of(command);
		if (command->name[noun])
			best_keep(best, &nearest, two, command->name, strlen(command->name));
		if (argc == 1 || !command->name[noun])
			best_keep(best, &nearest, argv[0], command->name, noun);
	}
	const char *said = argc > 1 && strncmp(best, argv[0], strlen(argv[0])) == 0 ? two : argv[0];
	if (*best)
		return complain_usage("there is no command '%s'; did you mean '%s'?", said, best);
	complain_usage("there is no command '%s'; kleos --help lists them", argv[0]);
	help_print_noun(stderr, argv[0]);
	return EXIT_USAGE;
}

#include "clients/cli/arguments.h"

#include "clients/cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#define ARGUMENTS_BOUND 16

int arguments_read(int argc, char **argv, const struct argument *table, int *first)
{
	struct option options[ARGUMENTS_BOUND + 1] = {{0}};
	for (int i = 0; i < ARGUMENTS_BOUND && table[i].name; i++)
		options[i] = (struct option){table[i].name, table[i].value ? required_argument : no_argument, NULL, 0};
	optind = 1;
	opterr = 0;
	int index = 0, got;
	while ((got = getopt_long(argc, argv, ":", options, &index)) == 0) {
		if (table[index].value)
			*table[index].value = optarg;
		else
			*table[index].flag = true;
	}
	if (got == ':')
		return complain_usage("%s needs a value", argv[optind - 1]);
	if (got != -1)
		return complain_usage("unknown option '%s'; --help lists what there is", argv[optind - 1]);
	*first = optind;
	return EXIT_SUCCESS;
}

int argument_number(const char *name, const char *text, int least, int most, int *number)
{
	char *end;
	errno = 0;
	long value = strtol(text, &end, 10);
	if (errno || end == text || *end || value < least || value > most)
		return complain_usage("--%s is a number from %d to %d, not '%s'", name, least, most, text);
	*number = (int)value;
	return EXIT_SUCCESS;
}

static char *upper(const char *text, size_t length)
{
	char *copy = strndup(text, length);
	if (!copy)
		abort();
	for (char *at = copy; *at; at++)
		*at = (char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at);
	return copy;
}

char *argument_upper(const char *text)
{
	return upper(text, strlen(text));
}

static json_t *upper_json(const char *text, size_t length)
{
	char *copy = upper(text, length);
	json_t *value = json_string(copy);
	free(copy);
	return value;
}

json_t *argument_upper_json(const char *text)
{
	return upper_json(text, strlen(text));
}

json_t *argument_upper_list(const char *text)
{
	json_t *list = json_array();
	while (*text) {
		size_t length = strcspn(text, ",");
		json_array_append_new(list, upper_json(text, length));
		text += length + (text[length] == ',');
	}
	return list;
}

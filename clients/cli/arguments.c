#include "clients/cli/arguments.h"

#include "clients/cli/cli.h"

#include <errno.h>
#include <getopt.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define ARGUMENTS_BOUND 32

/* The word that getopt_long did not know. It stands behind a word that it is done with, and still at one of several
 * letters, such as -xyz. */
static const char *unknown_option(int argc, char **argv)
{
	const char *passed = argv[optind - 1];
	bool is_passed = !optopt || (passed[0] == '-' && passed[1] == (char)optopt && !passed[2]);
	return is_passed || optind >= argc ? passed : argv[optind];
}

int arguments_read(int argc, char **argv, const struct argument *table, int *first)
{
	struct option options[ARGUMENTS_BOUND + 1] = {{0}};
	for (int i = 0; i < ARGUMENTS_BOUND && table[i].name; i++)
		options[i] = (struct option){table[i].name, table[i].flag ? no_argument : required_argument, NULL, 0};
	optind = 1;
	opterr = 0;
	int index = 0, got;
	while ((got = getopt_long(argc, argv, ":", options, &index)) == 0) {
		if (table[index].text)
			*table[index].text = optarg;
		else if (table[index].flag)
			*table[index].flag = true;
		else
			json_array_append_new(table[index].list, json_string(optarg));
	}
	if (got == ':')
		return complain_usage("%s needs a value", argv[optind - 1]);
	if (got != -1)
		return complain_usage("unknown option '%s'; --help lists what there is", unknown_option(argc, argv));
	*first = optind;
	return EXIT_SUCCESS;
}

int arguments_none(int *argc, char ***argv)
{
	const struct argument none[] = {{0}};
	int first, code = arguments_read(*argc, *argv, none, &first);
	if (code != EXIT_SUCCESS)
		return code;
	(*argv)[first - 1] = (*argv)[0];
	*argv += first - 1;
	*argc -= first - 1;
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

int argument_yes(const char *name, const char *text, bool *yes)
{
	static const char *const yeses[] = {"yes", "y", "ναι", "ν"}, *const noes[] = {"no", "n", "όχι", "οχι", "ο", "ό"};
	for (size_t i = 0; i < sizeof(yeses) / sizeof(yeses[0]); i++)
		if (strcasecmp(text, yeses[i]) == 0)
			return *yes = true, EXIT_SUCCESS;
	for (size_t i = 0; i < sizeof(noes) / sizeof(noes[0]); i++)
		if (strcasecmp(text, noes[i]) == 0)
			return *yes = false, EXIT_SUCCESS;
	return complain_usage("%s is yes or no, not '%s'", name, text);
}

int argument_level(const bool flags[LEVEL_FLAGS], const char **level)
{
	static const char *const names[LEVEL_FLAGS] = {"PRIVATE", "MANAGER", "TEAM", "EXTERNAL"};
	int said = 0;
	for (int i = 0; i < LEVEL_FLAGS; i++)
		if (flags[i]) {
			*level = names[i];
			said++;
		}
	if (said > 1)
		return complain_usage("say one of --private, --manager, --team and --external");
	return EXIT_SUCCESS;
}

char *argument_time(const char *text)
{
	char *time;
	if (!text)
		return NULL;
	size_t length = strlen(text);
	const char *rest = length == strlen("2026-03-01")         ? "T00:00:00Z"
					   : length == strlen("2026-03-01T09:00") ? ":00Z"
															  : "";
	if (asprintf(&time, "%s%s", text, rest) < 0)
		abort();
	if (length == strlen("2026-03-01 09:00") && time[strlen("2026-03-01")] == ' ')
		time[strlen("2026-03-01")] = 'T';
	return time;
}

const char *argument_who(const char *text)
{
	return text + (*text == '@');
}

static char *upper(const char *text, size_t length)
{
	char *copy = strndup(text, length);
	if (!copy)
		abort();
	for (char *at = copy; *at; at++)
		*at = (char)(*at >= 'a' && *at <= 'z' ? *at - 'a' + 'A' : *at == '-' ? '_' : *at);
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

json_t *argument_who_list(const char *text)
{
	json_t *list = json_array();
	while (*text) {
		text = argument_who(text);
		size_t length = strcspn(text, ",");
		json_array_append_new(list, json_stringn(text, length));
		text += length + (text[length] == ',');
	}
	return list;
}

/* name=value[unit]; NULL: it is none. */
static json_t *metric_of(const char *text)
{
	const char *equals = strchr(text, '=');
	if (!equals || equals == text)
		return NULL;
	char *end;
	double value = strtod(equals + 1, &end);
	if (end == equals + 1 || !isfinite(value))
		return NULL;
	while (*end == ' ')
		end++;
	return json_pack("{s:o, s:f, s:s}", "name", json_stringn(text, (size_t)(equals - text)), "value", value, "unit",
					 end);
}

json_t *argument_metrics(const json_t *texts)
{
	json_t *metrics = json_array(), *text;
	size_t i;
	json_array_foreach(texts, i, text)
	{
		json_t *metric = metric_of(json_string_value(text));
		if (!metric) {
			complain_usage("--metric is NAME=VALUE and a unit, such as reach=12000views, not '%s'",
						   json_string_value(text));
			json_decref(metrics);
			return NULL;
		}
		json_array_append_new(metrics, metric);
	}
	return metrics;
}

json_t *argument_links(const json_t *texts)
{
	json_t *links = json_array(), *text;
	size_t i;
	json_array_foreach(texts, i, text)
	{
		const char *link = json_string_value(text);
		size_t length = strcspn(link, " ");
		json_array_append_new(links, json_pack("{s:o, s:s}", "url", json_stringn(link, length), "title",
											   link + length + (link[length] == ' ')));
	}
	return links;
}

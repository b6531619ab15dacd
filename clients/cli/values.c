/* values, prompts: what an organisation thanks each other for, and the questions that make it a habit. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"

#include <stdio.h>
#include <stdlib.h>

static void print_values(struct cli *cli, const json_t *reply)
{
	const json_t *values = json_object_get(reply, "values");
	struct table *table = table_new(4, (const char *const[]){"VALUE", "TITLE", "RETIRED", "MEANING"});
	size_t i;
	json_t *value;
	json_array_foreach(values, i, value)
		table_add(table, (const char *const[]){json_at(value, "slug"), json_at(value, "title"),
											   day_of(json_at(value, "retireTime")), json_at(value, "description")});
	if (json_array_size(values))
		table_print(cli, table);
	else
		fputs("No values yet. kleos values add craft --title \"Craft\" makes one; any slug may be thanked for.\n",
			  stderr);
	table_free(table);
}

int command_values_list(struct cli *cli, int argc, char **argv)
{
	bool retired = false;
	const struct argument table[] = {{"retired", .flag = &retired}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	const char *const pairs[][2] = {{"showRetired", retired ? "true" : NULL}, {NULL, NULL}};
	return request_run(cli, "GET", path_query("/v1/values", pairs), NULL, print_values);
}

static void print_value(struct cli *cli, const json_t *reply)
{
	const json_t *value = json_object_get(reply, "value");
	(void)cli;
	print_field("value", json_at(value, "slug"));
	print_field("title", json_at(value, "title"));
	print_field("meaning", json_at(value, "description"));
	print_field("retired", day_of(json_at(value, "retireTime")));
}

int command_values_add(struct cli *cli, int argc, char **argv)
{
	const char *title = NULL, *description = "";
	const struct argument table[] = {{"title", .text = &title}, {"description", .text = &description}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say its slug: kleos values add craft --title \"Craft\"");
	json_t *body = json_pack("{s:s, s:s, s:s}", "slug", argv[first], "title", title ? title : argv[first],
							 "description", description);
	return request_run(cli, "POST", path_make("/v1/values"), body, print_value);
}

int command_values_retire(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which: kleos values retire SLUG");
	return request_run(cli, "DELETE", path_make("/v1/values/%s", argv[1]), NULL, print_value);
}

static void print_prompts(struct cli *cli, const json_t *reply)
{
	json_int_t of_week = json_integer_value(json_object_get(reply, "promptOfWeek"));
	size_t i;
	json_t *prompt;
	json_array_foreach(json_object_get(reply, "prompts"), i, prompt)
	{
		bool asked = json_integer_value(json_object_get(prompt, "prompt")) == of_week;
		printf("%s%s %s  ", cli->color && asked ? "\033[1m" : "", asked ? ">" : " ", json_at(prompt, "prompt"));
		print_words(json_at(prompt, "text"), 5);
		fputs(cli->color && asked ? "\033[0m" : "", stdout);
	}
	if (of_week)
		fprintf(stderr, "This week's is number %lld: kleos give @WHO \"…\" --prompt %lld\n", (long long)of_week,
				(long long)of_week);
}

int command_prompts(struct cli *cli, int argc, char **argv)
{
	const char *locale = NULL;
	const struct argument table[] = {{"locale", .text = &locale}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	const char *const pairs[][2] = {{"locale", locale}, {NULL, NULL}};
	return request_run(cli, "GET", path_query("/v1/prompts", pairs), NULL, print_prompts);
}

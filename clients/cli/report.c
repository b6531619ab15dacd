/* report, verify: what recognition does to people, as text. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/report_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool print_csv_line(void *context, const char *line)
{
	(void)context;
	puts(line);
	return true;
}

static char *report_path(const char *route, const char *from, const char *to, const char *team, const char *interval,
						 const json_t *sections)
{
	struct query_text query;
	char *path;
	size_t i;
	json_t *section;
	query_text_init(&query);
	query_text_add(&query, "from", from);
	query_text_add(&query, "to", to);
	query_text_add(&query, "team", team);
	char *upper = argument_upper(interval ? interval : "");
	query_text_add(&query, "interval", upper);
	free(upper);
	json_array_foreach(sections, i, section) query_text_add(&query, "section", json_string_value(section));
	if (asprintf(&path, "%s%s", route, query.text) < 0)
		abort();
	query_text_fini(&query);
	return path;
}

/* A path that was mistyped has no people either; the figures alone would not tell. */
static void tell_nobody(const json_t *report)
{
	bool nobody = strcmp(json_at(report, "headcount"), "0") == 0 && strcmp(json_at(report, "totals.arcs"), "0") == 0;
	if (nobody && *json_at(report, "team"))
		fprintf(stderr, "Nobody was in '%s' in these days; kleos teams list shows the teams there are.\n",
				json_at(report, "team"));
}

static int print_reply(struct cli *cli, char *path)
{
	json_t *reply = NULL;
	int code = http_json(cli, "GET", path, NULL, &reply);
	if (code == EXIT_SUCCESS)
		code = cli->json ? print_json(reply) : print_report(cli, json_object_get(reply, "report"));
	if (reply)
		tell_nobody(json_object_get(reply, "report"));
	json_decref(reply);
	free(path);
	return code;
}

static int print_csv(struct cli *cli, char *path)
{
	int code = http_stream(cli, path, NULL, print_csv_line, NULL, NULL);
	free(path);
	return code;
}

int command_report(struct cli *cli, int argc, char **argv)
{
	const char *from = NULL, *to = NULL, *team = NULL, *interval = NULL;
	bool csv = false;
	json_t *sections = json_array();
	const struct argument table[] = {{"from", .text = &from},
									 {"to", .text = &to},
									 {"team", .text = &team},
									 {"interval", .text = &interval},
									 {"csv", .flag = &csv},
									 {"section", .list = sections},
									 {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS && first < argc)
		code = complain_usage("report takes no words: kleos report --from 2026-01-01 --to 2026-03-31 --team marketing");
	if (code == EXIT_SUCCESS && !csv && json_array_size(sections))
		code = complain_usage("--section is for the table: kleos report --csv --section totals");
	if (code == EXIT_SUCCESS && csv)
		code = print_csv(cli, report_path("/v1/reports/impact.csv", from, to, team, interval, sections));
	else if (code == EXIT_SUCCESS)
		code = print_reply(cli, report_path("/v1/reports/impact", from, to, team, interval, NULL));
	json_decref(sections);
	return code;
}

/* The two columns, and whether they agree; where no figure may be told, the comparison was made out of sight. */
static void print_comparison(const json_t *figures, bool agrees)
{
	size_t i;
	json_t *item;
	if (json_array_size(figures) == 0) {
		printf("No figure may be told here; compared out of sight, they %s.\n", agrees ? "agree" : "DIFFER");
		return;
	}
	printf("%-36s %10s %10s\n", "FIGURE", "REPORT", "TABLES");
	json_array_foreach(figures, i, item) print_line(stdout, "%-36s %10s %10s", json_at(item, "name"),
													json_at(item, "projection"), json_at(item, "tables"));
	puts(agrees ? "Every figure agrees with the tables." : "The report DIFFERS from the tables.");
}

static int print_verification(struct cli *cli, const json_t *reply)
{
	bool agrees = json_is_true(json_object_get(reply, "agrees"));
	if (cli->json)
		print_json(reply);
	else
		print_comparison(json_object_get(reply, "figures"), agrees);
	return agrees ? EXIT_SUCCESS : EXIT_FAILURE;
}

int command_verify(struct cli *cli, int argc, char **argv)
{
	const char *from = NULL, *to = NULL, *team = NULL;
	const struct argument table[] = {{"from", .text = &from}, {"to", .text = &to}, {"team", .text = &team}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	char *path = report_path("/v1/reports/impact:verify", from, to, team, NULL, NULL);
	json_t *reply = NULL;
	code = http_json(cli, "GET", path, NULL, &reply);
	if (code == EXIT_SUCCESS)
		code = print_verification(cli, reply);
	json_decref(reply);
	free(path);
	return code;
}

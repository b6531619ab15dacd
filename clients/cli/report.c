/* report, verify: what recognition does to people, as text. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LIST_ROWS 10

/* "–" for a figure that is suppressed or whose source did not answer: never a zero. */
static const char *figure(const json_t *report, const char *path)
{
	const char *text = json_at(report, path);
	return *text ? text : "–";
}

static void print_share(const struct cli *cli, const json_t *rates, const char *name, const char *label)
{
	const json_t *ratio = json_object_get(rates, name), *value = json_object_get(ratio, "value");
	if (!json_is_number(value)) {
		printf("  %-14s –\n", label);
		return;
	}
	printf("  %-14s %5.1f %%  %s of %s  ", label, 100 * json_number_value(value), json_at(ratio, "numerator"),
		   json_at(ratio, "denominator"));
	print_bar(cli, json_number_value(value), 24);
	putchar('\n');
}

static void print_totals(struct cli *cli, const json_t *report)
{
	static const char *const lines[][2] = {{"people", "headcount"},
										   {"recognitions", "totals.recognitions"},
										   {"thanks received", "totals.arcs"},
										   {"thanks given", "totals.givenArcs"},
										   {"big wins", "totals.bigWins"},
										   {"small wins", "totals.smallWins"},
										   {"across teams", "totals.crossTeamArcs"},
										   {"from leaders", "totals.leaderArcs"},
										   {"nominations", "totals.nominations"}};
	print_heading(cli, "Totals");
	/* Among everybody, what is given is received: one line says both. */
	bool same =
		!*json_at(report, "team") && strcmp(figure(report, "totals.arcs"), figure(report, "totals.givenArcs")) == 0;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		bool given = strcmp(lines[i][1], "totals.givenArcs") == 0, received = strcmp(lines[i][1], "totals.arcs") == 0;
		if (!same || !given)
			printf("  %-16s %8s\n", same && received ? "thanks" : lines[i][0], figure(report, lines[i][1]));
	}
}

static void print_spread(struct cli *cli, const json_t *report)
{
	print_heading(cli, "Who takes part");
	const json_t *rates = json_object_get(report, "rates");
	print_share(cli, rates, "participation", "took part");
	print_share(cli, rates, "giving", "gave");
	print_share(cli, rates, "coverage", "received");
	print_share(cli, rates, "crossTeam", "across teams");
	print_heading(cli, "How evenly");
	printf("  Gini of receipts %s, of gifts %s (0 even, 1 all to one)\n", figure(report, "concentration.giniReceived"),
		   figure(report, "concentration.giniGiven"));
	printf("  thanks that come back: %s of %s pairs\n", figure(report, "reciprocity.mutual"),
		   figure(report, "reciprocity.distinct"));
}

static void print_pulse(struct cli *cli, const json_t *report)
{
	const json_t *leadership = json_object_get(report, "leadership");
	print_heading(cli, "How it goes");
	print_share(cli, leadership, "need", "need leaders");
	print_share(cli, leadership, "have", "have leaders");
	const json_t *mean = json_object_get(json_object_get(report, "strain"), "mean");
	if (json_is_number(mean))
		printf("  strain %.1f of 100, from %s answers\n", json_number_value(mean), figure(report, "strain.n"));
	else
		puts("  strain         –");
}

static void print_series(struct cli *cli, const json_t *series)
{
	size_t i;
	json_t *bucket;
	double most = 1;
	json_array_foreach(series, i, bucket) if (json_number_value(json_object_get(bucket, "arcs")) > most) most =
		json_number_value(json_object_get(bucket, "arcs"));
	print_heading(cli, "Thanks over time");
	int width = terminal_width() - 24;
	json_array_foreach(series, i, bucket)
	{
		printf("  %s %7s ", json_at(bucket, "start"), figure(bucket, "arcs"));
		print_bar(cli, json_number_value(json_object_get(bucket, "arcs")) / most, width > 60 ? 60 : width);
		putchar('\n');
	}
}

static void print_lists(struct cli *cli, const json_t *report)
{
	size_t i;
	json_t *row;
	print_heading(cli, "Values");
	json_array_foreach(json_object_get(report, "values"), i, row) if (i < LIST_ROWS) print_line(
		stdout, "  %8s  %s", json_at(row, "arcs"), *json_at(row, "value") ? json_at(row, "value") : "(none named)");
	print_heading(cli, "From team to team");
	json_array_foreach(json_object_get(report, "flows"), i, row) if (i < LIST_ROWS) printf(
		"  %8s  %s → %s\n", json_at(row, "arcs"), *json_at(row, "fromTeam") ? json_at(row, "fromTeam") : "(no team)",
		*json_at(row, "toTeam") ? json_at(row, "toTeam") : "(no team)");
}

static void print_caveats(const json_t *report)
{
	size_t i;
	json_t *item;
	putchar('\n');
	json_array_foreach(json_object_get(report, "suppressed"), i, item)
		printf("Not shown: %s\n", json_string_value(item));
	json_array_foreach(json_object_get(report, "sources"), i, item) if (!json_is_true(json_object_get(item, "ok")))
		print_line(stdout, "Missing: %s: %s", json_at(item, "service"), json_at(item, "message"));
	print_words(json_at(report, "purpose"), 0);
}

/* Whether no figure at all may be shown, so that only the reasons are worth reading. */
static bool is_withheld(const json_t *report)
{
	return json_array_size(json_object_get(report, "suppressed")) && !*json_at(report, "headcount") &&
		   !*json_at(report, "totals.arcs") && !*json_at(report, "totals.nominations");
}

static void print_figures(struct cli *cli, const json_t *report)
{
	print_totals(cli, report);
	print_spread(cli, report);
	print_pulse(cli, report);
	print_series(cli, json_object_get(report, "series"));
	print_lists(cli, report);
}

static int print_report(struct cli *cli, const json_t *reply)
{
	const json_t *report = json_object_get(reply, "report");
	const char *team = json_at(report, "team");
	const char *zone = json_at(report, "range.timeZone");
	bool utc = !*zone || strcmp(zone, "UTC") == 0;
	printf("%sImpact of recognition, %s to %s%s%s, %s%s\n", cli->color ? "\033[1m" : "", json_at(report, "range.from"),
		   json_at(report, "range.to"), utc ? "" : " in ", utc ? "" : zone, *team ? team : "everybody",
		   cli->color ? "\033[0m" : "");
	if (!is_withheld(report))
		print_figures(cli, report);
	print_caveats(report);
	return EXIT_SUCCESS;
}

static bool print_csv_line(void *context, const char *line)
{
	(void)context;
	puts(line);
	return true;
}

static char *report_path(const char *route, const char *from, const char *to, const char *team, const char *interval)
{
	struct query_text query;
	char *path;
	query_text_init(&query);
	query_text_add(&query, "from", from);
	query_text_add(&query, "to", to);
	query_text_add(&query, "team", team);
	char *upper = argument_upper(interval ? interval : "");
	query_text_add(&query, "interval", upper);
	free(upper);
	if (asprintf(&path, "%s%s", route, query.text) < 0)
		abort();
	query_text_fini(&query);
	return path;
}

/* A path that was mistyped has no people either; the figures alone would not tell. */
static void tell_nobody(const json_t *report)
{
	bool nobody = strcmp(figure(report, "headcount"), "0") == 0 && strcmp(figure(report, "totals.arcs"), "0") == 0;
	if (nobody && *json_at(report, "team"))
		fprintf(stderr, "Nobody was in '%s' in these days; kleos teams list shows the teams there are.\n",
				json_at(report, "team"));
}

int command_report(struct cli *cli, int argc, char **argv)
{
	const char *from = NULL, *to = NULL, *team = NULL, *interval = NULL;
	bool csv = false;
	const struct argument table[] = {{"from", .text = &from},         {"to", .text = &to},   {"team", .text = &team},
									 {"interval", .text = &interval}, {"csv", .flag = &csv}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (first < argc)
		return complain_usage("report takes no words: kleos report --from 2026-01-01 --to 2026-03-31 --team marketing");
	char *path = report_path(csv ? "/v1/reports/impact.csv" : "/v1/reports/impact", from, to, team, interval);
	json_t *reply = NULL;
	code = csv ? http_stream(cli, path, NULL, print_csv_line, NULL, NULL) : http_json(cli, "GET", path, NULL, &reply);
	if (code == EXIT_SUCCESS && !csv)
		code = cli->json ? print_json(reply) : print_report(cli, reply);
	if (reply)
		tell_nobody(json_object_get(reply, "report"));
	json_decref(reply);
	free(path);
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
	char *path = report_path("/v1/reports/impact:verify", from, to, team, NULL);
	json_t *reply = NULL;
	code = http_json(cli, "GET", path, NULL, &reply);
	if (code == EXIT_SUCCESS)
		code = print_verification(cli, reply);
	json_decref(reply);
	free(path);
	return code;
}

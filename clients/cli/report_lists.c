/* Lists of a report. */
#include "clients/cli/output.h"
#include "clients/cli/report_text.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <string.h>

#define LIST_ROWS 10
#define INDENT    4

static const json_t *list_of(const struct report_view *view, const char *name, const char *heading)
{
	const json_t *list = json_object_get(view->report, name);
	if (json_array_size(list) == 0)
		return NULL;
	print_heading(view->cli, heading);
	return list;
}

static void print_series(const struct report_view *view)
{
	size_t i;
	json_t *bucket;
	double most = 1;
	const json_t *series = list_of(view, "series", "Thanks over time");
	json_array_foreach(series, i, bucket) if (json_number_value(json_object_get(bucket, "arcs")) > most) most =
		json_number_value(json_object_get(bucket, "arcs"));
	int width = terminal_width() - 24;
	json_array_foreach(series, i, bucket)
	{
		const double arcs = json_number_value(json_object_get(bucket, "arcs"));
		fputs("  ", stdout);
		text_print(stdout, json_at(bucket, "start"), 0, TEXT_WHOLE);
		printf(" %7.0f ", arcs);
		print_bar(view->cli, arcs / most, width > 60 ? 60 : width);
		putchar('\n');
	}
}

static const char *or_none(const char *name, const char *none)
{
	return *name ? name : none;
}

static void print_values(const struct report_view *view)
{
	size_t i;
	json_t *row;
	const json_t *values = list_of(view, "values", "Values");
	json_array_foreach(values, i, row) if (i < LIST_ROWS)
		print_line(stdout, "  %8s  %s", json_at(row, "arcs"), or_none(json_at(row, "value"), "(none named)"));
	const json_t *prompts = list_of(view, "prompts", "Questions that were answered (kleos prompts)");
	json_array_foreach(prompts, i, row)
		print_line(stdout, "  %8s  question %s", json_at(row, "recognitions"), json_at(row, "prompt"));
}

static void print_flows(const struct report_view *view)
{
	size_t i;
	json_t *row;
	const json_t *flows = list_of(view, "flows", "From team to team");
	json_array_foreach(flows, i, row) if (i < LIST_ROWS)
		print_line(stdout, "  %8s  %s → %s", json_at(row, "arcs"), or_none(json_at(row, "fromTeam"), "(no team)"),
				   or_none(json_at(row, "toTeam"), "(no team)"));
}

static void print_work(const struct report_view *view)
{
	size_t i;
	json_t *row;
	const json_t *highlights = list_of(view, "highlights", "Work, and what came of it");
	json_array_foreach(highlights, i, row) if (i < LIST_ROWS)
	{
		print_line(stdout, "  %s  %s", json_at(row, "onDate"), json_at(row, "title"));
		print_metrics(json_object_get(row, "metrics"), INDENT);
	}
}

static void print_awards(const struct report_view *view)
{
	size_t i;
	json_t *row;
	const json_t *awards = list_of(view, "awards", "Awards");
	json_array_foreach(awards, i, row) if (i < LIST_ROWS)
	{
		const json_int_t winners = json_integer_value(json_object_get(row, "winners"));
		print_line(stdout, "  %s  %s, %s: %" JSON_INTEGER_FORMAT " %s", json_at(row, "announcedOn"),
				   json_at(row, "awardTitle"), json_at(row, "cycleTitle"), winners,
				   winners == 1 ? "winner" : "winners");
	}
}

static void print_external(const struct report_view *view)
{
	size_t i;
	json_t *row;
	const json_t *external = list_of(view, "external", "Beyond the organisation");
	json_array_foreach(external, i, row)
	{
		const char *kind = json_at(row, "kind");
		print_line(stdout, "  %8s  %s", json_at(row, "count"),
				   strcmp(kind, "RECOGNITION") == 0 ? "recognitions that the world may see" : kind);
	}
}

void print_report_lists(const struct report_view *view)
{
	print_series(view);
	print_values(view);
	print_flows(view);
	print_work(view);
	print_awards(view);
	print_external(view);
}

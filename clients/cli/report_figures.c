/* Figures of a report, a line each. */
#include "clients/cli/output.h"
#include "clients/cli/report_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define LABEL_COLUMNS 18
#define BAR_COLUMNS   24

static const json_t *value_at(const struct report_view *view, const char *path)
{
	const json_t *value = view->report;
	for (const char *part = path; value && part; part = strchr(part, '.') ? strchr(part, '.') + 1 : NULL)
		value = json_object_getn(value, part, strcspn(part, "."));
	return value;
}

const char *figure_text(const struct report_view *view, const char *path)
{
	const char *text = json_at(view->report, path);
	return *text ? text : "–";
}

double figure_number(const struct report_view *view, const char *path)
{
	return json_number_value(value_at(view, path));
}

static const json_t *change_of(const struct report_view *view, const char *path)
{
	size_t i;
	json_t *change;
	json_array_foreach(view->changes, i, change) if (strcmp(json_at(change, "figure"), path) == 0) return change;
	return NULL;
}

/* Nothing when the figure is compared with none. What `decimals` do not show is no change. */
static void print_change(const struct report_view *view, const char *path, double scale, int decimals)
{
	const json_t *change = change_of(view, path);
	if (!change)
		return;
	double delta = scale * json_number_value(json_object_get(change, "delta"));
	if (fabs(delta) * pow(10, decimals) < 0.5)
		fputs("  =", stdout);
	else if (view->cli->unicode)
		printf("  %s %.*f", delta > 0 ? "▲" : "▼", decimals, fabs(delta));
	else
		printf("  %+.*f", decimals, delta);
}

static void print_label(const char *label)
{
	printf("  %-*s", LABEL_COLUMNS, label);
}

void print_count(const struct report_view *view, const char *label, const char *path)
{
	const json_t *value = value_at(view, path);
	print_label(label);
	if (json_is_number(value))
		printf("%8.0f", json_number_value(value));
	else
		fputs("       –", stdout);
	print_change(view, path, 1, 0);
	putchar('\n');
}

void print_number(const struct report_view *view, const char *label, const char *path, int decimals, const char *unit)
{
	const json_t *value = value_at(view, path);
	print_label(label);
	if (json_is_number(value))
		printf("%8.*f%s%s", decimals, json_number_value(value), *unit ? " " : "", unit);
	else
		fputs("       –", stdout);
	print_change(view, path, 1, decimals);
	putchar('\n');
}

void print_share(const struct report_view *view, const char *label, const char *path)
{
	const json_t *ratio = value_at(view, path), *value = json_object_get(ratio, "value");
	print_label(label);
	if (json_is_number(value)) {
		printf("%6.1f %%  %.0f of %.0f  ", 100 * json_number_value(value),
			   json_number_value(json_object_get(ratio, "numerator")),
			   json_number_value(json_object_get(ratio, "denominator")));
		print_bar(view->cli, json_number_value(value), BAR_COLUMNS);
	} else {
		fputs("       –", stdout);
	}
	print_change(view, path, 100, 1);
	putchar('\n');
}

void print_part(const struct report_view *view, const char *label, const char *path, double most)
{
	const json_t *value = value_at(view, path);
	print_label(label);
	if (json_is_number(value)) {
		printf("%8.0f  ", json_number_value(value));
		print_bar(view->cli, most > 0 ? json_number_value(value) / most : 0, BAR_COLUMNS);
	} else {
		fputs("       –", stdout);
	}
	print_change(view, path, 1, 0);
	putchar('\n');
}

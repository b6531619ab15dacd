#include "services/gateway/report/long_form.h"

#include "common/base/array.h"
#include "common/base/calendar.h"
#include "common/base/text.h"
#include "services/gateway/csv.h"
#include "services/gateway/report/figures.h"

#include <stdio.h>
#include <stdlib.h>

/* The sections behind those of the figures. */
static const char *const lists[] = {"series",     "flows",           "values",     "prompts", "external",
									"highlights", "awards",          "comparison", "change",  "suppressed",
									"sources",    "missing sources", "purpose"};

/* One row; what is NULL is an empty cell. */
struct line {
	const char *section, *key;
	const char *from, *to;
	const char *numerator, *denominator, *value;
};

struct table {
	struct buffer *out;
	struct arena *arena;
	const Kleos__ImpactReport *report;
	const struct long_form_sections *sections;
};

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static bool is_among(const char *const *names, size_t n, const char *name)
{
	for (size_t i = 0; i < n; i++)
		if (text_equal(names[i], name))
			return true;
	return false;
}

static void add_line(const struct table *table, const struct line *line)
{
	if (table->sections->n && !is_among(table->sections->names, table->sections->n, line->section))
		return;
	csv_add_plain(table->out, line->section, true);
	csv_add_text(table->out, line->key, false);
	csv_add_plain(table->out, line->from ? line->from : table->report->range->from, false);
	csv_add_plain(table->out, line->to ? line->to : table->report->range->to, false);
	csv_add_plain(table->out, or_empty(line->numerator), false);
	csv_add_plain(table->out, or_empty(line->denominator), false);
	csv_add_plain(table->out, or_empty(line->value), false);
	csv_end_row(table->out);
}

static const char *number_text(struct arena *arena, const Google__Protobuf__Int32Value *number)
{
	return number ? arena_printf(arena, "%d", number->value) : NULL;
}

/* The shortest text that reads back as the same number. A number is made here, so its minus sign is no formula. */
static const char *double_text(struct arena *arena, double value)
{
	char text[32] = "";
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, value);
		if (strtod(text, NULL) == value)
			break;
	}
	return arena_text(arena, text);
}

static const char *share_text(struct arena *arena, const Google__Protobuf__DoubleValue *share)
{
	return share ? double_text(arena, share->value) : NULL;
}

static const char *section_of(const struct figure *figure)
{
	return figure->part ? figure->part : figure->name;
}

static void add_figure(const struct table *table, const struct figure *figure)
{
	const Kleos__Ratio *ratio = figure->ratio;
	struct line line = {.section = section_of(figure), .key = figure->name};
	if (!figure->part)
		line.key = *table->report->team ? table->report->team : "everybody";
	if (ratio) {
		line.numerator = number_text(table->arena, ratio->numerator);
		line.denominator = number_text(table->arena, ratio->denominator);
	}
	line.value = figure->count ? number_text(table->arena, figure->count)
							   : share_text(table->arena, ratio ? ratio->value : figure->share);
	add_line(table, &line);
}

static const char *bucket_end(const struct table *table, size_t i)
{
	const Kleos__ImpactReport *report = table->report;
	int32_t next = 0;
	char text[DAY_TEXT_SIZE];
	if (i + 1 == report->n_series || !day_parse(&next, report->series[i + 1]->start))
		return report->range->to;
	day_format(text, next - 1);
	return arena_text(table->arena, text);
}

static void add_series(const struct table *table)
{
	for (size_t i = 0; i < table->report->n_series; i++) {
		const Kleos__ReportBucket *bucket = table->report->series[i];
		const Google__Protobuf__Int32Value *figures[] = {bucket->recognitions, bucket->arcs, bucket->givers,
														 bucket->receivers};
		static const char *const keys[] = {"recognitions", "arcs", "givers", "receivers"};
		for (size_t k = 0; k < ARRAY_LENGTH(keys); k++)
			add_line(table, &(struct line){.section = "series",
										   .key = keys[k],
										   .from = bucket->start,
										   .to = bucket_end(table, i),
										   .value = number_text(table->arena, figures[k])});
	}
}

static void add_count(const struct table *table, const char *section, const char *key, int32_t count)
{
	add_line(table, &(struct line){.section = section, .key = key, .value = arena_printf(table->arena, "%d", count)});
}

static void add_lists(const struct table *table)
{
	const Kleos__ImpactReport *report = table->report;
	struct arena *arena = table->arena;
	for (size_t i = 0; i < report->n_flows; i++)
		add_count(table, "flows",
				  arena_printf(arena, "%s > %s", report->flows[i]->from_team, report->flows[i]->to_team),
				  report->flows[i]->arcs);
	for (size_t i = 0; i < report->n_values; i++)
		add_count(table, "values", report->values[i]->value, report->values[i]->arcs);
	for (size_t i = 0; i < report->n_prompts; i++)
		add_count(table, "prompts", arena_printf(arena, "%d", report->prompts[i]->prompt),
				  report->prompts[i]->recognitions);
	for (size_t i = 0; i < report->n_external; i++)
		add_count(table, "external", report->external[i]->kind, report->external[i]->count);
}

static void add_metric(const struct table *table, const Kleos__ReportHighlight *highlight, const Kleos__Metric *metric)
{
	const char *unit = *metric->unit ? arena_printf(table->arena, " (%s)", metric->unit) : "";
	add_line(table, &(struct line){.section = "highlights",
								   .key = arena_printf(table->arena, "%s: %s%s", highlight->title, metric->name, unit),
								   .from = highlight->on_date,
								   .to = highlight->on_date,
								   .value = double_text(table->arena, metric->value)});
}

/* Work without figures has a row all the same. */
static void add_highlights(const struct table *table)
{
	for (size_t i = 0; i < table->report->n_highlights; i++) {
		const Kleos__ReportHighlight *highlight = table->report->highlights[i];
		if (!highlight->n_metrics)
			add_line(table, &(struct line){.section = "highlights",
										   .key = highlight->title,
										   .from = highlight->on_date,
										   .to = highlight->on_date});
		for (size_t k = 0; k < highlight->n_metrics; k++)
			add_metric(table, highlight, highlight->metrics[k]);
	}
}

static void add_awards(const struct table *table)
{
	for (size_t i = 0; i < table->report->n_awards; i++) {
		const Kleos__ReportAward *award = table->report->awards[i];
		add_line(table,
				 &(struct line){.section = "awards",
								.key = arena_printf(table->arena, "%s: %s", award->award_title, award->cycle_title),
								.from = award->announced_on,
								.to = award->announced_on,
								.value = arena_printf(table->arena, "%d", award->winners)});
	}
}

/* Each figure in the days it is about: as it was before, and by how much it changed since. */
static void add_comparison(const struct table *table)
{
	const Kleos__ReportComparison *comparison = table->report->comparison;
	for (size_t i = 0; comparison && i < comparison->n_changes; i++) {
		const Kleos__ReportChange *change = comparison->changes[i];
		add_line(table, &(struct line){.section = "comparison",
									   .key = change->figure,
									   .from = comparison->range->from,
									   .to = comparison->range->to,
									   .value = double_text(table->arena, change->previous)});
		add_line(table, &(struct line){.section = "change",
									   .key = change->figure,
									   .value = double_text(table->arena, change->delta)});
	}
	for (size_t i = 0; comparison && i < comparison->n_suppressed; i++)
		add_line(table, &(struct line){.section = "suppressed",
									   .key = comparison->suppressed[i],
									   .from = comparison->range->from,
									   .to = comparison->range->to});
}

/* What the figures cannot say: where they came from, what is missing and why, what they are for. */
static void add_notes(const struct table *table)
{
	const Kleos__ImpactReport *report = table->report;
	for (size_t i = 0; i < report->n_suppressed; i++)
		add_line(table, &(struct line){.section = "suppressed", .key = report->suppressed[i]});
	for (size_t i = 0; i < report->n_sources; i++) {
		const Kleos__ReportSource *source = report->sources[i];
		char as_of[TIME_TEXT_SIZE] = "";
		if (source->as_of)
			time_format(as_of, source->as_of->seconds * 1000 + source->as_of->nanos / 1000000);
		add_line(table, &(struct line){.section = source->ok ? "sources" : "missing sources",
									   .key = source->service,
									   .value = arena_text(table->arena, as_of)});
	}
	add_line(table, &(struct line){.section = "purpose", .key = report->purpose});
}

/* In the order of the rows; those of the figures by the report's descriptor. */
static const char **section_names(struct arena *arena, size_t *n)
{
	Kleos__ImpactReport empty = KLEOS__IMPACT_REPORT__INIT;
	struct figures_walk walk = {0};
	struct figure figure;
	const char **names = NULL;
	figures_init(arena, &empty);
	for (*n = 0; figures_next(arena, &empty, &walk, &figure);) {
		if (is_among(names, *n, section_of(&figure)))
			continue;
		names = arena_grow(arena, names, *n, sizeof *names);
		names[(*n)++] = section_of(&figure);
	}
	for (size_t i = 0; i < ARRAY_LENGTH(lists); i++) {
		names = arena_grow(arena, names, *n, sizeof *names);
		names[(*n)++] = lists[i];
	}
	return names;
}

const char *long_form_check(struct arena *arena, const struct long_form_sections *sections)
{
	size_t n;
	const char **names = section_names(arena, &n);
	const char *all = names[0];
	bool known = true;
	for (size_t i = 0; i < sections->n; i++)
		known = known && is_among(names, n, sections->names[i]);
	for (size_t i = 1; i < n && !known; i++)
		all = arena_printf(arena, "%s, %s", all, names[i]);
	return known ? NULL : all;
}

void long_form_add(struct buffer *out, struct arena *arena, const Kleos__ImpactReport *report,
				   const struct long_form_sections *sections)
{
	const struct table table = {out, arena, report, sections};
	struct figures_walk walk = {0};
	struct figure figure;
	csv_add_plain(out, "section,key,from,to,numerator,denominator,value", true);
	csv_end_row(out);
	while (figures_next(arena, report, &walk, &figure))
		add_figure(&table, &figure);
	add_series(&table);
	add_lists(&table);
	add_highlights(&table);
	add_awards(&table);
	add_comparison(&table);
	add_notes(&table);
}

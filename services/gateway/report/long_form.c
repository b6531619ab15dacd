#include "common/base/array.h"
#include "common/base/calendar.h"
#include "common/json/json.h"
#include "services/gateway/csv.h"
#include "services/gateway/report/report.h"

#include <stdio.h>
#include <stdlib.h>

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
};

static const char *or_empty(const char *text)
{
	return text ? text : "";
}

static void add_line(const struct table *table, const struct line *line)
{
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
static const char *share_text(struct arena *arena, const Google__Protobuf__DoubleValue *share)
{
	char text[32] = "";
	if (!share)
		return NULL;
	for (int digits = 15; digits <= 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, share->value);
		if (strtod(text, NULL) == share->value)
			break;
	}
	return arena_text(arena, text);
}

static void add_ratio(const struct table *table, const char *section, const char *key, const Kleos__Ratio *ratio)
{
	add_line(table, &(struct line){.section = section,
								   .key = key,
								   .numerator = number_text(table->arena, ratio->numerator),
								   .denominator = number_text(table->arena, ratio->denominator),
								   .value = share_text(table->arena, ratio->value)});
}

/* Every figure of a part of the report, in the order of its fields: counts, shares and ratios. */
static void add_part(const struct table *table, const char *section, const ProtobufCMessage *part)
{
	for (unsigned i = 0; i < part->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &part->descriptor->fields[i];
		const void *figure = *(void *const *)((const char *)part + field->offset);
		struct line line = {.section = section, .key = json_name(table->arena, field->name)};
		if (field->descriptor == &kleos__ratio__descriptor) {
			add_ratio(table, section, line.key, figure);
			continue;
		}
		bool count = field->descriptor == &google__protobuf__int32_value__descriptor;
		line.value = count ? number_text(table->arena, figure) : share_text(table->arena, figure);
		add_line(table, &line);
	}
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

static void add_lists(const struct table *table)
{
	const Kleos__ImpactReport *report = table->report;
	for (size_t i = 0; i < report->n_flows; i++) {
		const Kleos__ReportFlow *flow = report->flows[i];
		add_line(table, &(struct line){.section = "flows",
									   .key = arena_printf(table->arena, "%s > %s", flow->from_team, flow->to_team),
									   .value = arena_printf(table->arena, "%d", flow->arcs)});
	}
	for (size_t i = 0; i < report->n_values; i++)
		add_line(table, &(struct line){.section = "values",
									   .key = report->values[i]->value,
									   .value = arena_printf(table->arena, "%d", report->values[i]->arcs)});
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

void report_add_csv(struct buffer *out, struct arena *arena, const Kleos__ImpactReport *report)
{
	const struct table table = {out, arena, report};
	csv_add_plain(out, "section,key,from,to,numerator,denominator,value", true);
	csv_end_row(out);
	add_line(&table, &(struct line){.section = "headcount",
									.key = *report->team ? report->team : "everybody",
									.value = number_text(arena, report->headcount)});
	add_part(&table, "totals", &report->totals->base);
	add_part(&table, "rates", &report->rates->base);
	add_part(&table, "concentration", &report->concentration->base);
	add_part(&table, "reciprocity", &report->reciprocity->base);
	add_part(&table, "leadership", &report->leadership->base);
	add_part(&table, "strain", &report->strain->base);
	add_series(&table);
	add_lists(&table);
	add_notes(&table);
}

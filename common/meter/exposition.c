#include "common/meter/exposition.h"

#include "common/base/array.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NUMBER_SIZE 40

struct printer {
	struct buffer *out;
	enum exposition_form form;
	const struct meter *meter;
	size_t name_length; /* of the family: without _total in OpenMetrics */
	const char *service;
};

/* Prometheus sends "application/openmetrics-text;version=1.0.0,…;q=0.8,text/plain;version=0.0.4;q=0.5": who names it
 * reads it. */
enum exposition_form exposition_form_of(const char *accept)
{
	bool asked = accept && strstr(accept, "application/openmetrics-text") != NULL;

	return asked ? EXPOSITION_OPENMETRICS : EXPOSITION_TEXT;
}

const char *exposition_type(enum exposition_form form)
{
	return form == EXPOSITION_OPENMETRICS ? "application/openmetrics-text; version=1.0.0; charset=utf-8"
										  : "text/plain; version=0.0.4; charset=utf-8";
}

/* Whole numbers as such, so that big counters keep their digits. */
static void add_number(struct buffer *out, double value)
{
	char text[NUMBER_SIZE];

	snprintf(text, sizeof(text), fabs(value) < 1e15 && value == floor(value) ? "%.0f" : "%.12g", value);
	buffer_add_text(out, text);
}

static void add_value(struct buffer *out, const char *value)
{
	for (; *value; value++) {
		if (*value == '\\' || *value == '"')
			buffer_add_char(out, '\\');
		buffer_add_text(out, *value == '\n' ? "\\n" : (char[]){*value, '\0'});
	}
}

/* {service="members",method="…"; the brace stays open. */
static void add_labels(struct printer *printer, const Kleos__Sample *sample)
{
	const char *name = printer->meter->labels;

	buffer_printf(printer->out, "{service=\"%s\"", printer->service);
	for (size_t i = 0; i < sample->n_labels; i++) {
		int length = (int)strcspn(name, ",");
		buffer_printf(printer->out, ",%.*s=\"", length, name);
		add_value(printer->out, sample->labels[i]);
		buffer_add_char(printer->out, '"');
		name += length + (name[length] == ',');
	}
}

static void add_plain(struct printer *printer, const Kleos__Sample *sample)
{
	buffer_add_text(printer->out, printer->meter->name);
	add_labels(printer, sample);
	buffer_add_text(printer->out, "} ");
	add_number(printer->out, sample->value);
	buffer_add_char(printer->out, '\n');
}

static void add_bound(struct buffer *out, double bound)
{
	char text[NUMBER_SIZE];

	snprintf(text, sizeof(text), "%.9g", bound);
	buffer_add_text(out, text);
	if (!strpbrk(text, ".e")) /* OpenMetrics: a bound is a float; the same in both forms, or series would differ */
		buffer_add_text(out, ".0");
}

static void add_histogram(struct printer *printer, const Kleos__Sample *sample)
{
	const struct scale *scale = meter_scale(printer->meter);
	struct buffer *out = printer->out;
	uint64_t count = 0;

	for (size_t i = 0; i <= scale->n; i++) {
		count += sample->buckets[i];
		buffer_printf(out, "%s_bucket", printer->meter->name);
		add_labels(printer, sample);
		buffer_add_text(out, ",le=\"");
		if (i < scale->n)
			add_bound(out, (double)scale->bounds[i] * scale->unit);
		else
			buffer_add_text(out, "+Inf");
		buffer_printf(out, "\"} %llu\n", (unsigned long long)count);
	}
	buffer_printf(out, "%s_sum", printer->meter->name);
	add_labels(printer, sample);
	buffer_add_text(out, "} ");
	add_number(out, sample->value);
	buffer_printf(out, "\n%s_count", printer->meter->name);
	add_labels(printer, sample);
	buffer_printf(out, "} %llu\n", (unsigned long long)count);
}

static void add_head(struct printer *printer)
{
	static const char *const types[] = {[METER_COUNTER] = "counter",
										[METER_GAUGE] = "gauge",
										[METER_DURATIONS] = "histogram",
										[METER_GROUPS] = "histogram"};
	const struct meter *meter = printer->meter;
	int length = (int)strlen(meter->name);

	if (printer->form == EXPOSITION_OPENMETRICS && meter->kind == METER_COUNTER)
		length -= (int)strlen("_total");
	buffer_printf(printer->out, "# HELP %.*s %s\n# TYPE %.*s %s\n", length, meter->name, meter->help, length,
				  meter->name, types[meter->kind]);
}

static bool sample_fits(const Kleos__Sample *sample, const struct meter *meter)
{
	const struct scale *scale = meter_scale(meter);

	return strcmp(sample->name, meter->name) == 0 && sample->n_labels == meter_label_count(meter) &&
		   sample->n_buckets == (scale ? scale->n + 1 : 0);
}

static void add_family(struct printer *printer, const struct exposition_source *sources, size_t n)
{
	bool headed = false;

	for (size_t i = 0; i < n; i++) {
		printer->service = sources[i].service;
		for (size_t j = 0; sources[i].response && j < sources[i].response->n_samples; j++) {
			const Kleos__Sample *sample = sources[i].response->samples[j];
			if (!sample_fits(sample, printer->meter))
				continue;
			if (!headed)
				add_head(printer);
			headed = true;
			(meter_scale(printer->meter) ? add_histogram : add_plain)(printer, sample);
		}
	}
}

void exposition_print(struct buffer *out, enum exposition_form form, const struct exposition_source *sources, size_t n)
{
	struct printer printer = {.out = out, .form = form};

	for (size_t i = 0; i < METER_COUNT; i++) {
		printer.meter = &meters[i];
		add_family(&printer, sources, n);
	}
	if (form == EXPOSITION_OPENMETRICS)
		buffer_add_text(out, "# EOF\n");
}

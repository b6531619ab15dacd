#include "common/meter/samples.h"

#include <stdarg.h>
#include <stdlib.h>

static Kleos__Sample *sample_new(struct samples *samples, const struct meter *meter, va_list labels)
{
	Kleos__ReadMetricsResponse *response = samples->response;
	Kleos__Sample *sample = arena_alloc(samples->arena, sizeof(*sample));
	const char *value;

	kleos__sample__init(sample);
	sample->name = meter->name;
	sample->labels = arena_array(samples->arena, meter_label_count(meter), sizeof(*sample->labels));
	while ((value = va_arg(labels, const char *))) {
		if (sample->n_labels == meter_label_count(meter))
			abort();
		sample->labels[sample->n_labels++] = value;
	}
	if (sample->n_labels != meter_label_count(meter))
		abort();
	response->samples = arena_grow(samples->arena, response->samples, response->n_samples, sizeof(*response->samples));
	response->samples[response->n_samples++] = sample;
	return sample;
}

void samples_add(struct samples *samples, enum meter_key key, double value, ...)
{
	va_list labels;

	va_start(labels, value);
	sample_new(samples, &meters[key], labels)->value = value;
	va_end(labels);
}

void samples_add_histogram(struct samples *samples, enum meter_key key, const struct histogram *histogram, ...)
{
	const struct scale *scale = meter_scale(&meters[key]);
	va_list labels;

	va_start(labels, histogram);
	Kleos__Sample *sample = sample_new(samples, &meters[key], labels);
	va_end(labels);
	sample->value = (double)atomic_load_explicit(&histogram->sum, memory_order_relaxed) * scale->unit;
	sample->n_buckets = scale->n + 1;
	sample->buckets = arena_array(samples->arena, sample->n_buckets, sizeof(*sample->buckets));
	for (size_t i = 0; i < sample->n_buckets; i++)
		sample->buckets[i] = atomic_load_explicit(&histogram->buckets[i], memory_order_relaxed);
}

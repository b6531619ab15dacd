#include "common/service/metric.h"

#include "common/base/text.h"

#include <math.h>

#define MILLION 1e6

const char *metric_take(struct arena *arena, const Kleos__Metric *message, struct metric *out)
{
	const char *name = text_normal_line(arena, message->name), *unit = text_normal_line(arena, message->unit);
	if (text_is_blank(name) || text_length(name) > METRIC_NAME_BOUND)
		return "the name of a metric has 1 to 60 characters";
	if (text_length(unit) > METRIC_UNIT_BOUND)
		return "the unit of a metric has at most 20 characters";
	if (!(fabs(message->value) <= METRIC_MILLIONS_BOUND * MILLION)) /* not a number is neither */
		return "the value of a metric is a number of at most 1 000 000 000 000, up or down";
	*out = (struct metric){.name = name, .millionths = llround(message->value * MILLION), .unit = unit};
	return NULL;
}

Kleos__Metric **metrics_message(struct arena *arena, const struct metric *metrics, size_t n)
{
	Kleos__Metric **messages = arena_array(arena, n, sizeof(Kleos__Metric *));
	for (size_t i = 0; i < n; i++) {
		messages[i] = arena_alloc(arena, sizeof(**messages));
		kleos__metric__init(messages[i]);
		messages[i]->name = metrics[i].name;
		messages[i]->value = (double)metrics[i].millionths / MILLION;
		messages[i]->unit = metrics[i].unit;
	}
	return messages;
}

/* metric: one figure of a piece of work, as people type one: 12.5 %, 48000 views. Kept as a whole number of millionths,
 * so that it comes back as it was typed. */
#ifndef KLEOS_SERVICE_METRIC_H
#define KLEOS_SERVICE_METRIC_H

#include "common/base/arena.h"
#include "common/base/limits.h"
#include "kleos/types/v1/types.pb-c.h"

struct metric {
	const char *name;
	int64_t millionths;
	const char *unit; /* "" none */
};

/* NULL, or a sentence saying what is wrong and what would be right. */
const char *metric_take(struct arena *arena, const Kleos__Metric *message, struct metric *out);
/* As messages, in the arena. */
Kleos__Metric **metrics_message(struct arena *arena, const struct metric *metrics, size_t n);

#endif

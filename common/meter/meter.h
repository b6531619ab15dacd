/* meter: what Kleos measures of itself: one row a metric, from meters.def. Never changes: any thread. */
#ifndef KLEOS_METER_METER_H
#define KLEOS_METER_METER_H

#include "common/base/histogram.h"

enum meter_kind {
	METER_COUNTER,
	METER_GAUGE,
	METER_DURATIONS, /* a histogram over scale_durations */
	METER_GROUPS,    /* a histogram over scale_groups */
};

enum meter_key {
#define METER(KEY, name, kind, labels, help) METER_##KEY,
#include "common/meter/meters.def"
#undef METER
	METER_COUNT
};

struct meter {
	const char *name;
	const char *labels; /* names, with commas between; "" none */
	const char *help;   /* one sentence */
	enum meter_kind kind;
};

extern const struct meter meters[METER_COUNT];

/* NULL: no such metric. */
const struct meter *meter_find(const char *name);
const struct scale *meter_scale(const struct meter *meter); /* NULL: no histogram */
size_t meter_label_count(const struct meter *meter);

#endif

#include "common/meter/meter.h"

#include <string.h>

const struct meter meters[METER_COUNT] = {
#define METER(KEY, name, kind, labels, help) {name, labels, help, METER_##kind},
#include "common/meter/meters.def"
#undef METER
};

const struct meter *meter_find(const char *name)
{
	for (size_t i = 0; i < METER_COUNT; i++)
		if (strcmp(meters[i].name, name) == 0)
			return &meters[i];
	return NULL;
}

const struct scale *meter_scale(const struct meter *meter)
{
	if (meter->kind == METER_DURATIONS)
		return &scale_durations;
	return meter->kind == METER_GROUPS ? &scale_groups : NULL;
}

size_t meter_label_count(const struct meter *meter)
{
	size_t count = *meter->labels ? 1 : 0;

	for (const char *at = meter->labels; *at; at++)
		count += *at == ',';
	return count;
}

/* pulses: which months' pulses a report may tell, by the same groups as people (groups.h). A part of the disclosure
 * rules: pure.
 *
 * For each closed month by itself, the answers of all teams are merged into groups of at least k answers; a month
 * counts for a team when the team has k answers in it and no group is split by the team. So each figure is about whole
 * groups of single months, and so is whatever follows from figures by subtraction: of a team from its parent, of one
 * range of months from another. */
#ifndef KLEOS_GATEWAY_PULSES_H
#define KLEOS_GATEWAY_PULSES_H

#include "common/base/arena.h"
#include "kleos/members/v1/directory_service.pb-c.h"

struct pulses {
	int64_t answers, need, have, strain; /* of the months that may be told */
	int32_t left_out;                    /* months in which the team answered and that may not */
};

/* Of a team with those inside it; "" everybody. Cells come by month. */
struct pulses pulses_told(struct arena *arena, Kleos__PulseCell *const *cells, size_t n, int32_t min_group,
						  const char *team);

#endif

/* counting: keeps what a projection counts in advance in step with its arcs: `days`, `bonds`, `links`, `checkpoints`.
 * All follow from the arcs alone, so a snapshot leaves them out.
 *
 * Memory: see each. Of ten million recognitions of ten thousand members in two hundred teams, with the arcs and all
 * else, 60 bytes an arc; tests/bench/run impact measures it. */
#ifndef KLEOS_IMPACT_COUNTING_H
#define KLEOS_IMPACT_COUNTING_H

#include "services/recognitions/impact/projection.h"

/* One recognition of `day`, arcs [begin, end) of `columns`. */
void counting_add(struct projection *projection, const struct columns *columns, uint32_t begin, uint32_t end,
				  int32_t day);
/* As it was added. Its day's crowds are torn until counting_mend. */
void counting_take_out(struct projection *projection, const struct columns *columns, uint32_t begin, uint32_t end,
					   int32_t day);
void counting_mend(struct projection *projection);

void counting_add_all(struct projection *projection, const struct columns *columns); /* in order of day */
/* From the arcs of the projection, from nothing. Cost: all of them. */
void counting_anew(struct projection *projection);
/* After paths moved: which arcs are between teams, and the days of all teams that others came into or left. */
void counting_move(struct projection *projection);
void counting_checkpoints_anew(struct projection *projection); /* they stand too far apart */

#endif

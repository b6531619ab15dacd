/* count: what a vote came to, by every method. Counting reads all ballots once; what was counted is kept for the cycles
 * that were asked for last, as it never changes any more. Any thread. */
#ifndef KLEOS_AWARDS_VOTE_COUNT_H
#define KLEOS_AWARDS_VOTE_COUNT_H

#include "common/base/status.h"
#include "common/store/db.h"
#include "kleos/awards/v1/result.pb-c.h"
#include "services/awards/cycle/cycle.h"

struct counts;

enum status counts_open(struct counts **out);
void counts_close(struct counts *counts); /* NULL is fine */

/* In the arena; of a cycle that is CLOSED or further. Candidates have their ids only. NULL: a ballot cannot be read. */
Kleos__CycleResult *count_result(struct counts *counts, struct db *db, struct arena *arena, const struct cycle *cycle);

#endif

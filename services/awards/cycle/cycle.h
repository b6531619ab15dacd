/* cycle: one round of an award: its phases, when the clock moves them, and its rules. Pure: no database, no clock. A
 * `take` function is as in services/awards/rules.h. */
#ifndef KLEOS_AWARDS_CYCLE_H
#define KLEOS_AWARDS_CYCLE_H

#include "common/base/id.h"
#include "common/base/limits.h"
#include "kleos/awards/v1/award.pb-c.h"
#include "services/awards/nomination/jury.h"

#define NOMINATIONS_DEFAULT 3
#define SHORTLIST_DEFAULT   5
#define CYCLE_TIMES         5

struct cycle_rules {
	int32_t max_nominations;
	int32_t shortlist_size;
	Kleos__ShortlistMethod shortlist;
	Kleos__TallyMethod tally;
	Kleos__Electorate electorate;
	int64_t team;          /* its number; 0: none */
	const char *team_path; /* of now; "" none */
	bool self_nomination, no_award, recusal;
	struct jury jury; /* of a shortlist by JURY */
};

struct cycle {
	struct id id;
	struct id award;
	const char *title;
	Kleos__CyclePhase phase;
	struct cycle_rules rules;
	int64_t times[CYCLE_TIMES]; /* times[p - 1]: when the clock ends phase p; 0: only by hand */
	int64_t version;
	int64_t create_ms;
};

/* The phase that follows; UNSPECIFIED after the last. */
Kleos__CyclePhase phase_after(Kleos__CyclePhase phase);
const char *phase_name(Kleos__CyclePhase phase); /* VOTING; static */

/* When the clock ends the phase it is in; 0: never. */
int64_t cycle_due_ms(const struct cycle *cycle);
/* Whether it is in this phase, and the phase is not over by the clock. `now_ms` is of high_water.h. */
bool cycle_is_open(const struct cycle *cycle, Kleos__CyclePhase phase, int64_t now_ms);
/* Whether nominations are sealed: each is known to who wrote it alone. */
bool cycle_is_sealed(const struct cycle *cycle);

const char *nominations_take(int32_t most, int32_t *out);
const char *shortlist_size_take(int32_t size, int32_t *out);
const char *shortlist_take(Kleos__ShortlistMethod method, Kleos__ShortlistMethod *out);
const char *tally_take(Kleos__TallyMethod method, Kleos__TallyMethod *out);
const char *electorate_take(Kleos__Electorate electorate, Kleos__AwardScope scope, Kleos__Electorate *out);
const char *cycle_time_name(int i); /* of times[i], as JSON names it; static */
/* The times that are set, each after the one before. `*field`: the first that is not. */
const char *times_take(const int64_t *times, const char **field);

#endif

/* phase: a cycle enters its next phase, by hand or by the clock, with all that this brings, in one transaction. */
#ifndef KLEOS_AWARDS_PHASE_H
#define KLEOS_AWARDS_PHASE_H

#include "services/awards/cycle/cycle.h"

struct awards;
struct db;

struct phase_change {
	const struct awards *awards;
	struct db *db;
	struct arena *arena;
	int64_t now_ms;            /* of high_water.h */
	const struct cycle *cycle; /* as it is before */
	/* set when the phase cannot open */
	const char *reason;  /* static UPPER_SNAKE */
	const char *message; /* a sentence that says what to do */
};

/* Inside a write, on the writer thread. False: it cannot open, `reason` and `message` say why, and what was written for
 * it is to be rolled back. The cycle has a next phase. */
bool phase_enter(struct phase_change *change);

/* Says why, and returns false. */
bool phase_refuse(struct phase_change *change, const char *reason, const char *message);

#endif

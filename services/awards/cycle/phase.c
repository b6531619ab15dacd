#include "services/awards/cycle/phase.h"

#include "common/store/outbox.h"
#include "services/awards/cycle/high_water.h"
#include "services/awards/cycle/store_cycles.h"
#include "services/awards/nomination/candidates.h"
#include "services/awards/vote/opening.h"

/* The candidates come first: what follows is about them. */
static bool open_voting(struct phase_change *change)
{
	return shortlist_open(change) && vote_open(change);
}

/* What entering a phase means: what is done, and what is told. */
static const struct {
	bool (*enter)(struct phase_change *change); /* NULL: nothing */
	const char *event;                          /* NULL: none; its subject is the cycle */
} phases[] = {
	[KLEOS__CYCLE_PHASE__CYCLE_PHASE_NOMINATING] = {vote_commit_rules, NULL},
	[KLEOS__CYCLE_PHASE__CYCLE_PHASE_SHORTLISTING] = {NULL, NULL},
	[KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING] = {open_voting, "award.voting_opened"},
	[KLEOS__CYCLE_PHASE__CYCLE_PHASE_CLOSED] = {vote_close, "award.closed"},
	[KLEOS__CYCLE_PHASE__CYCLE_PHASE_ANNOUNCED] = {vote_announce, "award.announced"},
};

bool phase_enter(struct phase_change *change)
{
	const struct cycle *cycle = change->cycle;
	const Kleos__CyclePhase next = phase_after(cycle->phase);
	if (phases[next].enter && !phases[next].enter(change))
		return false;
	cycle_set_phase(change->db, &cycle->id, next);
	high_water_raise(change->db, change->now_ms);
	if (phases[next].event)
		outbox_append(change->db, phases[next].event, &cycle->id, change->now_ms, false);
	return true;
}

bool phase_refuse(struct phase_change *change, const char *reason, const char *message)
{
	change->reason = reason;
	change->message = message;
	return false;
}

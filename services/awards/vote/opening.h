/* opening: what the vote does when a cycle enters a phase; services/awards/cycle/phase.c calls it. Inside a write. */
#ifndef KLEOS_AWARDS_VOTE_OPENING_H
#define KLEOS_AWARDS_VOTE_OPENING_H

#include "services/awards/cycle/phase.h"

/* NOMINATING: the rules go into the log. */
bool vote_commit_rules(struct phase_change *change);
/* VOTING: candidates and roll are taken, and go into the log with the rules. */
bool vote_open(struct phase_change *change);
/* CLOSED: the last ballots go into the log, and nobody gets a receipt again. */
bool vote_close(struct phase_change *change);
/* ANNOUNCED: who won is written down. */
bool vote_announce(struct phase_change *change);

#endif

/* candidates: those whom a vote is about, found when voting opens. */
#ifndef KLEOS_AWARDS_CANDIDATES_H
#define KLEOS_AWARDS_CANDIDATES_H

#include "services/awards/cycle/phase.h"

/* Chooses among the nominees who accepted, by the cycle's rule: of each who stays, the oldest nomination that stands
 * becomes SHORTLISTED, and award.shortlisted tells of it. As phase_enter; refused when there is nobody to vote for
 * (NO_CANDIDATES), or more than can be voted on (TOO_MANY_CANDIDATES). */
bool shortlist_open(struct phase_change *change);

#endif

/* teams: which path each team has now. A team's number is that of the ledger's table, dense from 0 and for ever; its
 * path changes when it is renamed, and two teams have one path after a merge: then they are one in every figure.
 * Belongs to one projection, guarded by its lock. */
#ifndef KLEOS_IMPACT_TEAMS_H
#define KLEOS_IMPACT_TEAMS_H

#include "services/recognitions/impact/dictionary.h"

struct teams {
	struct dictionary paths; /* every path a team ever had, and those they are inside; 0 is "": no team, or everybody */
	uint32_t *parents;       /* by path: the one it is inside; 0 of the outermost, and of itself */
	uint32_t *path;          /* by team: its number in `paths` */
	uint32_t *ranks;         /* by path: its place when all are sorted by strcmp; see teams_rank */
	uint32_t n_ranks;
	uint32_t n;
	size_t capacity;
	size_t parents_capacity;
};

void teams_init(struct teams *teams, const uint8_t key[DICTIONARY_KEY_SIZE]); /* team 0 is there: no team */
void teams_fini(struct teams *teams);

/* From now on the team has this path. True: it had another one before, so what was told by team is to be looked at
 * again. Numbers in between that nobody told of have the path "". */
bool teams_set(struct teams *teams, uint32_t team, const char *path);
/* Brings `ranks` up to date, when paths were added. */
void teams_rank(struct teams *teams);
/* After `paths` was restored. False: one is missing that another is inside. */
bool teams_restore_parents(struct teams *teams);
/* Whether the two have different paths. */
bool teams_differ(const struct teams *teams, uint32_t a, uint32_t b);

#endif

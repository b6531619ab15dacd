/* projection: the ledger of recognitions in the form that reports are counted from. Pure memory: knows no database, no
 * thread. Guarded by the lock of the impact that owns it.
 *
 * Memory: 29 bytes an arc; 14 to 20 a distinct pair of people and a flow (team to team); some 80 a member; half as much
 * again where arrays have just grown. */
#ifndef KLEOS_IMPACT_PROJECTION_H
#define KLEOS_IMPACT_PROJECTION_H

#include "services/recognitions/impact/columns.h"
#include "services/recognitions/impact/dictionary.h"
#include "services/recognitions/impact/numbering.h"
#include "services/recognitions/impact/roster.h"
#include "services/recognitions/impact/teams.h"

#include "services/recognitions/impact/impact.h"

struct projection {
	struct teams teams;
	bool teams_moved; /* a path changed that arcs were compared by */
	struct dictionary values;
	struct roster roster;
	struct numbering flows; /* giver's team and receiver's team */
	struct numbering pairs; /* two members, the smaller number first; arcs name them by 2·number + direction */
	struct columns settled; /* nearly all arcs */
	struct columns late;    /* arcs of earlier days that came too few to make room for them in `settled` */
	struct arc *incoming;   /* not counted before projection_settle */
	size_t n_incoming;
	size_t incoming_capacity;
	int32_t gone_day; /* the first with arcs that are ARC_GONE; DAY_MAX: there are none */
};

void projection_init(struct projection *projection, const uint8_t key[DICTIONARY_KEY_SIZE]);
void projection_fini(struct projection *projection);

void projection_set_team(struct projection *projection, uint32_t team, const char *path);
void projection_set_member(struct projection *projection, const struct impact_member *member);
/* False: there are as many arcs as can be counted (COLUMNS_BOUND); nothing was taken. */
bool projection_add(struct projection *projection, const struct impact_recognition *recognition);
void projection_change(struct projection *projection, const struct impact_change *change);
void projection_settle(struct projection *projection);

#endif

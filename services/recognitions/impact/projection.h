/* projection: the ledger of recognitions in the form that reports are counted from. Pure memory: knows no database, no
 * thread. Guarded by the lock of the impact that owns it.
 *
 * Memory: see counting.h for what is counted in advance, and beside it 30 bytes an arc; 14 to 20 a distinct pair of
 * people, a flow, a seat and a cell; some 100 a member; half as much again where arrays have just grown. */
#ifndef KLEOS_IMPACT_PROJECTION_H
#define KLEOS_IMPACT_PROJECTION_H

#include "services/recognitions/impact/bonds.h"
#include "services/recognitions/impact/checkpoints.h"
#include "services/recognitions/impact/columns.h"
#include "services/recognitions/impact/days.h"
#include "services/recognitions/impact/dictionary.h"
#include "services/recognitions/impact/links.h"
#include "services/recognitions/impact/numbering.h"
#include "services/recognitions/impact/roster.h"
#include "services/recognitions/impact/teams.h"

#include "services/recognitions/impact/impact.h"

/* Whom something was taken from, and on what day: they are put back into that day's crowds when all is applied. */
struct torn {
	int32_t day;
	uint32_t member;
};

struct projection {
	struct teams teams;
	struct numbered *moves; /* paths, before and after, of teams that got another one since projection_settle */
	size_t n_moves;
	size_t moves_capacity;
	struct dictionary values;
	struct roster roster;
	struct numbering seats; /* a member and the team they were in: what arcs go from and to */
	struct numbering flows; /* giver's team and receiver's team */
	struct numbering cells; /* receiver's team and value */
	struct numbering pairs; /* two members, the smaller number first; arcs name them by 2·number + direction */
	struct columns settled; /* nearly all arcs */
	struct columns late;    /* arcs of earlier days that came too few to make room for them in `settled` */
	struct arc *incoming;   /* not counted before projection_settle */
	size_t n_incoming;
	size_t incoming_capacity;
	uint32_t slack;  /* so many arcs are never worth a walk over all of them */
	uint32_t n_gone; /* arcs that are ARC_GONE, in either */
	/* counted in advance, from what is in `settled` and `late`; see counting.h */
	struct days days;
	struct bonds bonds; /* numbered by the roster and by arcs */
	struct links links;
	struct checkpoints checkpoints;
	struct torn *torn; /* in no order, maybe twice */
	size_t n_torn;
	size_t torn_capacity;
};

/* `slack`: see struct impact_config. */
void projection_init(struct projection *projection, const uint8_t key[DICTIONARY_KEY_SIZE], uint32_t slack);
void projection_fini(struct projection *projection);

void projection_set_team(struct projection *projection, uint32_t team, const char *path);
void projection_set_member(struct projection *projection, const struct impact_member *member);
/* False: there are as many arcs as can be counted (COLUMNS_BOUND); nothing was taken. */
bool projection_add(struct projection *projection, const struct impact_recognition *recognition);
void projection_change(struct projection *projection, const struct impact_change *change);
void projection_settle(struct projection *projection);

#endif

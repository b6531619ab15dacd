/* organisation: a made-up one of ten thousand members in two hundred teams, and three years of their thanks, the same
 * on every machine. */
#ifndef KLEOS_BENCH_ORGANISATION_H
#define KLEOS_BENCH_ORGANISATION_H

#include "services/recognitions/impact/impact.h"

#include <stdio.h>

#define FIRST_DAY           19358 /* 2023-01-01 */
#define DAYS                1096
#define LAST_DAY            (FIRST_DAY + DAYS - 1)
#define MEMBERS             10000
#define TEAM_SIZE           50
#define TEAMS_IN_DEPARTMENT 10

struct organisation {
	uint64_t random;
	uint64_t made; /* recognitions */
	FILE *arcs;    /* where they are written too; NULL: nowhere */
};

struct id organisation_id(uint64_t number);
/* All teams and members, in a commit of their own. */
void organisation_members(struct impact *impact);
/* One recognition on that day, between impact_begin and impact_commit; also into `arcs`. */
void organisation_give(struct organisation *organisation, struct impact *impact, int32_t day);
/* The same members and teams as CSV. */
void organisation_write(FILE *members, FILE *teams);

#endif

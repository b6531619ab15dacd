/* disclosure: what a report may show. The rules of the impact metrics in one place, pure, the last thing before output,
 * whatever the form (JSON, CSV).
 *
 * 1. A figure about a group is shown only when the group has at least k members who are still there on the last day
 *    (else, of ranges that end on days that follow, what the few got who stayed would follow), and when nothing about
 *    fewer follows from it and the figures of the teams around and inside it by subtraction: a team is shown when it is
 *    made of whole groups of rule 2. Otherwise every figure is null, every list empty, and `suppressed` says why. A
 *    group of nobody where nothing happened has nothing to hide: zeros and nulls. When something did, it is about those
 *    who left.
 * 2. Where teams are listed, smaller ones merge with their next smallest sibling (each with the teams inside it) until
 *    the group has k members; one that is left alone joins its parent, and a parent with fewer than k people of its own
 *    joins the smallest group of its smallest child. A team of arcs or nominees that nobody is in any more is one of
 *    no people. The grouping depends on the head counts and on which teams those are: the same way every time.
 * 3. When private or manager-only recognitions are counted in the totals but not in the lists, the report says so; and
 *    so it does when the impact engine gave as many flows or values as it lists at most, when not every highlight or
 *    award is listed, and when months of the pulses are left out (pulses.h: rules 1 and 2 for the answers of each
 *    closed month).
 * 4. managerCoverage is about members who have a manager only, so rules 1 and 2 hold for it once more with these in the
 *    place of all members: there are at least k of them or none, and no group of at least k of them is split by the
 *    team. Members without a manager are in no numerator: only how many they are follows, which every member may read
 *    off the members themselves. managerArcs and direction count arcs of a group that rule 1 shows, not people of it;
 *    recency, like coverage, is about all of the head count: rule 1 is enough.
 * 5. Highlights (which every member sees), awards and external are shown and hidden with the group like every figure.
 *    The comparison is made of two reports that each passed all of this with their own head counts (comparison.h).
 * 6. crossTeamArcs compares exact teams: inside a merged group it tells how many arcs go between its teams, both ways
 *    together, which is about all of the group. */
#ifndef KLEOS_GATEWAY_DISCLOSURE_H
#define KLEOS_GATEWAY_DISCLOSURE_H

#include "common/base/arena.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"
#include "kleos/reports/v1/report.pb-c.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define DISCLOSURE_LISTED_BOUND 10000 /* flows and values of one answer of the impact engine: the greatest */
#define DISCLOSURE_NEWEST_BOUND 50    /* highlights and awards of one answer: the newest */

struct disclosure {
	int32_t min_group;               /* k */
	bool known;                      /* the head counts are known; false: nothing can be judged, so nothing is shown */
	bool quiet_arcs;                 /* see rule 3 */
	int32_t months_left_out;         /* of the pulses, by pulses.h */
	int32_t headcount;               /* of the report's own scope */
	int32_t managed;                 /* of these: with a manager */
	int64_t happenings;              /* in that scope: arcs received, arcs given, highlights, nominations, awards */
	Kleos__ImpactTeam *const *teams; /* every team with people, arcs or nominees in the range, whatever the scope */
	size_t n_teams;
};

/* By rule 1: why no figure about the team may be shown ("" everybody); NULL: they may. */
const char *disclosure_hides(struct arena *arena, const struct disclosure *rules, const char *team);
/* By rule 4, of a team that rule 1 shows: whether its managerCoverage is hidden. */
bool disclosure_hides_managed(struct arena *arena, const struct disclosure *rules, const char *team);
/* Changes the report (its `team` is the scope, "" everybody), memory from `arena`. */
void disclosure_apply(struct arena *arena, const struct disclosure *rules, Kleos__ImpactReport *report);

#endif

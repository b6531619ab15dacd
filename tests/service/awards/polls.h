/* polls: votes on the stage: members who may vote, candidates, and their ballots. One thread. */
#ifndef KLEOS_TESTS_AWARDS_POLLS_H
#define KLEOS_TESTS_AWARDS_POLLS_H

#include "services/awards/ballot_log/head.h"
#include "tests/service/awards/stage.h"

#define POLL_VOTERS     60
#define POLL_CANDIDATES 8

struct poll {
	struct awards_stage *stage;
	struct arena *arena;
	const char *cycle;
	struct id cycle_id;
	const char *candidates[POLL_CANDIDATES]; /* ids of nominations; each names a member of its own */
	struct principal candidate[POLL_CANDIDATES];
	size_t n_candidates;
	struct principal voters[POLL_VOTERS];
	size_t n_voters;
};

/* A cycle that is about to open for voting, with so many candidates; and colleagues who may vote. */
void poll_prepare(struct poll *out, struct awards_stage *stage, const Kleos__CycleRules *rules, size_t candidates,
				  size_t voters);
void poll_open(struct poll *out, struct awards_stage *stage, const Kleos__CycleRules *rules, size_t candidates,
			   size_t voters);

/* A ballot: "0>1,2>N": candidates by number, N for NO_AWARD; > between places, a comma between those that share one.
 * Approvals have no >. */
Kleos__CastBallotRequest ranking_of(const struct poll *poll, const char *text);
Kleos__CastBallotRequest approvals_of(const struct poll *poll, const char *text);
/* NULL: it was refused. */
const Kleos__BallotReceipt *cast_as(const struct poll *poll, const struct principal *who, const char *request_id,
									const Kleos__CastBallotRequest *ballot);
/* A ranking by each of the voters from `first` on, who must be allowed to. */
void cast_by(const struct poll *poll, size_t first, size_t n, const char *text);
void cast_refused(const struct poll *poll, const struct principal *who, const Kleos__CastBallotRequest *ballot,
				  enum status status, const char *reason);

const Kleos__GetTreeHeadResponse *tree_head_of(const struct poll *poll);
void wait_tree_size(const struct poll *poll, int32_t size);
bool receipt_holds(const struct poll *poll, const Kleos__BallotReceipt *receipt);

/* One number out of the service's database, such as a count. */
int64_t poll_number(const struct poll *poll, const char *sql);
void poll_change(const struct poll *poll, const char *sql);

#endif

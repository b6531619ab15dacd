/* log_world: a vote that never was, with its log as it would be published: for tests of the audit, of the command line,
 * of the page and for the bench. Everything follows from the seed. */
#ifndef KLEOS_TESTS_LOG_WORLD_H
#define KLEOS_TESTS_LOG_WORLD_H

#include "services/awards/ballot_log/audit.h"

#include <stdio.h>

struct log_world_options {
	uint64_t seed;
	size_t ballots;
	size_t candidates; /* with NO_AWARD */
	size_t batch;      /* ballots of a batch; the last has up to twice as many */
	const char *tally; /* SCHULZE, IRV, …; APPROVAL: ballots are approvals */
};

/* What `log` borrows is owned here, and may be changed in place. */
struct log_world {
	struct head_key key;
	uint64_t seed; /* state of the randomness */
	char candidates[CANDIDATES_MOST][CANDIDATE_TEXT_SIZE];
	struct audit_log log;
	struct audit_commitment commitments[2];
	struct tree_head *heads;
	struct audit_opening *ballots; /* texts are heap */
	const char *winners[CANDIDATES_MOST];
	const char *ranked[CANDIDATES_MOST];
	struct audit_place ranking[CANDIDATES_MOST];
};

void log_world_make(struct log_world *out, const struct log_world_options *options);
void log_world_fini(struct log_world *world);
uint64_t log_world_random(struct log_world *world, uint64_t below);
void log_world_bytes(struct log_world *world, void *out, size_t size);
/* Winners and ranking as the rule gives them. */
void log_world_announce(struct log_world *world);
/* {"log":{…}} as the API prints it. */
void log_world_write(const struct log_world *world, FILE *file);
/* {"treeSize":…,"rootHash":…,"signature":…} */
void log_world_write_head(const struct tree_head *head, FILE *file);

#endif

/* audit: whether a whole log, published when voting is over, is what its keeper promised: nothing changed, left out,
 * added or moved; every ballot counted once; the winners those of the committed rule. What is checked, in this order;
 * the first thing that is wrong is said: heads        each is signed by the log's key and signs the root of the entries
 * before it; sizes rise; the last covers all entries published    a head that was seen elsewhere (an event, a receipt's
 * page) is one of this log: it was neither rolled back nor rewritten since commitments  entry 0 opens to the rules of
 * nominations, entry 1 to voting with the same rules, each signed by a head of its own before anything followed it
 *   batches      the ballots between two heads are sorted by leaf hash, so that their order tells nothing
 *   ballots      they are sorted by entry; each opens to one entry and each entry is opened once; each names committed
 *                candidates only; there are no more than voters on the roll
 *   count        winners and ranking as announced are those of the committed rule; a ballot of approvals puts all it
 * names at one place, approval approves of everything that is ranked What it cannot see: whether each voter was on the
 * roll (the roll is secret), and, without a published head, a keeper who signs a log of its own making. Pure; any
 * thread; sodium_init() must have been called. Memory that cannot be had aborts the process. */
#ifndef KLEOS_BALLOT_LOG_AUDIT_H
#define KLEOS_BALLOT_LOG_AUDIT_H

#include "services/awards/ballot_log/commitment.h"
#include "services/awards/ballot_log/head.h"
#include "services/awards/tally/result.h"

#define AUDIT_SENTENCE_SIZE 256

/* Texts are borrowed from the caller and need no NUL. */
struct audit_opening {
	const char *text;
	size_t length;
	uint8_t nonce[NONCE_SIZE];
};

struct audit_commitment {
	uint64_t position;
	struct audit_opening opening;
};

/* Candidates that share a place, sorted. */
struct audit_place {
	const char *const *ids;
	size_t count;
};

/* A log as it was published; everything is borrowed. */
struct audit_log {
	uint8_t cycle[CYCLE_SIZE];
	uint8_t public_key[PUBLIC_KEY_SIZE];
	const struct audit_commitment *commitments;
	size_t commitment_count;
	const struct tree_head *heads;
	size_t head_count;
	uint8_t (*entries)[ENTRY_SIZE];
	size_t entry_count;
	const struct audit_opening *ballots;
	size_t ballot_count;
	struct audit_place winners; /* as announced, like the ranking */
	const struct audit_place *ranking;
	size_t ranking_count;
	const struct tree_head *published; /* seen elsewhere; NULL: none is known */
};

struct audit {
	const char *reason; /* such as HEAD_ROOT; NULL: all holds */
	char sentence[AUDIT_SENTENCE_SIZE];
	struct commitment voting;     /* what was voted by and on; like what follows, filled as far as it held */
	struct tally_profile ballots; /* alternatives are voting.candidates */
	struct tally_result count;    /* by the committed rule */
};

/* Whether all holds. The caller fini's *out either way. */
bool audit_check(struct audit *out, const struct audit_log *log);
void audit_fini(struct audit *audit); /* a zeroed one is fine */

/* One of the methods over all ballots, as the audit counts them; not EPH. The caller fini's the result. */
enum tally_status audit_tally(struct tally_result *out, const struct tally_profile *ballots, enum tally_method method);

#endif

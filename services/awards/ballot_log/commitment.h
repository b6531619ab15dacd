/* commitment: what a phase opens with, fixed by an entry of the log before it opens and opened (text and nonce told) at
 * once: canonical JSON, keys sorted, no spaces, no fractions:
 *   {"phase":"NOMINATING","rules":{…}}
 *   {"candidates":["<id>",…],"electorate":{"kind":"ALL|TEAM|COMMUNITY","rollHash":"<hex>","size":n},
 *    "phase":"VOTING","rules":{…}}
 * Candidates, at least one, are sorted by their bytes, NO_AWARD among them exactly when the rules say noAward. The
 * rules are those of the contract's CycleRules by their JSON names; both commitments of a cycle hold the same. Any
 * thread. */
#ifndef KLEOS_BALLOT_LOG_COMMITMENT_H
#define KLEOS_BALLOT_LOG_COMMITMENT_H

#include "services/awards/ballot_log/ballot.h"
#include "services/awards/ballot_log/roll.h"

#define COMMITMENT_TEXT_MOST 65536
#define RULE_WORD_SIZE       16 /* with the NUL: SCHULZE, COMMUNITY */

struct commitment {
	bool voting;                /* else nominating, and what follows `rules` is empty */
	char *rules;                /* their canonical text */
	char tally[RULE_WORD_SIZE]; /* SCHULZE, IRV, APPROVAL, PLURALITY, BORDA */
	bool no_award;
	char electorate[RULE_WORD_SIZE]; /* ALL, TEAM, COMMUNITY */
	uint8_t roll_hash[ROLL_HASH_SIZE];
	uint64_t roll_size;
	size_t count;
	char candidates[CANDIDATES_MOST][CANDIDATE_TEXT_SIZE];
};

/* The texts. `rules` is a JSON object in any form, such as json_print makes of the message. The caller frees what comes
 * back; NULL: *why says what is wrong, as in "the commitment has …". Of a commitment to voting they read electorate,
 * roll and candidates, and sort these. */
char *commitment_write_nominating(const char *rules, const char **why);
char *commitment_write_voting(struct commitment *commitment, const char *rules, const char **why);

/* NULL: it is the text of *out, which commitment_fini gives back. Else what is wrong with it, as in "the commitment
 * has …", and there is nothing to give back. */
const char *commitment_read(struct commitment *out, const char *text, size_t length);
void commitment_fini(struct commitment *commitment); /* a zeroed one is fine */

#endif

/* rpc: the interfaces of awards: one row an rpc, in the order of the protos; and what their handlers share. */
#ifndef KLEOS_AWARDS_RPC_H
#define KLEOS_AWARDS_RPC_H

#include "common/rpc/method.h"
#include "kleos/awards/v1/awards_service.pb-c.h"
#include "kleos/awards/v1/summary_service.pb-c.h"
#include "services/awards/cycle/store_cycles.h"
#include "services/awards/nomination/store_nominations.h"
#include "services/awards/store.h"

#define ROLES_NOMINATORS (ROLES_ANY & ~ROLE_BIT(AUDITOR))     /* an auditor writes nothing */
#define ROLES_VOTERS     (ROLES_NOMINATORS | ROLES_ANONYMOUS) /* without a key: who holds a token */

#define AWARDS_METHODS(METHOD)                                                                                         \
	METHOD(CreateAward, create_award, RPC_WRITE, ROLES_AWARDS)                                                         \
	METHOD(GetAward, get_award, RPC_READ, ROLES_ANY)                                                                   \
	METHOD(UpdateAward, update_award, RPC_WRITE, ROLES_AWARDS)                                                         \
	METHOD(ListAwards, list_awards, RPC_READ, ROLES_ANY)                                                               \
	METHOD(CreateCycle, create_cycle, RPC_WRITE, ROLES_AWARDS)                                                         \
	METHOD(GetCycle, get_cycle, RPC_READ, ROLES_ANY)                                                                   \
	METHOD(ListCycles, list_cycles, RPC_READ, ROLES_ANY)                                                               \
	METHOD(UpdateCycle, update_cycle, RPC_WRITE, ROLES_AWARDS)                                                         \
	METHOD(AdvanceCycle, advance_cycle, RPC_WRITE, ROLES_AWARDS)                                                       \
	METHOD(Nominate, nominate, RPC_WRITE, ROLES_NOMINATORS)                                                            \
	METHOD(GetNomination, get_nomination, RPC_READ, ROLES_ANY)                                                         \
	METHOD(ListNominations, list_nominations, RPC_READ, ROLES_ANY)                                                     \
	METHOD(Endorse, endorse, RPC_WRITE, ROLES_NOMINATORS)                                                              \
	METHOD(AcceptNomination, accept_nomination, RPC_WRITE, ROLES_NOMINATORS)                                           \
	METHOD(DeclineNomination, decline_nomination, RPC_WRITE, ROLES_NOMINATORS)                                         \
	METHOD(WithdrawNomination, withdraw_nomination, RPC_WRITE, ROLES_NOMINATORS)                                       \
	METHOD(ScoreNomination, score_nomination, RPC_WRITE, ROLES_NOMINATORS)                                             \
	METHOD(GetNominationScore, get_nomination_score, RPC_READ, ROLES_NOMINATORS)                                       \
	METHOD(CastBallot, cast_ballot, RPC_WRITE_ANONYMOUS, ROLES_VOTERS)                                                 \
	METHOD(GetBallotPaper, get_ballot_paper, RPC_READ, ROLES_VOTERS)                                                   \
	METHOD(IssueVoteTokens, issue_vote_tokens, RPC_WRITE, ROLES_AWARDS)                                                \
	METHOD(GetTreeHead, get_tree_head, RPC_READ, ROLES_ANY | ROLES_ANONYMOUS)                                          \
	METHOD(GetLog, get_log, RPC_READ, ROLES_ANY | ROLES_ANONYMOUS)                                                     \
	METHOD(GetProof, get_proof, RPC_READ, ROLES_ANY | ROLES_ANONYMOUS)                                                 \
	METHOD(GetResult, get_result, RPC_READ, ROLES_ANY | ROLES_ANONYMOUS)

#define SUMMARY_METHODS(METHOD) METHOD(SummarizeAwards, summarize_awards, RPC_READ, ROLES_INTERNAL)

AWARDS_METHODS(RPC_PROTOTYPE)
SUMMARY_METHODS(RPC_PROTOTYPE)

/* What a request names, or why not, said in the call. */
enum status find_award(struct call *call, const char *name, struct award *out); /* by id or slug */
enum status find_cycle(struct call *call, const char *id, struct cycle *out);

/* Rows as messages, in the call's arena. */
Kleos__Award *award_message(struct call *call, const struct award *award);
Kleos__Cycle *cycle_message(struct call *call, const struct cycle *cycle);
Kleos__Nomination *nomination_message(struct call *call, const struct nomination *nomination);
Kleos__CycleRules *rules_message(struct arena *arena, const struct cycle_rules *rules);
const char *cycle_etag(struct call *call, const struct cycle *cycle);

#endif

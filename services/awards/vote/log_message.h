/* log_message: rows of a log as messages, in `arena`. */
#ifndef KLEOS_AWARDS_VOTE_LOG_MESSAGE_H
#define KLEOS_AWARDS_VOTE_LOG_MESSAGE_H

#include "kleos/awards/v1/log.pb-c.h"
#include "services/awards/vote/store_log.h"

Kleos__TreeHead *tree_head_message(struct arena *arena, const struct tree_head *head);
size_t commitment_messages(struct db *db, struct arena *arena, const struct id *cycle, Kleos__Commitment ***out);
Kleos__InclusionProof *inclusion_message(struct arena *arena, const struct merkle_proof *proof, uint64_t index,
										 uint64_t size);
Kleos__ConsistencyProof *consistency_message(struct arena *arena, const struct merkle_proof *proof, uint64_t from,
											 uint64_t size);

#endif

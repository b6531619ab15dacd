/* receipt: what a voter is given for a ballot: the signed promise that it will be in the log. The same ballot has the
 * same receipt, however often it is asked for. */
#ifndef KLEOS_AWARDS_VOTE_RECEIPT_H
#define KLEOS_AWARDS_VOTE_RECEIPT_H

#include "common/rpc/call.h"
#include "kleos/awards/v1/log.pb-c.h"
#include "services/awards/ballot_log/head.h"
#include "services/awards/vote/store_box.h"
#include "services/awards/vote/voter.h"

Kleos__BallotReceipt *receipt_message(struct arena *arena, const struct head_key *key, const struct id *cycle,
									  const uint8_t entry[ENTRY_SIZE]);

/* What a repeated request is known by. False: the client named no request id of its own, so there is none. */
bool receipt_request(const struct call *call, const struct voter *voter, const char *request_id,
					 uint8_t out[REQUEST_HASH_SIZE]);

/* Bytes as hexadecimal text, in the arena. */
const char *hexadecimal_text(struct arena *arena, const uint8_t *bytes, size_t size);

#endif

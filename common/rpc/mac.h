/* mac: the last 32 bytes of every message that leaves the process: keyed BLAKE2b under the cluster key over all bytes
 * before it, for a reply over the MAC of its request as well. Whoever does not hold the key can neither make a call nor
 * change one, nor answer one; and a reply answers exactly one call, because no two calls are alike (Call.nonce).
 * Checked before anything is unpacked. It hides nothing: who can listen reads along. */
#ifndef KLEOS_RPC_MAC_H
#define KLEOS_RPC_MAC_H

#include "common/base/seal.h"

#include <nng/nng.h>
#include <stdbool.h>

#define MAC_SIZE 32

struct mac {
	uint8_t bytes[MAC_SIZE];
};

/* Appends the MAC of a call and tells it. An nng error number: no memory. */
int mac_put_call(struct mac *out, nng_msg *call, const struct cluster_key *key);
/* False: nobody who holds the key sent this; *out is then zero, the MAC of no call. True: the message is without it. */
bool mac_take_call(struct mac *out, nng_msg *call, const struct cluster_key *key);

/* The same for the reply to the call that has this MAC. */
int mac_put_reply(nng_msg *reply, const struct mac *call, const struct cluster_key *key);
bool mac_take_reply(nng_msg *reply, const struct mac *call, const struct cluster_key *key);

#endif

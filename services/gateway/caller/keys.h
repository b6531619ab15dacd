/* keys: who an API key stands for, or a session, or a name that an identity provider gives somebody. Maps from hashes
 * to callers, kept by following members' events, so that keys, sessions and names work while members is away and stop
 * within a second of a key's being revoked, a session's being ended or a member's leaving. Any thread. */
#ifndef KLEOS_GATEWAY_KEYS_H
#define KLEOS_GATEWAY_KEYS_H

#include "common/base/api_key.h"
#include "common/rpc/client.h"
#include "common/rpc/principal.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "services/gateway/caller/key_map.h"

struct keys;
struct exchange;
struct samples;

struct keys_config {
	struct rpc_client *client; /* of members; borrowed */
	const char *url;           /* of members */
	const struct environment *environment;
	Kleos__SubjectKind subjects; /* by what an identity provider names members; UNSPECIFIED: there is none */
};

enum status keys_open(struct keys **out, const struct keys_config *config);
/* Follows no more and wakes everybody who is parked, for the last time. The client must still be there. */
void keys_quiesce(struct keys *keys);
void keys_close(struct keys *keys); /* after keys_quiesce; NULL is fine for both */
/* Whose key or session it is, or why it is nobody's. A key that is found was used, which members is told by the day. */
enum key_found keys_find(struct keys *keys, const uint8_t hash[API_KEY_HASH_SIZE], struct principal *out);
/* Who goes by this name (subject_normal of the kind), with the roles that the member has in any case. False: nobody, or
 * several; or who does has left. */
bool keys_find_person(struct keys *keys, const char *subject, struct principal *out);
/* Waits until the feed was read to its end once more, or failed to be: for who was not found and may be new. */
void keys_wait(struct keys *keys);
/* The feed has been read to its end once. */
bool keys_ready(struct keys *keys);

/* How far behind it is. */
void keys_measure(const struct keys *keys, struct samples *samples);

/* Wakes the exchange, which must be pausing, after the feed was read once more, or failed to be. Meanwhile the list of
 * those who wait holds it (exchange_hold): it may be over by then, but is still there. False: too many wait already, or
 * keys_quiesce has begun. */
bool keys_park(struct keys *keys, struct exchange *exchange);

#endif

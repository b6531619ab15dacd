/* token_cache: tokens made or verified a moment ago, so that the many calls of one caller pay for one MAC.
 * One cache has one key and one audience. Thread-safe; never allocates after init. */
#ifndef KLEOS_RPC_TOKEN_CACHE_H
#define KLEOS_RPC_TOKEN_CACHE_H

#include "common/rpc/principal.h"

#include <pthread.h>

#define TOKEN_CACHE_PLACES 64
#define TOKEN_BYTES 256 /* longer tokens are not kept; no principal of ours makes one */

/* A packed Principal, its MAC, and what it says. */
struct token {
	struct principal principal;
	int64_t expire_ms; /* 0: nothing is kept here */
	size_t length;
	uint8_t bytes[TOKEN_BYTES];
	uint8_t mac[32];
};

struct token_cache {
	pthread_mutex_t mutex;
	struct token tokens[TOKEN_CACHE_PLACES]; /* each in the one place that its hash gives it */
};

void token_cache_init(struct token_cache *cache);
void token_cache_fini(struct token_cache *cache);

/* As principal_state; a token is stated again for half of its lifetime. */
void token_state(struct token_cache *cache, struct arena *arena, const struct environment *environment,
                 const struct cluster_key *key, const struct principal *principal, const char *audience,
                 Kleos__Call *call);
/* As principal_verify; a token that was verified before is compared byte for byte instead. */
enum status token_verify(struct token_cache *cache, struct arena *arena, const struct environment *environment,
                         const struct cluster_key *key, const char *audience, const Kleos__Call *call,
                         struct principal *out);

#endif

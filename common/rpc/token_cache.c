#include "common/rpc/token_cache.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(((struct token *)0)->mac) == crypto_auth_BYTES, "a token's MAC is crypto_auth's");

void token_cache_init(struct token_cache *cache)
{
	memset(cache, 0, sizeof(*cache));
	pthread_mutex_init(&cache->mutex, NULL);
}

void token_cache_fini(struct token_cache *cache)
{
	pthread_mutex_destroy(&cache->mutex);
}

static struct token *place_of(struct token_cache *cache, unsigned hash)
{
	return &cache->tokens[hash % TOKEN_CACHE_PLACES];
}

/* The last bytes of an id are random. */
static struct token *place_of_principal(struct token_cache *cache, const struct principal *principal)
{
	return place_of(cache, principal->member.bytes[ID_SIZE - 1] ^ principal->key.bytes[ID_SIZE - 1]);
}

static bool principal_equal(const struct principal *a, const struct principal *b)
{
	return id_equal(&a->member, &b->member) && id_equal(&a->key, &b->key) && a->roles == b->roles &&
	       strcmp(a->name, b->name) == 0;
}

static void keep(struct token_cache *cache, struct token *place, const struct principal *principal, int64_t expire_ms,
                 const Kleos__Call *call)
{
	if (call->principal.len > TOKEN_BYTES)
		return;
	pthread_mutex_lock(&cache->mutex);
	place->principal = *principal;
	place->expire_ms = expire_ms;
	place->length = call->principal.len;
	memcpy(place->bytes, call->principal.data, call->principal.len);
	memcpy(place->mac, call->principal_mac.data, crypto_auth_BYTES);
	pthread_mutex_unlock(&cache->mutex);
}

static bool state_again(struct token_cache *cache, const struct token *place, const struct principal *principal,
                        int64_t now_ms, struct arena *arena, Kleos__Call *call)
{
	int64_t left_ms;
	bool found;

	pthread_mutex_lock(&cache->mutex);
	left_ms = place->expire_ms - now_ms; /* more than a lifetime: the clock was set back */
	found = left_ms > PRINCIPAL_LIFETIME_MS / 2 && left_ms <= PRINCIPAL_LIFETIME_MS &&
	        principal_equal(&place->principal, principal);
	if (found) {
		call->principal.len = place->length;
		call->principal.data = arena_copy(arena, place->bytes, place->length);
		call->principal_mac.len = crypto_auth_BYTES;
		call->principal_mac.data = arena_copy(arena, place->mac, crypto_auth_BYTES);
	}
	pthread_mutex_unlock(&cache->mutex);
	return found;
}

void token_state(struct token_cache *cache, struct arena *arena, const struct environment *environment,
                 const struct cluster_key *key, const struct principal *principal, const char *audience,
                 Kleos__Call *call)
{
	struct token *place = place_of_principal(cache, principal);
	int64_t now_ms = environment_now_ms(environment);

	if (state_again(cache, place, principal, now_ms, arena, call))
		return;
	principal_state(arena, environment, key, principal, audience, call);
	keep(cache, place, principal, now_ms + PRINCIPAL_LIFETIME_MS, call);
}

static bool was_verified(struct token_cache *cache, const struct token *place, int64_t now_ms, const Kleos__Call *call,
                         struct principal *out)
{
	bool found;

	pthread_mutex_lock(&cache->mutex);
	found = place->expire_ms >= now_ms && place->expire_ms > 0 && place->length == call->principal.len &&
	        memcmp(place->bytes, call->principal.data, place->length) == 0 &&
	        sodium_memcmp(place->mac, call->principal_mac.data, crypto_auth_BYTES) == 0;
	if (found)
		*out = place->principal;
	pthread_mutex_unlock(&cache->mutex);
	return found;
}

enum status token_verify(struct token_cache *cache, struct arena *arena, const struct environment *environment,
                         const struct cluster_key *key, const char *audience, const Kleos__Call *call,
                         struct principal *out)
{
	struct token *place;
	int64_t expire_ms;

	if (call->principal_mac.len != crypto_auth_BYTES)
		return STATUS_UNAUTHENTICATED;
	place = place_of(cache, call->principal_mac.data[0]);
	if (was_verified(cache, place, environment_now_ms(environment), call, out))
		return STATUS_OK;
	if (principal_verify_until(arena, environment, key, audience, call, out, &expire_ms) != STATUS_OK)
		return STATUS_UNAUTHENTICATED;
	keep(cache, place, out, expire_ms, call);
	return STATUS_OK;
}

#include "services/members/store.h"

#include "members/sql.h"

#include <sodium.h>
#include <string.h>

#define HASH_SIZE 32

/* Under a key of its own: whoever has only the database cannot test guesses. */
static void handle_hash(uint8_t out[HASH_SIZE], const struct cluster_key *key, const char *handle)
{
	uint8_t subkey[crypto_generichash_KEYBYTES];
	crypto_kdf_derive_from_key(subkey, sizeof(subkey), 1, "kls_hndl", key->bytes);
	crypto_generichash(out, HASH_SIZE, (const unsigned char *)handle, strlen(handle), subkey, sizeof(subkey));
	sodium_memzero(subkey, sizeof(subkey));
}

void handle_spend(struct db *db, const struct cluster_key *key, const char *handle)
{
	uint8_t hash[HASH_SIZE];
	handle_hash(hash, key, handle);
	struct query query = query_begin(db, SQL(handle_spend));
	query_bind_bytes(&query, 1, hash, sizeof(hash));
	query_run(&query);
}

bool handle_is_spent(struct db *db, const struct cluster_key *key, const char *handle)
{
	uint8_t hash[HASH_SIZE];
	handle_hash(hash, key, handle);
	struct query query = query_begin(db, SQL(handle_spent));
	query_bind_bytes(&query, 1, hash, sizeof(hash));
	return query_has_row(&query);
}

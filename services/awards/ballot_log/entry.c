#include "services/awards/ballot_log/entry.h"

#include <sodium.h>
#include <string.h>

void entry_make(uint8_t out[ENTRY_SIZE], const uint8_t cycle[CYCLE_SIZE], const char *text, size_t length,
				const uint8_t nonce[NONCE_SIZE])
{
	uint8_t bytes[CYCLE_SIZE + crypto_hash_sha256_BYTES + NONCE_SIZE];
	memcpy(bytes, cycle, CYCLE_SIZE);
	crypto_hash_sha256(bytes + CYCLE_SIZE, (const uint8_t *)text, length);
	memcpy(bytes + CYCLE_SIZE + crypto_hash_sha256_BYTES, nonce, NONCE_SIZE);
	crypto_hash_sha256(out, bytes, sizeof(bytes));
}

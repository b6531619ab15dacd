#include "services/awards/ballot_log/roll.h"

#include <string.h>

void roll_init(struct roll *roll, const uint8_t salt[ROLL_SALT_SIZE], size_t width)
{
	memset(roll, 0, sizeof(*roll));
	roll->width = width;
	crypto_hash_sha256_init(&roll->state);
	crypto_hash_sha256_update(&roll->state, salt, ROLL_SALT_SIZE);
}

bool roll_add(struct roll *roll, const uint8_t *voter)
{
	if (roll->size > 0 && memcmp(roll->last, voter, roll->width) >= 0)
		return false;
	memcpy(roll->last, voter, roll->width);
	crypto_hash_sha256_update(&roll->state, voter, roll->width);
	roll->size++;
	return true;
}

void roll_hash(struct roll *roll, uint8_t out[ROLL_HASH_SIZE])
{
	crypto_hash_sha256_final(&roll->state, out);
}

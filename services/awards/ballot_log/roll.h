/* roll: who may vote, as one hash that is committed to before voting opens: SHA-256(salt ‖ the sorted voters), a voter
 * being a member's id (16 bytes) or the hash of a one-use token (32 bytes). Who has the roll and the salt can check it;
 * the hash tells nobody who is on it. Any thread. */
#ifndef KLEOS_BALLOT_LOG_ROLL_H
#define KLEOS_BALLOT_LOG_ROLL_H

#include <sodium.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ROLL_SALT_SIZE  32
#define ROLL_HASH_SIZE  32
#define ROLL_VOTER_MOST 32

struct roll {
	crypto_hash_sha256_state state;
	size_t width;                  /* bytes of a voter: 16 or 32 */
	uint64_t size;                 /* voters so far */
	uint8_t last[ROLL_VOTER_MOST]; /* the voter before */
};

void roll_init(struct roll *roll, const uint8_t salt[ROLL_SALT_SIZE], size_t width);
/* Voters come in rising order of their bytes. False: this one does not, or came before; the roll is as it was. */
bool roll_add(struct roll *roll, const uint8_t *voter);
void roll_hash(struct roll *roll, uint8_t out[ROLL_HASH_SIZE]); /* the roll takes no more voters */

#endif

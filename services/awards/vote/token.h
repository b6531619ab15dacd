/* token: the text of a one-use vote token: 22 base62 characters drawn from 130 bits of randomness and 4 of checksum, so
 * that a slip is told from a token that nobody issued. Kept is its SHA-256: a secret of so much randomness needs no
 * slow hash. Pure; any thread. */
#ifndef KLEOS_AWARDS_VOTE_TOKEN_H
#define KLEOS_AWARDS_VOTE_TOKEN_H

#include "common/base/environment.h"

#include <stdbool.h>
#include <stdint.h>

#define VOTE_TOKEN_LENGTH    26
#define VOTE_TOKEN_TEXT_SIZE (VOTE_TOKEN_LENGTH + 1) /* with the NUL */
#define VOTE_TOKEN_HASH_SIZE 32

void vote_token_new(char out[VOTE_TOKEN_TEXT_SIZE], const struct environment *environment);
/* Whether the text is shaped like a token and its checksum holds. */
bool vote_token_is_text(const char *text);
void vote_token_hash(uint8_t out[VOTE_TOKEN_HASH_SIZE], const char *text);

#endif

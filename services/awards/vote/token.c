#include "services/awards/vote/token.h"

#include "common/base/base62.h"

#include <sodium.h>
#include <string.h>

#define SECRET_LENGTH   22
#define CHECKSUM_LENGTH 4

_Static_assert(SECRET_LENGTH + CHECKSUM_LENGTH == VOTE_TOKEN_LENGTH, "the parts make the whole");

void vote_token_new(char out[VOTE_TOKEN_TEXT_SIZE], const struct environment *environment)
{
	base62_draw(out, SECRET_LENGTH, environment);
	base62_checksum(out + SECRET_LENGTH, CHECKSUM_LENGTH, out, SECRET_LENGTH);
	out[VOTE_TOKEN_LENGTH] = '\0';
}

bool vote_token_is_text(const char *text)
{
	char sum[CHECKSUM_LENGTH];
	if (strnlen(text, VOTE_TOKEN_TEXT_SIZE) != VOTE_TOKEN_LENGTH || base62_span(text) != VOTE_TOKEN_LENGTH)
		return false;
	base62_checksum(sum, CHECKSUM_LENGTH, text, SECRET_LENGTH);
	return sodium_memcmp(sum, text + SECRET_LENGTH, CHECKSUM_LENGTH) == 0;
}

void vote_token_hash(uint8_t out[VOTE_TOKEN_HASH_SIZE], const char *text)
{
	crypto_hash_sha256(out, (const unsigned char *)text, strlen(text));
}

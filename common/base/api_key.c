#include "common/base/api_key.h"

#include "common/base/base62.h"

#include <sodium.h>
#include <string.h>

#define PREFIX          "kls_"
#define PREFIX_LENGTH   4
#define SECRET_LENGTH   43
#define CHECKSUM_LENGTH 6

_Static_assert(PREFIX_LENGTH + SECRET_LENGTH + CHECKSUM_LENGTH == API_KEY_LENGTH, "the parts make the whole");

void api_key_new(char out[API_KEY_TEXT_SIZE], const struct environment *environment)
{
	memcpy(out, PREFIX, PREFIX_LENGTH);
	base62_draw(out + PREFIX_LENGTH, SECRET_LENGTH, environment);
	base62_checksum(out + PREFIX_LENGTH + SECRET_LENGTH, CHECKSUM_LENGTH, out, PREFIX_LENGTH + SECRET_LENGTH);
	out[API_KEY_LENGTH] = '\0';
}

bool api_key_is_text(const char *text)
{
	char sum[CHECKSUM_LENGTH];

	if (!text || strlen(text) != API_KEY_LENGTH || memcmp(text, PREFIX, PREFIX_LENGTH) != 0)
		return false;
	if (base62_span(text + PREFIX_LENGTH) != SECRET_LENGTH + CHECKSUM_LENGTH)
		return false;
	base62_checksum(sum, CHECKSUM_LENGTH, text, PREFIX_LENGTH + SECRET_LENGTH);
	return memcmp(sum, text + PREFIX_LENGTH + SECRET_LENGTH, CHECKSUM_LENGTH) == 0;
}

bool api_key_hash(const struct cluster_key *key, const char *text, uint8_t out[API_KEY_HASH_SIZE])
{
	uint8_t subkey[crypto_generichash_KEYBYTES];

	if (!api_key_is_text(text))
		return false;
	/* a key for this purpose alone: the cluster key itself seals and states principals */
	crypto_kdf_derive_from_key(subkey, sizeof(subkey), 1, "kls_apik", key->bytes);
	crypto_generichash(out, API_KEY_HASH_SIZE, (const unsigned char *)text, API_KEY_LENGTH, subkey, sizeof(subkey));
	sodium_memzero(subkey, sizeof(subkey));
	return true;
}

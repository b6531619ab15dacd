#include "common/base/api_key.h"

#include <sodium.h>
#include <string.h>

#define PREFIX          "kls_"
#define PREFIX_LENGTH   4
#define SECRET_LENGTH   43
#define CHECKSUM_LENGTH 6
#define BASE            62
#define UNBIASED        (256 / BASE * BASE) /* bytes below fall evenly on the digits */

_Static_assert(PREFIX_LENGTH + SECRET_LENGTH + CHECKSUM_LENGTH == API_KEY_LENGTH, "the parts make the whole");

static const char digits[BASE + 1] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

static void draw_secret(char *out, const struct environment *environment)
{
	uint8_t bytes[SECRET_LENGTH];
	size_t drawn = 0;

	while (drawn < SECRET_LENGTH) {
		environment_random(environment, bytes, sizeof(bytes));
		for (size_t i = 0; i < sizeof(bytes) && drawn < SECRET_LENGTH; i++) {
			if (bytes[i] < UNBIASED)
				out[drawn++] = digits[bytes[i] % BASE];
		}
	}
	sodium_memzero(bytes, sizeof(bytes));
}

static void checksum(char out[CHECKSUM_LENGTH], const char *text)
{
	uint8_t hash[crypto_generichash_BYTES_MIN];
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)text, PREFIX_LENGTH + SECRET_LENGTH, NULL, 0);

	uint32_t sum = (uint32_t)hash[0] | (uint32_t)hash[1] << 8 | (uint32_t)hash[2] << 16 | (uint32_t)hash[3] << 24;
	for (int i = CHECKSUM_LENGTH; i-- > 0; sum /= BASE)
		out[i] = digits[sum % BASE];
}

void api_key_new(char out[API_KEY_TEXT_SIZE], const struct environment *environment)
{
	memcpy(out, PREFIX, PREFIX_LENGTH);
	draw_secret(out + PREFIX_LENGTH, environment);
	checksum(out + PREFIX_LENGTH + SECRET_LENGTH, out);
	out[API_KEY_LENGTH] = '\0';
}

bool api_key_is_text(const char *text)
{
	char sum[CHECKSUM_LENGTH];

	if (!text || strlen(text) != API_KEY_LENGTH || memcmp(text, PREFIX, PREFIX_LENGTH) != 0)
		return false;
	if (strspn(text + PREFIX_LENGTH, digits) != SECRET_LENGTH + CHECKSUM_LENGTH)
		return false;
	checksum(sum, text);
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

#include "common/base/api_key.h"

#include "common/base/base62.h"

#include <sodium.h>
#include <string.h>

#define PREFIX_LENGTH   4
#define SECRET_LENGTH   43
#define CHECKSUM_LENGTH 6

_Static_assert(PREFIX_LENGTH + SECRET_LENGTH + CHECKSUM_LENGTH == API_KEY_LENGTH, "the parts make the whole");

struct kind {
	const char *prefix;  /* PREFIX_LENGTH characters */
	const char *context; /* of the key that hashes it: crypto_kdf_CONTEXTBYTES of them */
};
static const struct kind api_key = {"kls_", "kls_apik"}, session = {"kss_", "kls_sess"};

static void draw(const struct kind *kind, char out[API_KEY_TEXT_SIZE], const struct environment *environment)
{
	memcpy(out, kind->prefix, PREFIX_LENGTH);
	base62_draw(out + PREFIX_LENGTH, SECRET_LENGTH, environment);
	base62_checksum(out + PREFIX_LENGTH + SECRET_LENGTH, CHECKSUM_LENGTH, out, PREFIX_LENGTH + SECRET_LENGTH);
	out[API_KEY_LENGTH] = '\0';
}

static bool is_text(const struct kind *kind, const char *text)
{
	char sum[CHECKSUM_LENGTH];

	if (!text || strlen(text) != API_KEY_LENGTH || memcmp(text, kind->prefix, PREFIX_LENGTH) != 0)
		return false;
	if (base62_span(text + PREFIX_LENGTH) != SECRET_LENGTH + CHECKSUM_LENGTH)
		return false;
	base62_checksum(sum, CHECKSUM_LENGTH, text, PREFIX_LENGTH + SECRET_LENGTH);
	return memcmp(sum, text + PREFIX_LENGTH + SECRET_LENGTH, CHECKSUM_LENGTH) == 0;
}

static bool hash_text(const struct kind *kind, const struct cluster_key *key, const char *text,
					  uint8_t out[API_KEY_HASH_SIZE])
{
	uint8_t subkey[crypto_generichash_KEYBYTES];

	if (!is_text(kind, text))
		return false;
	/* a key for this purpose alone: the cluster key itself seals and states principals */
	crypto_kdf_derive_from_key(subkey, sizeof(subkey), 1, kind->context, key->bytes);
	crypto_generichash(out, API_KEY_HASH_SIZE, (const unsigned char *)text, API_KEY_LENGTH, subkey, sizeof(subkey));
	sodium_memzero(subkey, sizeof(subkey));
	return true;
}

void api_key_new(char out[API_KEY_TEXT_SIZE], const struct environment *environment)
{
	draw(&api_key, out, environment);
}

bool api_key_is_text(const char *text)
{
	return is_text(&api_key, text);
}

bool api_key_hash(const struct cluster_key *key, const char *text, uint8_t out[API_KEY_HASH_SIZE])
{
	return hash_text(&api_key, key, text, out);
}

void session_secret_new(char out[API_KEY_TEXT_SIZE], const struct environment *environment)
{
	draw(&session, out, environment);
}

bool session_secret_hash(const struct cluster_key *key, const char *text, uint8_t out[API_KEY_HASH_SIZE])
{
	return hash_text(&session, key, text, out);
}

#include "common/base/base62.h"

#include <sodium.h>
#include <stdint.h>
#include <string.h>

#define BASE     62
#define UNBIASED (256 / BASE * BASE) /* bytes below fall evenly on the digits */
#define DRAW     32                  /* bytes drawn at once */

static const char digits[BASE + 1] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

void base62_draw(char *out, size_t count, const struct environment *environment)
{
	uint8_t bytes[DRAW];
	size_t drawn = 0;

	while (drawn < count) {
		environment_random(environment, bytes, sizeof(bytes));
		for (size_t i = 0; i < sizeof(bytes) && drawn < count; i++) {
			if (bytes[i] < UNBIASED)
				out[drawn++] = digits[bytes[i] % BASE];
		}
	}
	sodium_memzero(bytes, sizeof(bytes));
}

void base62_checksum(char *out, size_t count, const char *text, size_t length)
{
	uint8_t hash[crypto_generichash_BYTES_MIN];
	crypto_generichash(hash, sizeof(hash), (const unsigned char *)text, length, NULL, 0);

	uint32_t sum = (uint32_t)hash[0] | (uint32_t)hash[1] << 8 | (uint32_t)hash[2] << 16 | (uint32_t)hash[3] << 24;
	for (size_t i = count; i-- > 0; sum /= BASE)
		out[i] = digits[sum % BASE];
}

size_t base62_span(const char *text)
{
	return strspn(text, digits);
}

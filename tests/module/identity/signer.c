#include "tests/module/identity/signer.h"

#include "common/base/text.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>
#include <string.h>

#define HALF 32

void signer_init(struct signer *signer, struct arena *arena)
{
	*signer = (struct signer){
		.arena = arena,
		.keys =
			{
				[SIGNER_RSA] = EVP_RSA_gen(2048),
				[SIGNER_EC] = EVP_EC_gen("P-256"),
				[SIGNER_ED] = EVP_PKEY_Q_keygen(NULL, NULL, "ED25519"),
				[SIGNER_WEAK] = EVP_RSA_gen(1024),
				[SIGNER_CURVE] = EVP_EC_gen("P-384"),
				[SIGNER_STRANGE] = EVP_RSA_gen(2048),
			},
	};
}

void signer_fini(struct signer *signer)
{
	for (size_t i = 0; i < SIGNER_KEYS; i++)
		EVP_PKEY_free(signer->keys[i]);
}

/* ---- keys ---- */

static const char *number_text(const struct signer *signer, EVP_PKEY *key, const char *name)
{
	BIGNUM *number = NULL;
	uint8_t bytes[1024];
	assert_int_equal(EVP_PKEY_get_bn_param(key, name, &number), 1);
	int length = BN_bn2bin(number, bytes);
	BN_free(number);
	return text_base64url(signer->arena, bytes, (size_t)length);
}

static const char *rsa_jwk(const struct signer *signer, EVP_PKEY *key, const char *kid, const char *more)
{
	return arena_printf(signer->arena, "{\"kty\":\"RSA\",\"kid\":\"%s\",\"n\":\"%s\",\"e\":\"%s\"%s}", kid,
						number_text(signer, key, OSSL_PKEY_PARAM_RSA_N),
						number_text(signer, key, OSSL_PKEY_PARAM_RSA_E), more);
}

static const char *ec_jwk(const struct signer *signer, EVP_PKEY *key, const char *kid, const char *curve,
						  const char *more)
{
	uint8_t point[256];
	size_t length;
	/* uncompressed: 4, x, y */
	assert_int_equal(EVP_PKEY_get_octet_string_param(key, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point), &length), 1);
	size_t half = (length - 1) / 2;
	return arena_printf(signer->arena, "{\"kty\":\"EC\",\"kid\":\"%s\",\"crv\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"%s}",
						kid, curve, text_base64url(signer->arena, point + 1, half),
						text_base64url(signer->arena, point + 1 + half, half), more);
}

static const char *ed_jwk(const struct signer *signer, EVP_PKEY *key, const char *more)
{
	uint8_t bytes[HALF];
	size_t length = sizeof(bytes);
	assert_int_equal(EVP_PKEY_get_raw_public_key(key, bytes, &length), 1);
	return arena_printf(signer->arena, "{\"kty\":\"OKP\",\"kid\":\"ed\",\"crv\":\"Ed25519\",\"x\":\"%s\"%s}",
						text_base64url(signer->arena, bytes, length), more);
}

const char *signer_jwk(const struct signer *signer, enum signer_key key, const char *more)
{
	EVP_PKEY *pair = signer->keys[key];
	switch (key) {
	case SIGNER_EC:
		return ec_jwk(signer, pair, "ec", "P-256", more);
	case SIGNER_CURVE:
		return ec_jwk(signer, pair, "curve", "P-384", more);
	case SIGNER_ED:
		return ed_jwk(signer, pair, more);
	default:
		return rsa_jwk(signer, pair, key == SIGNER_WEAK ? "weak" : "rsa", more);
	}
}

const char *signer_jwks(const struct signer *signer)
{
	return arena_printf(signer->arena, "{\"keys\":[%s,%s,%s,%s,%s]}", signer_jwk(signer, SIGNER_RSA, ""),
						signer_jwk(signer, SIGNER_EC, ",\"use\":\"sig\",\"alg\":\"ES256\""),
						signer_jwk(signer, SIGNER_ED, ",\"alg\":\"EdDSA\""), signer_jwk(signer, SIGNER_WEAK, ""),
						signer_jwk(signer, SIGNER_CURVE, ""));
}

/* ---- tokens ---- */

const char *signer_input(const struct signer *signer, const char *header, const char *claims)
{
	return arena_printf(signer->arena, "%s.%s", text_base64url(signer->arena, header, strlen(header)),
						text_base64url(signer->arena, claims, strlen(claims)));
}

static const uint8_t *raw_of_der(const struct signer *signer, const uint8_t *der, size_t *length)
{
	ECDSA_SIG *pair = d2i_ECDSA_SIG(NULL, &der, (long)*length);
	uint8_t *raw = arena_alloc(signer->arena, (size_t)2 * HALF);
	assert_non_null(pair);
	BN_bn2binpad(ECDSA_SIG_get0_r(pair), raw, HALF);
	BN_bn2binpad(ECDSA_SIG_get0_s(pair), raw + HALF, HALF);
	ECDSA_SIG_free(pair);
	*length = (size_t)2 * HALF;
	return raw;
}

const uint8_t *signer_sign(const struct signer *signer, enum signer_key key, const char *text, bool der, size_t *length)
{
	uint8_t *signature = arena_alloc(signer->arena, 1024);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	*length = 1024;
	assert_int_equal(EVP_DigestSignInit(context, NULL, key == SIGNER_ED ? NULL : EVP_sha256(), NULL, signer->keys[key]),
					 1);
	assert_int_equal(EVP_DigestSign(context, signature, length, (const uint8_t *)text, strlen(text)), 1);
	EVP_MD_CTX_free(context);
	return key == SIGNER_EC && !der ? raw_of_der(signer, signature, length) : signature;
}

const char *signer_join(const struct signer *signer, const char *input, const uint8_t *signature, size_t length)
{
	return arena_printf(signer->arena, "%s.%s", input, text_base64url(signer->arena, signature, length));
}

const char *signer_token(const struct signer *signer, enum signer_key key, const char *header, const char *claims)
{
	const char *input = signer_input(signer, header, claims);
	size_t length;
	const uint8_t *signature = signer_sign(signer, key, input, false, &length);
	return signer_join(signer, input, signature, length);
}

const char *signer_confused(const struct signer *signer, const char *header, const char *claims)
{
	const char *input = signer_input(signer, header, claims);
	BIO *pem = BIO_new(BIO_s_mem());
	char *secret;
	uint8_t digest[EVP_MAX_MD_SIZE];
	unsigned length;
	assert_int_equal(PEM_write_bio_PUBKEY(pem, signer->keys[SIGNER_RSA]), 1);
	long secret_length = BIO_get_mem_data(pem, &secret);
	HMAC(EVP_sha256(), secret, (int)secret_length, (const uint8_t *)input, strlen(input), digest, &length);
	BIO_free(pem);
	return signer_join(signer, input, digest, length);
}

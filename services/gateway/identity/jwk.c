#include "services/gateway/identity/jwk.h"

#include "common/base/arena.h"
#include "common/base/text.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>
#include <stdlib.h>
#include <string.h>

#define RSA_BITS_LEAST 2048
#define RSA_BITS_MOST  8192 /* a larger one costs too much to check with */
#define RSA_E_BITS     64
#define EC_HALF        32 /* bytes of a coordinate, of r and of s */
#define ED25519_SIZE   32
#define ED25519_SIGNED 64
#define ARENA_CAP      ((size_t)1 << 20)

/* ---- reading a key ---- */

static const char *member(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

static bool is(const json_t *json, const char *name, const char *value)
{
	const char *text = member(json, name);
	return text && strcmp(text, value) == 0;
}

/* Bytes of a member in base64url; NULL: not there or not well formed. */
static const uint8_t *bytes_of(struct arena *arena, const json_t *json, const char *name, size_t *length)
{
	const char *text = member(json, name);
	uint8_t *bytes;
	return text && text_base64url_decode(arena, text, &bytes, length) ? bytes : NULL;
}

static EVP_PKEY *make(const char *type, OSSL_PARAM_BLD *builder)
{
	EVP_PKEY *key = NULL;
	OSSL_PARAM *parameters = OSSL_PARAM_BLD_to_param(builder);
	EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, type, NULL);
	if (!parameters || !context || EVP_PKEY_fromdata_init(context) != 1 ||
		EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1)
		key = NULL;
	EVP_PKEY_CTX_free(context);
	OSSL_PARAM_free(parameters);
	return key;
}

/* NULL: OpenSSL finds something wrong with it, such as a point off the curve. */
static EVP_PKEY *checked(EVP_PKEY *key)
{
	EVP_PKEY_CTX *context = key ? EVP_PKEY_CTX_new(key, NULL) : NULL;
	bool good = context && EVP_PKEY_public_check(context) == 1;
	EVP_PKEY_CTX_free(context);
	if (good)
		return key;
	EVP_PKEY_free(key);
	return NULL;
}

static bool is_rsa_strong(const BIGNUM *n, const BIGNUM *e)
{
	const int bits = BN_num_bits(n);
	return bits >= RSA_BITS_LEAST && bits <= RSA_BITS_MOST && BN_is_odd(n) && BN_is_odd(e) && !BN_is_one(e) &&
		   BN_num_bits(e) <= RSA_E_BITS;
}

static EVP_PKEY *make_rsa(struct arena *arena, const json_t *json)
{
	size_t n_length = 0, e_length = 0;
	const uint8_t *n_bytes = bytes_of(arena, json, "n", &n_length), *e_bytes = bytes_of(arena, json, "e", &e_length);
	if (!n_bytes || !e_bytes || n_length > RSA_BITS_MOST / 8 + 1 || e_length > RSA_E_BITS / 8 + 1)
		return NULL;
	EVP_PKEY *key = NULL;
	BIGNUM *n = BN_bin2bn(n_bytes, (int)n_length, NULL), *e = BN_bin2bn(e_bytes, (int)e_length, NULL);
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	if (n && e && builder && is_rsa_strong(n, e) && OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) &&
		OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e))
		key = make("RSA", builder);
	OSSL_PARAM_BLD_free(builder);
	BN_free(n);
	BN_free(e);
	return key;
}

static EVP_PKEY *make_ec(struct arena *arena, const json_t *json)
{
	size_t x_length = 0, y_length = 0;
	const uint8_t *x = bytes_of(arena, json, "x", &x_length), *y = bytes_of(arena, json, "y", &y_length);
	uint8_t point[1 + 2 * EC_HALF] = {POINT_CONVERSION_UNCOMPRESSED};
	if (!is(json, "crv", "P-256") || !x || !y || x_length != EC_HALF || y_length != EC_HALF)
		return NULL;
	memcpy(point + 1, x, EC_HALF);
	memcpy(point + 1 + EC_HALF, y, EC_HALF);
	EVP_PKEY *key = NULL;
	OSSL_PARAM_BLD *builder = OSSL_PARAM_BLD_new();
	if (builder && OSSL_PARAM_BLD_push_utf8_string(builder, OSSL_PKEY_PARAM_GROUP_NAME, "P-256", 0) &&
		OSSL_PARAM_BLD_push_octet_string(builder, OSSL_PKEY_PARAM_PUB_KEY, point, sizeof(point)))
		key = make("EC", builder);
	OSSL_PARAM_BLD_free(builder);
	return key;
}

static EVP_PKEY *make_ed25519(struct arena *arena, const json_t *json)
{
	size_t length = 0;
	const uint8_t *x = bytes_of(arena, json, "x", &length);
	if (!is(json, "crv", "Ed25519") || !x || length != ED25519_SIZE)
		return NULL;
	return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL, x, length);
}

static const struct {
	const char *type;
	enum jws_algorithm algorithm;
	const char *names[2]; /* as "alg" says it; RFC 9864 has the second */
	EVP_PKEY *(*make)(struct arena *arena, const json_t *json);
} kinds[] = {
	{"RSA", JWS_RS256, {"RS256", "RS256"}, make_rsa},
	{"EC", JWS_ES256, {"ES256", "ES256"}, make_ec},
	{"OKP", JWS_EDDSA, {"EdDSA", "Ed25519"}, make_ed25519},
};

static bool lists(const json_t *array, const char *value)
{
	size_t i;
	json_t *one;
	json_array_foreach(array, i, one)
	{
		if (json_is_string(one) && strcmp(json_string_value(one), value) == 0)
			return true;
	}
	return false;
}

/* What it says of itself; a key whose private half is told to everybody proves nothing. */
static bool is_for_signatures(const json_t *json, const char *const names[2])
{
	const json_t *algorithm = json_object_get(json, "alg"), *use = json_object_get(json, "use");
	const json_t *operations = json_object_get(json, "key_ops");
	return (!algorithm || is(json, "alg", names[0]) || is(json, "alg", names[1])) && (!use || is(json, "use", "sig")) &&
		   (!operations || lists(operations, "verify")) && !json_object_get(json, "d") && !json_object_get(json, "k");
}

static bool take_kid(struct jwk *out, const json_t *json)
{
	const json_t *kid = json_object_get(json, "kid");
	if (!kid)
		return true;
	if (!json_is_string(kid) || json_string_length(kid) > JWK_KID_BOUND)
		return false;
	out->kid = strdup(json_string_value(kid));
	return out->kid;
}

static bool take_key(struct jwk *out, struct arena *arena, const json_t *json)
{
	*out = (struct jwk){0};
	for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++) {
		if (!is(json, "kty", kinds[i].type) || !is_for_signatures(json, kinds[i].names))
			continue;
		out->algorithm = kinds[i].algorithm;
		out->key = checked(kinds[i].make(arena, json));
		if (out->key && take_kid(out, json))
			return true;
		EVP_PKEY_free(out->key);
	}
	return false;
}

bool jwk_set_parse(struct jwk_set *out, const char *text, size_t length)
{
	struct arena arena;
	size_t i;
	json_t *one, *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
	*out = (struct jwk_set){0};
	arena_init(&arena, ARENA_CAP);
	json_array_foreach(json_object_get(json, "keys"), i, one)
	{
		if (out->n < JWK_SET_BOUND)
			out->n += take_key(&out->keys[out->n], &arena, one);
	}
	arena_fini(&arena);
	json_decref(json);
	return out->n > 0;
}

void jwk_set_fini(struct jwk_set *set)
{
	for (size_t i = 0; i < set->n; i++) {
		EVP_PKEY_free(set->keys[i].key);
		free(set->keys[i].kid);
	}
	set->n = 0;
}

/* ---- finding one ---- */

static bool has_kid(const struct jwk *key, const char *kid)
{
	return !kid || (key->kid && strcmp(key->kid, kid) == 0);
}

const struct jwk *jwk_set_find(const struct jwk_set *set, const char *kid, enum jws_algorithm algorithm)
{
	const struct jwk *found = NULL;
	for (size_t i = 0; i < set->n; i++) {
		const struct jwk *key = &set->keys[i];
		if (key->algorithm != algorithm || !has_kid(key, kid))
			continue;
		if (found) /* nobody can say which */
			return NULL;
		found = key;
	}
	return found;
}

bool jwk_set_has(const struct jwk_set *set, const char *kid)
{
	for (size_t i = 0; i < set->n; i++)
		if (has_kid(&set->keys[i], kid))
			return true;
	return false;
}

/* ---- signatures ---- */

static bool verify(EVP_PKEY *key, const EVP_MD *digest, const void *bytes, size_t length, const uint8_t *signature,
				   size_t signature_length)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool good = context && EVP_DigestVerifyInit(context, NULL, digest, NULL, key) == 1 &&
				EVP_DigestVerify(context, signature, signature_length, bytes, length) == 1;
	EVP_MD_CTX_free(context);
	return good;
}

/* OpenSSL wants r and s in DER. */
static bool verify_es256(EVP_PKEY *key, const void *bytes, size_t length, const uint8_t *signature)
{
	ECDSA_SIG *pair = ECDSA_SIG_new();
	BIGNUM *r = BN_bin2bn(signature, EC_HALF, NULL), *s = BN_bin2bn(signature + EC_HALF, EC_HALF, NULL);
	uint8_t *der = NULL;
	if (!pair || !r || !s || ECDSA_SIG_set0(pair, r, s) != 1) {
		BN_free(r);
		BN_free(s);
		ECDSA_SIG_free(pair);
		return false;
	}
	int der_length = i2d_ECDSA_SIG(pair, &der);
	bool good = der_length > 0 && verify(key, EVP_sha256(), bytes, length, der, (size_t)der_length);
	OPENSSL_free(der);
	ECDSA_SIG_free(pair);
	return good;
}

bool jwk_verify(const struct jwk *key, const void *bytes, size_t length, const uint8_t *signature,
				size_t signature_length)
{
	switch (key->algorithm) {
	case JWS_RS256:
		return verify(key->key, EVP_sha256(), bytes, length, signature, signature_length);
	case JWS_ES256:
		return signature_length == (size_t)2 * EC_HALF && verify_es256(key->key, bytes, length, signature);
	case JWS_EDDSA:
		return signature_length == ED25519_SIGNED && verify(key->key, NULL, bytes, length, signature, signature_length);
	}
	return false;
}

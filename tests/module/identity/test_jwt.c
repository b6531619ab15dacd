/* Tokens that are what they say, and every way in which one may not be. */
#include "tests/module/identity/signer.h"

#include "services/gateway/identity/jwt.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOW       1772355600 /* 2026-03-01T09:00:00Z */
#define ISSUER    "https://id.example.org"
#define AUDIENCE  "kleos"
#define ARENA_CAP ((size_t)64 << 20)

#define HEAD(alg, kid)  "{\"alg\":\"" alg "\",\"kid\":\"" kid "\",\"typ\":\"at+jwt\"}"
#define WHO             "\"sub\":\"maria\""
#define TIMES           "\"iat\":1772355590,\"exp\":1772359200"
#define PARTIES         "\"iss\":\"" ISSUER "\",\"aud\":\"" AUDIENCE "\""
#define CLAIMS(more)    "{" PARTIES "," TIMES "," WHO more "}"
#define ID_CLAIMS(more) CLAIMS(",\"nonce\":\"n1\"" more)

struct stage {
	struct arena arena;
	struct signer signer;
	struct jwk_set keys;
	const char *reason; /* of the last check */
};

static int set_up(void **state)
{
	struct stage *stage = calloc(1, sizeof(*stage));
	arena_init(&stage->arena, ARENA_CAP);
	signer_init(&stage->signer, &stage->arena);
	const char *jwks = signer_jwks(&stage->signer);
	assert_true(jwk_set_parse(&stage->keys, jwks, strlen(jwks)));
	*state = stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;
	jwk_set_fini(&stage->keys);
	signer_fini(&stage->signer);
	arena_fini(&stage->arena);
	free(stage);
	return 0;
}

static enum jwt_outcome check_bytes(struct stage *stage, enum jwt_use use, const char *token, size_t length)
{
	const struct jwt_expectation expected = {
		.use = use, .issuer = ISSUER, .audience = AUDIENCE, .nonce = use == JWT_ID_TOKEN ? "n1" : NULL, .now_s = NOW};
	json_t *claims;
	enum jwt_outcome outcome =
		jwt_check(&claims, &stage->reason, &stage->arena, &stage->keys, &expected, token, length);
	assert_true((outcome == JWT_GOOD) == (claims != NULL));
	assert_true((outcome == JWT_GOOD) == (stage->reason == NULL));
	json_decref(claims);
	return outcome;
}

static enum jwt_outcome check(struct stage *stage, const char *token)
{
	return check_bytes(stage, JWT_BEARER, token, strlen(token));
}

static enum jwt_outcome check_id(struct stage *stage, const char *claims)
{
	const char *token = signer_token(&stage->signer, SIGNER_RSA, "{\"alg\":\"RS256\",\"kid\":\"rsa\"}", claims);
	return check_bytes(stage, JWT_ID_TOKEN, token, strlen(token));
}

/* ---- good ones ---- */

static void a_token_of_every_algorithm_is_taken(void **state)
{
	struct stage *stage = *state;
	const struct signer *signer = &stage->signer;
	assert_int_equal(check(stage, signer_token(signer, SIGNER_RSA, HEAD("RS256", "rsa"), CLAIMS(""))), JWT_GOOD);
	assert_int_equal(check(stage, signer_token(signer, SIGNER_EC, HEAD("ES256", "ec"), CLAIMS(""))), JWT_GOOD);
	assert_int_equal(check(stage, signer_token(signer, SIGNER_ED, HEAD("EdDSA", "ed"), CLAIMS(""))), JWT_GOOD);
	assert_int_equal(check(stage, signer_token(signer, SIGNER_ED, HEAD("Ed25519", "ed"), CLAIMS(""))), JWT_GOOD);
}

static void es256_is_taken_whatever_r_and_s_begin_with(void **state)
{
	struct stage *stage = *state;
	for (int i = 0; i < 600; i++) { /* one in 128 has a leading zero byte in r or s */
		const char *claims = arena_printf(&stage->arena, CLAIMS(",\"jti\":%d"), i);
		assert_int_equal(check(stage, signer_token(&stage->signer, SIGNER_EC, HEAD("ES256", "ec"), claims)), JWT_GOOD);
	}
}

static void forms_that_providers_use_are_taken(void **state)
{
	static const struct {
		const char *header, *claims;
	} good[] = {
		{"{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"jwt\",\"x5t\":\"ignored\"}", CLAIMS("")},
		{"{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"application/at+jwt\"}", CLAIMS("")},
		{"{\"alg\":\"RS256\",\"typ\":\"JWT\"}", CLAIMS("")}, /* the only strong RSA key */
		{HEAD("RS256", "rsa"), "{\"iss\":\"" ISSUER "\",\"aud\":[\"other\",\"kleos\"]," TIMES "}"},
		{HEAD("RS256", "rsa"), "{" PARTIES ",\"exp\":1772355600.5}"},
		{HEAD("RS256", "rsa"), "{" PARTIES ",\"exp\":1772355541}"},                    /* 59 s ago */
		{HEAD("RS256", "rsa"), "{" PARTIES ",\"exp\":1772359200,\"nbf\":1772355660}"}, /* in 60 s */
		{HEAD("RS256", "rsa"), "{" PARTIES ",\"exp\":1772359200,\"iat\":1772355660}"},
		{HEAD("RS256", "rsa"), CLAIMS(",\"preferred_username\":\"Μαρία\",\"roles\":{\"a\":[1,{\"b\":null}]}")},
	};
	struct stage *stage = *state;
	for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
		const char *token = signer_token(&stage->signer, SIGNER_RSA, good[i].header, good[i].claims);
		if (check(stage, token) != JWT_GOOD)
			fail_msg("%s %s: %s", good[i].header, good[i].claims, stage->reason);
	}
}

/* ---- bad ones: signed by the provider's own key, so that the signature is never what saves us ---- */

static void no_token_with_a_bad_header_or_bad_claims_is_taken(void **state)
{
	static const struct {
		const char *name, *header, *claims;
	} bad[] = {
		{"alg none", "{\"alg\":\"none\",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg None", "{\"alg\":\"None\",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg NONE", "{\"alg\":\"NONE\",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg nOnE", "{\"alg\":\"nOnE\",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg empty", "{\"alg\":\"\",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg missing", "{\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg null", "{\"alg\":null,\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg a list", "{\"alg\":[\"RS256\"],\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg rs256", "{\"alg\":\"rs256\",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg with a blank", "{\"alg\":\"RS256 \",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg HS256", "{\"alg\":\"HS256\",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg RS512", "{\"alg\":\"RS512\",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg PS256", "{\"alg\":\"PS256\",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"alg ES256 with an RSA key", HEAD("ES256", "rsa"), CLAIMS("")},
		{"alg EdDSA with an RSA key", HEAD("EdDSA", "rsa"), CLAIMS("")},
		{"alg twice", "{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\"rsa\",\"typ\":\"JWT\"}", CLAIMS("")},
		{"kid unknown", HEAD("RS256", "new"), CLAIMS("")},
		{"kid of another key", HEAD("RS256", "ec"), CLAIMS("")},
		{"kid of a path", HEAD("RS256", "../../../dev/null"), CLAIMS("")},
		{"kid of SQL", HEAD("RS256", "rsa' OR '1'='1"), CLAIMS("")},
		{"kid of a shell", HEAD("RS256", "|/bin/true"), CLAIMS("")},
		{"kid with a NUL", HEAD("RS256", "rsa\\u0000"), CLAIMS("")},
		{"kid with a NUL and more", HEAD("RS256", "rsa\\u0000x"), CLAIMS("")},
		{"kid in another case", HEAD("RS256", "RSA"), CLAIMS("")},
		{"kid empty", HEAD("RS256", ""), CLAIMS("")},
		{"kid a number", "{\"alg\":\"RS256\",\"kid\":1,\"typ\":\"JWT\"}", CLAIMS("")},
		{"kid an object", "{\"alg\":\"RS256\",\"kid\":{},\"typ\":\"JWT\"}", CLAIMS("")},
		{"jku", "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"JWT\",\"jku\":\"https://evil/jwks\"}", CLAIMS("")},
		{"x5u", "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"JWT\",\"x5u\":\"https://evil/x\"}", CLAIMS("")},
		{"jwk", "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"JWT\",\"jwk\":{\"kty\":\"RSA\"}}", CLAIMS("")},
		{"x5c", "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"JWT\",\"x5c\":[\"MIIB\"]}", CLAIMS("")},
		{"crit", "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"JWT\",\"crit\":[\"exp\"]}", CLAIMS("")},
		{"crit empty", "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"JWT\",\"crit\":[]}", CLAIMS("")},
		{"b64", "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"JWT\",\"b64\":false}", CLAIMS("")},
		{"cty", "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"JWT\",\"cty\":\"JWT\"}", CLAIMS("")},
		{"typ missing", "{\"alg\":\"RS256\",\"kid\":\"rsa\"}", CLAIMS("")},
		{"typ of a logout", "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"logout+jwt\"}", CLAIMS("")},
		{"typ of an event", "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":\"secevent+jwt\"}", CLAIMS("")},
		{"typ a number", "{\"alg\":\"RS256\",\"kid\":\"rsa\",\"typ\":1}", CLAIMS("")},
		{"header a list", "[\"RS256\"]", CLAIMS("")},
		{"header and more", HEAD("RS256", "rsa") "x", CLAIMS("")},
		{"header twice", HEAD("RS256", "rsa") HEAD("RS256", "rsa"), CLAIMS("")},
		{"header no JSON", "{alg:RS256}", CLAIMS("")},
		{"iss another", HEAD("RS256", "rsa"), "{\"iss\":\"https://evil\",\"aud\":\"kleos\"," TIMES "}"},
		{"iss with a slash", HEAD("RS256", "rsa"), "{\"iss\":\"" ISSUER "/\",\"aud\":\"kleos\"," TIMES "}"},
		{"iss in another case", HEAD("RS256", "rsa"),
		 "{\"iss\":\"https://ID.example.org\",\"aud\":\"kleos\"," TIMES "}"},
		{"iss a list", HEAD("RS256", "rsa"), "{\"iss\":[\"" ISSUER "\"],\"aud\":\"kleos\"," TIMES "}"},
		{"iss missing", HEAD("RS256", "rsa"), "{\"aud\":\"kleos\"," TIMES "}"},
		{"aud another", HEAD("RS256", "rsa"), "{\"iss\":\"" ISSUER "\",\"aud\":\"other\"," TIMES "}"},
		{"aud a part", HEAD("RS256", "rsa"), "{\"iss\":\"" ISSUER "\",\"aud\":\"kleos2\"," TIMES "}"},
		{"aud empty list", HEAD("RS256", "rsa"), "{\"iss\":\"" ISSUER "\",\"aud\":[]," TIMES "}"},
		{"aud a mixed list", HEAD("RS256", "rsa"), "{\"iss\":\"" ISSUER "\",\"aud\":[\"kleos\",1]," TIMES "}"},
		{"aud an object", HEAD("RS256", "rsa"), "{\"iss\":\"" ISSUER "\",\"aud\":{\"kleos\":1}," TIMES "}"},
		{"aud missing", HEAD("RS256", "rsa"), "{\"iss\":\"" ISSUER "\"," TIMES "}"},
		{"exp missing", HEAD("RS256", "rsa"), "{" PARTIES "}"},
		{"exp 60 s ago", HEAD("RS256", "rsa"), "{" PARTIES ",\"exp\":1772355540}"},
		{"exp a text", HEAD("RS256", "rsa"), "{" PARTIES ",\"exp\":\"1772359200\"}"},
		{"exp huge", HEAD("RS256", "rsa"), "{" PARTIES ",\"exp\":1e300}"},
		{"exp beyond numbers", HEAD("RS256", "rsa"), "{" PARTIES ",\"exp\":1e999}"},
		{"exp negative", HEAD("RS256", "rsa"), "{" PARTIES ",\"exp\":-1}"},
		{"exp twice", HEAD("RS256", "rsa"), "{" PARTIES ",\"exp\":1,\"exp\":1772359200}"},
		{"nbf in 61 s", HEAD("RS256", "rsa"), CLAIMS(",\"nbf\":1772355661")},
		{"nbf a text", HEAD("RS256", "rsa"), CLAIMS(",\"nbf\":\"0\"")},
		{"iat in 61 s", HEAD("RS256", "rsa"), "{" PARTIES ",\"exp\":1772359200,\"iat\":1772355661}"},
		{"sub twice", HEAD("RS256", "rsa"), CLAIMS(",\"sub\":\"nikos\"")},
		{"sub twice, once escaped", HEAD("RS256", "rsa"), CLAIMS(",\"s\\u0075b\":\"nikos\"")},
		{"a claim with a NUL", HEAD("RS256", "rsa"), CLAIMS(",\"preferred_username\":\"maria\\u0000\"")},
		{"claims and more", HEAD("RS256", "rsa"), CLAIMS("") "}"},
		{"claims a text", HEAD("RS256", "rsa"), "\"maria\""},
		{"claims not UTF-8", HEAD("RS256", "rsa"), CLAIMS(",\"name\":\"\xff\"")},
		{"an ID token", HEAD("RS256", "rsa"), CLAIMS(",\"nonce\":\"n1\"")},
		{"a logout token", HEAD("RS256", "rsa"),
		 CLAIMS(",\"events\":{\"http://schemas.openid.net/event/backchannel-logout\":{}}")},
	};
	struct stage *stage = *state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		const char *token = signer_token(&stage->signer, SIGNER_RSA, bad[i].header, bad[i].claims);
		if (check(stage, token) == JWT_GOOD)
			fail_msg("a token is taken: %s", bad[i].name);
	}
	print_message("%zu bad headers and claims refused\n", sizeof bad / sizeof *bad);
}

static void no_token_with_a_bad_signature_is_taken(void **state)
{
	struct stage *stage = *state;
	const struct signer *signer = &stage->signer;
	const char *rsa = signer_input(signer, HEAD("RS256", "rsa"), CLAIMS(""));
	const char *ec = signer_input(signer, HEAD("ES256", "ec"), CLAIMS(""));
	const char *ed = signer_input(signer, HEAD("EdDSA", "ed"), CLAIMS(""));
	const uint8_t zero[512] = {0};
	uint8_t order[64] = {0};
	size_t rsa_length, ec_length, der_length, ed_length;
	const uint8_t *rsa_good = signer_sign(signer, SIGNER_RSA, rsa, false, &rsa_length);
	const uint8_t *ec_good = signer_sign(signer, SIGNER_EC, ec, false, &ec_length);
	const uint8_t *der = signer_sign(signer, SIGNER_EC, ec, true, &der_length);
	const uint8_t *ed_good = signer_sign(signer, SIGNER_ED, ed, false, &ed_length);
	uint8_t *ed_other = arena_copy(&stage->arena, ed_good, ed_length);
	uint8_t *rsa_other = arena_copy(&stage->arena, rsa_good, rsa_length + 1);
	ed_other[40] ^= 1;
	rsa_other[100] ^= 0x80;
	memset(order, 0xff, sizeof order);
	const struct {
		const char *name, *token;
	} bad[] = {
		{"HS256 with the public key as secret", signer_confused(signer, HEAD("HS256", "rsa"), CLAIMS(""))},
		{"HMAC under the name of RS256", signer_confused(signer, HEAD("RS256", "rsa"), CLAIMS(""))},
		{"none without a signature",
		 arena_printf(&stage->arena, "%s.", signer_input(signer, HEAD("none", "rsa"), CLAIMS("")))},
		{"RS256 without a signature", arena_printf(&stage->arena, "%s.", rsa)},
		{"a key of the same id that is not the provider's",
		 signer_token(signer, SIGNER_STRANGE, HEAD("RS256", "rsa"), CLAIMS(""))},
		{"an RSA key of 1024 bits", signer_token(signer, SIGNER_WEAK, HEAD("RS256", "weak"), CLAIMS(""))},
		{"the curve P-384", signer_token(signer, SIGNER_CURVE, HEAD("ES256", "curve"), CLAIMS(""))},
		{"RS256 altered", signer_join(signer, rsa, rsa_other, rsa_length)},
		{"RS256 of zeros", signer_join(signer, rsa, zero, 256)},
		{"RS256 too short", signer_join(signer, rsa, rsa_good, rsa_length - 1)},
		{"RS256 too long", signer_join(signer, rsa, rsa_other, rsa_length + 1)},
		{"RS256's signature under other claims",
		 signer_join(signer, signer_input(signer, HEAD("RS256", "rsa"), CLAIMS(",\"roles\":[\"ADMIN\"]")), rsa_good,
					 rsa_length)},
		{"ES256 of zeros (CVE-2022-21449)", signer_join(signer, ec, zero, 64)},
		{"ES256 beyond the order", signer_join(signer, ec, order, 64)},
		{"ES256 too short", signer_join(signer, ec, ec_good, 63)},
		{"ES256 half", signer_join(signer, ec, ec_good, 32)},
		{"ES256 too long", signer_join(signer, ec, arena_copy(&stage->arena, zero, 65), 65)},
		{"ES256 in DER", signer_join(signer, ec, der, der_length)},
		{"ES256 by another's key", signer_join(signer, ec, ed_good, 64)},
		{"EdDSA altered", signer_join(signer, ed, ed_other, ed_length)},
		{"EdDSA of zeros", signer_join(signer, ed, zero, 64)},
		{"EdDSA too short", signer_join(signer, ed, ed_good, 63)},
		{"EdDSA's signature for RS256", signer_join(signer, rsa, ed_good, ed_length)},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (check(stage, bad[i].token) == JWT_GOOD)
			fail_msg("a token is taken: %s", bad[i].name);
	print_message("%zu bad signatures refused\n", sizeof bad / sizeof *bad);
}

/* The last of 86 characters of a signature has four bits that count for nothing. */
static const char *uncanonical(struct stage *stage, const char *token)
{
	char *other = arena_text(&stage->arena, token);
	char *last = other + strlen(other) - 1;
	*last = *last == 'A' ? 'B' : *last == 'Q' ? 'R' : *last == 'g' ? 'h' : 'x';
	return other;
}

static void no_token_of_another_form_is_taken(void **state)
{
	struct stage *stage = *state;
	struct arena *arena = &stage->arena;
	const char *good = signer_token(&stage->signer, SIGNER_ED, HEAD("EdDSA", "ed"), CLAIMS(""));
	assert_int_equal(check(stage, good), JWT_GOOD);
	const char *first = strchr(good, '.'), *second = strchr(first + 1, '.');
	const int head = (int)(first - good), body = (int)(second - first - 1);
	char *huge = arena_alloc(arena, JWT_BOUND + 2);
	memset(huge, 'A', JWT_BOUND + 1);
	char *deep = arena_alloc(arena, 2501);
	memset(deep, '[', 2500);
	const char *nested = signer_token(&stage->signer, SIGNER_ED, HEAD("EdDSA", "ed"), good);
	const struct {
		const char *name, *token;
	} bad[] = {
		{"nothing", ""},
		{"dots", ".."},
		{"three dots", "..."},
		{"a word", "token"},
		{"an API key", "kls_00000000000000000000000000000000000000000000000000000"},
		{"two parts", arena_printf(arena, "%.*s", (int)(second - good), good)},
		{"four parts", arena_printf(arena, "%s.AAAA", good)},
		{"five parts, as if it were encrypted", arena_printf(arena, "%s.AAAA.AAAA", good)},
		{"no header", arena_printf(arena, "%s", first)},
		{"no claims", arena_printf(arena, "%.*s.%s", head, good, second)},
		{"truncated in the signature", arena_printf(arena, "%.*s", (int)strlen(good) - 1, good)},
		{"truncated in the claims", arena_printf(arena, "%.*s%s", head + body / 2, good, second)},
		{"padded header", arena_printf(arena, "%.*s=%s", head, good, first)},
		{"padded claims", arena_printf(arena, "%.*s=%s", (int)(second - good), good, second)},
		{"padded signature", arena_printf(arena, "%s==", good)},
		{"white space behind", arena_printf(arena, "%s ", good)},
		{"white space before", arena_printf(arena, " %s", good)},
		{"a line end behind", arena_printf(arena, "%s\n", good)},
		{"trailing bytes", arena_printf(arena, "%sAAAA", good)},
		{"bits that count for nothing", uncanonical(stage, good)},
		{"the other alphabet", arena_printf(arena, "%.*s+/%s", head - 2, good, first)},
		{"percent-encoded", arena_printf(arena, "%.*s%%2e%s", head, good, first + 1)},
		{"huge", huge},
		{"a huge kid", signer_token(&stage->signer, SIGNER_ED,
									arena_printf(arena, HEAD("EdDSA", "%0*d"), JWK_KID_BOUND + 1, 1), CLAIMS(""))},
		{"a token in a token", nested},
		{"deeply nested claims",
		 signer_token(&stage->signer, SIGNER_ED, HEAD("EdDSA", "ed"), arena_printf(arena, "{\"a\":%s}", deep))},
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		if (check(stage, bad[i].token) != JWT_BAD)
			fail_msg("a token is taken: %s", bad[i].name);
	assert_int_equal(check_bytes(stage, JWT_BEARER, good, strlen(good) + 1), JWT_BAD); /* with its NUL */
	print_message("%zu bad forms refused\n", sizeof bad / sizeof *bad + 1);
}

static void a_token_as_long_as_may_be_is_taken_and_one_byte_more_is_not(void **state)
{
	struct stage *stage = *state;
	bool taken = false;
	for (int room = 8000; room < 10000; room++) {
		const char *claims = arena_printf(&stage->arena, CLAIMS(",\"x\":\"%0*d\""), room, 1);
		const char *token = signer_token(&stage->signer, SIGNER_ED, HEAD("EdDSA", "ed"), claims);
		bool fits = strlen(token) <= JWT_BOUND;
		if (strlen(token) > JWT_BOUND - 4 || !fits)
			assert_int_equal(check(stage, token), fits ? JWT_GOOD : JWT_BAD);
		taken = taken || fits;
		if (!fits)
			break;
		arena_reset(&stage->arena);
	}
	assert_true(taken);
}

/* ---- keys ---- */

static void a_key_that_is_not_in_the_set_may_be_newer_than_the_set(void **state)
{
	struct stage *stage = *state;
	const char *token = signer_token(&stage->signer, SIGNER_RSA, HEAD("RS256", "new"), CLAIMS(""));
	assert_int_equal(check(stage, token), JWT_UNKNOWN_KEY);
	token = signer_token(&stage->signer, SIGNER_RSA, HEAD("RS256", "new"), "{" PARTIES ",\"exp\":1}");
	assert_int_equal(check(stage, token), JWT_BAD); /* newer keys would not help it */
	token = signer_token(&stage->signer, SIGNER_RSA, HEAD("RS256", "ec"), CLAIMS(""));
	assert_int_equal(check(stage, token), JWT_BAD);
}

static void keys_that_are_not_for_signatures_are_left_out(void **state)
{
	static const char *const spoils[] = {
		",\"use\":\"enc\"", ",\"alg\":\"RS512\"",      ",\"alg\":\"HS256\"",
		",\"alg\":1",       ",\"key_ops\":[\"sign\"]", ",\"d\":\"AQAB\"",
		",\"k\":\"AQAB\"",  ",\"use\":null",           ",\"key_ops\":\"encrypt\"",
	};
	struct stage *stage = *state;
	struct jwk_set set;
	for (size_t i = 0; i < sizeof spoils / sizeof *spoils; i++) {
		const char *jwks =
			arena_printf(&stage->arena, "{\"keys\":[%s]}", signer_jwk(&stage->signer, SIGNER_RSA, spoils[i]));
		if (jwk_set_parse(&set, jwks, strlen(jwks)))
			fail_msg("a key is taken with %s", spoils[i]);
		jwk_set_fini(&set);
	}
}

static void what_is_no_set_of_keys_is_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"{}",
		"[]",
		"{\"keys\":{}}",
		"{\"keys\":[]}",
		"{\"keys\":[null,1,\"x\",{}]}",
		"{\"keys\":[{\"kty\":\"oct\",\"k\":\"AQAB\",\"kid\":\"rsa\"}]}",
		"{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
		"{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\","
		"\"y\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}",
		"{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"X25519\",\"x\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}]}",
		"{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AAAA\"}]}",
	};
	struct jwk_set set;
	(void)state;
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		if (jwk_set_parse(&set, bad[i], strlen(bad[i])))
			fail_msg("taken: %s", bad[i]);
		jwk_set_fini(&set);
	}
}

/* ---- ID tokens ---- */

static void an_id_token_belongs_to_one_attempt_and_one_client(void **state)
{
	struct stage *stage = *state;
	assert_int_equal(check_id(stage, ID_CLAIMS("")), JWT_GOOD);
	assert_int_equal(check_id(stage, ID_CLAIMS(",\"azp\":\"kleos\"")), JWT_GOOD);
	assert_int_equal(check_id(stage, ID_CLAIMS(",\"azp\":\"other\"")), JWT_BAD);
	assert_int_equal(check_id(stage, CLAIMS("")), JWT_BAD);
	assert_int_equal(check_id(stage, CLAIMS(",\"nonce\":\"n2\"")), JWT_BAD);
	assert_int_equal(check_id(stage, CLAIMS(",\"nonce\":\"n1x\"")), JWT_BAD);
	assert_int_equal(check_id(stage, CLAIMS(",\"nonce\":null")), JWT_BAD);
	assert_int_equal(check_id(stage, "{" PARTIES "," TIMES ",\"nonce\":\"n1\"}"), JWT_BAD); /* about nobody */
	assert_int_equal(
		check_id(stage, "{\"iss\":\"" ISSUER "\",\"aud\":[\"kleos\",\"b\"]," TIMES "," WHO ",\"nonce\":\"n1\"}"),
		JWT_BAD); /* for two, and nobody says whose it is */
	const char *token = signer_token(&stage->signer, SIGNER_RSA, HEAD("RS256", "rsa"), ID_CLAIMS(""));
	assert_int_equal(check_bytes(stage, JWT_ID_TOKEN, token, strlen(token)), JWT_BAD); /* an access token */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_token_of_every_algorithm_is_taken),
		cmocka_unit_test(es256_is_taken_whatever_r_and_s_begin_with),
		cmocka_unit_test(forms_that_providers_use_are_taken),
		cmocka_unit_test(no_token_with_a_bad_header_or_bad_claims_is_taken),
		cmocka_unit_test(no_token_with_a_bad_signature_is_taken),
		cmocka_unit_test(no_token_of_another_form_is_taken),
		cmocka_unit_test(a_key_that_is_not_in_the_set_may_be_newer_than_the_set),
		cmocka_unit_test(keys_that_are_not_for_signatures_are_left_out),
		cmocka_unit_test(what_is_no_set_of_keys_is_refused),
		cmocka_unit_test(an_id_token_belongs_to_one_attempt_and_one_client),
		cmocka_unit_test(a_token_as_long_as_may_be_is_taken_and_one_byte_more_is_not),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}

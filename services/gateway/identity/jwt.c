#include "services/gateway/identity/jwt.h"

#include "common/base/array.h"
#include "common/base/text.h"

#include <math.h>
#include <sodium.h>
#include <string.h>
#include <strings.h>

#define SECONDS_MOST 253402300799.0 /* the end of the year 9999 */

/* One that is being checked. */
struct token {
	struct arena *arena;
	const struct jwt_expectation *expected;
	const char *signed_text; /* header and claims, as they stand */
	size_t signed_length;
	json_t *header, *claims;
	uint8_t *signature;
	size_t signature_length;
	const char *kid; /* NULL: not stated */
	enum jws_algorithm algorithm;
	const char *reason;
};

/* False, for the way out. */
static bool bad(struct token *token, const char *reason)
{
	token->reason = reason;
	return false;
}

/* ---- the form ---- */

/* JSON out of base64url: an object, nothing twice, nothing behind it. */
static json_t *take_object(struct arena *arena, const char *text, size_t length)
{
	uint8_t *bytes;
	size_t n;
	if (!length || !text_base64url_decode(arena, arena_text_n(arena, text, length), &bytes, &n))
		return NULL;
	json_t *json = json_loadb((const char *)bytes, n, JSON_REJECT_DUPLICATES, NULL);
	if (json_is_object(json) && json_object_size(json) <= JWT_CLAIMS_MAX)
		return json;
	json_decref(json);
	return NULL;
}

static bool split(struct token *token, const char *text, size_t length)
{
	if (length > JWT_BOUND)
		return bad(token, "it is longer than a token may be");
	if (memchr(text, '\0', length))
		return bad(token, "it is no token: there is a NUL in it");
	const char *first = memchr(text, '.', length);
	const char *second = first ? memchr(first + 1, '.', length - (size_t)(first + 1 - text)) : NULL;
	if (!second || memchr(second + 1, '.', length - (size_t)(second + 1 - text)))
		return bad(token, "it is no signed token, which has three parts");
	token->signed_text = text;
	token->signed_length = (size_t)(second - text);
	token->header = take_object(token->arena, text, (size_t)(first - text));
	if (!token->header)
		return bad(token, "its header is not one JSON object in base64url");
	token->claims = take_object(token->arena, first + 1, (size_t)(second - first - 1));
	if (!token->claims)
		return bad(token, "its claims are not one JSON object in base64url");
	const size_t left = length - token->signed_length - 1;
	if (!left || !text_base64url_decode(token->arena, arena_text_n(token->arena, second + 1, left), &token->signature,
										&token->signature_length))
		return bad(token, "its signature is not base64url");
	return true;
}

/* ---- the header ---- */

static const char *text_at(const json_t *json, const char *name)
{
	return json_string_value(json_object_get(json, name));
}

static bool take_algorithm(struct token *token)
{
	static const struct {
		const char *name;
		enum jws_algorithm algorithm;
	} allowed[] = {
		{"RS256", JWS_RS256},
		{"ES256", JWS_ES256},
		{"EdDSA", JWS_EDDSA},
		{"Ed25519", JWS_EDDSA} /* RFC 9864 */,
	};
	const char *name = text_at(token->header, "alg");
	for (size_t i = 0; name && i < ARRAY_LENGTH(allowed); i++) {
		token->algorithm = allowed[i].algorithm;
		if (strcmp(name, allowed[i].name) == 0)
			return true;
	}
	return bad(token, "its algorithm is none of RS256, ES256 and EdDSA");
}

static bool take_kid(struct token *token)
{
	const json_t *kid = json_object_get(token->header, "kid");
	if (!kid)
		return true;
	if (!json_is_string(kid) || !json_string_length(kid) || json_string_length(kid) > JWK_KID_BOUND)
		return bad(token, "the id of its key is not a short text");
	token->kid = json_string_value(kid);
	return true;
}

/* Media types are compared without their case (RFC 2045), and "application/" may be left out (RFC 7515 §4.1.9). */
static bool is_type(const char *type, const char *wanted)
{
	if (strncasecmp(type, "application/", 12) == 0)
		type += 12;
	return strcasecmp(type, wanted) == 0;
}

/* So that a token made for something else, such as a logout, is not taken for one of ours. */
static bool check_type(struct token *token)
{
	const json_t *json = json_object_get(token->header, "typ");
	const char *type = json_string_value(json);
	if (token->expected->use == JWT_ID_TOKEN)
		return !json || (type && is_type(type, "JWT")) || bad(token, "it is of another type than an ID token");
	return (type && (is_type(type, "at+jwt") || is_type(type, "JWT"))) ||
		   bad(token, "its type is neither at+jwt nor JWT");
}

static bool check_header(struct token *token)
{
	static const char *const brought[] = {"jku", "x5u", "jwk", "x5c"};
	for (size_t i = 0; i < ARRAY_LENGTH(brought); i++)
		if (json_object_get(token->header, brought[i]))
			return bad(token, "it brings its own key, or says where one is");
	if (json_object_get(token->header, "crit") || json_object_get(token->header, "b64"))
		return bad(token, "it asks for an extension (crit) that is not known here");
	if (json_object_get(token->header, "cty"))
		return bad(token, "it holds another token");
	return take_algorithm(token) && take_kid(token) && check_type(token);
}

/* ---- the claims ---- */

/* A NumericDate (RFC 7519 §2): seconds, maybe with a fraction. */
static bool take_time(struct token *token, const char *name, double *out)
{
	const json_t *json = json_object_get(token->claims, name);
	*out = json_number_value(json);
	return json_is_number(json) && isfinite(*out) && *out >= 0 && *out <= SECONDS_MOST;
}

/* Absent, or not after now. */
static bool is_past(struct token *token, const char *name)
{
	double at;
	if (!json_object_get(token->claims, name))
		return true;
	return take_time(token, name, &at) && at <= (double)token->expected->now_s + JWT_LEEWAY_S;
}

static bool check_times(struct token *token)
{
	double expires;
	if (!take_time(token, "exp", &expires))
		return bad(token, "it does not say when it expires");
	if (expires <= (double)token->expected->now_s - JWT_LEEWAY_S)
		return bad(token, "it has expired");
	if (!is_past(token, "nbf"))
		return bad(token, "it is not valid yet");
	if (!is_past(token, "iat"))
		return bad(token, "it says that it was made later than now");
	return true;
}

static bool has_audience(const json_t *json, const char *wanted)
{
	size_t i;
	json_t *one;
	bool found = json_is_string(json) && strcmp(json_string_value(json), wanted) == 0;
	json_array_foreach(json, i, one)
	{
		if (!json_is_string(one))
			return false;
		found = found || strcmp(json_string_value(one), wanted) == 0;
	}
	return found;
}

static bool check_parties(struct token *token)
{
	const struct jwt_expectation *expected = token->expected;
	const char *issuer = text_at(token->claims, "iss");
	if (!issuer || strcmp(issuer, expected->issuer) != 0)
		return bad(token, "it is of another issuer");
	if (!has_audience(json_object_get(token->claims, "aud"), expected->audience))
		return bad(token, "it is for another audience");
	return true;
}

/* OpenID Connect Core §3.1.3.7. */
static bool check_id_token(struct token *token)
{
	const struct jwt_expectation *expected = token->expected;
	const json_t *party = json_object_get(token->claims, "azp"), *audience = json_object_get(token->claims, "aud");
	const char *nonce = text_at(token->claims, "nonce"), *name = json_string_value(party);
	if ((party || json_array_size(audience) > 1) && (!name || strcmp(name, expected->audience) != 0))
		return bad(token, "it was made for another client");
	if (!nonce || !expected->nonce || strlen(nonce) != strlen(expected->nonce) ||
		sodium_memcmp(nonce, expected->nonce, strlen(nonce)) != 0)
		return bad(token, "it belongs to another attempt to sign in");
	if (!text_at(token->claims, "sub"))
		return bad(token, "it does not say who it is about");
	return true;
}

/* What providers sign for other purposes may have our audience, too. */
static bool check_bearer(struct token *token)
{
	if (json_object_get(token->claims, "nonce"))
		return bad(token, "it is an ID token, which opens no API");
	if (json_object_get(token->claims, "events"))
		return bad(token, "it tells of an event, and opens no API");
	return true;
}

static bool check_claims(struct token *token)
{
	return check_parties(token) && check_times(token) &&
		   (token->expected->use == JWT_ID_TOKEN ? check_id_token : check_bearer)(token);
}

/* ---- all of it ---- */

static enum jwt_outcome check_signature(struct token *token, const struct jwk_set *keys)
{
	const struct jwk *key = jwk_set_find(keys, token->kid, token->algorithm);
	if (!key) {
		bool other = jwk_set_has(keys, token->kid);
		bad(token, other ? "its key is for another algorithm, or not the only one" : "its key is not the provider's");
		return other ? JWT_BAD : JWT_UNKNOWN_KEY;
	}
	if (jwk_verify(key, token->signed_text, token->signed_length, token->signature, token->signature_length))
		return JWT_GOOD;
	bad(token, "its signature is wrong");
	return JWT_BAD;
}

/* The cheap questions first: what they refuse needs no arithmetic, and no newer keys either. */
static enum jwt_outcome check(struct token *token, const struct jwk_set *keys, const char *text, size_t length)
{
	if (!split(token, text, length) || !check_header(token) || !check_claims(token))
		return JWT_BAD;
	return check_signature(token, keys);
}

enum jwt_outcome jwt_check(json_t **claims, const char **reason, struct arena *arena, const struct jwk_set *keys,
						   const struct jwt_expectation *expected, const char *token, size_t length)
{
	struct token checked = {.arena = arena, .expected = expected};
	enum jwt_outcome outcome = check(&checked, keys, token, length);
	*claims = outcome == JWT_GOOD ? json_incref(checked.claims) : NULL;
	*reason = checked.reason;
	json_decref(checked.header);
	json_decref(checked.claims);
	return outcome;
}

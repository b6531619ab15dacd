#include "services/gateway/identity/redeem.h"

#include "common/fetch/fetch.h"
#include "services/gateway/identity/form.h"

#include <sodium.h>
#include <string.h>

#define REPLY_BOUND  ((size_t)128 * 1024)
#define BODY_BOUND   ((size_t)16 * 1024)
#define HEADER_BOUND ((size_t)16 * 1024)

/* One code that is being redeemed. */
struct redeeming {
	struct identity *identity;
	struct arena *arena;
	const struct environment *environment;
	const struct attempt *attempt;
	const struct provider_facts *facts;
	const char *code;
	json_t *reply;  /* of the token endpoint */
	json_t *claims; /* of the ID token, and of userinfo */
};

static enum redeem_outcome refused(struct redeeming *redeeming, const char *why)
{
	log_warn(redeeming->environment->log, "signing in with the identity provider failed", log_text("why", why));
	return REDEEM_REFUSED;
}

/* ---- asking ---- */

/* 200 and a JSON object in *out, a new reference. */
static enum redeem_outcome ask(struct redeeming *redeeming, const char *url, const char *const *headers,
							   const struct buffer *body, json_t **out)
{
	struct fetch_reply reply;
	const struct fetch_request request = {
		.url = url,
		.headers = headers,
		.body = body ? buffer_text(body) : NULL,
		.body_length = body ? body->length : 0,
		.ca_file = identity_settings(redeeming->identity)->ca_file,
		.timeout_ms = PROVIDER_TIMEOUT_MS,
		.bound = REPLY_BOUND,
		.leave = provider_leaves(identity_provider(redeeming->identity)),
	};
	if (fetch(redeeming->arena, &request, &reply) != STATUS_OK) {
		refused(redeeming, reply.reason);
		return REDEEM_AWAY;
	}
	if (reply.http_status >= 500) {
		refused(redeeming, "the identity provider has trouble of its own");
		return REDEEM_AWAY;
	}
	if (reply.http_status != 200)
		return refused(redeeming, "the identity provider takes the code, or the client's secret, for wrong");
	*out = json_loadb(reply.body, reply.length, JSON_REJECT_DUPLICATES, NULL);
	return json_is_object(*out) ? REDEEM_DONE : refused(redeeming, "the identity provider's answer is no JSON object");
}

/* RFC 6749 §2.3.1: name and secret are encoded as in a form before they are put together. */
static const char *basic(struct redeeming *redeeming, const char *secret)
{
	struct buffer pair;
	buffer_init(&pair, redeeming->arena, HEADER_BOUND);
	form_encode(&pair, identity_settings(redeeming->identity)->client_id);
	buffer_add_char(&pair, ':');
	form_encode(&pair, secret);
	const size_t size = sodium_base64_encoded_len(pair.length, sodium_base64_VARIANT_ORIGINAL);
	char *text = arena_alloc(redeeming->arena, size);
	sodium_bin2base64(text, size, pair.bytes, pair.length, sodium_base64_VARIANT_ORIGINAL);
	return arena_printf(redeeming->arena, "Authorization: Basic %s", text);
}

static enum redeem_outcome ask_tokens(struct redeeming *redeeming)
{
	const char *secret = identity_client_secret(redeeming->identity);
	const bool in_body = !secret || redeeming->facts->discovery.secret_in_body;
	const char *const headers[] = {"Content-Type: application/x-www-form-urlencoded", "Accept: application/json",
								   in_body ? NULL : basic(redeeming, secret), NULL};
	struct buffer body;
	buffer_init(&body, redeeming->arena, BODY_BOUND);
	form_add(&body, "grant_type", "authorization_code");
	form_add(&body, "code", redeeming->code);
	form_add(&body, "redirect_uri", identity_redirect_uri(redeeming->identity));
	form_add(&body, "code_verifier", attempt_verifier(redeeming->arena, redeeming->attempt));
	if (in_body)
		form_add(&body, "client_id", identity_settings(redeeming->identity)->client_id);
	if (in_body && secret)
		form_add(&body, "client_secret", secret);
	if (body.overflowed)
		return refused(redeeming, "the code is longer than any");
	return ask(redeeming, redeeming->facts->discovery.token, headers, &body, &redeeming->reply);
}

/* ---- the ID token ---- */

static enum jwt_outcome check(struct redeeming *redeeming, const char *token, const char **reason)
{
	const struct identity_settings *settings = identity_settings(redeeming->identity);
	const struct jwt_expectation expected = {
		.use = JWT_ID_TOKEN,
		.issuer = settings->issuer,
		.audience = settings->client_id,
		.nonce = attempt_nonce(redeeming->arena, redeeming->attempt),
		.now_s = environment_now_ms(redeeming->environment) / 1000,
	};
	return jwt_check(&redeeming->claims, reason, redeeming->arena, &redeeming->facts->keys, &expected, token,
					 strlen(token));
}

/* The newest keys, when they are not too new to be asked for again. */
static void renew_facts(struct redeeming *redeeming)
{
	struct provider *provider = identity_provider(redeeming->identity);
	if (provider_want_keys(provider))
		provider_wait(provider);
	const struct provider_facts *newer = provider_hold(provider);
	if (!newer)
		return;
	provider_release(redeeming->facts);
	redeeming->facts = newer;
}

static enum redeem_outcome check_id_token(struct redeeming *redeeming)
{
	const char *token = json_string_value(json_object_get(redeeming->reply, "id_token")), *reason;
	if (!token)
		return refused(redeeming, "the identity provider gives no ID token; does the client have the scope openid?");
	enum jwt_outcome outcome = check(redeeming, token, &reason);
	if (outcome == JWT_UNKNOWN_KEY) {
		renew_facts(redeeming);
		outcome = check(redeeming, token, &reason);
	}
	return outcome == JWT_GOOD ? REDEEM_DONE : refused(redeeming, reason);
}

/* ---- userinfo ---- */

/* Only where the ID token leaves something out (OpenID Connect Core §5.3.2: it must be about the same person). */
static enum redeem_outcome ask_userinfo(struct redeeming *redeeming)
{
	const struct claims_rules *rules = identity_rules(redeeming->identity);
	const char *url = redeeming->facts->discovery.userinfo;
	const char *token = json_string_value(json_object_get(redeeming->reply, "access_token"));
	const bool whole =
		claims_subject(rules, redeeming->arena, redeeming->claims) && claims_have_roles(rules, redeeming->claims);
	if (whole || !*url || !token)
		return REDEEM_DONE;
	if (strlen(token) > HEADER_BOUND || strpbrk(token, "\r\n"))
		return refused(redeeming, "the identity provider gives an access token that is none");
	const char *const headers[] = {arena_printf(redeeming->arena, "Authorization: Bearer %s", token),
								   "Accept: application/json", NULL};
	json_t *more = NULL;
	enum redeem_outcome outcome = ask(redeeming, url, headers, NULL, &more);
	if (outcome == REDEEM_DONE && !json_equal(json_object_get(more, "sub"), json_object_get(redeeming->claims, "sub")))
		outcome = refused(redeeming, "the identity provider tells of somebody else");
	if (outcome == REDEEM_DONE)
		json_object_update_missing(redeeming->claims, more);
	json_decref(more);
	return outcome;
}

/* ---- all of it ---- */

static enum redeem_outcome run(struct redeeming *redeeming)
{
	if (!redeeming->facts)
		return REDEEM_AWAY;
	enum redeem_outcome outcome = ask_tokens(redeeming);
	if (outcome == REDEEM_DONE)
		outcome = check_id_token(redeeming);
	if (outcome == REDEEM_DONE)
		outcome = ask_userinfo(redeeming);
	return outcome;
}

enum redeem_outcome redeem(struct redeemed *out, struct identity *identity, struct arena *arena,
						   const struct environment *environment, const struct attempt *attempt, const char *code)
{
	struct redeeming redeeming = {
		.identity = identity,
		.arena = arena,
		.environment = environment,
		.attempt = attempt,
		.facts = provider_hold(identity_provider(identity)),
		.code = code,
	};
	*out = (struct redeemed){0};
	enum redeem_outcome outcome = run(&redeeming);
	if (outcome == REDEEM_DONE) {
		const struct claims_rules *rules = identity_rules(identity);
		out->subject = claims_subject(rules, arena, redeeming.claims);
		out->roles = claims_roles(rules, redeeming.claims);
	}
	json_decref(redeeming.reply);
	json_decref(redeeming.claims);
	provider_release(redeeming.facts);
	return outcome;
}

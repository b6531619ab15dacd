/* Signing in with the identity provider (OpenID Connect, code flow with PKCE): GET /v1/session:oidc leads a browser
 * there, and GET /v1/session:callback is where it comes back to. Both are seen by people, so whatever goes wrong leads
 * to the page for signing in, with a word that it turns into a sentence. */
#include "common/base/array.h"
#include "services/gateway/caller/cookie.h"
#include "services/gateway/caller/sessions.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"
#include "services/gateway/identity/form.h"
#include "services/gateway/identity/redeem.h"

#include <sodium.h>
#include <string.h>

#define ADDRESS_BOUND ((size_t)8 * 1024)
#define CODE_BOUND    4096 /* bytes */
#define FORGET_COOKIE ATTEMPT_COOKIE "=" COOKIE_ATTRIBUTES "0"

/* One browser that came back, in the exchange's arena. */
struct coming {
	struct identity_errand errand;
	struct attempt attempt;
	const char *code;
};

/* ---- answers ---- */

static void redirect(struct exchange *exchange, const char *address)
{
	exchange_add_header(exchange, MHD_HTTP_HEADER_LOCATION, address);
	exchange_answer(exchange, MHD_HTTP_SEE_OTHER, "text/plain; charset=utf-8", "", 0);
}

/* `word` is one that clients/web/app/pages/sign_in.ts knows. */
static void fail_to_page(struct exchange *exchange, const char *path, const char *word)
{
	const char *sign = strchr(path, '?') ? "&" : "?";
	redirect(exchange, arena_printf(exchange_arena(exchange), "%s%ssignIn=%s", path, sign, word));
}

/* NULL: answered. */
static struct identity *identity_of(struct exchange *exchange)
{
	struct identity *identity = exchange_gateway(exchange)->identity;
	if (!identity)
		exchange_fail(exchange, STATUS_NOT_FOUND, "NO_IDENTITY_PROVIDER",
					  "there is no identity provider here: sign in with an API key");
	return identity;
}

/* ---- the way there ---- */

static const char *address_there(struct exchange *exchange, const struct identity *identity,
								 const struct attempt *attempt, const char *authorization)
{
	struct arena *arena = exchange_arena(exchange);
	struct buffer out;
	buffer_init(&out, arena, ADDRESS_BOUND);
	buffer_add_text(&out, authorization);
	if (!strchr(authorization, '?'))
		buffer_add_char(&out, '?');
	form_add(&out, "response_type", "code");
	form_add(&out, "client_id", identity_settings(identity)->client_id);
	form_add(&out, "redirect_uri", identity_redirect_uri(identity));
	form_add(&out, "scope", identity_settings(identity)->scopes);
	form_add(&out, "state", attempt_state(arena, attempt));
	form_add(&out, "nonce", attempt_nonce(arena, attempt));
	form_add(&out, "code_challenge", attempt_challenge(arena, attempt));
	form_add(&out, "code_challenge_method", "S256");
	return out.overflowed ? NULL : buffer_text(&out);
}

static void leave(struct exchange *exchange)
{
	struct identity *identity = identity_of(exchange);
	const struct gateway *gateway = exchange_gateway(exchange);
	struct arena *arena = exchange_arena(exchange);
	struct attempt attempt;
	if (!identity)
		return;
	attempt_begin(&attempt, gateway->environment, exchange_query(exchange, "path"));
	const struct provider_facts *facts = provider_hold(identity_provider(identity));
	const char *address = facts ? address_there(exchange, identity, &attempt, facts->discovery.authorization) : NULL;
	provider_release(facts);
	if (!address) {
		fail_to_page(exchange, attempt.path, "away");
		return;
	}
	exchange_add_header(exchange, MHD_HTTP_HEADER_SET_COOKIE,
						arena_printf(arena, "%s=%s%s%d", ATTEMPT_COOKIE,
									 attempt_seal(arena, gateway->environment, gateway->key, &attempt),
									 COOKIE_ATTRIBUTES, ATTEMPT_S));
	redirect(exchange, address);
}

/* ---- the way back ---- */

/* By the cookie of the browser that left. */
static bool find_attempt(struct exchange *exchange, struct attempt *out)
{
	const struct gateway *gateway = exchange_gateway(exchange);
	char cookie[ATTEMPT_COOKIE_SIZE];
	return cookie_find(exchange->cookie, ATTEMPT_COOKIE, cookie, sizeof(cookie)) == COOKIE_ONE &&
		   attempt_open(out, exchange_arena(exchange), gateway->key, cookie, environment_now_ms(gateway->environment));
}

static bool is_same(const char *a, const char *b)
{
	return a && strlen(a) == strlen(b) && sodium_memcmp(a, b, strlen(b)) == 0;
}

/* Whether the browser comes from where it was sent to: RFC 9207 for `iss`, which not every provider tells. */
static bool belongs(struct exchange *exchange, const struct identity *identity, const struct attempt *attempt)
{
	const char *issuer = exchange_query(exchange, "iss");
	return is_same(exchange_query(exchange, "state"), attempt_state(exchange_arena(exchange), attempt)) &&
		   (!issuer || strcmp(issuer, identity_settings(identity)->issuer) == 0);
}

static void opened(struct exchange *exchange, const struct rpc_reply *reply, const char *cookie)
{
	const struct coming *coming = exchange_state(exchange);
	if (!cookie) {
		const bool unknown = reply->status == STATUS_UNAUTHENTICATED;
		fail_to_page(exchange, coming->attempt.path, unknown ? "unknown" : "away");
		return;
	}
	exchange_add_header(exchange, MHD_HTTP_HEADER_SET_COOKIE, cookie);
	redirect(exchange, coming->attempt.path);
}

/* Somebody who was imported a moment ago is waited for. */
static bool find_person(struct gateway *gateway, const char *subject, struct principal *out)
{
	if (keys_find_person(gateway->keys, subject, out))
		return true;
	keys_wait(gateway->keys);
	return keys_find_person(gateway->keys, subject, out);
}

/* On a thread of identity's, which may wait. */
static void run(struct identity_errand *errand)
{
	struct coming *coming = (struct coming *)errand; /* its first field */
	struct exchange *exchange = errand->exchange;
	struct gateway *gateway = exchange_gateway(exchange);
	struct redeemed redeemed;
	struct principal person;
	enum redeem_outcome outcome = redeem(&redeemed, gateway->identity, exchange_arena(exchange), gateway->environment,
										 &coming->attempt, coming->code);
	if (outcome != REDEEM_DONE)
		fail_to_page(exchange, coming->attempt.path, outcome == REDEEM_AWAY ? "away" : "failed");
	else if (!redeemed.subject || !find_person(gateway, redeemed.subject, &person))
		fail_to_page(exchange, coming->attempt.path, "unknown");
	else
		session_open_person(exchange, &person.member, redeemed.roles, opened);
}

static void drop(struct identity_errand *errand)
{
	exchange_fail(errand->exchange, STATUS_UNAVAILABLE, "STOPPING", "the gateway is stopping");
}

static void come_back(struct exchange *exchange)
{
	struct identity *identity = identity_of(exchange);
	struct coming *coming = arena_alloc(exchange_arena(exchange), sizeof(*coming));
	const char *code = exchange_query(exchange, "code");
	if (!identity)
		return;
	exchange_add_header(exchange, MHD_HTTP_HEADER_SET_COOKIE, FORGET_COOKIE);
	if (!find_attempt(exchange, &coming->attempt) || !belongs(exchange, identity, &coming->attempt)) {
		fail_to_page(exchange, "/home", "again");
		return;
	}
	if (!code || !*code || strlen(code) > CODE_BOUND) { /* with `error`: the person or the provider does not want to */
		fail_to_page(exchange, coming->attempt.path, "refused");
		return;
	}
	coming->code = code;
	coming->errand = (struct identity_errand){.exchange = exchange, .run = run, .drop = drop};
	exchange_set_state(exchange, coming);
	if (!identity_send(identity, &coming->errand))
		fail_to_page(exchange, coming->attempt.path, "away");
}

/* ---- the part ---- */

static const struct guide_parameter leave_parameters[] = {
	{"path", "Where the browser goes when it is signed in: a path of this site; the first page else.", false}, {0}};
static const struct guide_parameter come_back_parameters[] = {
	{"code", "What the identity provider gave.", false},
	{"state", "What this browser was sent there with.", false},
	{"iss", "Who the identity provider is (RFC 9207).", false},
	{"error", "What it says when nobody signed in.", false},
	{0},
};

static const struct route_guide leave_guide = {
	.operation = "Sessions_LeaveForProvider",
	.tag = "Sessions",
	.words = "Leads a browser to the identity provider (OpenID Connect, code flow with PKCE). Where it cannot, and in "
			 "whatever goes wrong on the way back, it leads to the page for signing in, with `signIn` saying what it "
			 "was: `away`, `refused`, `failed`, `unknown` (no active member is of that name) or `again`. No identity "
			 "provider is 404.",
	.parameters = leave_parameters,
	.gives = "text/plain",
	.also = MHD_HTTP_SEE_OTHER,
};
static const struct route_guide come_back_guide = {
	.operation = "Sessions_ComeBackFromProvider",
	.tag = "Sessions",
	.words = "Where the identity provider sends the browser back to: its redirect URI is this address below "
			 "KLEOS_PUBLIC_URL. Sets the cookie of a session, and leads on.",
	.parameters = come_back_parameters,
	.gives = "text/plain",
	.also = MHD_HTTP_SEE_OTHER,
};

static const struct special_route routes[] = {
	{.method = "GET", .path = "/v1/session:oidc", .visitors = true, .guide = &leave_guide, .finish = leave},
	{.method = "GET", .path = "/v1/session:callback", .visitors = true, .guide = &come_back_guide, .finish = come_back},
};

const struct gateway_part sign_in_part = {.routes = routes, .n_routes = ARRAY_LENGTH(routes)};

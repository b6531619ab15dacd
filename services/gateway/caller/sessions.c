/* SessionsService: signing in, for browsers. The secret of a session is made here and goes into the cookie;
 * members is told its hash, and tells it back with the keys (keys.h). */
#include "services/gateway/caller/sessions.h"
#include "common/base/array.h"
#include "common/rpc/wire.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "kleos/members/v1/sessions_service.pb-c.h"
#include "services/gateway/caller/cookie.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"
#include "services/gateway/identity/form.h"
#include "services/gateway/identity/identity.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#define DIRECTORY(name) "kleos.members.v1.DirectoryService/" name
#define SIGN_IN_PATH    "/v1/session:oidc"
#define ADDRESS_BOUND   ((size_t)8 * 1024)

/* One ask of members, in the exchange's arena. */
struct ask {
	struct exchange_call call;
	union {
		Kleos__OpenSessionRequest open;
		Kleos__ReadSessionRequest read;
		Kleos__CloseSessionsRequest close;
	} request;
	uint8_t key_hash[API_KEY_HASH_SIZE], hash[API_KEY_HASH_SIZE], replaced_hash[API_KEY_HASH_SIZE];
	const char *cookie; /* of the new session: the header up to its age */
	void (*person_done)(struct exchange *exchange, const struct rpc_reply *reply, const char *cookie);
};

static struct ask *ask_new(struct exchange *exchange)
{
	return arena_alloc(exchange_arena(exchange), sizeof(struct ask));
}

/* As the gateway; members writes down whose session it is. */
static void ask_members(struct exchange *exchange, struct ask *ask, const char *method, const ProtobufCMessage *request,
						void (*done)(struct exchange *, void *, const struct rpc_reply *))
{
	ask->call = (struct exchange_call){
		.service = SERVICE_MEMBERS,
		.method = method,
		.message = request,
		.request_id = exchange->call_id,
		.as_process = true,
		.done = done,
		.context = ask,
	};
	exchange_call(exchange, &ask->call);
}

static ProtobufCBinaryData hash_message(uint8_t hash[API_KEY_HASH_SIZE])
{
	return (ProtobufCBinaryData){API_KEY_HASH_SIZE, hash};
}

/* The session of a reply, in the exchange's arena. NULL: answered. */
static Kleos__Session *session_of(struct exchange *exchange, const struct rpc_reply *reply)
{
	ProtobufCMessage *message = NULL;
	const char *problem;
	if (reply->status != STATUS_OK) {
		exchange_fail_reply(exchange, reply);
		return NULL;
	}
	/* OpenSessionResponse says the same on the wire */
	if (wire_unpack(&kleos__read_session_response__descriptor, exchange_arena(exchange), reply->body.data,
					reply->body.len, WIRE_REPLY_BOUND, &message, &problem) != STATUS_OK ||
		!((Kleos__ReadSessionResponse *)message)->session) {
		exchange_fail(exchange, STATUS_INTERNAL, "BAD_REPLY", "the service's reply could not be read");
		return NULL;
	}
	return ((Kleos__ReadSessionResponse *)message)->session;
}

/* ---- signing in ---- */

/* The whole header. */
static const char *cookie_of(struct exchange *exchange, const struct ask *ask, const Kleos__Session *session)
{
	const Google__Protobuf__Timestamp *expires = session->expire_time;
	int64_t now_s = environment_now_ms(exchange->gateway->environment) / 1000;
	int64_t age_s = expires && expires->seconds > now_s ? expires->seconds - now_s : 0;
	return arena_printf(exchange_arena(exchange), "%s%" PRId64, ask->cookie, age_s);
}

static void opened(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	const struct ask *ask = context;
	Kleos__CreateSessionResponse response = KLEOS__CREATE_SESSION_RESPONSE__INIT;
	response.session = session_of(exchange, reply);
	if (!response.session)
		return;
	exchange_add_header(exchange, MHD_HTTP_HEADER_SET_COOKIE, cookie_of(exchange, ask, response.session));
	exchange_answer_message(exchange, &response.base);
}

/* The request for a session with a secret that nobody chose, whatever the browser had before: that one ends. */
static void begin_open(struct exchange *exchange, struct ask *ask)
{
	const struct gateway *gateway = exchange->gateway;
	char secret[API_KEY_TEXT_SIZE];
	kleos__open_session_request__init(&ask->request.open);
	if (cookie_find(exchange->cookie, SESSION_COOKIE, secret, sizeof(secret)) == COOKIE_ONE &&
		session_secret_hash(gateway->key, secret, ask->replaced_hash))
		ask->request.open.replaced_hash = hash_message(ask->replaced_hash);
	session_secret_new(secret, gateway->environment);
	session_secret_hash(gateway->key, secret, ask->hash);
	ask->request.open.hash = hash_message(ask->hash);
	ask->cookie = arena_printf(exchange_arena(exchange), "%s=%s%s", SESSION_COOKIE, secret, COOKIE_ATTRIBUTES);
	sodium_memzero(secret, sizeof(secret));
}

/* Answered when not. A key in the address would be in histories and logs. */
static bool may_sign_in(struct exchange *exchange)
{
	const char *name, *value;
	if (exchange_query_at(exchange, 0, &name, &value))
		exchange_fail_field(exchange, name, "belongs in the body");
	else if (exchange_site(exchange) == SITE_OTHER)
		exchange_fail(exchange, STATUS_PERMISSION_DENIED, "CROSS_SITE", "only a page of this site may sign in here");
	return !exchange_answered(exchange);
}

/* What is no key at all goes the same way as a wrong one, so that both take the same time. */
static void sign_in(struct exchange *exchange, const ProtobufCMessage *message)
{
	const struct gateway *gateway = exchange->gateway;
	struct ask *ask = ask_new(exchange);
	struct principal known;
	if (!may_sign_in(exchange))
		return;
	bool is_key = api_key_hash(gateway->key, ((const Kleos__CreateSessionRequest *)message)->key, ask->key_hash);
	if (!(keys_find(gateway->keys, ask->key_hash, &known) == KEY_FOUND && is_key) &&
		!visitors_may_err(gateway->visitors, exchange_address(exchange))) {
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_WRONG_KEYS",
					  "too many keys that are not known just now; try again in a moment");
		return;
	}
	begin_open(exchange, ask);
	ask->request.open.key_hash = hash_message(ask->key_hash);
	ask_members(exchange, ask, DIRECTORY("OpenSession"), &ask->request.open.base, opened);
}

/* ---- signing in with an identity provider ---- */

static void person_opened(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	const struct ask *ask = context;
	ProtobufCMessage *message = NULL;
	const char *problem, *cookie = NULL;
	if (reply->status == STATUS_OK &&
		wire_unpack(&kleos__open_session_response__descriptor, exchange_arena(exchange), reply->body.data,
					reply->body.len, WIRE_REPLY_BOUND, &message, &problem) == STATUS_OK &&
		((Kleos__OpenSessionResponse *)message)->session)
		cookie = cookie_of(exchange, ask, ((Kleos__OpenSessionResponse *)message)->session);
	ask->person_done(exchange, reply, cookie);
}

void session_open_person(struct exchange *exchange, const struct id *member, uint32_t roles,
						 void (*done)(struct exchange *exchange, const struct rpc_reply *reply, const char *cookie))
{
	struct ask *ask = ask_new(exchange);
	begin_open(exchange, ask);
	ask->person_done = done;
	ask->request.open.member.len = ID_SIZE;
	ask->request.open.member.data = arena_copy(exchange_arena(exchange), member->bytes, ID_SIZE);
	ask->request.open.roles = roles;
	ask_members(exchange, ask, DIRECTORY("OpenSession"), &ask->request.open.base, person_opened);
}

/* ---- who is signed in ---- */

/* Answered when not. */
static bool is_signed_in(struct exchange *exchange)
{
	if (!exchange->by_cookie)
		exchange_fail(exchange, STATUS_UNAUTHENTICATED, "NO_SESSION", "nobody is signed in: this needs the cookie");
	return exchange->by_cookie;
}

/* NULL: there is none. */
static Kleos__IdentityProvider *provider_message(struct exchange *exchange)
{
	const struct identity *identity = exchange->gateway->identity;
	if (!identity)
		return NULL;
	Kleos__IdentityProvider *message = arena_alloc(exchange_arena(exchange), sizeof(*message));
	kleos__identity_provider__init(message);
	message->name = identity_name(identity);
	message->sign_in_path = SIGN_IN_PATH;
	return message;
}

static void session_came(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	Kleos__GetSessionResponse response = KLEOS__GET_SESSION_RESPONSE__INIT;
	(void)context;
	response.identity_provider = provider_message(exchange);
	bool over = reply->status == STATUS_UNAUTHENTICATED; /* this moment, which the feed of keys has yet to tell */
	if (!over)
		response.session = session_of(exchange, reply);
	if (over || response.session)
		exchange_answer_message(exchange, &response.base);
}

static void tell(struct exchange *exchange, const ProtobufCMessage *message)
{
	Kleos__GetSessionResponse nobody = KLEOS__GET_SESSION_RESPONSE__INIT;
	struct ask *ask = ask_new(exchange);
	(void)message;
	nobody.identity_provider = provider_message(exchange);
	if (!exchange->by_cookie || principal_has(&exchange->principal, ROLES_ANONYMOUS)) {
		exchange_answer_message(exchange, &nobody.base);
		return;
	}
	kleos__read_session_request__init(&ask->request.read);
	ask->request.read.hash = hash_message(exchange->key_hash);
	ask_members(exchange, ask, DIRECTORY("ReadSession"), &ask->request.read.base, session_came);
}

/* ---- signing out ---- */

/* Over; the browser is told to forget its cookie. */
static void closed(struct exchange *exchange, const struct rpc_reply *reply, const ProtobufCMessage *response)
{
	if (reply->status != STATUS_OK) {
		exchange_fail_reply(exchange, reply);
		return;
	}
	if (exchange->by_cookie)
		exchange_add_header(exchange, MHD_HTTP_HEADER_SET_COOKIE, SESSION_COOKIE "=" COOKIE_ATTRIBUTES "0");
	exchange_answer_message(exchange, response);
}

/* Where the identity provider ends its own session (OpenID Connect RP-Initiated Logout 1.0); "": a key opened ours, or
 * the provider does not say. */
static const char *provider_sign_out(struct exchange *exchange)
{
	const struct identity *identity = exchange->gateway->identity;
	struct buffer out;
	if (!identity || !id_equal(&exchange->principal.key, &exchange->principal.member))
		return "";
	const struct provider_facts *facts = provider_hold(identity_provider(identity));
	buffer_init(&out, exchange_arena(exchange), ADDRESS_BOUND);
	if (facts && *facts->discovery.end_session) {
		buffer_add_text(&out, facts->discovery.end_session);
		if (!strchr(facts->discovery.end_session, '?'))
			buffer_add_char(&out, '?');
		form_add(&out, "client_id", identity_settings(identity)->client_id);
	}
	provider_release(facts);
	return buffer_text(&out);
}

static void one_closed(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	Kleos__DeleteSessionResponse response = KLEOS__DELETE_SESSION_RESPONSE__INIT;
	(void)context;
	response.provider_sign_out_url = provider_sign_out(exchange);
	closed(exchange, reply, &response.base);
}

static void sign_out(struct exchange *exchange, const ProtobufCMessage *message)
{
	struct ask *ask = ask_new(exchange);
	(void)message;
	if (!is_signed_in(exchange))
		return;
	kleos__close_sessions_request__init(&ask->request.close);
	ask->request.close.hash = hash_message(exchange->key_hash);
	ask_members(exchange, ask, DIRECTORY("CloseSessions"), &ask->request.close.base, one_closed);
}

static void all_closed(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	const Kleos__EndAllSessionsResponse response = KLEOS__END_ALL_SESSIONS_RESPONSE__INIT;
	(void)context;
	closed(exchange, reply, &response.base);
}

static void sign_out_everywhere(struct exchange *exchange, const ProtobufCMessage *message)
{
	struct ask *ask = ask_new(exchange);
	(void)message;
	kleos__close_sessions_request__init(&ask->request.close);
	ask->request.close.owner = (ProtobufCBinaryData){ID_SIZE, exchange->principal.key.bytes};
	ask_members(exchange, ask, DIRECTORY("CloseSessions"), &ask->request.close.base, all_closed);
}

/* ---- the part ---- */

static const struct local_method methods[] = {
	{"kleos.members.v1.SessionsService/CreateSession", 0, sign_in},
	{"kleos.members.v1.SessionsService/GetSession", ROLES_ANY | ROLES_ANONYMOUS, tell},
	{"kleos.members.v1.SessionsService/DeleteSession", ROLES_ANY, sign_out},
	{"kleos.members.v1.SessionsService/EndAllSessions", ROLES_ANY, sign_out_everywhere},
};

const struct gateway_part sessions_part = {.methods = methods, .n_methods = ARRAY_LENGTH(methods)};

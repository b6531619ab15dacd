/* SessionsService: signing in with a key, for browsers. The secret of a session is made here and goes into the cookie;
 * members is told its hash, and tells it back with the keys (keys.h). */
#include "common/base/array.h"
#include "common/rpc/wire.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "kleos/members/v1/sessions_service.pb-c.h"
#include "services/gateway/caller/cookie.h"
#include "services/gateway/exchange_state.h"
#include "services/gateway/gateway_state.h"

#include <inttypes.h>
#include <sodium.h>

#define DIRECTORY(name)   "kleos.members.v1.DirectoryService/" name
#define COOKIE_ATTRIBUTES "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age="

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

static void opened(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	const struct ask *ask = context;
	Kleos__CreateSessionResponse response = KLEOS__CREATE_SESSION_RESPONSE__INIT;
	response.session = session_of(exchange, reply);
	if (!response.session)
		return;
	const Google__Protobuf__Timestamp *expires = response.session->expire_time;
	int64_t now_s = environment_now_ms(exchange->gateway->environment) / 1000;
	int64_t age_s = expires && expires->seconds > now_s ? expires->seconds - now_s : 0;
	exchange_add_header(exchange, MHD_HTTP_HEADER_SET_COOKIE,
						arena_printf(exchange_arena(exchange), "%s%" PRId64, ask->cookie, age_s));
	exchange_answer_message(exchange, &response.base);
}

/* A secret that nobody chose, whatever the browser had before: that one ends. */
static void make_secret(struct exchange *exchange, struct ask *ask)
{
	const struct gateway *gateway = exchange->gateway;
	char secret[API_KEY_TEXT_SIZE];
	if (cookie_find(exchange->cookie, SESSION_COOKIE, secret, sizeof(secret)) == COOKIE_ONE &&
		session_secret_hash(gateway->key, secret, ask->replaced_hash))
		ask->request.open.replaced_hash = hash_message(ask->replaced_hash);
	session_secret_new(secret, gateway->environment);
	session_secret_hash(gateway->key, secret, ask->hash);
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
	if (!(keys_find(gateway->keys, ask->key_hash, &known) && is_key) &&
		!visitors_may_err(gateway->visitors, exchange_address(exchange))) {
		exchange_fail(exchange, STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_WRONG_KEYS",
					  "too many keys that are not known just now; try again in a moment");
		return;
	}
	kleos__open_session_request__init(&ask->request.open);
	ask->request.open.key_hash = hash_message(ask->key_hash);
	make_secret(exchange, ask);
	ask->request.open.hash = hash_message(ask->hash);
	ask_members(exchange, ask, DIRECTORY("OpenSession"), &ask->request.open.base, opened);
}

/* ---- who is signed in ---- */

/* Answered when not. */
static bool is_signed_in(struct exchange *exchange)
{
	if (!exchange->by_cookie)
		exchange_fail(exchange, STATUS_UNAUTHENTICATED, "NO_SESSION", "nobody is signed in: this needs the cookie");
	return exchange->by_cookie;
}

static void session_came(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	Kleos__GetSessionResponse response = KLEOS__GET_SESSION_RESPONSE__INIT;
	(void)context;
	bool over = reply->status == STATUS_UNAUTHENTICATED; /* this moment, which the feed of keys has yet to tell */
	if (!over)
		response.session = session_of(exchange, reply);
	if (over || response.session)
		exchange_answer_message(exchange, &response.base);
}

static void tell(struct exchange *exchange, const ProtobufCMessage *message)
{
	const Kleos__GetSessionResponse nobody = KLEOS__GET_SESSION_RESPONSE__INIT;
	struct ask *ask = ask_new(exchange);
	(void)message;
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

static void one_closed(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	const Kleos__DeleteSessionResponse response = KLEOS__DELETE_SESSION_RESPONSE__INIT;
	(void)context;
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

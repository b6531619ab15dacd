/* exchange_state: what an exchange is made of, and what the files of the frame (http, exchange, answer, rest,
 * connect, keys …) ask of each other: the header that includes them all. Parts use exchange.h. */
#ifndef KLEOS_GATEWAY_EXCHANGE_STATE_H
#define KLEOS_GATEWAY_EXCHANGE_STATE_H

#include "common/base/api_key.h"
#include "common/base/limits.h"
#include "common/trace/span.h"
#include "services/gateway/admission.h"
#include "services/gateway/caller/key_map.h"
#include "services/gateway/caller/site.h"
#include "services/gateway/connections.h"
#include "services/gateway/exchange.h"
#include "services/gateway/route.h"

#include <microhttpd.h>
#include <stdatomic.h>

#define EXCHANGE_ARENA_CAP ((size_t)64 * 1024 * 1024) /* a reply of WIRE_REPLY_BOUND and its JSON fit */
#define HEADERS_BOUND      8

enum exchange_style { STYLE_REST, STYLE_CONNECT };
enum exchange_codec { CODEC_JSON, CODEC_PROTO };

/* Where the HTTP thread stands with it. */
enum exchange_phase {
	PHASE_START,    /* the request line was read */
	PHASE_BODY,     /* headers were read and judged */
	PHASE_FINISHED, /* the body is complete and handed on; waiting for the answer */
	PHASE_SENDING,  /* the answer was queued */
};

/* Between the HTTP thread and whoever wakes. */
enum exchange_turn {
	TURN_RUNNING, /* the HTTP thread will look at it by itself */
	TURN_IDLE,    /* suspended: a wake resumes the connection */
	TURN_WOKEN,   /* woken while running: the next pause does not last */
	TURN_ENDED,   /* the HTTP side is over */
};

enum exchange_caller {
	CALLER_NOBODY,  /* no key needed */
	CALLER_KNOWN,   /* `principal` is filled */
	CALLER_VISITOR, /* has no key and needs none here; `principal` is nobody's */
	CALLER_UNKNOWN, /* a well-formed key not heard of yet: asked again after one catch-up of the feed of keys */
};

/* Who brought a token of the identity provider; in the exchange's arena. */
struct exchange_token {
	const char *text;
	const char *subject; /* for keys_find_person */
	uint32_t roles;      /* that the token gives */
	int64_t expire_ms;
};

struct exchange_parameter {
	const char *name;
	const char *value;
};

struct exchange_answer {
	unsigned http_status;
	const char *content_type;
	const void *bytes;
	size_t length;
	struct exchange_parameter headers[HEADERS_BOUND];
	size_t n_headers;
	ptrdiff_t (*read)(struct exchange *exchange, char *out, size_t size); /* NULL: `bytes` */
	bool whole; /* what `read` gives is cut rather than ended early */
	bool close; /* the connection cannot be trusted any further */
};

struct exchange {
	struct gateway *gateway;
	struct MHD_Connection *connection;
	struct connection_watch *watch;
	struct exchange *next; /* in the pool */
	struct exchange *next_parked;
	struct arena arena;
	atomic_int holds;
	_Atomic(enum exchange_turn) turn;
	atomic_bool claimed; /* somebody is giving the answer */
	atomic_bool ready;   /* the answer is complete */
	char call_id[ID_TEXT_SIZE];
	int64_t start_ms; /* monotonic */
	int64_t begun_ns; /* stopwatch */

	/* what came */
	enum exchange_phase phase;
	bool let_in;     /* counted among those at work, who are answered before the gateway stops */
	bool started;    /* the part's start handler ran: so will its end handler */
	bool dispatched; /* handed to the part or to unary_start */
	const char *method;
	const char *path;                 /* raw: percent-encoded, without the query */
	struct exchange_parameter *query; /* decoded */
	size_t n_query;
	const struct route *route;
	struct exchange_parameter *path_fields; /* decoded; as many as the route has */
	enum exchange_style style;
	enum exchange_codec codec;
	enum exchange_caller caller;
	bool visits;                     /* counted among the visitors */
	bool shares;                     /* counted as its caller's (caller/shares.h) */
	bool waits_for_turn;             /* among its caller's own */
	struct exchange *next_waiting;   /* behind it */
	bool shed;                       /* refused for number alone: admission, shares */
	struct admission_lane *admitted; /* where it is counted; NULL: nowhere */
	struct principal principal;
	uint8_t key_hash[API_KEY_HASH_SIZE];
	bool by_cookie;               /* `key_hash` is of a session's secret */
	struct exchange_token *token; /* NULL: a key or a session */
	const char *challenge;        /* of a refusal, beyond the name of the scheme; NULL: none */
	const char *authorization;
	const char *api_key;
	const char *cookie;
	const char *host;
	const char *origin;
	const char *fetch_site;
	const char *fetch_mode;
	const char *content_type;
	const char *content_encoding;
	const char *idempotency_key;
	const char *traceparent; /* what services are told; it begins here when none came */
	char traceparent_text[TRACEPARENT_SIZE];
	struct span span; /* of the whole request */
	uint64_t content_length;
	bool has_length; /* of the body, stated */
	bool chunked;
	bool expects_continue;
	uint32_t timeout_ms;
	char *body;
	size_t body_length, body_capacity;
	uint64_t seen;             /* bytes of the body so far, dropped ones too */
	atomic_bool parked;        /* in the list of those who wait for keys */
	atomic_int parked_rounds;  /* how often the feed of keys was read since */
	atomic_bool parked_failed; /* the last time members was away */

	void *state;               /* a part's own */
	struct exchange_call call; /* of a plain unary rpc */
	ProtobufCBinaryData reply; /* of a write, packed; read by the HTTP thread */
	atomic_bool replied;       /* `reply` is there */
	struct exchange_answer answer;
};

/* The pool: any thread. */
struct exchange *exchange_new(struct gateway *gateway, struct MHD_Connection *connection);
void exchange_pool_fini(struct gateway *gateway);

/* Suspends the connection until a wake; the HTTP thread, outside of which nothing of it may run then. */
void exchange_pause(struct exchange *exchange);

/* Not from a code of google.rpc: 404 to a route, 405, 413, 415, framing. */
void exchange_refuse(struct exchange *exchange, unsigned http_status, enum status status, const char *reason,
					 const char *message);

/* uri.c: splits and decodes a request target. False: not a path, or badly encoded. */
bool uri_take(struct exchange *exchange, const char *target);
/* Percent-decodes into the arena; NULL: badly encoded, not UTF-8, or NUL. */
const char *uri_decode(struct arena *arena, const char *text, size_t length, bool plus_is_space);

/* guard.c: one walk over the headers: keeps those that matter, refuses framing that two readers could understand
 * differently. False: refused. */
bool guard_headers(struct exchange *exchange, const char *version);

/* trace.c: begins with what the headers said, ends with the answer. */
void exchange_trace_begin(struct exchange *exchange);
void exchange_trace_end(struct exchange *exchange, unsigned http_status);

/* Whose page makes the browser ask; and where it asks from, NULL: not known. */
enum site exchange_site(const struct exchange *exchange);
const struct sockaddr *exchange_address(const struct exchange *exchange);

/* caller/authenticate.c: who the key, the session or the checked token of the exchange stands for now. Any thread.
 * A token is never KEY_EXPIRED here: check_token says so. */
enum key_found caller_find(const struct exchange *exchange, struct principal *out);
/* CALLER_KNOWN, CALLER_UNKNOWN or CALLER_VISITOR, or refused (false). */
bool authenticate(struct exchange *exchange);
/* For CALLER_UNKNOWN. True: known now, or refused for good. False: parked; the exchange must pause. */
bool authenticate_again(struct exchange *exchange);
/* Whether the caller holds one of `roles`, by a key where the route takes no other; refused otherwise. */
bool authorize(struct exchange *exchange, uint32_t roles);

/* rest.c, connect.c: judge the content type when the headers are in (false: refused); with the body complete, make the
 * request message (NULL: refused). */
bool rest_accepts(struct exchange *exchange);
ProtobufCMessage *rest_request(struct exchange *exchange);
bool connect_accepts(struct exchange *exchange);
ProtobufCMessage *connect_request(struct exchange *exchange);

/* unary.c: asks the service or the local method, and answers. */
void unary_start(struct exchange *exchange, ProtobufCMessage *request);
/* Answers with the reply that came (exchange->replied). */
void unary_answer(struct exchange *exchange);

/* errors.c */
unsigned status_http(enum status status);

#endif

/* exchange: one HTTP request and its answer.
 *
 * The HTTP thread walks it through start (headers are in, the caller is known), upload (bytes of the body, as they
 * come) and finish (the body is complete). Whoever has the answer gives it with one of the exchange_answer… verbs or
 * exchange_fail, at once or later and from any thread; the frame suspends and resumes the connection by itself.
 * An exchange belongs to one thread at a time: to the HTTP thread in its handlers, and, once finish has returned
 * without an answer, to whoever will answer. It lives until the HTTP side is over, every exchange_call came back and
 * every exchange_hold was released. */
#ifndef KLEOS_GATEWAY_EXCHANGE_H
#define KLEOS_GATEWAY_EXCHANGE_H

#include "common/base/arena.h"
#include "common/base/environment.h"
#include "common/base/id.h"
#include "common/base/seal.h"
#include "common/base/status.h"
#include "common/rpc/client.h"
#include "common/rpc/principal.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct gateway;
struct exchange;
struct samples;
struct backup_plan;

enum gateway_service { SERVICE_MEMBERS, SERVICE_RECOGNITIONS, SERVICE_AWARDS, SERVICE_COUNT };

/* members, recognitions, awards: in URLs, in reports, in metrics, and as the audience of calls. */
const char *gateway_service_name(enum gateway_service service);
/* What parts ask the gateway. */
struct rpc_client *gateway_client(struct gateway *gateway, enum gateway_service service);
const char *gateway_url(struct gateway *gateway, enum gateway_service service);
const struct zone_days *gateway_days(struct gateway *gateway); /* NULL: UTC */
const struct environment *gateway_environment(struct gateway *gateway);
const struct cluster_key *gateway_key(struct gateway *gateway);
unsigned gateway_min_group(struct gateway *gateway);
const struct backup_plan *gateway_backup_plan(struct gateway *gateway);

/* ---- what came ---- */

struct arena *exchange_arena(struct exchange *exchange);
struct gateway *exchange_gateway(struct exchange *exchange);
const struct principal *exchange_principal(const struct exchange *exchange);
/* Of a local method that is a write: what it passes on to the service; NULL: none. */
const char *exchange_request_id(const struct exchange *exchange);
/* The same for a special route: from the field of its message, which is emptied, or the header, or a new one. False:
 * answered already. */
bool exchange_take_request_id(struct exchange *exchange, const char **field);
/* As it came: percent-encoded, without the query. */
const char *exchange_path(const struct exchange *exchange);
/* Any case; NULL: not there. In start, upload and finish only. */
const char *exchange_header(struct exchange *exchange, const char *name);
/* Decoded, valid UTF-8 without NUL; the first of that name; NULL: not there. */
const char *exchange_query(const struct exchange *exchange, const char *name);
/* Of a special route: the bytes of the body, valid in finish and as long as the exchange; *length of them and a NUL. */
const char *exchange_body(const struct exchange *exchange, size_t *length);
/* In finish: the body, a form's (application/x-www-form-urlencoded), takes the place of the query. False: it is none.
 */
bool exchange_take_form(struct exchange *exchange);
/* What the path has for a field of the template; decoded. */
const char *exchange_path_field(const struct exchange *exchange, const char *name);
/* The i-th parameter; false: no more. */
bool exchange_query_at(const struct exchange *exchange, size_t i, const char **name, const char **value);
/* Query parameters and path fields into a new request message of the type, in the arena. Not OK: answered already. */
enum status exchange_query_message(struct exchange *exchange, const ProtobufCMessageDescriptor *type,
								   ProtobufCMessage **out);
/* The state of the part that serves this exchange, and a pointer of the part's own per exchange. */
void *exchange_part(const struct exchange *exchange);
void *exchange_state(const struct exchange *exchange);
void exchange_set_state(struct exchange *exchange, void *state);
/* What is left of the time the caller stated, or of `unless_stated_ms`; at least 1, so that the service is the one to
 * say that it passed. */
uint32_t exchange_time_left(const struct exchange *exchange, uint32_t unless_stated_ms);
/* Whether the caller's key or session still works: for answers that last. Any thread. */
bool exchange_still_known(const struct exchange *exchange);
/* The client has closed its side: for streams, which are looked at only when woken. Any thread, before `end` returned.
 */
bool exchange_client_gone(const struct exchange *exchange);

/* ---- asking a service ---- */

/* Lives in the caller's memory until `done` returns. */
struct exchange_call {
	enum gateway_service service;
	const char *method;              /* full name: kleos.members.v1.MembersService/GetMember */
	const ProtobufCMessage *message; /* NULL: `body` */
	ProtobufCBinaryData body;        /* packed already */
	const char *request_id;          /* NULL: none */
	uint32_t timeout_ms;             /* 0: what the exchange has left, 5 000 by default */
	bool as_process;                 /* asks as the gateway (ROLES_INTERNAL), not as the caller */
	/* Runs once, and must not block: on an nng thread, on a thread of a service in this process (its writer too), or on
	 * this one. The reply lives until it returns. Several calls of one exchange may come back at the same time on
	 * different threads: the arena needs a lock then. */
	void (*done)(struct exchange *exchange, void *context, const struct rpc_reply *reply);
	void *context;

	struct exchange *exchange; /* set by exchange_call */
};
void exchange_call(struct exchange *exchange, struct exchange_call *call);

/* Keeps the exchange alive beyond its HTTP side. Any thread. */
void exchange_hold(struct exchange *exchange);
void exchange_release(struct exchange *exchange);

/* ---- answering: the first answer counts, later ones are dropped ---- */

/* One more header; text in the arena or static. Before the answer, by who will give it; at most 8. */
void exchange_add_header(struct exchange *exchange, const char *name, const char *value);
/* Bytes are in the exchange's arena or static. */
void exchange_answer(struct exchange *exchange, unsigned http_status, const char *content_type, const void *bytes,
					 size_t length);
/* 200 with the message, in the form the caller spoke (REST JSON, Connect JSON or protobuf). */
void exchange_answer_message(struct exchange *exchange, const ProtobufCMessage *message);
/* The contract's error body, or Connect's. Returns `status`. The reason is a static UPPER_SNAKE name. */
enum status exchange_fail(struct exchange *exchange, enum status status, const char *reason, const char *format, ...)
	__attribute__((format(printf, 4, 5)));
/* INVALID_ARGUMENT, reason INVALID_FIELD, with one field named. */
enum status exchange_fail_field(struct exchange *exchange, const char *field, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* Passes a service's refusal on. */
enum status exchange_fail_reply(struct exchange *exchange, const struct rpc_reply *reply);
bool exchange_answered(const struct exchange *exchange);

/* 200 with bytes that come over time. `read` fills at most `size` bytes and runs on the HTTP thread: more than 0 is how
 * many; 0: nothing now, ask again after exchange_wake; -1: the end. `read` is not called any more once the exchange's
 * `end` handler ran. */
void exchange_answer_stream(struct exchange *exchange, const char *content_type,
							ptrdiff_t (*read)(struct exchange *exchange, char *out, size_t size));
/* The same for what is worth nothing unless it is whole: -2 from `read`, and the end of the gateway, cut the
 * connection, so that what came is not taken for all. */
void exchange_answer_document(struct exchange *exchange, const char *content_type,
							  ptrdiff_t (*read)(struct exchange *exchange, char *out, size_t size));
/* Something changed: a paused upload goes on, a quiet stream is read again. Any thread; never lost; harmless when
 * nothing is paused and after the end. */
void exchange_wake(struct exchange *exchange);

/* ---- parts: what is not a plain unary rpc ---- */

/* A parameter that no message has: of the path when the template names it. */
struct guide_parameter {
	const char *name;
	const char *words;
	bool header; /* else of the query */
};

/* What the API's document (openapi/openapi.h) says of a special route. Where an rpc has the same address, its name and
 * words come first, and these behind them. */
struct route_guide {
	const char *operation;                     /* its name, unlike all others: Server_GetHealth; NULL: the rpc's */
	const char *tag;                           /* the chapter it stands in; NULL: the rpc's */
	const char *words;                         /* what it does; the first sentence is its summary */
	const ProtobufCMessageDescriptor *request; /* whose fields are its parameters, or its JSON body; NULL: none */
	const struct guide_parameter *parameters;  /* more of them, up to one without a name; NULL: none */
	const char *takes;                         /* type of a body that is no message; NULL: content_type's, or none */
	const char *gives;                         /* type of the answer; NULL: the rpc's JSON */
	const ProtobufCMessageDescriptor *reply;   /* JSON of this message; NULL: of no fixed form */
	bool partial;                              /* which may leave out what a reply always has */
	unsigned success;                          /* its HTTP status; 0: 200 */
	unsigned also;                             /* one more HTTP status with an answer of that form; 0: none */
	bool scim;                                 /* refusals are SCIM's errors (scim/errors.c) */
};

struct special_route {
	const char *method;       /* GET (serves HEAD too), POST */
	const char *path;         /* a template such as /v1/events */
	const char *content_type; /* only bodies of this type; others take the rpc of the same path; NULL: any */
	uint32_t roles;           /* who may call; 0: no key needed */
	bool visitors;            /* whoever has no key comes in as nobody (ROLES_ANONYMOUS), see caller/visitors.h; without
								 roles everybody does */
	bool colons;              /* what stands for the last field may hold them: it has no verb behind it */
	bool keys_only;           /* an API key, neither a session of a browser nor a token of an identity provider */
	size_t body_bound;        /* bytes; more is 413, and of 0 any body, also an empty one in chunks */
	/* All on the HTTP thread; any may be NULL. */
	void (*start)(struct exchange *exchange);
	/* How many of the bytes were taken; fewer pauses the upload until exchange_wake, then the rest is offered again.
	 * Once the exchange is answered the rest of the body is read and dropped by the frame. */
	size_t (*upload)(struct exchange *exchange, const char *bytes, size_t length);
	void (*finish)(struct exchange *exchange);
	/* The HTTP side is over, answered or broken off: `read` and the others are not called any more. */
	void (*end)(struct exchange *exchange);
	/* Answers in the part's own form where exchange_fail, or the frame (413, 429 …), refuses. Any thread; NULL: JSON.
	 */
	void (*refuse)(struct exchange *exchange, unsigned http_status, const char *reason, const char *message);
	const struct route_guide *guide; /* NULL: a file of a page, which is not of the API */
};

/* An rpc that the gateway answers itself, over REST and Connect alike. */
struct local_method {
	const char *name; /* full name: kleos.reports.v1.ReportsService/GetImpactReport */
	uint32_t roles;   /* who may call; 0: everybody, as a visitor, whatever key or cookie comes along */
	void (*start)(struct exchange *exchange, const ProtobufCMessage *request);
};

/* One part of the gateway, such as imports, streams or reports. */
struct gateway_part {
	enum status (*open)(struct gateway *gateway, void **state); /* NULL: no state */
	/* The gateway is about to stop: end what lasts and wake it. May be NULL. */
	void (*quiesce)(void *state);
	void (*close)(void *state); /* no exchange is left; NULL: nothing to free */
	/* What it measures, on the HTTP thread. May be NULL. */
	void (*measure)(void *state, struct samples *samples);
	const struct special_route *routes;
	size_t n_routes;
	bool files; /* its routes answer bytes of the program, the same to everybody */
	const struct local_method *methods;
	size_t n_methods;
};

#define PART(name) extern const struct gateway_part name##_part;
#include "services/gateway/parts.def"
#undef PART

#endif

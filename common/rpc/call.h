/* call: one request on its way through a service, and the one thing a handler is given.
 * Lives in the server's pool; belongs to one thread at a time. */
#ifndef KLEOS_RPC_CALL_H
#define KLEOS_RPC_CALL_H

#include "common/base/arena.h"
#include "common/base/environment.h"
#include "common/base/id.h"
#include "common/base/limits.h"
#include "common/base/status.h"
#include "common/rpc/principal.h"

#include <stdbool.h>
#include <stdint.h>

struct db;
struct rpc_method;
struct zone_days;

struct call {
	struct arena *arena; /* everything of this call lives here; handlers free nothing */
	const struct environment *environment;
	const struct rpc_method *method;
	struct principal principal;
	const char *request_id;   /* idempotency key of the envelope; "" none */
	const char *call_id;      /* for logs */
	const char *traceparent;  /* "" none */
	int64_t now_ms;           /* wall clock when the call came; the one time of everything it writes */
	int64_t deadline_ms;      /* monotonic; work is dropped when it passed before the start */
	ProtobufCBinaryData body; /* the packed request, not yet checked */

	const struct zone_days *days; /* of the deployment; NULL: UTC */
	int32_t today;                /* now_ms among them */
	void *service;                /* the service's own state, such as struct members */
	struct db *db; /* the connection of the thread that runs the handler: the writer's for WRITE, a reader's for READ */

	/* what the handler said */
	struct id resource;   /* what a WRITE made or changed: subject of its audit row, and what a replay rebuilds */
	struct id *concerned; /* whom it is about: see call_concerns */
	size_t n_concerned;
	bool replayed;    /* answered from the idempotency row */
	bool parked_once; /* already waited for one catch-up (see call_park) */
	enum status status;
	const char *message; /* sentence for the user when status is not OK */
	const char *reason;  /* UPPER_SNAKE */
	Kleos__FieldViolation **violations;
	size_t n_violations;
};

bool request_id_fits(const char *request_id);

/* Says why and returns `status`, so that handlers read `return fail(...)`. The reason is a static UPPER_SNAKE name. */
enum status fail(struct call *call, enum status status, const char *reason, const char *format, ...)
	__attribute__((format(printf, 4, 5)));

/* UNAUTHENTICATED, reason NO_KEY, as everybody without a key is answered who may not do something. */
enum status fail_without_key(struct call *call);

/* One more field that cannot be taken; `field` is copied. At most 100 are kept. */
void violate(struct call *call, const char *field, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* What a rule found wrong with a field; NULL: nothing, and true. */
bool call_take(struct call *call, const char *field, const char *problem);
bool call_has_violations(const struct call *call);
/* INVALID_ARGUMENT, reason INVALID_FIELD; the message is the first violation's. */
enum status fail_violations(struct call *call);

/* This call changes what belongs to a member, or shows their private data to somebody else: the audit log has a line
 * about them, which they can read. A WRITE's is committed with it; the reply of a READ waits until its lines are
 * durable, and without them there is none. Themselves in a READ: nothing. */
void call_concerns(struct call *call, const struct id *member);

/* A member that this service has not heard of yet: roll back, wait for one catch-up of the members' feed (no thread
 * waits), try once more. The second time, and in a service that follows nobody, it is NOT_FOUND with this sentence. */
enum status call_park(struct call *call, const char *reason, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
#define STATUS_PARKED ((enum status) - 1) /* never leaves the frame */

#endif

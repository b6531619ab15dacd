/* fetch: one HTTP(S) request to somebody outside, and its whole answer. For what is configured (an identity provider, a
 * collector of traces), never for an address that a user wrote.
 * Blocks: never on the HTTP thread, nor on one of nng. Any thread. Follows no redirect, takes no proxy from the
 * environment, keeps no cookie and no connection; a certificate must be good and be for the host. */
#ifndef KLEOS_FETCH_FETCH_H
#define KLEOS_FETCH_FETCH_H

#include "common/base/arena.h"
#include "common/base/status.h"

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define FETCH_REASON_SIZE 320

/* Everything is borrowed until fetch returns. */
struct fetch_request {
	const char *method;         /* NULL: GET, or POST with a body */
	const char *url;            /* http:// or https:// */
	const char *const *headers; /* "Name: value", up to NULL; NULL: none */
	const void *body;           /* NULL: none */
	size_t body_length;
	const char *ca_file;      /* PEM of the authorities to trust; NULL or "": those of the system */
	uint32_t timeout_ms;      /* for all of it, names and handshakes too; not 0 */
	size_t bound;             /* bytes that the body of the answer may have */
	const atomic_bool *leave; /* true: break off within a second; NULL: never */
};

struct fetch_reply {
	int http_status;
	const char *content_type; /* "": not stated */
	const char *body;         /* in the arena, with a NUL behind it */
	size_t length;
	int64_t retry_after_s;          /* what a refusal asks for; 0: nothing */
	char reason[FETCH_REASON_SIZE]; /* when there is no answer: a sentence, with the host and nothing secret */
};

/* OK: there is an answer, of any HTTP status. Else none: INVALID_ARGUMENT (the address, or a file of authorities that
 * cannot be read), DEADLINE_EXCEEDED, RESOURCE_EXHAUSTED (more than `bound`), CANCELLED (`leave`), PERMISSION_DENIED
 * (the certificate), UNAVAILABLE (nobody there, or the connection broke). */
enum status fetch(struct arena *arena, const struct fetch_request *request, struct fetch_reply *out);

/* Whether what is sent to this address can be read or changed by nobody on the way: https, or http to this machine. */
bool fetch_is_private(const char *url);

#endif

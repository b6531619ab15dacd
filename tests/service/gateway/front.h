/* front: a gateway before a members service of a test's own, and the ways in which its tests speak HTTP to it.
 * Recognitions and awards are away. One thread; memory of answers lives until the end of the test. */
#ifndef KLEOS_TESTS_GATEWAY_FRONT_H
#define KLEOS_TESTS_GATEWAY_FRONT_H

#include "services/gateway/gateway.h"
#include "services/members/members.h"
#include "tests/support/service_fixture.h"

#include <stdbool.h>

struct front {
	struct service_fixture base;
	struct peer peer; /* of members */
	struct members *members;
	struct gateway *gateway;
	char *away[2];     /* URLs of the services that are not there */
	const char *admin; /* the first API key */
};

/* cmocka's set-up and tear-down: the admin key works already. */
int front_set_up(void **state);
int front_tear_down(void **state);
#define FRONT_TEST(name) cmocka_unit_test_setup_teardown(name, front_set_up, front_tear_down)

void front_stop_members(struct front *front);
void front_start_members(struct front *front);
/* What the gateway of a front is opened with; for a test to add to. */
struct gateway_config front_config(struct front *front);
void front_start_gateway(struct front *front); /* after gateway_close: on another port */

struct answer {
	int status;       /* 0: the connection ended without an answer */
	const char *head; /* status line and headers */
	const char *body;
	size_t length; /* of the body */
	bool closed;   /* by the server, after this answer */
};

int front_connect(struct front *front);
void front_write(int socket, const void *bytes, size_t length); /* a broken pipe is fine: the answer tells */
/* Reads one answer off a connection: by Content-Length, chunked, or until the end. */
struct answer front_read(struct front *front, int socket, bool head_only);

/* One request on a connection of its own. `headers` are whole lines with CRLF, or ""; a body gets its Content-Length
 * and, unless `headers` name one, the type application/json. `key` NULL: none. */
struct answer ask(struct front *front, const char *key, const char *method, const char *target, const char *headers,
				  const char *body);
struct answer ask_bytes(struct front *front, const char *key, const char *method, const char *target,
						const char *headers, const void *body, size_t length);
/* Raw bytes on a connection of their own. */
struct answer ask_raw(struct front *front, const char *bytes);

/* The value of a header; NULL: not there. */
const char *header_of(struct front *front, const struct answer *answer, const char *name);
/* The text of a key anywhere in a JSON body; fails the test when it is not there. */
const char *text_of(struct front *front, const struct answer *answer, const char *name);

/* Fails the test unless the answer is so; `part` must be in the body. */
void assert_answer(const struct answer *answer, int status, const char *part);

/* POST /v1/members. */
struct answer front_add(struct front *front, const char *body);
/* maria: Μαρία, of marketing/social. */
void front_add_maria(struct front *front);

/* A key of a new integration with one role. *id: of the key; may be NULL. */
const char *front_new_key(struct front *front, const char *role, const char **id);

#endif

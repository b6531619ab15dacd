/* house: a gateway before members, recognitions and awards, in one process, and one connection to it; for the proofs,
 * which compare what such houses say.
 *
 * What it draws at random follows from the label of the step alone, not from how often anybody drew before: two houses
 * in which the same steps have the same labels give equal ids to equal things, whatever else happened in them.
 * One thread; an answer lives until the next one of its house. */
#ifndef KLEOS_TESTS_PROOF_HOUSE_H
#define KLEOS_TESTS_PROOF_HOUSE_H

#include "services/awards/awards.h"
#include "services/gateway/gateway.h"
#include "services/members/members.h"
#include "services/recognitions/recognitions.h"
#include "tests/support/service_fixture.h"

#include <pthread.h>
#include <stdbool.h>

#define HOUSE_LABEL 64
#define DRAW_SIZES  65 /* every length up to 64 has a sequence of its own */

struct house;

/* Whose randomness: ids of one service never depend on what another drew. */
struct drawer {
	struct house *house;
	const char *name;
	struct environment environment;
	uint64_t drawn[DRAW_SIZES];
};

enum drawing { DRAWING_MEMBERS, DRAWING_RECOGNITIONS, DRAWING_AWARDS, DRAWING_GATEWAY, DRAWINGS };

struct answer {
	int status;
	const char *head; /* status line and headers */
	const char *body;
	size_t head_length, body_length;
};

struct house {
	struct service_fixture base;
	struct drawer drawers[DRAWINGS];
	pthread_mutex_t lock; /* over label and the drawers' counts */
	char label[HOUSE_LABEL];
	struct peer peers[3]; /* of members, recognitions and awards */
	struct members *members;
	struct recognitions *recognitions;
	struct awards *awards;
	struct gateway *gateway;
	unsigned min_group; /* of its reports; 0: 5 */
	const char *admin;  /* the first API key */
	int socket;
	char *bytes; /* of the last answer */
	size_t capacity;
};

void house_open(struct house *house);
void house_close(struct house *house);
/* What happens from now on draws by this label. */
void house_label(struct house *house, const char *label);

/* One request; `key` NULL: none. `headers` are whole lines with CRLF, or "". `body` NULL: none; else JSON. */
struct answer house_ask(struct house *house, const char *key, const char *method, const char *target,
						const char *headers, const char *body);
/* As an rpc of the gateway's: POST /<method> with JSON. */
struct answer house_rpc(struct house *house, const char *key, const char *method, const char *json);
/* Fails the test unless the answer is a 200. */
struct answer house_must(struct house *house, const char *key, const char *method, const char *target,
						 const char *body);
/* The value of the first "name": "text" in a body, in the house's arena; fails the test when there is none. */
const char *house_text(struct house *house, const struct answer *answer, const char *name);

/* A new key of a member (NULL: an integration) with ROLE_BITs. */
const char *house_key(struct house *house, const char *handle, uint32_t roles);
/* Waits until recognitions and awards have heard all that members knows. */
void house_settle(struct house *house);
/* Waits until the figures of recognitions have heard what happened, the last of it at this moment. */
void house_counted(struct house *house);
/* The gateway comes back with another smallest group. */
void house_regroup(struct house *house, unsigned min_group);
/* Moves the clock, and waits until everybody believes each other again. */
void house_later(struct house *house, int64_t ms);

/* An event stream, whose socket the caller closes. `last` is a Last-Event-ID, NULL: from now on. */
int house_stream_begin(struct house *house, const char *key, const char *target, const char *last);
/* Its head, and its bytes, chunks put together, up to the end of the event that holds `word`; NULL: it ended before. In
 * the house's arena. For one reading of one stream. */
const char *house_stream_until(struct house *house, int stream, const char *word);

#endif

/* service_fixture: what tests of a service share: a world of their own, a folder for databases, and peers: clients that
 * call a service as whoever the test says.
 *
 *     service_fixture_init(&fixture);
 *     peer_init(&members, &fixture, "members", PEER_INPROC);   // then open the service on members.url
 *     peer_connect(&members);
 *     Kleos__GetMemberRequest ask = KLEOS__GET_MEMBER_REQUEST__INIT;
 *     Kleos__GetMemberResponse *got =
 *         peer_must(&members, &who, &kleos__members_service__descriptor, "GetMember", &ask.base);
 *
 * One thread. Memory of replies lives until service_fixture_fini. */
#ifndef KLEOS_TESTS_SERVICE_FIXTURE_H
#define KLEOS_TESTS_SERVICE_FIXTURE_H

#include "tests/support/support.h"

#include "common/rpc/client.h"
#include "common/rpc/principal.h"
#include "common/service/site.h"

struct service_fixture {
	struct test_world world;
	char *folder; /* data folder for every service of the test */
	struct arena arena;
	struct rpc_local *local; /* where those who speak over inproc:// meet */
	struct zone_days *days;  /* NULL: UTC; a test sets another before services open; the fixture closes it */
};

void service_fixture_init(struct service_fixture *fixture);
void service_fixture_fini(struct service_fixture *fixture); /* after the peers and the services were closed */
/* Where a service stands that listens at the URL and keeps its database in the folder. */
struct service_site fixture_site(const struct service_fixture *fixture, const char *url);
/* For an inproc:// URL; NULL for others, which the test wants to go over their transport. */
struct rpc_local *fixture_local(const struct service_fixture *fixture, const char *url);

enum peer_transport { PEER_INPROC, PEER_TCP };

struct peer {
	struct service_fixture *fixture;
	const char *audience;
	char *url; /* where the service under test is to listen */
	struct rpc_client *client;
	struct rpc_reply reply; /* of the last call */
};

void peer_init(struct peer *peer, struct service_fixture *fixture, const char *audience, enum peer_transport transport);
void peer_connect(struct peer *peer); /* returns when the service answers its socket; fails the test after 10 s */
void peer_fini(struct peer *peer);    /* before the service is closed */

/* Who calls: ROLE_BITs and a member (NULL: an integration named "test"). Every such principal has a key of its own. */
struct principal caller(uint32_t roles, const struct id *member);
/* The id in a response, such as response->member->id; fails the test when it is none. */
struct id id_of(const char *text);

/* Calls `method` (the part behind the slash) with an idempotency key (NULL: none). The response, NULL when the status
 * is not OK; the rest is in peer->reply. */
void *peer_call(struct peer *peer, const struct principal *who, const ProtobufCServiceDescriptor *service,
				const char *method, const char *request_id, const ProtobufCMessage *request);
/* Fails the test unless OK. */
void *peer_must(struct peer *peer, const struct principal *who, const ProtobufCServiceDescriptor *service,
				const char *method, const ProtobufCMessage *request);
/* Fails the test unless it is refused just so. `reason` NULL: any. */
void peer_refused(struct peer *peer, const struct principal *who, const ProtobufCServiceDescriptor *service,
				  const char *method, const ProtobufCMessage *request, enum status status, const char *reason);

/* Types of the events that the peer's outbox holds about `subject` (NULL: about anything), oldest first, joined by
 * single spaces. */
const char *peer_events(struct peer *peer, const struct id *subject);

/* Tries `done` every millisecond for up to 10 s; fails the test when it never comes true. For effects that cross
 * processes, such as a follower's. */
void wait_until(bool (*done)(void *context), void *context);

#endif

#include "tests/support/service_fixture.h"

#include "common/base/text.h"
#include "common/rpc/local.h"
#include "kleos/events/v1/events_service.pb-c.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define FIXTURE_ARENA_CAP ((size_t)256 << 20)
#define PATIENCE_MS       30000

void service_fixture_init(struct service_fixture *fixture)
{
	memset(fixture, 0, sizeof *fixture);
	test_world_init(&fixture->world);
	fixture->folder = test_folder_make();
	arena_init(&fixture->arena, FIXTURE_ARENA_CAP);
	fixture->local = rpc_local_new();
}

void service_fixture_fini(struct service_fixture *fixture)
{
	zone_days_close(fixture->days);
	rpc_local_free(fixture->local);
	arena_fini(&fixture->arena);
	test_folder_remove(fixture->folder);
}

struct rpc_local *fixture_local(const struct service_fixture *fixture, const char *url)
{
	return text_starts_with(url, "inproc://") ? fixture->local : NULL;
}

struct service_site fixture_site(const struct service_fixture *fixture, const char *url)
{
	return (struct service_site){
		.url = url,
		.data_dir = fixture->folder,
		.synchronous = DB_NORMAL,
		.environment = &fixture->world.environment,
		.key = &fixture->world.key,
		.local = fixture_local(fixture, url),
		.days = fixture->days,
	};
}

void peer_init(struct peer *peer, struct service_fixture *fixture, const char *audience, enum peer_transport transport)
{
	*peer = (struct peer){.fixture = fixture, .audience = audience};
	peer->url = transport == PEER_TCP ? test_tcp_url() : test_inproc_url(audience);
}

static bool peer_is_connected(void *context)
{
	struct peer *peer = context;
	return rpc_client_connected(peer->client);
}

void peer_connect(struct peer *peer)
{
	const struct rpc_client_config config = {
		.url = peer->url,
		.audience = peer->audience,
		.environment = &peer->fixture->world.environment,
		.key = &peer->fixture->world.key,
		.local = fixture_local(peer->fixture, peer->url),
	};
	assert_int_equal(rpc_client_open(&peer->client, &config), STATUS_OK);
	wait_until(peer_is_connected, peer);
}

void peer_fini(struct peer *peer)
{
	rpc_client_close(peer->client);
	free(peer->url);
	*peer = (struct peer){0};
}

struct principal caller(uint32_t roles, const struct id *member)
{
	struct principal principal = {.roles = roles, .name = "test"};

	/* equal callers have equal keys, so that a repeated request id is recognised */
	memcpy(principal.key.bytes, &roles, sizeof roles);
	principal.key.bytes[ID_SIZE - 1] = 1;
	if (member) {
		principal.member = *member;
		principal.name[0] = '\0';
		memcpy(principal.key.bytes + sizeof roles, member->bytes + sizeof roles, ID_SIZE - sizeof roles);
	}
	return principal;
}

struct id id_of(const char *text)
{
	struct id id = {0};
	assert_true(id_parse(&id, text));
	return id;
}

static const ProtobufCMethodDescriptor *method_of(const ProtobufCServiceDescriptor *service, const char *name)
{
	const ProtobufCMethodDescriptor *method = protobuf_c_service_descriptor_get_method_by_name(service, name);
	if (!method)
		fail_msg("no method %s in %s", name, service->name);
	return method;
}

void *peer_call(struct peer *peer, const struct principal *who, const ProtobufCServiceDescriptor *service,
				const char *method, const char *request_id, const ProtobufCMessage *request)
{
	struct arena *arena = &peer->fixture->arena;
	const struct rpc_request call = {
		.method = arena_printf(arena, "%s/%s", service->name, method),
		.principal = who,
		.request_id = request_id,
		.timeout_ms = PATIENCE_MS,
		.message = request,
	};
	ProtobufCMessage *response = NULL;

	memset(&peer->reply, 0, sizeof peer->reply);
	rpc_call(peer->client, arena, &call, &peer->reply, method_of(service, method)->output, &response);
	return peer->reply.status == STATUS_OK ? response : NULL;
}

void *peer_must(struct peer *peer, const struct principal *who, const ProtobufCServiceDescriptor *service,
				const char *method, const ProtobufCMessage *request)
{
	void *response = peer_call(peer, who, service, method, NULL, request);
	if (!response)
		fail_msg("%s: %s %s: %s", method, status_name(peer->reply.status), peer->reply.reason, peer->reply.message);
	return response;
}

void peer_refused(struct peer *peer, const struct principal *who, const ProtobufCServiceDescriptor *service,
				  const char *method, const ProtobufCMessage *request, enum status status, const char *reason)
{
	peer_call(peer, who, service, method, NULL, request);
	if (peer->reply.status != status || (reason && !text_equal(peer->reply.reason, reason)))
		fail_msg("%s: expected %s %s, got %s %s: %s", method, status_name(status), reason ? reason : "",
				 status_name(peer->reply.status), peer->reply.reason ? peer->reply.reason : "",
				 peer->reply.message ? peer->reply.message : "");
}

const char *peer_events(struct peer *peer, const struct id *subject)
{
	const struct principal process = principal_internal("test");
	const char *types = "";
	Kleos__ReadEventsRequest ask = KLEOS__READ_EVENTS_REQUEST__INIT;

	for (;;) {
		const Kleos__ReadEventsResponse *run =
			peer_must(peer, &process, &kleos__events_service__descriptor, "ReadEvents", &ask.base);
		for (size_t i = 0; i < run->n_events; i++) {
			const Kleos__Event *event = run->events[i];
			struct id about;
			assert_true(id_from_bytes(&about, event->subject.data, event->subject.len));
			if (!subject || id_equal(subject, &about))
				types = arena_printf(&peer->fixture->arena, "%s%s%s", types, *types ? " " : "", event->type);
		}
		if (run->last >= run->head)
			return types;
		ask.after = run->last;
	}
}

void wait_until(bool (*done)(void *context), void *context)
{
	const struct timespec pause = {.tv_nsec = 1000000};

	for (int waited = 0; !done(context); waited++) {
		if (waited >= PATIENCE_MS)
			fail_msg("waited %d ms in vain", PATIENCE_MS);
		nanosleep(&pause, NULL);
	}
}

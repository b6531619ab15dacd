#include "common/base/limits.h"
#include "common/rpc/address.h"
#include "common/rpc/client_state.h"
#include "common/rpc/wire.h"

#include <stdlib.h>
#include <string.h>

#define OUTBOUND_BOUND (16u * 1024 * 1024)
#define SPARE_PLACES   16 /* beside one for each call and one for each that is just ending, whose `done` runs */

struct rpc_reply reply_failed(enum status status, const char *reason, const char *message)
{
	return (struct rpc_reply){.status = status, .reason = reason, .message = message};
}

struct rpc_reply reply_closed(void)
{
	return reply_failed(STATUS_CANCELLED, "CLIENT_CLOSED", "the call was cancelled");
}

struct rpc_reply reply_unavailable(struct rpc_client *client)
{
	bool untrusted;

	pthread_mutex_lock(&client->mutex);
	untrusted = client->untrusted;
	pthread_mutex_unlock(&client->mutex);
	return reply_failed(STATUS_UNAVAILABLE, untrusted ? "UNTRUSTED_REPLY" : "SERVICE_UNAVAILABLE",
						"the service cannot be reached");
}

/*~ 4. A call gets a place (place.c), an envelope that says who asks, and a way (way.c): through the memory of this
 * process when the service is in it, else over the connection. `done` runs once, whatever becomes of it. */
void rpc_call_start(struct rpc_client *client, const struct rpc_request *request,
					void (*done)(void *context, const struct rpc_reply *reply), void *context)
{
	struct rpc_reply reply;
	struct place *place = place_take(client, &reply);

	if (!place) {
		done(context, &reply);
		return;
	}
	place->done = done;
	place->done_context = context;
	call_send(place, request);
	pthread_mutex_lock(&client->mutex);
	client->n_starting--;
	if (client->closing)
		pthread_cond_broadcast(&client->changed);
	pthread_mutex_unlock(&client->mutex);
}

/* ---- what the connection says ---- */

static void stream_made(void *host, nng_stream *stream)
{
	struct rpc_client *client = host;
	bool closing;

	pthread_mutex_lock(&client->mutex);
	closing = client->closing;
	client->attached = !closing;
	pthread_mutex_unlock(&client->mutex);
	if (closing)
		nng_stream_free(stream);
	else
		connection_attach(client->connection, stream);
}

static void opened(void *host, struct connection *connection)
{
	struct rpc_client *client = host;

	(void)connection;
	dialling_worked(&client->dialling);
	places_heard(client);
	pthread_mutex_lock(&client->mutex);
	client->untrusted = false;
	pthread_mutex_unlock(&client->mutex);
}

static void answered(void *host, const struct frame *frame)
{
	places_heard(host);
	call_answered(host, frame);
}

/* Somebody else listens at the service's address, or the two ends were given different keys. Said once, until it
 * changes. */
static void note_trust(struct rpc_client *client, bool untrusted)
{
	const struct rpc_client_config *config = &client->config;
	bool was;

	pthread_mutex_lock(&client->mutex);
	was = client->untrusted;
	client->untrusted = untrusted || was;
	pthread_mutex_unlock(&client->mutex);
	if (untrusted && !was)
		log_error(config->environment->log, "who answers does not hold the cluster key",
				  log_text("audience", config->audience), log_text("url", config->url));
}

/* Every call that waits ends at once: only the edge tries again. */
static void ended(void *host, struct connection *connection, enum connection_end why)
{
	struct rpc_client *client = host;
	struct rpc_reply reply;

	(void)connection;
	note_trust(client, why == CONNECTION_UNTRUSTED);
	reply = reply_unavailable(client);
	places_end(client, &reply);
	pthread_mutex_lock(&client->mutex);
	client->attached = false;
	pthread_cond_broadcast(&client->changed);
	pthread_mutex_unlock(&client->mutex);
	dialling_again(&client->dialling); /* which close waits for, as for every thread in here */
}

/* ---- open and close ---- */

static int open_places(struct rpc_client *client)
{
	size_t n = 2 * client->config.in_flight + SPARE_PLACES;

	client->places = calloc(n, sizeof(*client->places));
	if (!client->places)
		return NNG_ENOMEM;
	for (; client->n_places < n; client->n_places++)
		place_init(&client->places[client->n_places], client);
	return nng_aio_alloc(&client->timer, places_sweep, client);
}

static int open_connection(struct rpc_client *client)
{
	const struct connection_config config = {
		.end = CHANNEL_CLIENT,
		.key = client->config.key,
		.environment = client->config.environment,
		.frame_bound = WIRE_REPLY_BOUND,
		.outbound_bound = OUTBOUND_BOUND,
		.host = client,
		.opened = opened,
		.frame = answered,
		.ended = ended,
	};
	int error;

	if (address_is_local(client->config.url))
		return client->config.local ? 0 : NNG_EADDRINVAL;
	error = dialling_open(&client->dialling, client->config.url, stream_made, client);
	if (error)
		return error;
	client->connection = connection_new(&config);
	if (!client->connection) {
		dialling_close(&client->dialling);
		return NNG_ENOMEM;
	}
	dialling_start(&client->dialling);
	return 0;
}

static struct rpc_client *client_new(const struct rpc_client_config *config)
{
	struct rpc_client *client = calloc(1, sizeof(*client));

	if (!client)
		return NULL;
	client->config = *config;
	client->config.url = strdup(config->url);
	client->config.audience = strdup(config->audience);
	if (!config->in_flight)
		client->config.in_flight = IN_FLIGHT_BOUND;
	environment_random(config->environment, client->name, sizeof(client->name));
	pthread_mutex_init(&client->mutex, NULL);
	pthread_cond_init(&client->changed, NULL);
	return client;
}

static void client_free(struct rpc_client *client)
{
	if (client->connection) {
		connection_free(client->connection);
		dialling_close(&client->dialling);
	}
	if (client->timer)
		nng_aio_free(client->timer); /* waits for a callback that is still on its way out */
	for (size_t i = 0; i < client->n_places; i++)
		place_fini(&client->places[i]);
	pthread_cond_destroy(&client->changed);
	pthread_mutex_destroy(&client->mutex);
	free(client->places);
	free((char *)client->config.url);
	free((char *)client->config.audience);
	free(client);
}

enum status rpc_client_open(struct rpc_client **out, const struct rpc_client_config *config)
{
	struct rpc_client *client = client_new(config);
	int error;

	if (!client)
		return STATUS_INTERNAL;
	error = open_places(client);
	if (!error)
		error = open_connection(client);
	if (error) {
		log_error(config->environment->log, "a service cannot be called there", log_text("url", config->url),
				  log_text("problem", address_is_local(config->url)
										  ? "inproc:// reaches nothing but services of this process"
										  : nng_strerror(error)));
		client_free(client);
		return address_status(error);
	}
	*out = client;
	return STATUS_OK;
}

static void wait_ended(struct rpc_client *client)
{
	pthread_mutex_lock(&client->mutex);
	while (client->n_free < client->n_places || client->n_starting > 0 || client->attached)
		pthread_cond_wait(&client->changed, &client->mutex);
	pthread_mutex_unlock(&client->mutex);
}

void rpc_client_close(struct rpc_client *client)
{
	struct rpc_reply cancelled = reply_closed();

	if (!client)
		return;
	pthread_mutex_lock(&client->mutex);
	client->closing = true;
	pthread_mutex_unlock(&client->mutex);
	places_end(client, &cancelled);
	if (client->connection) {
		dialling_stop(&client->dialling);
		connection_close(client->connection);
	}
	wait_ended(client);
	nng_aio_stop(client->timer);
	client_free(client);
}

bool rpc_client_connected(struct rpc_client *client)
{
	const struct rpc_client_config *config = &client->config;

	return (config->local && rpc_local_has(config->local, config->url)) ||
		   (client->connection && connection_is_open(client->connection));
}

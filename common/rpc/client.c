#include "common/rpc/address.h"
#include "common/rpc/client_state.h"
#include "common/rpc/socket.h"

#include <nng/protocol/reqrep0/req.h>
#include <stdlib.h>
#include <string.h>

#define IN_FLIGHT_DEFAULT 256

/*~ 4. A call gets a place, an envelope that says who asks (place.c), and a way: through the memory of this
 * process when the service is in it (place_local.c), else over nng. `done` runs once, whatever becomes of it. */
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
	if (client->config.local)
		sweep_start(client);
	if (!place_start(place, request, &reply))
		place_end(place, &reply);
}

static void break_all(struct rpc_client *client, int error)
{
	for (size_t i = 0; i < client->n_places; i++)
		place_break(&client->places[i], error);
}

/* A call whose connection broke ends at once, also one that nng has not sent yet: only the edge retries. */
static void link_lost(void *host)
{
	break_all(host, NNG_ECONNRESET);
}

static int open_places(struct rpc_client *client)
{
	size_t n = client->config.in_flight;

	client->places = calloc(n, sizeof(*client->places));
	if (!client->places)
		return NNG_ENOMEM;
	for (; client->n_places < n; client->n_places++) {
		int error = place_open(&client->places[client->n_places], client);
		if (error)
			return error;
	}
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
		client->config.in_flight = IN_FLIGHT_DEFAULT;
	environment_random(config->environment, client->nonce, sizeof(client->nonce));
	pthread_mutex_init(&client->mutex, NULL);
	pthread_cond_init(&client->all_free, NULL);
	return client;
}

static void client_free(struct rpc_client *client)
{
	for (size_t i = 0; i < client->n_places; i++) {
		nng_aio_free(client->places[i].aio); /* waits for a callback that is still on its way out */
		arena_fini(&client->places[i].arena);
		pthread_mutex_destroy(&client->places[i].mutex);
	}
	if (client->timer)
		nng_aio_free(client->timer);
	pthread_cond_destroy(&client->all_free);
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

	if (!client || nng_req0_open(&client->socket) != 0) {
		if (client)
			client_free(client);
		return STATUS_INTERNAL;
	}
	/* before the first context, which takes the resend time over from its socket */
	error = nng_socket_set_ms(client->socket, NNG_OPT_REQ_RESENDTIME, NNG_DURATION_INFINITE);
	if (!error)
		error = nng_aio_alloc(&client->timer, sweep, client);
	if (!error)
		error = open_places(client);
	if (!error)
		error = link_start(&client->link, client->socket, client->config.url, link_lost, client);
	if (error) {
		nng_close(client->socket);
		client_free(client);
		return address_status(error);
	}
	*out = client;
	return STATUS_OK;
}

void rpc_client_close(struct rpc_client *client)
{
	if (!client)
		return;
	link_stop(&client->link);
	pthread_mutex_lock(&client->mutex);
	client->closing = true;
	pthread_mutex_unlock(&client->mutex);
	break_all(client, NNG_ECANCELED);
	pthread_mutex_lock(&client->mutex);
	while (client->n_free < client->n_places)
		pthread_cond_wait(&client->all_free, &client->mutex);
	pthread_mutex_unlock(&client->mutex);
	nng_aio_stop(client->timer);
	if (!socket_close(client->socket, client)) {
		log_error(client->config.environment->log, "nng does not close a socket", log_text("url", client->config.url));
		return;
	}
	link_fini(&client->link);
	client_free(client);
}

bool rpc_client_connected(struct rpc_client *client)
{
	return link_is_up(&client->link);
}

const char *rpc_client_audience(const struct rpc_client *client)
{
	return client->config.audience;
}

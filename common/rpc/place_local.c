#include "common/rpc/client_state.h"

#include <stdlib.h>

#define SWEEP_MS 200 /* how late a local call may notice that its time is over */

/* The ticket is taken: the call is ours to end. */
static void delivered(void *argument, nng_msg *reply_message)
{
	struct place *place = argument;
	struct rpc_reply reply;

	pthread_mutex_lock(&place->mutex);
	place->state = PLACE_ENDING;
	rpc_ticket_release(place->ticket);
	place->ticket = NULL;
	pthread_mutex_unlock(&place->mutex);
	place->reply = reply_message;
	reply = reply_read(place);
	place_end(place, &reply);
}

/* False: the server is not in this process, or the call was broken off; the message is still the caller's. */
bool place_call_local(struct place *place, nng_msg *message)
{
	const struct rpc_client_config *config = &place->client->config;
	struct slot *slot = config->local ? rpc_local_reserve(config->local, config->url) : NULL;
	struct rpc_ticket *ticket = slot ? rpc_ticket_new(place, delivered) : NULL;
	bool broken = true;

	if (ticket) {
		pthread_mutex_lock(&place->mutex);
		broken = place->broken != 0;
		if (!broken) {
			place->state = PLACE_LOCAL;
			place->ticket = ticket;
		}
		pthread_mutex_unlock(&place->mutex);
	}
	if (!broken) {
		slot_run_local(slot, message, ticket);
		return true;
	}
	free(ticket);
	if (slot)
		slot_return(slot);
	return false;
}

static void place_expire(struct place *place, int64_t now_ms)
{
	bool expired;

	pthread_mutex_lock(&place->mutex);
	expired = place->state == PLACE_LOCAL && now_ms >= place->deadline_ms && place_give_up(place);
	pthread_mutex_unlock(&place->mutex);
	if (expired)
		place_fail(place, NNG_ETIMEDOUT);
}

/* Every SWEEP_MS while calls are under way. On an nng thread. */
void sweep(void *argument)
{
	struct rpc_client *client = argument;
	int64_t now_ms = environment_monotonic_ms(client->config.environment);
	bool again;

	if (nng_aio_result(client->timer) != 0)
		return; /* closing */
	for (size_t i = 0; i < client->n_places; i++)
		place_expire(&client->places[i], now_ms);
	pthread_mutex_lock(&client->mutex);
	again = client->sweeping = !client->closing && client->n_free < client->n_places;
	pthread_mutex_unlock(&client->mutex);
	if (again)
		nng_sleep_aio(SWEEP_MS, client->timer);
}

void sweep_start(struct rpc_client *client)
{
	bool start;

	pthread_mutex_lock(&client->mutex);
	start = !client->sweeping && !client->closing;
	if (start)
		client->sweeping = true;
	pthread_mutex_unlock(&client->mutex);
	if (start)
		nng_sleep_aio(SWEEP_MS, client->timer);
}

/* With the mutex held. True: the local call is this caller's to end; whatever the server says comes too late. */
bool place_give_up(struct place *place)
{
	struct rpc_ticket *ticket = place->ticket;

	if (place->state != PLACE_LOCAL || !rpc_ticket_take(ticket))
		return false;
	place->state = PLACE_ENDING;
	place->ticket = NULL;
	rpc_ticket_release(ticket);
	return true;
}

#include "common/rpc/client_state.h"

#define ARENA_CAP  (1024u * 1024) /* of one call: its names, and a reply without its body */
#define SWEEP_MS   50             /* how late a call may notice that its time is over */
#define SILENCE_MS 2000 /* a service that says nothing for so long, although a call's time passed, is not there */

void place_init(struct place *place, struct rpc_client *client)
{
	place->client = client;
	arena_init(&place->arena, ARENA_CAP);
	place->next = client->free_places;
	client->free_places = place;
	client->n_free++;
}

void place_fini(struct place *place)
{
	arena_fini(&place->arena);
}

struct place *place_take(struct rpc_client *client, struct rpc_reply *why)
{
	struct place *place = NULL;
	bool start_timer = false;

	pthread_mutex_lock(&client->mutex);
	if (client->closing) {
		*why = reply_closed();
	} else if (client->n_calls == client->config.in_flight || !client->free_places) {
		*why = reply_failed(STATUS_RESOURCE_EXHAUSTED, "TOO_MANY_CALLS", "too many calls wait for this service");
	} else {
		place = client->free_places;
		client->free_places = place->next;
		client->n_free--;
		client->n_calls++;
		client->n_starting++;
		place->state = PLACE_TAKEN;
		start_timer = !client->sweeping;
		client->sweeping = true;
	}
	pthread_mutex_unlock(&client->mutex);
	if (start_timer)
		nng_sleep_aio(SWEEP_MS, client->timer);
	return place;
}

uint64_t place_wait(struct place *place, int64_t deadline_ms, struct rpc_ticket *ticket)
{
	struct rpc_client *client = place->client;
	uint64_t number = 0;

	pthread_mutex_lock(&client->mutex);
	if (!client->closing) {
		place->state = PLACE_WAITING;
		place->deadline_ms = deadline_ms;
		place->ticket = ticket;
		place->generation += place->generation == UINT32_MAX ? 2 : 1; /* never 0 */
		if (!ticket && client->unanswered_since_ms == 0)
			client->unanswered_since_ms = environment_monotonic_ms(client->config.environment);
		number = (uint64_t)place->generation << 32 | (uint64_t)(place - client->places);
	}
	pthread_mutex_unlock(&client->mutex);
	return number;
}

/* With the mutex held. False: it does not wait, or the server is about to answer. */
static bool claim(struct place *place)
{
	if (place->state != PLACE_WAITING || (place->ticket && !rpc_ticket_take(place->ticket)))
		return false;
	if (place->ticket)
		rpc_ticket_release(place->ticket);
	place->ticket = NULL;
	place->state = PLACE_ENDING;
	place->client->n_calls--;
	return true;
}

struct place *place_claim(struct rpc_client *client, uint64_t number)
{
	size_t i = (size_t)(number & UINT32_MAX);
	struct place *place = NULL;

	if (i >= client->n_places)
		return NULL;
	pthread_mutex_lock(&client->mutex);
	if (client->places[i].generation == number >> 32 && claim(&client->places[i]))
		place = &client->places[i];
	pthread_mutex_unlock(&client->mutex);
	return place;
}

void place_claim_local(struct place *place)
{
	pthread_mutex_lock(&place->client->mutex);
	place->state = PLACE_ENDING;
	place->client->n_calls--;
	rpc_ticket_release(place->ticket);
	place->ticket = NULL;
	pthread_mutex_unlock(&place->client->mutex);
}

void place_end(struct place *place, const struct rpc_reply *reply)
{
	struct rpc_client *client = place->client;

	span_end(&place->span, reply->status, 0);
	place->done(place->done_context, reply);
	free(place->reply);
	place->reply = NULL;
	arena_reset(&place->arena);
	pthread_mutex_lock(&client->mutex);
	client->n_calls -= place->state == PLACE_TAKEN; /* it never waited */
	place->state = PLACE_FREE;
	place->next = client->free_places;
	client->free_places = place;
	client->n_free++;
	if (client->closing)
		pthread_cond_broadcast(&client->changed);
	pthread_mutex_unlock(&client->mutex);
}

/* Claims all whose time is over at `now_ms`. */
static struct place *claim_all(struct rpc_client *client, int64_t now_ms)
{
	struct place *claimed = NULL;

	pthread_mutex_lock(&client->mutex);
	for (size_t i = 0; i < client->n_places; i++) {
		struct place *place = &client->places[i];

		if (place->state != PLACE_WAITING || now_ms < place->deadline_ms || !claim(place))
			continue;
		place->next = claimed;
		claimed = place;
	}
	pthread_mutex_unlock(&client->mutex);
	return claimed;
}

static void end_all(struct place *claimed, const struct rpc_reply *reply)
{
	while (claimed) {
		struct place *place = claimed;

		claimed = place->next;
		place_end(place, reply);
	}
}

void places_end(struct rpc_client *client, const struct rpc_reply *reply)
{
	end_all(claim_all(client, INT64_MAX), reply);
}

void places_heard(struct rpc_client *client)
{
	pthread_mutex_lock(&client->mutex);
	client->unanswered_since_ms = 0;
	pthread_mutex_unlock(&client->mutex);
}

/* Some call's time was over: hangs up when nothing was heard since one was sent long ago. */
static void judge_silence(struct rpc_client *client, int64_t now_ms)
{
	bool silent;

	pthread_mutex_lock(&client->mutex);
	silent = client->unanswered_since_ms != 0 && now_ms - client->unanswered_since_ms >= SILENCE_MS;
	pthread_mutex_unlock(&client->mutex);
	if (!silent || !client->connection || !connection_is_open(client->connection))
		return;
	log_warn(client->config.environment->log, "a service says nothing any more; hung up, and dialling again",
			 log_text("audience", client->config.audience));
	connection_close(client->connection);
}

/* Every SWEEP_MS while calls are under way. On an nng thread. */
void places_sweep(void *argument)
{
	struct rpc_client *client = argument;
	struct rpc_reply late =
		reply_failed(STATUS_DEADLINE_EXCEEDED, "DEADLINE_PASSED", "the service did not answer in time");
	struct place *claimed;
	int64_t now_ms = environment_monotonic_ms(client->config.environment);
	bool again;

	if (nng_aio_result(client->timer) != 0)
		return; /* closing */
	claimed = claim_all(client, now_ms);
	if (claimed)
		judge_silence(client, now_ms);
	end_all(claimed, &late);
	pthread_mutex_lock(&client->mutex);
	again = client->sweeping = !client->closing && client->n_free < client->n_places;
	pthread_mutex_unlock(&client->mutex);
	if (again)
		nng_sleep_aio(SWEEP_MS, client->timer);
}

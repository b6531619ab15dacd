#include "common/rpc/server_state.h"

#define SEND_TIMEOUT_MS 5000 /* a peer that does not read its replies keeps a slot no longer */

static void slot_stop(struct slot *slot)
{
	struct rpc_server *server = slot->server;

	slot->state = SLOT_IDLE;
	pthread_mutex_lock(&server->mutex);
	server->n_idle++;
	pthread_cond_signal(&server->idle);
	pthread_mutex_unlock(&server->mutex);
}

void slot_receive(struct slot *slot)
{
	pthread_mutex_lock(&slot->mutex);
	if (atomic_load(&slot->server->closing)) {
		slot_stop(slot);
	} else {
		slot->state = SLOT_RECEIVING;
		nng_aio_set_timeout(slot->aio, NNG_DURATION_INFINITE);
		nng_ctx_recv(slot->context, slot->aio);
	}
	pthread_mutex_unlock(&slot->mutex);
}

struct slot *slot_reserve(struct rpc_server *server)
{
	struct slot *slot;

	pthread_mutex_lock(&server->mutex);
	slot = atomic_load(&server->closing) ? NULL : server->local_free;
	if (slot) {
		server->local_free = slot->next;
		server->n_local_busy++;
	}
	pthread_mutex_unlock(&server->mutex);
	return slot;
}

void slot_return(struct slot *slot)
{
	struct rpc_server *server = slot->server;

	pthread_mutex_lock(&server->mutex);
	slot->next = server->local_free;
	server->local_free = slot;
	server->n_local_busy--;
	if (atomic_load(&server->closing))
		pthread_cond_signal(&server->idle);
	pthread_mutex_unlock(&server->mutex);
}

static void slot_send(struct slot *slot, nng_msg *reply)
{
	pthread_mutex_lock(&slot->mutex);
	slot->state = SLOT_SENDING;
	nng_aio_set_timeout(slot->aio, SEND_TIMEOUT_MS);
	nng_aio_set_msg(slot->aio, reply);
	nng_ctx_send(slot->context, slot->aio);
	pthread_mutex_unlock(&slot->mutex);
}

/* The call is over, answered or not: everything of it is given back before the next one comes. */
static void slot_finish(struct slot *slot)
{
	if (slot->request)
		nng_msg_free(slot->request);
	slot->request = NULL;
	arena_reset(&slot->arena);
	atomic_fetch_sub(&slot->server->in_flight, 1);
	if (slot->aio)
		slot_receive(slot);
	else
		slot_return(slot);
}

/* NULL: there was no memory for a reply, so the caller waits until its time is over. */
static void slot_deliver(struct slot *slot, nng_msg *reply)
{
	struct rpc_ticket *ticket = slot->ticket;

	slot_finish(slot); /* first, so that the caller's next call finds it */
	if (reply && rpc_ticket_take(ticket))
		ticket->deliver(ticket->place, reply);
	else if (reply)
		nng_msg_free(reply);
	rpc_ticket_release(ticket);
}

/* The slot may be somebody else's as soon as `take` said true: it is not touched behind it. */
static void slot_run(struct slot *slot)
{
	struct rpc_server *server = slot->server;
	struct call *call = &slot->call;

	atomic_fetch_add(&server->in_flight, 1);
	if (slot_admit(slot)) {
		if (server->config.take(server->config.host, call))
			return;
		fail(call, STATUS_RESOURCE_EXHAUSTED, "BUSY", "%s has too much to do; try again", server->config.audience);
	}
	rpc_answer(call, NULL);
}

void slot_run_local(struct slot *slot, nng_msg *request, struct rpc_ticket *ticket)
{
	slot->request = request;
	slot->ticket = ticket;
	slot_run(slot);
}

static void received(struct slot *slot)
{
	int error = nng_aio_result(slot->aio);

	pthread_mutex_lock(&slot->mutex);
	slot->state = SLOT_RUNNING;
	if (error == NNG_ECLOSED)
		slot_stop(slot);
	pthread_mutex_unlock(&slot->mutex);
	if (error == NNG_ECLOSED)
		return;
	if (error) {
		slot_receive(slot);
		return;
	}
	slot->request = nng_aio_get_msg(slot->aio);
	nng_aio_set_msg(slot->aio, NULL);
	if (nng_msg_len(slot->request) > 0) {
		slot_run(slot);
		return;
	}
	nng_msg_free(slot->request); /* a client's link: it waits for the end of the connection, not for an answer */
	slot->request = NULL;
	slot_receive(slot);
}

static void sent(struct slot *slot)
{
	if (nng_aio_result(slot->aio) != 0) { /* the caller has gone, or does not read */
		nng_msg_free(nng_aio_get_msg(slot->aio));
		nng_aio_set_msg(slot->aio, NULL);
	}
	slot_finish(slot);
}

static void slot_turn(void *argument)
{
	struct slot *slot = argument;
	bool sending;

	pthread_mutex_lock(&slot->mutex);
	sending = slot->state == SLOT_SENDING;
	pthread_mutex_unlock(&slot->mutex);
	if (sending)
		sent(slot);
	else
		received(slot);
}

void slot_init_local(struct slot *slot, struct rpc_server *server)
{
	slot->server = server;
	arena_init(&slot->arena, server->config.arena_cap);
	pthread_mutex_init(&slot->mutex, NULL);
}

int slot_open(struct slot *slot, struct rpc_server *server)
{
	int error;

	error = nng_aio_alloc(&slot->aio, slot_turn, slot);
	if (error)
		return error;
	error = nng_ctx_open(&slot->context, server->socket);
	if (error) {
		nng_aio_free(slot->aio);
		return error;
	}
	slot_init_local(slot, server);
	return 0;
}

void slot_close(struct slot *slot)
{
	if (slot->aio)
		nng_aio_free(slot->aio); /* waits for a callback that is still on its way out */
	if (slot->request)
		nng_msg_free(slot->request);
	arena_fini(&slot->arena);
	pthread_mutex_destroy(&slot->mutex);
}

void slot_cancel(struct slot *slot)
{
	pthread_mutex_lock(&slot->mutex);
	if (slot->state == SLOT_RECEIVING)
		nng_aio_cancel(slot->aio);
	pthread_mutex_unlock(&slot->mutex);
}

void slot_reply(struct slot *slot, nng_msg *reply)
{
	if (!slot->aio) {
		slot_deliver(slot, reply);
	} else if (reply && mac_put_reply(reply, &slot->mac, slot->server->config.key) == 0) {
		slot_send(slot, reply);
	} else {
		nng_msg_free(reply);
		slot_finish(slot);
	}
}

#include "common/rpc/server_state.h"

void slot_init(struct slot *slot, struct rpc_server *server)
{
	slot->server = server;
	arena_init(&slot->arena, server->config.arena_cap);
	slot->next = server->free_slots;
	server->free_slots = slot;
}

void slot_fini(struct slot *slot)
{
	free(slot->request);
	arena_fini(&slot->arena);
}

struct slot *slot_reserve(struct rpc_server *server)
{
	struct slot *slot;

	pthread_mutex_lock(&server->mutex);
	slot = server->closing ? NULL : server->free_slots;
	if (slot) {
		server->free_slots = slot->next;
		server->n_busy++;
	}
	pthread_mutex_unlock(&server->mutex);
	if (!slot)
		atomic_fetch_add_explicit(&server->n_refused, 1, memory_order_relaxed);
	return slot;
}

/* Everything of the call is given back before its reply leaves, so that the caller's next call finds the slot. */
static void slot_free(struct slot *slot, bool leaving)
{
	struct rpc_server *server = slot->server;

	free(slot->request);
	slot->request = NULL;
	slot->ticket = NULL;
	arena_reset(&slot->arena);
	pthread_mutex_lock(&server->mutex);
	slot->next = server->free_slots;
	server->free_slots = slot;
	server->n_busy--;
	server->n_leaving += leaving;
	if (server->closing)
		pthread_cond_signal(&server->quiet);
	pthread_mutex_unlock(&server->mutex);
}

void slot_return(struct slot *slot)
{
	slot_free(slot, false);
}

static void leave(struct rpc_server *server)
{
	pthread_mutex_lock(&server->mutex);
	server->n_leaving--;
	if (server->closing)
		pthread_cond_signal(&server->quiet);
	pthread_mutex_unlock(&server->mutex);
}

/* A reply made without a slot. */
static void refuse(struct rpc_server *server, const struct frame *frame, enum status status, const char *reason,
				   const char *message)
{
	struct call call = {.environment = server->config.environment,
						.call_id = "",
						.status = status,
						.reason = reason,
						.message = message};
	struct packet *reply = reply_pack(&call, NULL);

	if (!reply || connection_put(frame->connection, frame->life, frame->number, reply->bytes, reply->length) ==
					  STATUS_RESOURCE_EXHAUSTED)
		connection_close(frame->connection); /* it asks and asks, and takes no answer */
	free(reply);
}

static void send_remote(struct slot *slot, struct packet *reply)
{
	struct rpc_server *server = slot->server;
	struct frame from = slot->from;

	slot_free(slot, true);
	if (reply && connection_put(from.connection, from.life, from.number, reply->bytes, reply->length) ==
					 STATUS_RESOURCE_EXHAUSTED)
		refuse(server, &from, STATUS_RESOURCE_EXHAUSTED, "REPLIES_WAIT",
			   "too many answers wait to be taken; try again");
	free(reply);
	leave(server);
}

/* NULL: there was no memory for a reply, so the caller waits until its time is over. */
static void send_local(struct slot *slot, struct packet *reply)
{
	struct rpc_ticket *ticket = slot->ticket;

	slot_free(slot, false);
	if (reply && rpc_ticket_take(ticket))
		ticket->deliver(ticket->place, reply);
	else
		free(reply);
	rpc_ticket_release(ticket);
}

void slot_reply(struct slot *slot, struct packet *reply)
{
	if (slot->ticket)
		send_local(slot, reply);
	else
		send_remote(slot, reply);
}

/* The slot may be somebody else's as soon as `take` said true: it is not touched behind it. */
static void slot_run(struct slot *slot)
{
	struct rpc_server *server = slot->server;
	struct call *call = &slot->call;

	if (slot_admit(slot)) {
		if (server->config.take(server->config.host, call))
			return;
		fail(call, STATUS_RESOURCE_EXHAUSTED, "BUSY", "%s has too much to do; try again", server->config.audience);
	}
	rpc_answer(call, NULL);
}

void slot_run_local(struct slot *slot, struct packet *request, struct rpc_ticket *ticket)
{
	slot->request = request;
	slot->ticket = ticket;
	slot_run(slot);
}

static bool is_closing(struct rpc_server *server)
{
	bool closing;

	pthread_mutex_lock(&server->mutex);
	closing = server->closing;
	pthread_mutex_unlock(&server->mutex);
	return closing;
}

void slot_take_frame(struct rpc_server *server, const struct frame *frame)
{
	struct slot *slot = slot_reserve(server);

	if (!slot && is_closing(server)) {
		refuse(server, frame, STATUS_UNAVAILABLE, "SERVICE_UNAVAILABLE", "the service is closing");
		return;
	}
	if (!slot) {
		refuse(server, frame, STATUS_RESOURCE_EXHAUSTED, "BUSY", "the service has too much to do; try again");
		return;
	}
	slot->request = packet_copy(frame->bytes.data, frame->bytes.len);
	slot->from = *frame;
	if (slot->request)
		slot_run(slot);
	else
		slot_return(slot); /* no memory: the caller waits until its time is over */
}

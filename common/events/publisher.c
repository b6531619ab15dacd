#include "common/events/publisher.h"

#include "common/base/text.h"
#include "common/base/wait.h"
#include "common/events/bell.h"
#include "common/rpc/address.h"
#include "common/rpc/socket.h"

#include <nng/nng.h>
#include <nng/protocol/pubsub0/pub.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

struct publisher {
	nng_socket socket;
	int lock; /* beside an ipc:// socket, held while it listens */
	pthread_t beat;
	pthread_mutex_t mutex;
	pthread_cond_t stopping;
	bool stop;
	_Atomic int64_t head_seq;
};

const char *events_url(struct arena *arena, const char *rpc_url)
{
	if (text_starts_with(rpc_url, "inproc://") || text_starts_with(rpc_url, "ipc://"))
		return arena_printf(arena, "%s.events", rpc_url);
	const char *colon = strrchr(rpc_url, ':');
	long port = text_starts_with(rpc_url, "tcp://") && colon > rpc_url + 5 ? strtol(colon + 1, NULL, 10) : 0;
	if (port < 1 || port >= UINT16_MAX)
		return NULL;
	return arena_printf(arena, "%.*s:%ld", (int)(colon - rpc_url), rpc_url, port + 1);
}

static void publisher_send(struct publisher *publisher)
{
	nng_msg *message;
	if (nng_msg_alloc(&message, 0))
		return;
	if (nng_msg_append(message, BELL_TOPIC, sizeof(BELL_TOPIC)) ||
		nng_msg_append_u64(message, (uint64_t)atomic_load(&publisher->head_seq)) ||
		nng_sendmsg(publisher->socket, message, NNG_FLAG_NONBLOCK))
		nng_msg_free(message);
}

void publisher_ring(struct publisher *publisher, int64_t head_seq)
{
	atomic_store(&publisher->head_seq, head_seq);
	publisher_send(publisher);
}

static void *publisher_beat(void *context)
{
	struct publisher *publisher = context;
	pthread_mutex_lock(&publisher->mutex);
	while (!publisher->stop)
		if (!cond_wait_ms(&publisher->stopping, &publisher->mutex, BELL_BEAT_MS))
			publisher_send(publisher);
	pthread_mutex_unlock(&publisher->mutex);
	return NULL;
}

/* The lock first: a socket that a dead process left is in the way, a living one's is not ours to remove. */
static enum status publisher_listen(struct publisher *publisher, const char *url, const struct log *log)
{
	enum status status = address_lock(url, &publisher->lock);
	const char *problem = "somebody listens there, or there is no such folder";
	if (status == STATUS_OK) {
		int error = nng_listen(publisher->socket, url, NULL, 0);
		if (!error)
			return STATUS_OK;
		address_unlock(publisher->lock);
		status = error == NNG_EADDRINUSE ? STATUS_ALREADY_EXISTS : STATUS_INVALID_ARGUMENT;
		problem = nng_strerror(error);
	}
	log_error(log, "the doorbell cannot listen", log_text("url", url), log_text("problem", problem));
	return status;
}

enum status publisher_open(struct publisher **out, const char *url, const struct environment *environment)
{
	struct publisher *publisher = calloc(1, sizeof(*publisher));
	if (!publisher || nng_pub0_open(&publisher->socket)) {
		free(publisher);
		return STATUS_RESOURCE_EXHAUSTED;
	}
	enum status status = publisher_listen(publisher, url, environment->log);
	if (status != STATUS_OK) {
		nng_close(publisher->socket);
		free(publisher);
		return status;
	}
	cond_init_monotonic(&publisher->stopping);
	pthread_mutex_init(&publisher->mutex, NULL);
	if (pthread_create(&publisher->beat, NULL, publisher_beat, publisher))
		abort();
	*out = publisher;
	return STATUS_OK;
}

void publisher_close(struct publisher *publisher)
{
	if (!publisher)
		return;
	pthread_mutex_lock(&publisher->mutex);
	publisher->stop = true;
	pthread_cond_signal(&publisher->stopping);
	pthread_mutex_unlock(&publisher->mutex);
	pthread_join(publisher->beat, NULL);
	socket_close(publisher->socket, NULL);
	address_unlock(publisher->lock);
	pthread_cond_destroy(&publisher->stopping);
	pthread_mutex_destroy(&publisher->mutex);
	free(publisher);
}

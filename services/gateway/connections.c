#include "services/gateway/connections.h"

#include "common/base/limits.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <time.h>

#define SWEEP_MS 500

struct connection_watch {
	struct connection_watch *next, *previous;
	struct connections *connections;
	int socket;
	_Atomic int64_t deadline_ms; /* monotonic; NO_DEADLINE */
};

struct connections {
	const struct environment *environment;
	pthread_mutex_t mutex; /* the list, and that a listed socket is open */
	pthread_cond_t stopping;
	pthread_t thread;
	bool stop;
	struct connection_watch *first;
};

static void sweep(struct connections *connections)
{
	int64_t now = environment_monotonic_ms(connections->environment);
	for (struct connection_watch *watch = connections->first; watch; watch = watch->next) {
		int64_t deadline = atomic_load(&watch->deadline_ms);
		if (deadline == NO_DEADLINE || now < deadline)
			continue;
		atomic_store(&watch->deadline_ms, NO_DEADLINE);
		shutdown(watch->socket, SHUT_RDWR); /* the HTTP thread sees the end and closes */
	}
}

static void wait_a_little(struct connections *connections)
{
	struct timespec until;
	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_nsec += SWEEP_MS * 1000000L;
	if (until.tv_nsec >= 1000000000L) {
		until.tv_sec++;
		until.tv_nsec -= 1000000000L;
	}
	pthread_cond_timedwait(&connections->stopping, &connections->mutex, &until);
}

static void *run(void *context)
{
	struct connections *connections = context;
	pthread_mutex_lock(&connections->mutex);
	while (!connections->stop) {
		sweep(connections);
		if (connections->first)
			wait_a_little(connections);
		else
			pthread_cond_wait(&connections->stopping, &connections->mutex);
	}
	pthread_mutex_unlock(&connections->mutex);
	return NULL;
}

static void connections_free(struct connections *connections)
{
	pthread_cond_destroy(&connections->stopping);
	pthread_mutex_destroy(&connections->mutex);
	free(connections);
}

enum status connections_open(struct connections **out, const struct environment *environment)
{
	struct connections *connections = calloc(1, sizeof(*connections));
	pthread_condattr_t attributes;
	if (!connections)
		return STATUS_RESOURCE_EXHAUSTED;
	connections->environment = environment;
	pthread_mutex_init(&connections->mutex, NULL);
	pthread_condattr_init(&attributes);
	pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
	pthread_cond_init(&connections->stopping, &attributes);
	pthread_condattr_destroy(&attributes);
	if (pthread_create(&connections->thread, NULL, run, connections)) {
		connections_free(connections);
		return STATUS_RESOURCE_EXHAUSTED;
	}
	*out = connections;
	return STATUS_OK;
}

void connections_close(struct connections *connections)
{
	if (!connections)
		return;
	pthread_mutex_lock(&connections->mutex);
	connections->stop = true;
	pthread_cond_signal(&connections->stopping);
	pthread_mutex_unlock(&connections->mutex);
	pthread_join(connections->thread, NULL);
	connections_free(connections);
}

struct connection_watch *connections_add(struct connections *connections, int socket)
{
	struct connection_watch *watch = calloc(1, sizeof(*watch));
	if (!watch)
		return NULL;
	watch->connections = connections;
	watch->socket = socket;
	connection_allow(watch, HEAD_DEADLINE_MS);
	pthread_mutex_lock(&connections->mutex);
	watch->next = connections->first;
	if (watch->next)
		watch->next->previous = watch;
	else
		pthread_cond_signal(&connections->stopping); /* there is somebody to watch again */
	connections->first = watch;
	pthread_mutex_unlock(&connections->mutex);
	return watch;
}

void connections_remove(struct connections *connections, struct connection_watch *watch)
{
	if (!watch)
		return;
	pthread_mutex_lock(&connections->mutex);
	if (watch->previous)
		watch->previous->next = watch->next;
	else
		connections->first = watch->next;
	if (watch->next)
		watch->next->previous = watch->previous;
	pthread_mutex_unlock(&connections->mutex);
	free(watch);
}

void connection_allow(struct connection_watch *watch, int64_t ms)
{
	if (!watch)
		return;
	int64_t now = ms == NO_DEADLINE ? 0 : environment_monotonic_ms(watch->connections->environment);
	atomic_store_explicit(&watch->deadline_ms, now + ms, memory_order_relaxed);
}

void connection_hold_back(struct connection_watch *watch)
{
	int unsent = HTTP_UNSENT_BOUND;
	if (watch)
		setsockopt(watch->socket, IPPROTO_TCP, TCP_NOTSENT_LOWAT, &unsent, sizeof(unsent));
}

bool connection_is_gone(const struct connection_watch *watch)
{
	char byte;
	if (!watch)
		return false;
	ssize_t n = recv(watch->socket, &byte, 1, MSG_PEEK | MSG_DONTWAIT);
	return n == 0 || (n < 0 && errno != EAGAIN && errno != EWOULDBLOCK && errno != EINTR);
}

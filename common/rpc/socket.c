#include "common/rpc/socket.h"

#include <pthread.h>
#include <stdlib.h>
#include <time.h>

/* Freed by whoever comes last: the thread that closes, or the one that waits for it. */
struct closing {
	nng_socket socket;
	void *owner;
	pthread_mutex_t mutex;
	pthread_cond_t ended;
	bool over;
	bool left; /* nobody waits any more */
};

static void closing_free(struct closing *closing)
{
	pthread_cond_destroy(&closing->ended);
	pthread_mutex_destroy(&closing->mutex);
	free(closing);
}

static void *close_socket(void *argument)
{
	struct closing *closing = argument;
	bool left;

	nng_close(closing->socket);
	pthread_mutex_lock(&closing->mutex);
	closing->over = true;
	left = closing->left;
	pthread_cond_signal(&closing->ended);
	pthread_mutex_unlock(&closing->mutex);
	if (left)
		closing_free(closing);
	return NULL;
}

static struct closing *closing_new(nng_socket socket, void *owner)
{
	struct closing *closing = calloc(1, sizeof(*closing));
	pthread_condattr_t monotonic;

	if (!closing)
		return NULL;
	closing->socket = socket;
	closing->owner = owner;
	pthread_mutex_init(&closing->mutex, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&closing->ended, &monotonic);
	pthread_condattr_destroy(&monotonic);
	return closing;
}

/* True: over, and the memory is ours again. */
static bool wait_over(struct closing *closing)
{
	struct timespec until;
	bool over;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += SOCKET_PATIENCE_MS / 1000;
	pthread_mutex_lock(&closing->mutex);
	while (!closing->over)
		if (pthread_cond_timedwait(&closing->ended, &closing->mutex, &until) != 0)
			break;
	over = closing->over;
	closing->left = !over;
	pthread_mutex_unlock(&closing->mutex);
	return over;
}

bool socket_close(nng_socket socket, void *owner)
{
	struct closing *closing = closing_new(socket, owner);
	pthread_t thread;

	if (!closing || pthread_create(&thread, NULL, close_socket, closing) != 0) {
		if (closing)
			closing_free(closing);
		nng_close(socket);
		return true;
	}
	if (!wait_over(closing)) {
		pthread_detach(thread);
		return false;
	}
	pthread_join(thread, NULL);
	closing_free(closing);
	return true;
}

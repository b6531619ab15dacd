#include "common/rpc/socket.h"

#include "common/base/wait.h"

#include <pthread.h>
#include <stdlib.h>

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

	if (!closing)
		return NULL;
	closing->socket = socket;
	closing->owner = owner;
	pthread_mutex_init(&closing->mutex, NULL);
	cond_init_monotonic(&closing->ended);
	return closing;
}

/* True: over, and the memory is ours again. */
static bool wait_over(struct closing *closing)
{
	struct timespec end = monotonic_after_ms(SOCKET_PATIENCE_MS);
	bool over;

	pthread_mutex_lock(&closing->mutex);
	while (!closing->over && cond_wait_until(&closing->ended, &closing->mutex, &end))
		;
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

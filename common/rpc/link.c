#include "common/rpc/link.h"

#include "common/rpc/address.h"
#include "common/rpc/mac.h"
#include "common/rpc/wire.h"

#define REDIAL_MIN_MS  20
#define REDIAL_MAX_MS  500
#define ASK_TIMEOUT_MS 2000 /* a connection that does not even take the open request is none */

static int dial(struct link *link)
{
	nng_dialer dialer;
	int error = nng_dialer_create(&dialer, link->socket, link->url);

	if (error)
		return error;
	error = nng_dialer_set_size(dialer, NNG_OPT_RECVMAXSZ, WIRE_REPLY_BOUND + MAC_SIZE);
	if (!error)
		error = nng_dialer_set_ms(dialer, NNG_OPT_RECONNMINT, REDIAL_MIN_MS);
	if (!error)
		error = nng_dialer_set_ms(dialer, NNG_OPT_RECONNMAXT, REDIAL_MAX_MS);
	if (!error)
		error = address_tune_dialer(link->url, dialer);
	if (!error)
		error = nng_dialer_start(dialer, NNG_FLAG_NONBLOCK);
	if (error)
		nng_dialer_close(dialer);
	else
		link->dialer = dialer;
	return error;
}

/* With the mutex held. */
static void rest(struct link *link)
{
	link->state = LINK_RESTING;
	nng_aio_set_timeout(link->aio, NNG_DURATION_INFINITE);
	nng_sleep_aio(REDIAL_MIN_MS, link->aio);
}

/* With the mutex held. */
static void ask(struct link *link)
{
	nng_msg *message;

	if (nng_msg_alloc(&message, 0) != 0) {
		rest(link);
		return;
	}
	link->state = LINK_ASKING;
	nng_aio_set_timeout(link->aio, ASK_TIMEOUT_MS);
	nng_aio_set_msg(link->aio, message);
	nng_ctx_send(link->context, link->aio);
}

static void connected(nng_pipe pipe, nng_pipe_ev event, void *argument)
{
	struct link *link = argument;

	(void)pipe;
	(void)event;
	pthread_mutex_lock(&link->mutex);
	if (link->state == LINK_DIALLING && !link->closing) {
		atomic_store(&link->up, true);
		ask(link);
	}
	pthread_mutex_unlock(&link->mutex);
}

/* The reaper is alive and says so; the open request may not have been sent yet. */
static void removed(nng_pipe pipe, nng_pipe_ev event, void *argument)
{
	struct link *link = argument;

	(void)event;
	pthread_mutex_lock(&link->mutex);
	if ((link->state == LINK_ASKING || link->state == LINK_WATCHING) &&
		nng_dialer_id(nng_pipe_dialer(pipe)) == nng_dialer_id(link->dialer))
		nng_aio_abort(link->aio, NNG_ECONNRESET);
	pthread_mutex_unlock(&link->mutex);
}

/* With the mutex held. True: the connection is lost. */
static bool turn(struct link *link, int error)
{
	if (link->state == LINK_RESTING) {
		nng_dialer_close(link->dialer); /* refused when it is closed already, which is fine */
		link->state = LINK_DIALLING;
		if (dial(link) != 0)
			rest(link);
		return false;
	}
	if (link->state == LINK_ASKING && error == 0) {
		link->state = LINK_WATCHING;
		nng_aio_set_timeout(link->aio, NNG_DURATION_INFINITE);
		nng_ctx_recv(link->context, link->aio);
		return false;
	}
	if (nng_aio_get_msg(link->aio)) { /* the request that was not sent, or an answer from who should not answer */
		nng_msg_free(nng_aio_get_msg(link->aio));
		nng_aio_set_msg(link->aio, NULL);
	}
	atomic_store(&link->up, false);
	nng_dialer_close(link->dialer);
	rest(link);
	return true;
}

static void link_turn(void *argument)
{
	struct link *link = argument;
	bool lost = false;

	pthread_mutex_lock(&link->mutex);
	if (!link->closing)
		lost = turn(link, nng_aio_result(link->aio));
	pthread_mutex_unlock(&link->mutex);
	if (lost)
		link->lost(link->host);
}

static int open_watch(struct link *link)
{
	int error = nng_aio_alloc(&link->aio, link_turn, link);

	if (error)
		return error;
	error = nng_ctx_open(&link->context, link->socket);
	if (!error)
		error = nng_pipe_notify(link->socket, NNG_PIPE_EV_ADD_PRE, connected, link);
	if (!error)
		error = nng_pipe_notify(link->socket, NNG_PIPE_EV_REM_POST, removed, link);
	if (!error)
		error = dial(link);
	if (error)
		nng_aio_free(link->aio);
	return error;
}

int link_start(struct link *link, nng_socket socket, const char *url, void (*lost)(void *host), void *host)
{
	int error;

	link->socket = socket;
	link->url = url;
	link->lost = lost;
	link->host = host;
	link->state = LINK_DIALLING;
	link->closing = false;
	atomic_init(&link->up, false);
	pthread_mutex_init(&link->mutex, NULL);
	pthread_mutex_lock(&link->mutex);
	error = open_watch(link);
	pthread_mutex_unlock(&link->mutex);
	if (error)
		pthread_mutex_destroy(&link->mutex);
	return error;
}

void link_stop(struct link *link)
{
	pthread_mutex_lock(&link->mutex);
	link->closing = true;
	pthread_mutex_unlock(&link->mutex);
	nng_aio_stop(link->aio);
	atomic_store(&link->up, false);
	if (nng_aio_get_msg(link->aio))
		nng_msg_free(nng_aio_get_msg(link->aio));
	nng_aio_set_msg(link->aio, NULL);
}

void link_fini(struct link *link)
{
	nng_aio_free(link->aio);
	pthread_mutex_destroy(&link->mutex);
}

bool link_is_up(const struct link *link)
{
	return atomic_load(&link->up);
}

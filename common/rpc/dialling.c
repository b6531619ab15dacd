#include "common/rpc/dialling.h"

#include "common/rpc/address.h"

#define REST_MIN_MS     20
#define REST_MAX_MS     500
#define DIAL_TIMEOUT_MS 5000

/* With the mutex held. */
static void dial(struct dialling *dialling)
{
	dialling->resting = false;
	nng_aio_set_timeout(dialling->aio, DIAL_TIMEOUT_MS);
	nng_stream_dialer_dial(dialling->dialer, dialling->aio);
}

/* With the mutex held. */
static void rest(struct dialling *dialling)
{
	nng_duration rest_ms = dialling->rest_ms;

	dialling->resting = true;
	dialling->rest_ms = rest_ms < REST_MAX_MS / 2 ? 2 * rest_ms : REST_MAX_MS;
	nng_aio_set_timeout(dialling->aio, NNG_DURATION_INFINITE);
	nng_sleep_aio(rest_ms, dialling->aio);
}

static void turn(void *argument)
{
	struct dialling *dialling = argument;
	nng_stream *stream = NULL;
	bool closing;

	pthread_mutex_lock(&dialling->mutex);
	closing = dialling->closing;
	if (!dialling->resting && nng_aio_result(dialling->aio) == 0)
		stream = nng_aio_get_output(dialling->aio, 0);
	if (!closing && dialling->resting)
		dial(dialling);
	else if (!closing && !stream)
		rest(dialling);
	pthread_mutex_unlock(&dialling->mutex);
	if (stream && closing)
		nng_stream_free(stream);
	else if (stream)
		dialling->made(dialling->host, stream);
}

int dialling_open(struct dialling *dialling, const char *url, void (*made)(void *host, nng_stream *stream), void *host)
{
	int error = nng_stream_dialer_alloc(&dialling->dialer, url);

	if (error)
		return error;
	dialling->made = made;
	dialling->host = host;
	dialling->rest_ms = REST_MIN_MS;
	dialling->resting = dialling->closing = false;
	error = address_tune_dialer(url, dialling->dialer);
	if (!error)
		error = nng_aio_alloc(&dialling->aio, turn, dialling);
	if (error) {
		nng_stream_dialer_free(dialling->dialer);
		return error;
	}
	pthread_mutex_init(&dialling->mutex, NULL);
	return 0;
}

void dialling_start(struct dialling *dialling)
{
	pthread_mutex_lock(&dialling->mutex);
	dial(dialling);
	pthread_mutex_unlock(&dialling->mutex);
}

void dialling_worked(struct dialling *dialling)
{
	pthread_mutex_lock(&dialling->mutex);
	dialling->rest_ms = REST_MIN_MS;
	pthread_mutex_unlock(&dialling->mutex);
}

void dialling_again(struct dialling *dialling)
{
	pthread_mutex_lock(&dialling->mutex);
	if (!dialling->closing)
		rest(dialling);
	pthread_mutex_unlock(&dialling->mutex);
}

void dialling_stop(struct dialling *dialling)
{
	pthread_mutex_lock(&dialling->mutex);
	dialling->closing = true;
	pthread_mutex_unlock(&dialling->mutex);
	nng_aio_stop(dialling->aio);
}

void dialling_close(struct dialling *dialling)
{
	nng_aio_free(dialling->aio);
	nng_stream_dialer_close(dialling->dialer);
	nng_stream_dialer_free(dialling->dialer);
	pthread_mutex_destroy(&dialling->mutex);
}

/* dialling: makes the streams of a client, one after the other, for ever: at once, and after a failure or a lost
 * connection with a rest that doubles from 20 to 500 ms. Never dials while the stream that it made is in use. */
#ifndef KLEOS_RPC_DIALLING_H
#define KLEOS_RPC_DIALLING_H

#include <nng/nng.h>
#include <pthread.h>
#include <stdbool.h>

struct dialling {
	nng_stream_dialer *dialer;
	nng_aio *aio;
	void (*made)(void *host, nng_stream *stream); /* on an nng thread; takes the stream */
	void *host;
	pthread_mutex_t mutex; /* guards what follows, and the start of every operation of `aio` */
	nng_duration rest_ms;  /* before the next attempt */
	bool resting;
	bool closing;
};

/* An nng error number, and then nothing is left to close. */
int dialling_open(struct dialling *dialling, const char *url, void (*made)(void *host, nng_stream *stream), void *host);
void dialling_start(struct dialling *dialling);  /* once */
void dialling_worked(struct dialling *dialling); /* the stream leads to who it should: the next rest is short */
void dialling_again(struct dialling *dialling);  /* the stream has ended */
void dialling_stop(struct dialling *dialling);   /* waits for `made`; none comes after it */
void dialling_close(struct dialling *dialling);  /* after stop */

#endif

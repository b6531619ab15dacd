#include "common/rpc/reaper_watch.h"

#include "common/rpc/socket.h"

#include <nng/protocol/pair0/pair.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#define URL_SIZE  64
#define REDIAL_MS 100

/* A pair of sockets connected inside the process. The thread closes their connection again and again; nng says
 * REM_POST from its reaper, and dials anew. */
struct reaper_watch {
	const struct log *log;
	nng_socket listening, dialling;
	pthread_t thread;
	pthread_mutex_t mutex; /* guards what follows */
	pthread_cond_t changed;
	nng_pipe pipe; /* the dialling end's; id 0: none now */
	bool stopping;
};

static void connected(nng_pipe pipe, nng_pipe_ev event, void *argument)
{
	struct reaper_watch *watch = argument;

	(void)event;
	pthread_mutex_lock(&watch->mutex);
	watch->pipe = pipe;
	pthread_cond_signal(&watch->changed);
	pthread_mutex_unlock(&watch->mutex);
}

static void reaped(nng_pipe pipe, nng_pipe_ev event, void *argument)
{
	struct reaper_watch *watch = argument;

	(void)event;
	pthread_mutex_lock(&watch->mutex);
	if (watch->pipe.id == pipe.id)
		watch->pipe = (nng_pipe)NNG_PIPE_INITIALIZER;
	pthread_cond_signal(&watch->changed);
	pthread_mutex_unlock(&watch->mutex);
}

static struct timespec seconds_from_now(time_t seconds)
{
	struct timespec until;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += seconds;
	return until;
}

/* With the mutex held: until the connection is not `pipe` any more, or stop, or the patience is over. */
static void wait_while(struct reaper_watch *watch, uint32_t pipe)
{
	struct timespec until = seconds_from_now(REAPER_WATCH_PATIENCE_S);

	while (!watch->stopping && watch->pipe.id == pipe)
		if (pthread_cond_timedwait(&watch->changed, &watch->mutex, &until) != 0)
			return;
}

/* With the mutex held. No connection within the patience: that needs the reaper too. */
static bool reaper_works(struct reaper_watch *watch)
{
	nng_pipe pipe;

	wait_while(watch, 0);
	pipe = watch->pipe;
	if (pipe.id == 0 || watch->stopping)
		return watch->stopping;
	pthread_mutex_unlock(&watch->mutex);
	nng_pipe_close(pipe);
	pthread_mutex_lock(&watch->mutex);
	wait_while(watch, pipe.id);
	return watch->stopping || watch->pipe.id != pipe.id;
}

/* With the mutex held. */
static void rest(struct reaper_watch *watch)
{
	struct timespec until = seconds_from_now(REAPER_WATCH_EVERY_S);

	while (!watch->stopping)
		if (pthread_cond_timedwait(&watch->changed, &watch->mutex, &until) != 0)
			return;
}

static void *watch_reaper(void *argument)
{
	struct reaper_watch *watch = argument;

	pthread_mutex_lock(&watch->mutex);
	while (!watch->stopping) {
		if (!reaper_works(watch)) {
			log_error(watch->log, "nng's reaper is stuck; ending so that the supervisor starts a new process",
					  log_number("exit", REAPER_WATCH_EXIT));
			_exit(REAPER_WATCH_EXIT);
		}
		rest(watch);
	}
	pthread_mutex_unlock(&watch->mutex);
	return NULL;
}

static int connect_pair(struct reaper_watch *watch)
{
	char url[URL_SIZE];
	int error = nng_pipe_notify(watch->dialling, NNG_PIPE_EV_ADD_POST, connected, watch);

	snprintf(url, sizeof(url), "inproc://kleos-reaper-watch-%p", (void *)watch);
	if (!error)
		error = nng_pipe_notify(watch->dialling, NNG_PIPE_EV_REM_POST, reaped, watch);
	if (!error)
		error = nng_socket_set_ms(watch->dialling, NNG_OPT_RECONNMINT, REDIAL_MS);
	if (!error)
		error = nng_listen(watch->listening, url, NULL, 0);
	return error ? error : nng_dial(watch->dialling, url, NULL, 0);
}

/* Memory that callbacks may still touch is left where it is. */
static void watch_free(struct reaper_watch *watch)
{
	bool closed = socket_close(watch->dialling, watch);

	if (!socket_close(watch->listening, watch) || !closed)
		return;
	pthread_cond_destroy(&watch->changed);
	pthread_mutex_destroy(&watch->mutex);
	free(watch);
}

static struct reaper_watch *watch_new(const struct log *log)
{
	struct reaper_watch *watch = calloc(1, sizeof(*watch));
	pthread_condattr_t monotonic;

	if (!watch)
		return NULL;
	watch->log = log;
	pthread_mutex_init(&watch->mutex, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&watch->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	if (nng_pair0_open(&watch->dialling) == 0 && nng_pair0_open(&watch->listening) == 0)
		return watch;
	watch_free(watch);
	return NULL;
}

struct reaper_watch *reaper_watch_start(const struct log *log)
{
	struct reaper_watch *watch = watch_new(log);

	if (!watch)
		return NULL;
	if (connect_pair(watch) == 0 && pthread_create(&watch->thread, NULL, watch_reaper, watch) == 0)
		return watch;
	watch_free(watch);
	return NULL;
}

void reaper_watch_stop(struct reaper_watch *watch)
{
	if (!watch)
		return;
	pthread_mutex_lock(&watch->mutex);
	watch->stopping = true;
	pthread_cond_signal(&watch->changed);
	pthread_mutex_unlock(&watch->mutex);
	pthread_join(watch->thread, NULL);
	watch_free(watch);
}

#include "common/base/wait.h"
#include "common/rpc/address.h"
#include "common/rpc/server_state.h"
#include "common/rpc/wire.h"

#define REST_MS           100 /* when the system has no descriptor or memory for one more connection */
#define COMPLAIN_EVERY_MS 10000
#define FRAME_BOUND                                                                                                    \
	(2 * WIRE_MESSAGE_BOUND) /* more than a request may have, so that one a little too long is told so */
#define OUTBOUND_BOUND (2 * WIRE_REPLY_BOUND)

/* A line a while, however many are refused. */
static void complain(struct rpc_server *server, const char *what)
{
	const struct environment *environment = server->config.environment;
	int64_t now_ms = environment_monotonic_ms(environment);
	bool say;

	pthread_mutex_lock(&server->mutex);
	say = server->complained_ms == 0 || now_ms - server->complained_ms >= COMPLAIN_EVERY_MS;
	if (say)
		server->complained_ms = now_ms;
	pthread_mutex_unlock(&server->mutex);
	if (say)
		log_warn(environment->log, what, log_text("url", server->config.url));
}

/* ---- what a connection says ---- */

/* With the mutex held. */
static struct seat *seat_of(struct rpc_server *server, const struct connection *connection)
{
	size_t i = 0;

	while (server->seats[i].connection != connection)
		i++;
	return &server->seats[i];
}

static void opened(void *host, struct connection *connection)
{
	struct rpc_server *server = host;

	pthread_mutex_lock(&server->mutex);
	seat_of(server, connection)->stranger = 0;
	pthread_mutex_unlock(&server->mutex);
}

static void asked(void *host, const struct frame *frame)
{
	slot_take_frame(host, frame);
}

static void ended(void *host, struct connection *connection, enum connection_end why)
{
	struct rpc_server *server = host;
	struct seat *seat;

	if (why == CONNECTION_UNTRUSTED)
		complain(server, "a caller does not hold the cluster key; hung up");
	pthread_mutex_lock(&server->mutex);
	seat = seat_of(server, connection);
	seat->taken = false;
	seat->stranger = 0;
	server->n_connected--;
	pthread_cond_signal(&server->quiet);
	pthread_mutex_unlock(&server->mutex);
}

/* ---- who comes in ---- */

static struct connection *connection_make(struct rpc_server *server)
{
	const struct connection_config config = {
		.end = CHANNEL_SERVER,
		.key = server->config.key,
		.environment = server->config.environment,
		.frame_bound = FRAME_BOUND,
		.outbound_bound = OUTBOUND_BOUND,
		.host = server,
		.opened = opened,
		.frame = asked,
		.ended = ended,
	};

	return connection_new(&config);
}

/* With the mutex held. NULL: all seats are taken, or no memory. */
static struct connection *seat_take(struct rpc_server *server)
{
	for (size_t i = 0; i < SERVER_CONNECTIONS_BOUND; i++) {
		struct seat *seat = &server->seats[i];

		if (seat->taken)
			continue;
		if (!seat->connection)
			seat->connection = connection_make(server);
		seat->taken = seat->connection != NULL;
		seat->stranger = seat->taken ? ++server->n_came : 0;
		server->n_connected += seat->taken;
		return seat->connection;
	}
	return NULL;
}

/* With the mutex held. The stranger who has been here longest, when there are too many; else NULL. Whoever holds the
 * key proves it within a round trip, so the one that is hung up on is hardly ever one of ours. */
static struct connection *stranger_to_leave(struct rpc_server *server)
{
	struct seat *oldest = NULL;
	size_t n = 0;

	for (size_t i = 0; i < SERVER_CONNECTIONS_BOUND; i++) {
		struct seat *seat = &server->seats[i];

		if (!seat->stranger)
			continue;
		n++;
		if (!oldest || seat->stranger < oldest->stranger)
			oldest = seat;
	}
	if (n <= SERVER_STRANGERS_BOUND)
		return NULL;
	oldest->stranger = 0; /* it is leaving */
	return oldest->connection;
}

static void let_in(struct rpc_server *server, nng_stream *stream)
{
	struct connection *connection = NULL, *leaves = NULL;
	bool closing;

	pthread_mutex_lock(&server->mutex);
	closing = server->closing;
	if (!closing) {
		connection = seat_take(server);
		leaves = stranger_to_leave(server);
	}
	pthread_mutex_unlock(&server->mutex);
	if (leaves)
		connection_close(leaves);
	if (connection) {
		connection_attach(connection, stream);
		return;
	}
	nng_stream_free(stream);
	if (!closing)
		complain(server, "too many connections; hung up on the newest");
}

/* With the mutex held. */
static void accept_next(struct rpc_server *server, bool rest)
{
	server->resting = rest;
	if (server->closing)
		return;
	if (rest)
		nng_sleep_aio(REST_MS, server->accepting);
	else
		nng_stream_listener_accept(server->listener, server->accepting);
}

static void accepted(void *argument)
{
	struct rpc_server *server = argument;
	int error = nng_aio_result(server->accepting);
	bool was_resting;

	pthread_mutex_lock(&server->mutex);
	was_resting = server->resting;
	pthread_mutex_unlock(&server->mutex);
	if (!error && !was_resting)
		let_in(server, nng_aio_get_output(server->accepting, 0));
	pthread_mutex_lock(&server->mutex);
	accept_next(server, error && !was_resting);
	pthread_mutex_unlock(&server->mutex);
}

/* ---- open and close ---- */

int door_open(struct rpc_server *server)
{
	const char *url = server->config.url;
	int error = nng_stream_listener_alloc(&server->listener, url);

	if (!error)
		error = address_tune_listener(url, server->listener);
	if (!error)
		error = nng_aio_alloc(&server->accepting, accepted, server);
	if (!error)
		error = nng_stream_listener_listen(server->listener);
	if (error)
		return error;
	pthread_mutex_lock(&server->mutex);
	accept_next(server, false);
	pthread_mutex_unlock(&server->mutex);
	return 0;
}

void door_shut(struct rpc_server *server)
{
	if (server->listener)
		nng_stream_listener_close(server->listener);
	if (server->accepting)
		nng_aio_stop(server->accepting);
}

static void each_connection(struct rpc_server *server, void (*what)(struct connection *connection))
{
	for (size_t i = 0; i < SERVER_CONNECTIONS_BOUND; i++)
		if (server->seats[i].connection)
			what(server->seats[i].connection);
}

static bool wait_cleared(struct rpc_server *server, const struct timespec *until)
{
	bool cleared;

	pthread_mutex_lock(&server->mutex);
	while (server->n_connected > 0)
		if (!until)
			pthread_cond_wait(&server->quiet, &server->mutex);
		else if (!cond_wait_until(&server->quiet, &server->mutex, until))
			break;
	cleared = server->n_connected == 0;
	pthread_mutex_unlock(&server->mutex);
	return cleared;
}

void door_clear(struct rpc_server *server, int64_t patience_ms)
{
	struct timespec until = monotonic_after_ms(patience_ms);

	each_connection(server, connection_finish);
	if (wait_cleared(server, &until))
		return;
	each_connection(server, connection_close);
	wait_cleared(server, NULL);
}

void door_close(struct rpc_server *server)
{
	each_connection(server, connection_free);
	if (server->accepting)
		nng_aio_free(server->accepting);
	if (server->listener)
		nng_stream_listener_free(server->listener);
}

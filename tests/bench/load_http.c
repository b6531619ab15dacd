/* load_http: many clients that each give one recognition after the other over HTTP, on connections they keep.
 *   load_http PORT KEY SECONDS CONNECTIONS MEMBERS [RATE]
 * KEY: the API key of member m0; receivers are m1 to m(MEMBERS-1). RATE: requests fall due so many times a second,
 * whatever becomes of those before (an open loop), and go out on the next connection that is free; without it each
 * connection sends when it has its answer.
 * Prints "PER_SECOND P50_MS P99_MS GIVEN REFUSED REFUSED_P99_MS BARE UNSENT", of answers within SECONDS: refused is
 * whatever is not 200, bare what is no 429 or 503 or has no Retry-After, unsent what fell due and found no connection.
 * A connection that breaks ends the run. One thread, so that it takes little from the server beside it. */
#include <arpa/inet.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define CONNECTIONS_BOUND 1024
#define ANSWER_SIZE       16384
#define SAMPLES_BOUND     4000000
#define LAST_ANSWERS_S    2 /* how long a request may still take when the time is over */

struct connection {
	int socket;
	int64_t sent_ns;
	size_t length;
	char answer[ANSWER_SIZE + 1];
};

struct samples {
	uint32_t *us;
	size_t n;
};

struct load {
	struct connection connections[CONNECTIONS_BOUND];
	struct connection *idle[CONNECTIONS_BOUND]; /* a ring: all have their turn, none idles until the server closes it */
	unsigned first_idle, n_idle;
	const char *key;
	int members, in_flight, epoll;
	int64_t due_ns, gap_ns, end_ns; /* of the next request; gap 0: no rate */
	uint64_t random;
	struct samples given, refused;
	size_t bare;
};

static _Noreturn void die(const char *what)
{
	fprintf(stderr, "load_http: %s: %s\n", what, strerror(errno));
	exit(1);
}

static int64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* splitmix64 */
static uint64_t random_next(struct load *load)
{
	uint64_t z = load->random += 0x9e3779b97f4a7c15;

	z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9;
	z = (z ^ z >> 27) * 0x94d049bb133111eb;
	return z ^ z >> 31;
}

static int write_request(struct load *load, char *out, size_t size)
{
	uint64_t ms = (uint64_t)clock_ns(CLOCK_REALTIME) / 1000000, a = random_next(load), b = random_next(load);
	char body[512];
	int length = snprintf(body, sizeof(body),
						  "{\"receivers\":[{\"member\":\"m%d\"}],\"message\":\"Thank you for staying late to bring the "
						  "release back to health, and for telling everyone so calmly, %08x\",\"value\":\"craft\"}",
						  1 + (int)(a % (uint64_t)(load->members - 1)), (unsigned)(b >> 32));

	return snprintf(out, size,
					"POST /v1/recognitions HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n"
					"Content-Type: application/json\r\nContent-Length: %d\r\n"
					"Idempotency-Key: %08x-%04x-7%03x-8%03x-%012llx\r\n\r\n%s",
					load->key, length, (unsigned)(ms >> 16), (unsigned)(ms & 0xffff), (unsigned)(a >> 52),
					(unsigned)(b & 0xfff), (unsigned long long)(a & 0xffffffffffff), body);
}

static void request_send(struct load *load, struct connection *connection)
{
	char request[1024];
	int length = write_request(load, request, sizeof(request));

	connection->length = 0;
	connection->sent_ns = clock_ns(CLOCK_MONOTONIC);
	if (send(connection->socket, request, (size_t)length, MSG_NOSIGNAL) != length)
		die("send");
	load->in_flight++;
}

/* All of it is there: a head, and as many bytes behind it as it says. */
static bool answer_is_whole(struct connection *connection)
{
	char *body, *field;

	connection->answer[connection->length] = 0;
	body = strstr(connection->answer, "\r\n\r\n");
	if (!body)
		return false;
	field = strcasestr(connection->answer, "\r\ncontent-length:");
	if (!field || field > body)
		die("an answer without a length");
	return connection->length >= (size_t)(body + 4 - connection->answer) + strtoul(field + 17, NULL, 10);
}

static bool says_when_to_come_again(const char *answer)
{
	return (strncmp(answer, "HTTP/1.1 429", 12) == 0 || strncmp(answer, "HTTP/1.1 503", 12) == 0) &&
		   strcasestr(answer, "\r\nretry-after:");
}

static void samples_take(struct samples *samples, int64_t took_ns)
{
	if (samples->n < SAMPLES_BOUND)
		samples->us[samples->n++] = (uint32_t)(took_ns / 1000);
}

static void answer_count(struct load *load, const struct connection *connection, int64_t now_ns)
{
	bool given = strncmp(connection->answer, "HTTP/1.1 200", 12) == 0;

	if (now_ns > load->end_ns)
		return;
	samples_take(given ? &load->given : &load->refused, now_ns - connection->sent_ns);
	load->bare += !given && !says_when_to_come_again(connection->answer);
}

/* Whoever has its answer sends the next, at once or when one is due. */
static void connection_free(struct load *load, struct connection *connection)
{
	if (load->gap_ns)
		load->idle[(load->first_idle + load->n_idle++) % CONNECTIONS_BOUND] = connection;
	else if (clock_ns(CLOCK_MONOTONIC) < load->end_ns)
		request_send(load, connection);
}

static void send_due(struct load *load)
{
	int64_t now_ns = clock_ns(CLOCK_MONOTONIC);

	for (; load->n_idle && load->due_ns <= now_ns && load->due_ns < load->end_ns; load->due_ns += load->gap_ns) {
		struct connection *connection = load->idle[load->first_idle];

		load->first_idle = (load->first_idle + 1) % CONNECTIONS_BOUND;
		load->n_idle--;
		request_send(load, connection);
	}
}

static void connection_turn(struct load *load, struct connection *connection)
{
	ssize_t n = recv(connection->socket, connection->answer + connection->length, ANSWER_SIZE - connection->length, 0);

	if (n <= 0)
		die("the server closed a connection");
	connection->length += (size_t)n;
	if (!answer_is_whole(connection))
		return;
	load->in_flight--;
	answer_count(load, connection, clock_ns(CLOCK_MONOTONIC));
	connection_free(load, connection);
}

static void connection_open(struct load *load, struct connection *connection, int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	connection->socket = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (connect(connection->socket, (struct sockaddr *)&address, sizeof(address)) != 0)
		die("connect");
	if (epoll_ctl(load->epoll, EPOLL_CTL_ADD, connection->socket, &event) != 0)
		die("epoll");
}

/* Until the time is over and the last answer has come, or its time is over too. */
static bool load_goes_on(const struct load *load)
{
	int64_t now_ns = clock_ns(CLOCK_MONOTONIC);

	return now_ns < load->end_ns ||
		   (load->in_flight > 0 && now_ns < load->end_ns + LAST_ANSWERS_S * INT64_C(1000000000));
}

static void load_run(struct load *load, int n_connections)
{
	struct epoll_event events[64];

	for (int i = 0; i < n_connections; i++)
		connection_free(load, &load->connections[i]);
	while (load_goes_on(load)) {
		int n;

		send_due(load);
		n = epoll_wait(load->epoll, events, 64, load->gap_ns ? 1 : 100);
		for (int i = 0; i < n; i++)
			connection_turn(load, events[i].data.ptr);
	}
}

static int compare(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *)a, right = *(const uint32_t *)b;

	return (left > right) - (left < right);
}

static double percentile_ms(const struct samples *sorted, size_t percent)
{
	return sorted->n ? sorted->us[sorted->n * percent / 100] / 1e3 : 0;
}

static void load_report(struct load *load, double seconds)
{
	int64_t unsent = load->gap_ns && load->due_ns < load->end_ns ? (load->end_ns - load->due_ns) / load->gap_ns : 0;

	qsort(load->given.us, load->given.n, sizeof(*load->given.us), compare);
	qsort(load->refused.us, load->refused.n, sizeof(*load->refused.us), compare);
	printf("%.0f %.2f %.2f %zu %zu %.2f %zu %lld\n", (double)load->given.n / seconds, percentile_ms(&load->given, 50),
		   percentile_ms(&load->given, 99), load->given.n, load->refused.n, percentile_ms(&load->refused, 99),
		   load->bare, (long long)unsent);
}

static void samples_init(struct samples *samples)
{
	samples->us = malloc(SAMPLES_BOUND * sizeof(*samples->us));
	if (!samples->us)
		die("memory");
}

int main(int argc, char **argv)
{
	struct load *load = calloc(1, sizeof(*load));
	int connections = argc == 6 || argc == 7 ? atoi(argv[4]) : 0;
	double seconds, rate = argc == 7 ? atof(argv[6]) : 0;

	if (!load || connections < 1 || connections > CONNECTIONS_BOUND || atoi(argv[5]) < 2 || rate < 0) {
		fprintf(stderr, "usage: load_http PORT KEY SECONDS CONNECTIONS MEMBERS [RATE]\n");
		return 2;
	}
	seconds = atof(argv[3]);
	load->key = argv[2];
	load->members = atoi(argv[5]);
	load->epoll = epoll_create1(EPOLL_CLOEXEC);
	samples_init(&load->given);
	samples_init(&load->refused);
	if (getrandom(&load->random, sizeof(load->random), 0) != sizeof(load->random))
		die("start");
	for (int i = 0; i < connections; i++)
		connection_open(load, &load->connections[i], atoi(argv[1]));
	load->gap_ns = rate > 0 ? (int64_t)(1e9 / rate) : 0;
	load->due_ns = clock_ns(CLOCK_MONOTONIC);
	load->end_ns = load->due_ns + (int64_t)(seconds * 1e9);
	load_run(load, connections);
	load_report(load, seconds);
	return load->given.n > 0 ? 0 : 1;
}

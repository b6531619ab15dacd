#include "tests/service/proof/house.h"

#include "common/base/buffer.h"
#include "common/base/file.h"
#include "common/base/text.h"
#include "kleos/awards/v1/awards_service.pb-c.h"
#include "kleos/members/v1/members_service.pb-c.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define PATIENCE_S 20

/* ---- what it draws ---- */

static int64_t drawer_now_ms(void *host)
{
	struct drawer *drawer = host;
	return environment_now_ms(&drawer->house->base.world.environment);
}

static int64_t drawer_monotonic_ms(void *host)
{
	struct drawer *drawer = host;
	return environment_monotonic_ms(&drawer->house->base.world.environment);
}

/* BLAKE2b of the label, who draws, how much, and the how manieth of that length. */
static void drawer_random(void *host, void *out, size_t length)
{
	struct drawer *drawer = host;
	struct house *house = drawer->house;
	char text[HOUSE_LABEL + 64];
	unsigned char bytes[crypto_generichash_BYTES_MAX];
	assert_true(length < DRAW_SIZES);
	pthread_mutex_lock(&house->lock);
	snprintf(text, sizeof text, "%s %s %zu %llu", house->label, drawer->name, length,
			 (unsigned long long)drawer->drawn[length]++);
	pthread_mutex_unlock(&house->lock);
	crypto_generichash(bytes, sizeof bytes, (const unsigned char *)text, strlen(text), NULL, 0);
	memcpy(out, bytes, length);
}

static void drawers_init(struct house *house)
{
	static const char *const names[DRAWINGS] = {"members", "recognitions", "awards", "gateway"};
	pthread_mutex_init(&house->lock, NULL);
	for (size_t i = 0; i < DRAWINGS; i++)
		house->drawers[i] = (struct drawer){
			.house = house,
			.name = names[i],
			.environment = {.host = &house->drawers[i],
							.now_ms = drawer_now_ms,
							.monotonic_ms = drawer_monotonic_ms,
							.random = drawer_random,
							.log = &house->base.world.log},
		};
}

void house_label(struct house *house, const char *label)
{
	pthread_mutex_lock(&house->lock);
	snprintf(house->label, sizeof house->label, "%s", label);
	for (size_t i = 0; i < DRAWINGS; i++)
		memset(house->drawers[i].drawn, 0, sizeof house->drawers[i].drawn);
	pthread_mutex_unlock(&house->lock);
}

/* ---- opening ---- */

static struct service_site site_of(struct house *house, size_t service)
{
	struct service_site site = fixture_site(&house->base, house->peers[service].url);
	site.environment = &house->drawers[service].environment;
	return site;
}

static void open_services(struct house *house)
{
	static const char *const names[] = {"members", "recognitions", "awards"};
	for (size_t i = 0; i < 3; i++)
		peer_init(&house->peers[i], &house->base, names[i], PEER_INPROC);
	const struct members_config members = {.site = site_of(house, DRAWING_MEMBERS)};
	const struct recognitions_config recognitions = {
		.site = site_of(house, DRAWING_RECOGNITIONS),
		.members_url = house->peers[0].url,
		.default_ceiling = KLEOS__VISIBILITY__VISIBILITY_EXTERNAL,
		.routine_look_ms = 5, /* tests move the clock */
	};
	const struct awards_config awards = {
		.site = site_of(house, DRAWING_AWARDS),
		.members_url = house->peers[0].url,
	};
	assert_int_equal(members_open(&house->members, &members), STATUS_OK);
	assert_int_equal(recognitions_open(&house->recognitions, &recognitions), STATUS_OK);
	assert_int_equal(awards_open(&house->awards, &awards), STATUS_OK);
	for (size_t i = 0; i < 3; i++)
		peer_connect(&house->peers[i]);
}

static void open_gateway(struct house *house)
{
	const struct gateway_config config = {
		.listen = "127.0.0.1:0",
		.members_url = house->peers[0].url,
		.recognitions_url = house->peers[1].url,
		.awards_url = house->peers[2].url,
		.environment = &house->drawers[DRAWING_GATEWAY].environment,
		.key = &house->base.world.key,
		.local = house->base.local,
		.min_group = house->min_group,
	};
	assert_int_equal(gateway_open(&house->gateway, &config), STATUS_OK);
}

static void read_admin_key(struct house *house)
{
	char path[512], *text;
	size_t length;
	snprintf(path, sizeof path, "%s/admin.key", house->base.folder);
	assert_int_equal(file_read(&house->base.arena, path, 4096, &text, &length), STATUS_OK);
	text[strcspn(text, "\r\n")] = 0;
	house->admin = text;
}

static bool everybody_answers(void *context)
{
	struct house *house = context;
	return house_ask(house, house->admin, "GET", "/v1/me", "", NULL).status == 200 &&
		   house_ask(house, house->admin, "GET", "/v1/recognitions", "", NULL).status == 200 &&
		   house_ask(house, house->admin, "GET", "/v1/awards", "", NULL).status == 200;
}

void house_open(struct house *house)
{
	memset(house, 0, sizeof *house);
	house->socket = -1;
	service_fixture_init(&house->base);
	drawers_init(house);
	house_label(house, "opening");
	open_services(house);
	read_admin_key(house);
	open_gateway(house);
	wait_until(everybody_answers, house);
}

void house_regroup(struct house *house, unsigned min_group)
{
	gateway_close(house->gateway);
	house->gateway = NULL;
	house->min_group = min_group;
	open_gateway(house);
	if (house->socket >= 0)
		close(house->socket);
	house->socket = -1;
	wait_until(everybody_answers, house);
}

void house_close(struct house *house)
{
	if (house->socket >= 0)
		close(house->socket);
	gateway_close(house->gateway);
	for (size_t i = 0; i < 3; i++)
		peer_fini(&house->peers[i]);
	awards_close(house->awards);
	recognitions_close(house->recognitions);
	members_close(house->members);
	free(house->bytes);
	pthread_mutex_destroy(&house->lock);
	service_fixture_fini(&house->base);
}

/* ---- HTTP ---- */

static int connect_to(struct house *house)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(gateway_port(house->gateway))};
	struct timeval patience = {.tv_sec = PATIENCE_S};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
	return fd;
}

static bool send_all(int fd, const char *bytes, size_t length)
{
	while (length) {
		ssize_t n = send(fd, bytes, length, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		bytes += n;
		length -= (size_t)n;
	}
	return true;
}

/* False: the connection ended. Keeps a NUL behind the bytes. */
static bool receive(struct house *house, int fd, size_t *length)
{
	if (house->capacity < *length + 65536) {
		house->capacity = (*length + 65536) * 2;
		house->bytes = realloc(house->bytes, house->capacity);
		assert_non_null(house->bytes);
	}
	ssize_t n = recv(fd, house->bytes + *length, house->capacity - *length - 1, 0);
	if (n <= 0)
		return false;
	*length += (size_t)n;
	house->bytes[*length] = 0;
	return true;
}

static const char *header(const char *head, const char *name)
{
	size_t length = strlen(name);
	for (const char *line = strstr(head, "\r\n"); line; line = strstr(line + 2, "\r\n"))
		if (strncasecmp(line + 2, name, length) == 0 && line[2 + length] == ':')
			return line + 3 + length + strspn(line + 3 + length, " ");
	return NULL;
}

/* Status 0: the connection ended before a whole answer. */
static struct answer read_answer(struct house *house)
{
	struct answer answer = {0};
	size_t length = 0, wanted;
	char *end = NULL;
	while (!end) {
		if (!receive(house, house->socket, &length))
			return answer;
		end = strstr(house->bytes, "\r\n\r\n");
	}
	answer.head_length = (size_t)(end + 2 - house->bytes);
	end[2] = 0;
	const char *content = header(house->bytes, "Content-Length");
	wanted = answer.head_length + 2 + (content ? strtoul(content, NULL, 10) : 0);
	while (length < wanted)
		if (!receive(house, house->socket, &length))
			return (struct answer){0};
	answer.head = house->bytes;
	answer.body = house->bytes + answer.head_length + 2;
	answer.body_length = wanted - answer.head_length - 2;
	answer.status = (int)strtol(house->bytes + strcspn(house->bytes, " "), NULL, 10);
	return answer;
}

static char *request_text(const char *key, const char *method, const char *target, const char *headers,
						  const char *body)
{
	char *text = NULL;
	const int n = asprintf(&text, "%s %s HTTP/1.1\r\nHost: kleos\r\n%s%s%s%s%s", method, target, headers,
						   key ? "Authorization: Bearer " : "", key ? key : "", key ? "\r\n" : "",
						   body && !strstr(headers, "Content-Type:") ? "Content-Type: application/json\r\n" : "");
	char *whole = NULL;
	if (n < 0 || (body ? asprintf(&whole, "%sContent-Length: %zu\r\n\r\n%s", text, strlen(body), body)
					   : asprintf(&whole, "%s\r\n", text)) < 0)
		fail_msg("no memory");
	free(text);
	return whole;
}

/* A kept connection may have been closed since: then once more on a new one. */
struct answer house_ask(struct house *house, const char *key, const char *method, const char *target,
						const char *headers, const char *body)
{
	char *text = request_text(key, method, target, headers, body);
	struct answer answer = {0};
	for (int attempt = 0; attempt < 2 && !answer.status; attempt++) {
		if (house->socket < 0)
			house->socket = connect_to(house);
		if (send_all(house->socket, text, strlen(text)))
			answer = read_answer(house);
		const char *connection = answer.status ? header(answer.head, "Connection") : "close";
		bool lasts = answer.status && !header(answer.head, "Content-Length"); /* a stream is left at its head */
		if (lasts || (connection && strncasecmp(connection, "close", 5) == 0)) {
			close(house->socket);
			house->socket = -1;
		}
	}
	free(text);
	if (!answer.status)
		fail_msg("%s %s: no answer", method, target);
	return answer;
}

struct answer house_rpc(struct house *house, const char *key, const char *method, const char *json)
{
	return house_ask(house, key, "POST", arena_printf(&house->base.arena, "/%s", method),
					 "Connect-Protocol-Version: 1\r\n", json);
}

struct answer house_must(struct house *house, const char *key, const char *method, const char *target, const char *body)
{
	struct answer answer = house_ask(house, key, method, target, "", body);
	if (answer.status != 200)
		fail_msg("%s %s %s: %d %s", method, target, body ? body : "", answer.status, answer.body);
	return answer;
}

const char *house_text(struct house *house, const struct answer *answer, const char *name)
{
	const char *mark = arena_printf(&house->base.arena, "\"%s\":\"", name);
	const char *at = strstr(answer->body, mark);
	if (!at)
		fail_msg("no %s in %s", name, answer->body);
	at += strlen(mark);
	return arena_text_n(&house->base.arena, at, strcspn(at, "\""));
}

const char *house_key(struct house *house, const char *handle, uint32_t roles)
{
	struct arena *arena = &house->base.arena;
	const char *list = "";
	for (unsigned i = 0; i < kleos__role__descriptor.n_values; i++) {
		const ProtobufCEnumValue *role = &kleos__role__descriptor.values[i];
		if (role->value && roles & (1u << role->value))
			list = arena_printf(arena, "%s%s\"%s\"", list, *list ? "," : "", role->name);
	}
	struct answer answer = house_must(house, house->admin, "POST", "/v1/apikeys",
									  arena_printf(arena, "{\"member\":\"%s\",\"name\":\"%s\",\"roles\":[%s]}",
												   handle ? handle : "", house->label, list));
	return house_text(house, &answer, "key");
}

/* A name that nobody has makes a call wait for whole rounds of the feed. */
static bool feeds_went_round(void *context)
{
	struct house *house = context;
	Kleos__GetPreferencesRequest known = KLEOS__GET_PREFERENCES_REQUEST__INIT;
	struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	known.member = "nobody-at-all";
	peer_call(&house->peers[1], &admin, &kleos__recognitions_service__descriptor, "GetPreferences", NULL, &known.base);
	return house->peers[1].reply.status == STATUS_NOT_FOUND;
}

void house_settle(struct house *house)
{
	wait_until(feeds_went_round, house);
}

static bool figures_have_heard(void *context)
{
	struct house *house = context;
	const struct principal process = principal_internal("test");
	Kleos__SummarizeImpactRequest ask = KLEOS__SUMMARIZE_IMPACT_REQUEST__INIT;
	ask.interval = KLEOS__INTERVAL__INTERVAL_MONTH;
	ask.from_day = 20500;
	ask.to_day = 20501;
	const Kleos__SummarizeImpactResponse *got =
		peer_call(&house->peers[1], &process, &kleos__impact_service__descriptor, "SummarizeImpact", NULL, &ask.base);
	return got && got->as_of_ms == environment_now_ms(&house->base.world.environment);
}

void house_counted(struct house *house)
{
	wait_until(figures_have_heard, house);
}

void house_later(struct house *house, int64_t ms)
{
	house->base.world.now_ms += ms;
	if (ms >= PRINCIPAL_LIFETIME_MS)
		house_settle(house);
}

int house_stream_begin(struct house *house, const char *key, const char *target, const char *last)
{
	const char *resume = last ? arena_printf(&house->base.arena, "Last-Event-ID: %s\r\n", last) : "";
	char *text = request_text(key, "GET", target, resume, NULL);
	int fd = connect_to(house);
	char first;
	assert_true(send_all(fd, text, strlen(text)));
	free(text);
	assert_int_equal(recv(fd, &first, 1, MSG_PEEK), 1); /* it is heard from now on */
	return fd;
}

/* The head as it is, and behind it what whole or broken chunks hold. */
static char *unchunked(struct arena *arena, const char *bytes, size_t length)
{
	const char *end = bytes + length, *at = strstr(bytes, "\r\n\r\n");
	if (!at)
		return arena_text(arena, bytes);
	at += 4;
	struct buffer out;
	buffer_init(&out, arena, length);
	buffer_add(&out, bytes, (size_t)(at - bytes));
	while (at < end) {
		char *data;
		size_t size = strtoul(at, &data, 16), there;
		if (!size || end - data < 2)
			break;
		data += 2;
		there = size < (size_t)(end - data) ? size : (size_t)(end - data);
		buffer_add(&out, data, there);
		at = data + there + 2;
	}
	return (char *)out.bytes;
}

const char *house_stream_until(struct house *house, int stream, const char *word)
{
	size_t length = 0;
	while (receive(house, stream, &length)) {
		char *text = unchunked(&house->base.arena, house->bytes, length), *found = strstr(text, word), *end;
		if (!found || !(end = strstr(found, "\n\n")))
			continue;
		end[2] = 0;
		return text;
	}
	return NULL;
}

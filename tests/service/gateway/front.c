#include "tests/service/gateway/front.h"

#include "common/base/file.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#define PATIENCE_S   20
#define ANSWER_BOUND (1u << 20)

/* ---- the stage ---- */

void front_start_members(struct front *front)
{
	const struct members_config config = {.site = fixture_site(&front->base, front->peer.url)};
	assert_int_equal(members_open(&front->members, &config), STATUS_OK);
}

void front_stop_members(struct front *front)
{
	members_close(front->members);
	front->members = NULL;
}

static void read_admin_key(struct front *front)
{
	char path[512], *text;
	size_t length;
	snprintf(path, sizeof(path), "%s/admin.key", front->base.folder);
	assert_int_equal(file_read(&front->base.arena, path, 4096, &text, &length), STATUS_OK);
	text[strcspn(text, "\r\n")] = 0;
	front->admin = text;
}

static bool admin_is_known(void *context)
{
	struct front *front = context;
	return ask(front, front->admin, "GET", "/v1/me", "", NULL).status == 200;
}

struct gateway_config front_config(struct front *front)
{
	return (struct gateway_config){
		.listen = "127.0.0.1:0",
		.members_url = front->peer.url,
		.recognitions_url = front->away[0],
		.awards_url = front->away[1],
		.environment = &front->base.world.environment,
		.key = &front->base.world.key,
		.days = front->base.days,
		.local = front->base.local,
	};
}

void front_start_gateway(struct front *front)
{
	const struct gateway_config config = front_config(front);
	assert_int_equal(gateway_open(&front->gateway, &config), STATUS_OK);
	wait_until(admin_is_known, front);
}

int front_set_up(void **state)
{
	struct front *front = calloc(1, sizeof(*front));
	service_fixture_init(&front->base);
	peer_init(&front->peer, &front->base, "members", PEER_INPROC);
	front_start_members(front);
	read_admin_key(front);
	front->away[0] = test_inproc_url("recognitions");
	front->away[1] = test_inproc_url("awards");
	front_start_gateway(front);
	*state = front;
	return 0;
}

int front_tear_down(void **state)
{
	struct front *front = *state;
	gateway_close(front->gateway);
	front_stop_members(front);
	peer_fini(&front->peer);
	free(front->away[0]);
	free(front->away[1]);
	service_fixture_fini(&front->base);
	free(front);
	return 0;
}

/* ---- HTTP by hand, so that tests may get it wrong ---- */

int front_connect(struct front *front)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(gateway_port(front->gateway))};
	struct timeval patience = {.tv_sec = PATIENCE_S};
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

void front_write(int socket, const void *bytes, size_t length)
{
	const char *at = bytes;
	while (length) {
		ssize_t n = send(socket, at, length, MSG_NOSIGNAL);
		if (n <= 0)
			return;
		at += n;
		length -= (size_t)n;
	}
}

struct incoming {
	int socket;
	char *bytes;
	size_t length;
	bool ended;
};

static void more(struct incoming *incoming)
{
	ssize_t n = ANSWER_BOUND - incoming->length
					? recv(incoming->socket, incoming->bytes + incoming->length, ANSWER_BOUND - incoming->length, 0)
					: 0;
	if (n > 0)
		incoming->length += (size_t)n;
	else
		incoming->ended = true;
	incoming->bytes[incoming->length] = 0;
}

static const char *find_header(struct arena *arena, const char *head, const char *name)
{
	size_t length = strlen(name);
	for (const char *line = strstr(head, "\r\n"); line; line = strstr(line + 2, "\r\n")) {
		const char *at = line + 2;
		if (strncasecmp(at, name, length) == 0 && at[length] == ':') {
			at += length + 1;
			at += strspn(at, " ");
			return arena_text_n(arena, at, strcspn(at, "\r\n"));
		}
	}
	return NULL;
}

static size_t body_length(struct front *front, const char *head, struct incoming *incoming, size_t start)
{
	const char *length = find_header(&front->base.arena, head, "Content-Length");
	const char *encoding = find_header(&front->base.arena, head, "Transfer-Encoding");
	if (length) {
		size_t n = strtoul(length, NULL, 10);
		while (!incoming->ended && incoming->length < start + n)
			more(incoming);
		return n;
	}
	while (!incoming->ended && !(encoding && strstr(incoming->bytes + start, "0\r\n\r\n")))
		more(incoming);
	return incoming->length - start;
}

struct answer front_read(struct front *front, int socket, bool head_only)
{
	struct incoming incoming = {.socket = socket, .bytes = arena_alloc(&front->base.arena, ANSWER_BOUND + 1)};
	struct answer answer = {.head = "", .body = ""};
	char *end = NULL;
	while (!incoming.ended && !(end = strstr(incoming.bytes, "\r\n\r\n")))
		more(&incoming);
	if (!end)
		return answer;
	end[2] = 0;
	answer.head = incoming.bytes;
	answer.status = (int)strtol(incoming.bytes + strcspn(incoming.bytes, " "), NULL, 10);
	answer.body = end + 4;
	if (!head_only)
		answer.length = body_length(front, answer.head, &incoming, (size_t)(end + 4 - incoming.bytes));
	const char *connection = find_header(&front->base.arena, answer.head, "Connection");
	answer.closed = incoming.ended || (connection && strcasecmp(connection, "close") == 0);
	return answer;
}

struct answer ask_bytes(struct front *front, const char *key, const char *method, const char *target,
						const char *headers, const void *body, size_t length)
{
	struct arena *arena = &front->base.arena;
	bool typed = strcasestr(headers, "content-type:");
	int fd = front_connect(front);
	char *head =
		arena_printf(arena, "%s %s HTTP/1.1\r\nHost: kleos\r\nConnection: close\r\n%s", method, target, headers);
	if (key)
		head = arena_printf(arena, "%sAuthorization: Bearer %s\r\n", head, key);
	if (body)
		head = arena_printf(arena, "%s%sContent-Length: %zu\r\n", head,
							typed ? "" : "Content-Type: application/json\r\n", length);
	head = arena_printf(arena, "%s\r\n", head);
	front_write(fd, head, strlen(head));
	if (body)
		front_write(fd, body, length);
	struct answer answer = front_read(front, fd, strcmp(method, "HEAD") == 0);
	close(fd);
	return answer;
}

struct answer ask(struct front *front, const char *key, const char *method, const char *target, const char *headers,
				  const char *body)
{
	return ask_bytes(front, key, method, target, headers, body, body ? strlen(body) : 0);
}

struct answer ask_raw(struct front *front, const char *bytes)
{
	int fd = front_connect(front);
	front_write(fd, bytes, strlen(bytes));
	struct answer answer = front_read(front, fd, false);
	close(fd);
	return answer;
}

const char *header_of(struct front *front, const struct answer *answer, const char *name)
{
	return find_header(&front->base.arena, answer->head, name);
}

const char *text_of(struct front *front, const struct answer *answer, const char *name)
{
	const char *key = arena_printf(&front->base.arena, "\"%s\":\"", name);
	const char *at = strstr(answer->body, key);
	if (!at)
		fail_msg("no \"%s\" in %s", name, answer->body);
	at += strlen(key);
	return arena_text_n(&front->base.arena, at, strcspn(at, "\""));
}

void assert_answer(const struct answer *answer, int status, const char *part)
{
	if (answer->status != status || !strstr(answer->body, part))
		fail_msg("wanted %d with %s, got %s%s", status, part, answer->head, answer->body);
}

const char *front_new_key(struct front *front, const char *role, const char **id)
{
	const char *body = arena_printf(&front->base.arena, "{\"name\":\"test\",\"roles\":[\"%s\"]}", role);
	struct answer answer = ask(front, front->admin, "POST", "/v1/apikeys", "", body);
	assert_answer(&answer, 200, "kls_");
	if (id)
		*id = text_of(front, &answer, "id");
	return text_of(front, &answer, "key");
}

struct answer front_add(struct front *front, const char *body)
{
	return ask(front, front->admin, "POST", "/v1/members", "", body);
}

void front_add_maria(struct front *front)
{
	struct answer answer =
		front_add(front, "{\"handle\":\"maria\",\"displayName\":\"Μαρία\",\"team\":\"marketing/social\"}");
	assert_answer(&answer, 200, "\"handle\":\"maria\"");
}

/* Asking somebody outside: against a server of a few lines that answers what a test wrote down. */
#include "tests/support/support.h"

#include "common/fetch/fetch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define ARENA_CAP  ((size_t)1 << 20)
#define BODY_BOUND ((size_t)1000)
#define LONG_MS    20000 /* longer than any test should take */

struct server {
	pthread_t thread;
	int listening;
	const char *answer; /* NULL: none ever, the connection stays */
	char asked[4096];
	char url[64];
	struct arena arena;
};

/* The head, and as much of a body as its length says. */
static void read_request(struct server *server, int connection)
{
	size_t length = 0, wanted = sizeof(server->asked) - 1;
	while (length < wanted) {
		ssize_t n = read(connection, server->asked + length, wanted - length);
		if (n <= 0)
			return;
		length += (size_t)n;
		server->asked[length] = '\0';
		const char *end = strstr(server->asked, "\r\n\r\n"), *stated = strstr(server->asked, "Content-Length: ");
		if (end)
			wanted = (size_t)(end + 4 - server->asked) + (stated ? strtoul(stated + 16, NULL, 10) : 0);
	}
}

static void *serve(void *context)
{
	struct server *server = context;
	int connection = accept(server->listening, NULL, NULL);
	char byte;
	if (connection < 0)
		return NULL;
	read_request(server, connection);
	if (server->answer)
		(void)!write(connection, server->answer, strlen(server->answer));
	else
		(void)!read(connection, &byte, 1); /* until the other side goes */
	close(connection);
	return NULL;
}

static void server_start(struct server *server, const char *answer)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t length = sizeof(address);
	*server = (struct server){.answer = answer, .listening = socket(AF_INET, SOCK_STREAM, 0)};
	arena_init(&server->arena, ARENA_CAP);
	assert_int_equal(bind(server->listening, (struct sockaddr *)&address, length), 0);
	assert_int_equal(listen(server->listening, 4), 0);
	assert_int_equal(getsockname(server->listening, (struct sockaddr *)&address, &length), 0);
	snprintf(server->url, sizeof(server->url), "http://127.0.0.1:%d/token?code=s3cret", ntohs(address.sin_port));
	assert_int_equal(pthread_create(&server->thread, NULL, serve, server), 0);
}

static void server_stop(struct server *server)
{
	shutdown(server->listening, SHUT_RDWR);
	pthread_join(server->thread, NULL);
	close(server->listening);
	arena_fini(&server->arena);
}

static struct fetch_request request_to(const struct server *server)
{
	return (struct fetch_request){.url = server->url, .timeout_ms = LONG_MS, .bound = BODY_BOUND};
}

static void an_answer_comes_whole(void **state)
{
	struct server server;
	struct fetch_reply reply;
	(void)state;
	server_start(&server, "HTTP/1.1 503 Not now\r\nContent-Type: application/json\r\nRetry-After: 7\r\n"
						  "Content-Length: 13\r\n\r\n{\"keys\":\"no\"}");
	struct fetch_request request = request_to(&server);
	assert_int_equal(fetch(&server.arena, &request, &reply), STATUS_OK);
	assert_int_equal(reply.http_status, 503);
	assert_string_equal(reply.content_type, "application/json");
	assert_string_equal(reply.body, "{\"keys\":\"no\"}");
	assert_int_equal(reply.length, 13);
	assert_int_equal(reply.retry_after_s, 7);
	assert_memory_equal(server.asked, "GET /token?code=s3cret HTTP/1.1\r\n", 33);
	server_stop(&server);
}

static void headers_and_a_body_arrive(void **state)
{
	static const char *const headers[] = {"Authorization: Basic abc", "Content-Type: text/plain", NULL};
	struct server server;
	struct fetch_reply reply;
	(void)state;
	server_start(&server, "HTTP/1.1 204 Fine\r\n\r\n");
	struct fetch_request request = request_to(&server);
	request.headers = headers;
	request.body = "a\0b";
	request.body_length = 3;
	assert_int_equal(fetch(&server.arena, &request, &reply), STATUS_OK);
	assert_int_equal(reply.http_status, 204);
	assert_string_equal(reply.body, "");
	assert_memory_equal(server.asked, "POST ", 5);
	assert_non_null(strstr(server.asked, "\r\nAuthorization: Basic abc\r\n"));
	assert_non_null(strstr(server.asked, "\r\nContent-Type: text/plain\r\n"));
	assert_null(strstr(server.asked, "Expect"));
	assert_memory_equal(strstr(server.asked, "\r\n\r\n") + 4, "a\0b", 3);
	server_stop(&server);
}

static void no_redirect_is_followed(void **state)
{
	struct server server;
	struct fetch_reply reply;
	(void)state;
	server_start(&server, "HTTP/1.1 302 There\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
	struct fetch_request request = request_to(&server);
	assert_int_equal(fetch(&server.arena, &request, &reply), STATUS_OK);
	assert_int_equal(reply.http_status, 302);
	server_stop(&server);
}

static void no_proxy_of_the_environment_is_asked(void **state)
{
	struct server server;
	struct fetch_reply reply;
	(void)state;
	server_start(&server, "HTTP/1.1 200 Fine\r\nContent-Length: 0\r\n\r\n");
	setenv("http_proxy", "http://127.0.0.1:1", 1);
	setenv("ALL_PROXY", "http://127.0.0.1:1", 1);
	struct fetch_request request = request_to(&server);
	assert_int_equal(fetch(&server.arena, &request, &reply), STATUS_OK);
	unsetenv("http_proxy");
	unsetenv("ALL_PROXY");
	server_stop(&server);
}

static void a_long_answer_is_refused(void **state)
{
	struct server server;
	struct fetch_reply reply;
	char answer[BODY_BOUND + 100];
	(void)state;
	int head = snprintf(answer, sizeof(answer), "HTTP/1.1 200 Fine\r\nContent-Length: %zu\r\n\r\n", BODY_BOUND + 1);
	memset(answer + head, 'x', BODY_BOUND + 1);
	answer[(size_t)head + BODY_BOUND + 1] = '\0';
	server_start(&server, answer);
	struct fetch_request request = request_to(&server);
	assert_int_equal(fetch(&server.arena, &request, &reply), STATUS_RESOURCE_EXHAUSTED);
	assert_string_equal(reply.reason, "127.0.0.1: the answer is longer than it may be");
	server_stop(&server);
}

static void an_answer_of_just_that_length_is_taken(void **state)
{
	struct server server;
	struct fetch_reply reply;
	char answer[BODY_BOUND + 100];
	(void)state;
	int head = snprintf(answer, sizeof(answer), "HTTP/1.1 200 Fine\r\nContent-Length: %zu\r\n\r\n", BODY_BOUND);
	memset(answer + head, 'x', BODY_BOUND);
	answer[(size_t)head + BODY_BOUND] = '\0';
	server_start(&server, answer);
	struct fetch_request request = request_to(&server);
	assert_int_equal(fetch(&server.arena, &request, &reply), STATUS_OK);
	assert_int_equal(reply.length, BODY_BOUND);
	server_stop(&server);
}

static void silence_ends_at_the_deadline(void **state)
{
	struct server server;
	struct fetch_reply reply;
	(void)state;
	server_start(&server, NULL);
	struct fetch_request request = request_to(&server);
	request.timeout_ms = 50;
	assert_int_equal(fetch(&server.arena, &request, &reply), STATUS_DEADLINE_EXCEEDED);
	assert_string_equal(reply.reason, "127.0.0.1: no answer in time");
	server_stop(&server);
}

static void a_process_that_stops_waits_for_nobody(void **state)
{
	struct server server;
	struct fetch_reply reply;
	const atomic_bool leave = true;
	(void)state;
	server_start(&server, NULL);
	struct fetch_request request = request_to(&server);
	request.leave = &leave;
	assert_int_equal(fetch(&server.arena, &request, &reply), STATUS_CANCELLED);
	server_stop(&server);
}

static void nobody_there_is_said_without_secrets(void **state)
{
	struct server server;
	struct fetch_reply reply;
	(void)state;
	server_start(&server, "");
	struct fetch_request request = request_to(&server);
	assert_int_equal(fetch(&server.arena, &request, &reply), STATUS_UNAVAILABLE);
	assert_memory_equal(reply.reason, "127.0.0.1: ", 11);
	assert_null(strstr(reply.reason, "s3cret"));
	server_stop(&server);
}

static void only_the_web_is_asked(void **state)
{
	static const char *const bad[] = {"file:///etc/passwd", "gopher://127.0.0.1/", "", "http://", "no address"};
	struct fetch_reply reply;
	struct arena arena;
	(void)state;
	arena_init(&arena, ARENA_CAP);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct fetch_request request = {.url = bad[i], .timeout_ms = LONG_MS, .bound = BODY_BOUND};
		enum status status = fetch(&arena, &request, &reply);
		assert_true(status == STATUS_INVALID_ARGUMENT || status == STATUS_UNAVAILABLE);
		assert_int_not_equal(strlen(reply.reason), 0);
	}
	arena_fini(&arena);
}

static void a_private_address_is_https_or_of_this_machine(void **state)
{
	(void)state;
	assert_true(fetch_is_private("https://id.example.org/"));
	assert_true(fetch_is_private("http://127.0.0.1:8080/x"));
	assert_true(fetch_is_private("http://[::1]:8080"));
	assert_true(fetch_is_private("http://localhost:3000"));
	assert_false(fetch_is_private("http://id.example.org/"));
	assert_false(fetch_is_private("http://localhost.example.org/"));
	assert_false(fetch_is_private("http://127.0.0.1@example.org/"));
	assert_false(fetch_is_private("http://127.example.org/"));
	assert_false(fetch_is_private("ftp://localhost/"));
	assert_false(fetch_is_private(""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_answer_comes_whole),
		cmocka_unit_test(headers_and_a_body_arrive),
		cmocka_unit_test(no_redirect_is_followed),
		cmocka_unit_test(no_proxy_of_the_environment_is_asked),
		cmocka_unit_test(a_long_answer_is_refused),
		cmocka_unit_test(an_answer_of_just_that_length_is_taken),
		cmocka_unit_test(silence_ends_at_the_deadline),
		cmocka_unit_test(a_process_that_stops_waits_for_nobody),
		cmocka_unit_test(nobody_there_is_said_without_secrets),
		cmocka_unit_test(only_the_web_is_asked),
		cmocka_unit_test(a_private_address_is_https_or_of_this_machine),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

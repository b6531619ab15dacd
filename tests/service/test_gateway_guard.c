/* What the gateway does with requests that are framed badly, too large, or never end. */
#include "tests/service/gateway/front.h"

#include "common/base/array.h"
#include "common/base/buffer.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define MEGABYTE ((size_t)1 << 20)

/* RFC 9112 §3.2, §6.3: whatever two readers could understand differently is refused and the connection ends. */
static void ambiguous_framing_is_400_and_closes(void **state)
{
	struct front *front = *state;
	static const char *const heads[] = {
		"POST /v1/members HTTP/1.1\r\nHost: k\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
		"POST /v1/members HTTP/1.1\r\nHost: k\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n",
		"POST /v1/members HTTP/1.1\r\nHost: k\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}",
		"POST /v1/members HTTP/1.1\r\nHost: k\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{} ",
		"POST /v1/members HTTP/1.1\r\nHost: k\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
		"GET /healthz HTTP/1.1\r\nHost: k\r\nHost: l\r\n\r\n",
		"GET /healthz HTTP/1.1\r\n\r\n",
		"G{}T /healthz HTTP/1.1\r\nHost: k\r\n\r\n",
		"POST /v1/members HTTP/1.1\r\nHost: k\r\nContent-Length: -1\r\n\r\n",
		"POST /v1/members HTTP/1.1\r\nHost: k\r\nContent-Length: 1,1\r\n\r\n{",
		"POST /v1/members HTTP/1.1\r\nHost: k\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n",
	};
	for (size_t i = 0; i < sizeof(heads) / sizeof(*heads); i++) {
		struct answer answer = ask_raw(front, heads[i]);
		if ((answer.status != 400 && answer.status != 0) || !(answer.closed || !answer.status))
			fail_msg("%s: %d %s", heads[i], answer.status, answer.head);
	}
}

static void chunked_bodies_are_read(void **state)
{
	struct front *front = *state;
	const char *request = arena_printf(&front->base.arena,
									   "POST /v1/members HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer %s\r\n"
									   "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n"
									   "9\r\n{\"handle\"\r\n9\r\n:\"maria\"}\r\n0\r\n\r\n",
									   front->admin);
	struct answer answer = ask_raw(front, request);
	assert_answer(&answer, 200, "\"handle\":\"maria\"");
}

static char *much_json(struct front *front, size_t length)
{
	char *body = arena_alloc(&front->base.arena, length + 1);
	memset(body, ' ', length);
	memcpy(body, "{\"handle\":\"big\"", 15);
	body[length - 1] = '}';
	return body;
}

static void a_body_of_five_megabytes_is_413(void **state)
{
	struct front *front = *state;
	char *body = much_json(front, 5 * MEGABYTE);
	struct answer answer = ask(front, front->admin, "POST", "/v1/members", "", body);
	assert_answer(&answer, 413, "BODY_TOO_LARGE");
	answer = ask(front, front->admin, "POST", "/kleos.members.v1.MembersService/CreateMember", "", body);
	assert_answer(&answer, 413, "\"code\":\"invalid_argument\"");
	answer = ask(front, NULL, "POST", "/v1/members", "", body);
	assert_answer(&answer, 401, "NO_KEY");
	answer = ask(front, front->admin, "POST", "/nowhere", "", body);
	assert_answer(&answer, 404, "NO_SUCH_ROUTE");
}

static void a_body_of_a_hundred_megabytes_is_413_before_it_is_sent(void **state)
{
	struct front *front = *state;
	const char *request = arena_printf(&front->base.arena,
									   "POST /v1/members HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer %s\r\n"
									   "Content-Type: application/json\r\nContent-Length: 104857600\r\n\r\n{",
									   front->admin);
	struct answer answer = ask_raw(front, request);
	assert_answer(&answer, 413, "BODY_TOO_LARGE");
	assert_true(answer.closed);
}

static void a_chunked_body_without_end_is_413(void **state)
{
	struct front *front = *state;
	char *head = arena_printf(&front->base.arena,
							  "POST /v1/members HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer %s\r\nContent-Type: "
							  "application/json\r\nTransfer-Encoding: chunked\r\n\r\n100000\r\n",
							  front->admin);
	int fd = front_connect(front);
	front_write(fd, head, strlen(head));
	front_write(fd, much_json(front, MEGABYTE), MEGABYTE);
	front_write(fd, "\r\n0\r\n\r\n", 7);
	struct answer answer = front_read(front, fd, false);
	close(fd);
	assert_answer(&answer, 413, "BODY_TOO_LARGE");
}

static void a_body_at_the_bound_is_taken(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, front->admin, "POST", "/v1/members", "", much_json(front, 256 * 1024));
	assert_answer(&answer, 200, "\"handle\":\"big\"");
	answer = ask(front, front->admin, "POST", "/v1/members", "", much_json(front, 256 * 1024 + 1));
	assert_answer(&answer, 413, "BODY_TOO_LARGE");
}

/* Also in chunks, whose length nobody states: what has begun to answer is not to be answered twice. */
static void where_no_body_belongs_any_body_is_413(void **state)
{
	struct front *front = *state;
	static const char *const targets[] = {"/v1/backup", "/v1/events", "/healthz", "/metrics"};
	static const char *const bodies[] = {"Content-Length: 1\r\n\r\nx",
										 "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n",
										 "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"};
	for (size_t i = 0; i < ARRAY_LENGTH(targets); i++)
		for (size_t j = 0; j < ARRAY_LENGTH(bodies); j++) {
			struct answer answer = ask_raw(
				front, arena_printf(&front->base.arena, "GET %s HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer %s\r\n%s",
									targets[i], front->admin, bodies[j]));
			assert_answer(&answer, 413, "BODY_TOO_LARGE");
		}
}

static void who_expects_to_go_on_is_told_before_sending(void **state)
{
	struct front *front = *state;
	struct answer answer = ask_raw(front, "POST /v1/members HTTP/1.1\r\nHost: k\r\nContent-Type: application/json\r\n"
										  "Content-Length: 1000\r\nExpect: 100-continue\r\n\r\n");
	assert_answer(&answer, 401, "NO_KEY");
}

/* Links are made of it, many in one answer. */
static void a_host_is_at_most_255_characters(void **state)
{
	struct front *front = *state;
	char host[257];
	memset(host, 'h', sizeof(host));
	struct answer answer =
		ask_raw(front, arena_printf(&front->base.arena, "GET /healthz HTTP/1.1\r\nHost: %.*s\r\n\r\n", 255, host));
	assert_int_equal(answer.status, 200);
	answer = ask_raw(front, arena_printf(&front->base.arena, "GET /healthz HTTP/1.1\r\nHost: %.*s\r\n\r\n", 256, host));
	assert_answer(&answer, 400, "Host has more than 255 characters");
}

static void a_hundred_and_one_headers_are_too_many(void **state)
{
	struct front *front = *state;
	struct buffer request;
	buffer_init(&request, &front->base.arena, MEGABYTE);
	buffer_add_text(&request, "GET /healthz HTTP/1.1\r\nHost: k\r\n");
	for (int i = 0; i < 100; i++)
		buffer_printf(&request, "X-%d: y\r\n", i);
	buffer_add_text(&request, "\r\n");
	struct answer answer = ask_raw(front, buffer_text(&request));
	assert_int_equal(answer.status, 400);
}

/* Moves the clock while a request is on its way; the connection must end without an answer. */
static void times_out(struct front *front, const char *begun, int64_t ms)
{
	struct test_world *world = &front->base.world;
	char byte;
	atomic_store(&world->monotonic_ms, environment_monotonic_ms(&world->environment));
	int fd = front_connect(front);
	front_write(fd, begun, strlen(begun));
	usleep(20000); /* so that the gateway has seen it; too short makes the test weaker, never wrong */
	atomic_fetch_add(&world->monotonic_ms, ms);
	assert_int_equal(read(fd, &byte, 1), 0);
	close(fd);
}

static void a_head_that_never_ends_is_cut_off(void **state)
{
	times_out(*state, "GET /healthz HTTP/1.1\r\nHost:", 11000);
}

static void a_body_that_never_ends_is_cut_off(void **state)
{
	struct front *front = *state;
	times_out(front,
			  arena_printf(&front->base.arena,
						   "POST /v1/members HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer %s\r\nContent-Type: "
						   "application/json\r\nContent-Length: 100\r\n\r\n{",
						   front->admin),
			  31000);
}

static void a_gateway_closes_with_requests_on_their_way(void **state)
{
	struct front *front = *state;
	static const char half[] = "POST /v1/members HTTP/1.1\r\nHost: k\r\nContent-Length: 100\r\n\r\n{";
	int fd = front_connect(front);
	front_write(fd, half, sizeof(half) - 1);
	gateway_close(front->gateway); /* the tear-down closes NULL */
	front->gateway = NULL;
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRONT_TEST(ambiguous_framing_is_400_and_closes),
		FRONT_TEST(chunked_bodies_are_read),
		FRONT_TEST(a_body_of_five_megabytes_is_413),
		FRONT_TEST(a_body_of_a_hundred_megabytes_is_413_before_it_is_sent),
		FRONT_TEST(a_chunked_body_without_end_is_413),
		FRONT_TEST(a_body_at_the_bound_is_taken),
		FRONT_TEST(where_no_body_belongs_any_body_is_413),
		FRONT_TEST(who_expects_to_go_on_is_told_before_sending),
		FRONT_TEST(a_host_is_at_most_255_characters),
		FRONT_TEST(a_hundred_and_one_headers_are_too_many),
		FRONT_TEST(a_head_that_never_ends_is_cut_off),
		FRONT_TEST(a_body_that_never_ends_is_cut_off),
		FRONT_TEST(a_gateway_closes_with_requests_on_their_way),
	};
	return cmocka_run_group_tests_name("gateway guard", tests, NULL, NULL);
}

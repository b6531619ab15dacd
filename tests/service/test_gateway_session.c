/* Signing in with a browser: a cookie in place of a key, as long as the key works. */
#include "tests/service/gateway/subscriber.h"

#include "common/base/api_key.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

#define WEEK_MS  ((int64_t)7 * 24 * 3600 * 1000)
#define OWN_PAGE "Sec-Fetch-Site: same-origin\r\n"

static struct answer try_key(struct front *front, const char *key, const char *headers)
{
	return ask(front, NULL, "POST", "/v1/session", headers, arena_printf(&front->base.arena, "{\"key\":\"%s\"}", key));
}

/* The secret in the cookie of an answer. */
static const char *secret_of(struct front *front, const struct answer *answer)
{
	const char *cookie = header_of(front, answer, "Set-Cookie");
	assert_non_null(cookie);
	assert_memory_equal(cookie, "__Host-kleos=", 13);
	return arena_text_n(&front->base.arena, cookie + 13, strcspn(cookie + 13, ";"));
}

/* The header of a browser that holds this secret. */
static const char *cookie(struct front *front, const char *secret)
{
	return arena_printf(&front->base.arena, "Cookie: lang=el; __Host-kleos=%s\r\n", secret);
}

static const char *sign_in(struct front *front, const char *key)
{
	struct answer answer = try_key(front, key, "");
	assert_answer(&answer, 200, "{\"session\":{");
	return cookie(front, secret_of(front, &answer));
}

static const char *maria_key(struct front *front, const char **id)
{
	struct answer answer = ask(front, front->admin, "POST", "/v1/apikeys", "",
							   "{\"member\":\"maria\",\"name\":\"browser\",\"roles\":[\"MEMBER\",\"LEADER\"]}");
	assert_answer(&answer, 200, "kls_");
	if (id)
		*id = text_of(front, &answer, "id");
	return text_of(front, &answer, "key");
}

static struct answer get(struct front *front, const char *headers, const char *target)
{
	return ask(front, NULL, "GET", target, headers, NULL);
}

static struct answer post(struct front *front, const char *headers, const char *target, const char *body)
{
	return ask(front, NULL, "POST", target, arena_printf(&front->base.arena, "%s" OWN_PAGE, headers), body);
}

struct visit {
	struct front *front;
	const char *headers;
};

static bool is_out(void *context)
{
	const struct visit *visit = context;
	struct answer answer = get(visit->front, visit->headers, "/v1/me");
	return answer.status == 401 && strstr(answer.body, "INVALID_SESSION");
}

static void assert_in(struct front *front, const char *headers)
{
	struct answer answer = get(front, headers, "/v1/me");
	assert_answer(&answer, 200, "\"roles\":[");
}

static void who_signs_in_is_who_the_key_is(void **state)
{
	struct front *front = *state;
	front_add_maria(front);
	struct answer answer = try_key(front, maria_key(front, NULL), OWN_PAGE);
	assert_answer(&answer, 200, "\"handle\":\"maria\",\"displayName\":\"Μαρία\"},\"name\":\"\"");
	assert_answer(&answer, 200, "\"roles\":[\"MEMBER\",\"LEADER\"]");
	assert_answer(&answer, 200, "\"createTime\":\"2026-03-01T09:00:00Z\",\"expireTime\":\"2026-03-08T09:00:00Z\"");
	assert_non_null(
		strstr(header_of(front, &answer, "Set-Cookie"), "; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=604800"));
	assert_null(strstr(answer.body, "kss_"));
	const char *headers = cookie(front, secret_of(front, &answer));
	struct answer session = get(front, headers, "/v1/session");
	assert_string_equal(session.body, answer.body);
	assert_string_equal(header_of(front, &session, "Cross-Origin-Resource-Policy"), "same-origin");
	session = get(front, headers, "/v1/me");
	assert_answer(&session, 200, "\"handle\":\"maria\"");
	assert_answer(&session, 200, "\"roles\":[\"MEMBER\",\"LEADER\"]");
	session = get(front, "", "/v1/session");
	assert_string_equal(session.body, "{}");
	session = ask(front, front->admin, "GET", "/v1/session", "", NULL);
	assert_string_equal(session.body, "{}");
}

static void an_integration_signs_in_as_nobody(void **state)
{
	struct front *front = *state;
	struct answer answer = try_key(front, front->admin, "");
	assert_answer(&answer, 200, "{\"session\":{\"name\":\"admin\",\"roles\":[\"ADMIN\"],\"locale\":\"\"");
}

static void every_wrong_key_is_answered_alike(void **state)
{
	struct front *front = *state;
	const char *id, *revoked = front_new_key(front, "SERVICE", &id);
	char unknown[API_KEY_TEXT_SIZE], session[API_KEY_TEXT_SIZE];
	api_key_new(unknown, &front->base.world.environment);
	session_secret_new(session, &front->base.world.environment);
	ask(front, front->admin, "DELETE", arena_printf(&front->base.arena, "/v1/apikeys/%s", id), "", NULL);
	const char *const wrong[] = {"", "kls_nonsense", unknown, session, revoked};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		struct answer answer = try_key(front, wrong[i], "");
		assert_answer(&answer, 401, "\"message\":\"this API key is not known, or was revoked\"");
		assert_null(header_of(front, &answer, "Set-Cookie"));
	}
	struct answer answer =
		ask(front, NULL, "POST", arena_printf(&front->base.arena, "/v1/session?key=%s", front->admin), "", NULL);
	assert_answer(&answer, 400, "belongs in the body");
}

static void wrong_keys_are_throttled_and_right_ones_never(void **state)
{
	struct front *front = *state;
	int refused = 0;
	front->base.world.monotonic_ms = 1000000000;
	for (int i = 0; i < 25; i++) {
		struct answer answer = try_key(front, "kls_nonsense", "");
		refused += answer.status == 401;
		if (answer.status == 401)
			continue;
		assert_answer(&answer, 429, "TOO_MANY_WRONG_KEYS");
		assert_string_equal(header_of(front, &answer, "Retry-After"), "1");
	}
	assert_int_equal(refused, 20);
	sign_in(front, front->admin);
	struct answer answer = try_key(front, "kls_nonsense", "");
	assert_int_equal(answer.status, 429);
	front->base.world.monotonic_ms += 1000;
	answer = try_key(front, "kls_nonsense", "");
	assert_int_equal(answer.status, 401);
}

static void only_a_page_of_this_site_changes_something(void **state)
{
	static const struct {
		const char *headers;
		int write, read;
	} cases[] = {
		{"Sec-Fetch-Site: same-origin\r\n", 200, 200},
		{"Sec-Fetch-Site: none\r\n", 200, 200},
		{"Sec-Fetch-Site: same-site\r\n", 403, 403}, /* another port of this machine */
		{"Sec-Fetch-Site: cross-site\r\nOrigin: http://kleos\r\n", 403, 403},
		{"Sec-Fetch-Site: same-origin\r\nSec-Fetch-Site: cross-site\r\n", 403, 403},
		{"Sec-Fetch-Site: cross-site\r\nsec-fetch-site: same-origin\r\n", 403, 403},
		{"Origin: http://kleos\r\n", 200, 200},
		{"Origin: https://kleos\r\n", 200, 200},
		{"Origin: http://kleos:8081\r\n", 403, 403},
		{"Origin: http://evil\r\nOrigin: http://kleos\r\n", 403, 403},
		{"Origin: null\r\n", 403, 403},
		{"Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: no-cors\r\n", 403, 403},
		{"Sec-Fetch-Site: same-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Mode: cors\r\n", 403, 403},
		{"Referer: http://kleos/\r\n", 403, 200},
		{"", 403, 200},
	};
	struct front *front = *state;
	struct arena *arena = &front->base.arena;
	const char *headers = sign_in(front, front->admin);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		const char *both = arena_printf(arena, "%s%s", headers, cases[i].headers);
		const char *body = arena_printf(arena, "{\"handle\":\"m%zu\"}", i);
		struct answer answer = ask(front, NULL, "POST", "/v1/members", both, body);
		assert_answer(&answer, cases[i].write, cases[i].write == 200 ? "\"handle\"" : "\"reason\":\"CROSS_SITE\"");
		answer = ask(front, NULL, "POST", "/kleos.members.v1.MembersService/GetMember", both, "{\"member\":\"m0\"}");
		assert_int_equal(answer.status, cases[i].write);
		answer = ask(front, NULL, "GET", "/v1/me", both, NULL);
		assert_int_equal(answer.status, cases[i].read);
		answer = ask(front, NULL, "HEAD", "/v1/me", both, NULL);
		assert_int_equal(answer.status, cases[i].read);
		answer = ask(front, front->admin, "POST", "/v1/members", both, /* who brings a key is no browser by itself */
					 arena_printf(arena, "{\"handle\":\"n%zu\"}", i));
		assert_int_equal(answer.status, 200);
	}
	const char *link = arena_printf(arena, "%sSec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\n", headers);
	struct answer answer = ask(front, NULL, "GET", "/v1/me", link, NULL);
	assert_int_equal(answer.status, 200);
	answer = ask(front, NULL, "POST", "/v1/members", link, "{\"handle\":\"linked\"}");
	assert_int_equal(answer.status, 403);
	answer = ask(front, NULL, "DELETE", "/v1/session", headers, NULL);
	assert_answer(&answer, 403, "CROSS_SITE");
	assert_in(front, headers);
}

static void another_page_signs_nobody_in(void **state)
{
	struct front *front = *state;
	struct answer answer = try_key(front, front->admin, "Sec-Fetch-Site: cross-site\r\n");
	assert_answer(&answer, 403, "CROSS_SITE");
	answer = try_key(front, front->admin, "Origin: http://evil\r\n");
	assert_answer(&answer, 403, "CROSS_SITE");
	answer = try_key(front, front->admin, "Origin: http://kleos\r\n");
	assert_int_equal(answer.status, 200);
}

static void a_session_ends_with_its_key_within_a_second(void **state)
{
	struct front *front = *state;
	const char *id, *key = front_new_key(front, "SERVICE", &id), *headers = sign_in(front, key);
	const char *other = sign_in(front, front->admin);
	struct timespec from, to;
	assert_in(front, headers);
	clock_gettime(CLOCK_MONOTONIC, &from);
	ask(front, front->admin, "DELETE", arena_printf(&front->base.arena, "/v1/apikeys/%s", id), "", NULL);
	wait_until(is_out, &(struct visit){front, headers});
	clock_gettime(CLOCK_MONOTONIC, &to);
	assert_true((to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000 < 1000);
	assert_in(front, other);
}

static void who_left_and_came_back_signs_in_anew(void **state)
{
	struct front *front = *state;
	front_add_maria(front);
	const char *key = maria_key(front, NULL), *headers = sign_in(front, key);
	ask(front, front->admin, "POST", "/v1/members/maria:deactivate", "", "{}");
	wait_until(is_out, &(struct visit){front, headers});
	ask(front, front->admin, "POST", "/v1/members/maria:reactivate", "", "{}");
	assert_in(front, sign_in(front, key));
	assert_true(is_out(&(struct visit){front, headers}));
}

static void a_session_is_over_after_a_week(void **state)
{
	struct front *front = *state;
	const char *headers = sign_in(front, front->admin);
	front->base.world.now_ms += WEEK_MS - 1;
	assert_in(front, headers);
	front->base.world.now_ms += 1;
	assert_true(is_out(&(struct visit){front, headers}));
	struct answer answer = get(front, headers, "/v1/session");
	assert_string_equal(answer.body, "{}");
	answer = try_key(front, front->admin, headers);
	assert_int_equal(answer.status, 200);
}

static void sessions_outlive_restarts(void **state)
{
	struct desk *desk = *state;
	struct front *front = desk->front;
	const char *headers = sign_in(front, desk->maria);
	restart_gateway(desk);
	assert_in(front, headers);
	front_stop_members(front);
	struct answer answer = get(front, headers, "/v1/recognitions");
	assert_answer(&answer, 200, "recognitions");
	answer = get(front, headers, "/v1/session");
	assert_int_equal(answer.status, 503);
	answer = try_key(front, desk->maria, "");
	assert_int_equal(answer.status, 503);
	front_start_members(front);
	for (int i = 0; i < 1000 && answer.status != 200; i++) {
		answer = get(front, headers, "/v1/session");
		usleep(2000);
	}
	assert_answer(&answer, 200, "\"handle\":\"maria\"");
}

static void the_oldest_of_too_many_ends(void **state)
{
	struct front *front = *state;
	const char *headers[18];
	for (int i = 0; i < 18; i++) {
		front->base.world.now_ms += 1000;
		headers[i] = sign_in(front, front->admin);
	}
	wait_until(is_out, &(struct visit){front, headers[0]});
	wait_until(is_out, &(struct visit){front, headers[1]});
	for (int i = 2; i < 18; i++)
		assert_in(front, headers[i]);
}

static void who_signs_out_is_out_here_or_everywhere(void **state)
{
	struct front *front = *state;
	front_add_maria(front);
	const char *key = maria_key(front, NULL), *other = maria_key(front, NULL), *admin = sign_in(front, front->admin);
	const char *one = sign_in(front, key), *two = sign_in(front, key), *three = sign_in(front, other);
	struct answer answer =
		ask(front, NULL, "DELETE", "/v1/session", arena_printf(&front->base.arena, "%s" OWN_PAGE, one), NULL);
	assert_answer(&answer, 200, "{\"providerSignOutUrl\":\"\"}");
	assert_string_equal(header_of(front, &answer, "Set-Cookie"),
						"__Host-kleos=; Path=/; Secure; HttpOnly; SameSite=Lax; Max-Age=0");
	wait_until(is_out, &(struct visit){front, one});
	assert_in(front, two);
	answer = post(front, two, "/v1/session:endAll", "{}");
	assert_answer(&answer, 200, "{}");
	assert_non_null(header_of(front, &answer, "Set-Cookie"));
	wait_until(is_out, &(struct visit){front, two});
	wait_until(is_out, &(struct visit){front, three});
	assert_in(front, admin);
	one = sign_in(front, key);
	answer = ask(front, other, "POST", "/v1/session:endAll", "", "{}");
	assert_answer(&answer, 200, "{}");
	assert_null(header_of(front, &answer, "Set-Cookie"));
	wait_until(is_out, &(struct visit){front, one});
	assert_int_equal(ask(front, key, "GET", "/v1/me", "", NULL).status, 200);
}

static void a_secret_is_never_the_one_that_was_brought(void **state)
{
	struct front *front = *state;
	char chosen[API_KEY_TEXT_SIZE];
	session_secret_new(chosen, &front->base.world.environment);
	struct answer answer = try_key(front, front->admin, cookie(front, chosen));
	assert_int_equal(answer.status, 200);
	const char *first = secret_of(front, &answer);
	assert_string_not_equal(first, chosen);
	assert_true(is_out(&(struct visit){front, cookie(front, chosen)}));
	answer = try_key(front, front->admin, cookie(front, first));
	const char *second = secret_of(front, &answer);
	assert_string_not_equal(first, second);
	wait_until(is_out, &(struct visit){front, cookie(front, first)});
	assert_in(front, cookie(front, second));
}

static void a_cookie_that_is_not_clear_opens_nothing(void **state)
{
	struct front *front = *state;
	struct arena *arena = &front->base.arena;
	struct answer answer = try_key(front, front->admin, "");
	const char *secret = secret_of(front, &answer);
	const char *const bad[] = {
		arena_printf(arena, "Cookie: __Host-kleos=%s; __Host-kleos=%s\r\n", secret, secret),
		arena_printf(arena, "Cookie: __Host-kleos=kss_x; __Host-kleos=%s\r\n", secret),
		arena_printf(arena, "Cookie: __Host-kleos=\"%s\"\r\n", secret),
		arena_printf(arena, "Cookie: __Host-kleos=%sx\r\n", secret),
		arena_printf(arena, "Cookie: __Host-kleos=%s\r\n", front->admin),
		"Cookie: __Host-kleos=\r\n",
	};
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		assert_true(is_out(&(struct visit){front, bad[i]}));
	answer = get(front, arena_printf(arena, "Cookie: kleos=%s\r\n", secret), "/v1/me");
	assert_answer(&answer, 401, "NO_KEY");
	answer = get(front, arena_printf(arena, "Cookie: a=b\r\nCookie: __Host-kleos=%s\r\n", secret), "/v1/me");
	assert_answer(&answer, 400, "more than one Cookie");
	answer = ask(front, secret, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 401, "INVALID_KEY");
	answer = ask(front, "kls_nonsense", "GET", "/v1/me", cookie(front, secret), NULL);
	assert_answer(&answer, 401, "INVALID_KEY");
	assert_in(front, cookie(front, secret));
}

/* Awards is away, which answers 503 to whoever is let in. */
static void a_cookie_that_counts_for_nothing_shuts_nobody_out(void **state)
{
	struct front *front = *state;
	struct answer answer = get(front, "Cookie: __Host-kleos=old\r\n", "/v1/cycles/x/result");
	assert_int_equal(answer.status, 503);
	char gone[API_KEY_TEXT_SIZE];
	session_secret_new(gone, &front->base.world.environment);
	answer = get(front, cookie(front, gone), "/v1/cycles/x/result");
	assert_int_equal(answer.status, 503);
	const char *elsewhere =
		arena_printf(&front->base.arena, "%sSec-Fetch-Site: same-site\r\n", sign_in(front, front->admin));
	answer = get(front, elsewhere, "/v1/cycles/x/result");
	assert_int_equal(answer.status, 503);
}

/* Whoever comes to a screen that was left open is not to carry everybody's data away. */
static void a_backup_is_not_given_to_a_browser(void **state)
{
	struct front *front = *state;
	struct answer answer = get(front, sign_in(front, front->admin), "/v1/backup");
	assert_answer(&answer, 403, "KEY_NEEDED");
	answer = ask(front, front->admin, "GET", "/v1/backup", "", NULL);
	assert_answer(&answer, 503, "SERVICE_UNAVAILABLE"); /* recognitions and awards are away here */
}

static void a_stream_by_cookie_ends_with_the_session(void **state)
{
	struct desk *desk = *state;
	struct front *front = desk->front;
	struct arena *arena = &front->base.arena;
	const char *headers = sign_in(front, desk->nikos);
	struct stream stream = {.desk = desk, .socket = front_connect(front), .bytes = arena_alloc(arena, (4u << 20) + 1)};
	const char *head = arena_printf(arena, "GET /v1/events HTTP/1.1\r\nHost: kleos\r\n%s\r\n", headers);
	front_write(stream.socket, head, strlen(head));
	assert_non_null(until(&stream, "retry: 2000\n\n"));
	give(desk, "nikos", "by cookie", "ORGANIZATION");
	hears(&stream, "by cookie");
	struct answer answer = post(front, headers, "/v1/session:endAll", "{}");
	assert_int_equal(answer.status, 200);
	assert_non_null(until(&stream, "\r\n0\r\n\r\n")); /* the last chunk */
	unsubscribe(&stream);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRONT_TEST(who_signs_in_is_who_the_key_is),
		FRONT_TEST(an_integration_signs_in_as_nobody),
		FRONT_TEST(every_wrong_key_is_answered_alike),
		FRONT_TEST(wrong_keys_are_throttled_and_right_ones_never),
		FRONT_TEST(only_a_page_of_this_site_changes_something),
		FRONT_TEST(another_page_signs_nobody_in),
		FRONT_TEST(a_session_ends_with_its_key_within_a_second),
		FRONT_TEST(who_left_and_came_back_signs_in_anew),
		FRONT_TEST(a_session_is_over_after_a_week),
		DESK_TEST(sessions_outlive_restarts),
		FRONT_TEST(the_oldest_of_too_many_ends),
		FRONT_TEST(who_signs_out_is_out_here_or_everywhere),
		FRONT_TEST(a_secret_is_never_the_one_that_was_brought),
		FRONT_TEST(a_cookie_that_is_not_clear_opens_nothing),
		FRONT_TEST(a_cookie_that_counts_for_nothing_shuts_nobody_out),
		FRONT_TEST(a_backup_is_not_given_to_a_browser),
		DESK_TEST(a_stream_by_cookie_ends_with_the_session),
	};
	return cmocka_run_group_tests_name("sessions at the gateway", tests, NULL, NULL);
}

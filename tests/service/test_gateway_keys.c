/* Whom the gateway lets in, and what it says while a service is away. */
#include "tests/service/gateway/front.h"

#include "common/base/api_key.h"

#include <string.h>
#include <time.h>
#include <unistd.h>

static void without_a_key_it_is_401_with_a_challenge(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, NULL, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 401, "\"status\":\"UNAUTHENTICATED\"");
	assert_non_null(strstr(header_of(front, &answer, "WWW-Authenticate"), "Bearer"));
	answer = ask(front, "kls_nonsense", "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 401, "INVALID_KEY");
	answer = ask(front, NULL, "GET", "/v1/me", "Authorization: Basic YTpi\r\n", NULL);
	assert_answer(&answer, 401, "INVALID_KEY");
}

static void a_well_formed_key_of_nobody_is_401(void **state)
{
	struct front *front = *state;
	char key[API_KEY_TEXT_SIZE];
	api_key_new(key, &front->base.world.environment);
	struct answer answer = ask(front, key, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 401, "INVALID_KEY");
}

static void a_key_may_come_in_either_header(void **state)
{
	struct front *front = *state;
	const char *header = arena_printf(&front->base.arena, "X-API-Key: %s\r\n", front->admin);
	struct answer answer = ask(front, NULL, "GET", "/v1/me", header, NULL);
	assert_answer(&answer, 200, "ADMIN");
}

static void a_new_key_works_at_once(void **state)
{
	struct front *front = *state;
	for (int i = 0; i < 10; i++) {
		const char *key = front_new_key(front, "SERVICE", NULL);
		struct answer answer = ask(front, key, "GET", "/v1/me", "", NULL);
		assert_answer(&answer, 200, "SERVICE");
	}
}

/* The text of a key with these scopes that ends in an hour. */
static const char *scoped_key(struct front *front, const char *role, const char *scopes)
{
	char end[64];
	const time_t then = (time_t)(front->base.world.now_ms / 1000 + 3600);
	strftime(end, sizeof(end), "%Y-%m-%dT%H:%M:%SZ", gmtime(&then));
	struct answer answer = ask(front, front->admin, "POST", "/v1/apikeys", "",
							   arena_printf(&front->base.arena,
											"{\"name\":\"x\",\"roles\":[\"%s\"],\"scopes\":[%s],\"expireTime\":\"%s\"}",
											role, scopes, end));
	assert_answer(&answer, 200, "kls_");
	return text_of(front, &answer, "key");
}

static void a_key_may_do_what_its_scopes_say(void **state)
{
	struct front *front = *state;
	const char *reader = scoped_key(front, "ADMIN", "\"READ\",\"ADMIN\""),
			   *writer = scoped_key(front, "SERVICE", "\"WRITE\"");
	struct answer answer = ask(front, reader, "GET", "/v1/apikeys", "", NULL);
	assert_answer(&answer, 200, "apiKeys");
	answer = ask(front, reader, "POST", "/kleos.members.v1.MembersService/WhoAmI", "Content-Type: application/json\r\n",
				 "{}");
	assert_answer(&answer, 200, "ADMIN");
	answer = ask(front, reader, "POST", "/v1/members", "", "{\"handle\":\"zoe\"}");
	assert_answer(&answer, 403, "SCOPE_MISSING");
	answer = ask(front, reader, "POST", "/v1/session:endAll", "", "{}"); /* the gateway's own */
	assert_answer(&answer, 403, "SCOPE_MISSING");
	answer = ask(front, writer, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 403, "SCOPE_MISSING");
	answer = ask(front, writer, "GET", "/metrics", "", NULL);
	assert_answer(&answer, 403, "SCOPE_MISSING");
}

static void an_expired_key_is_401_with_a_sentence(void **state)
{
	struct front *front = *state;
	const char *key = scoped_key(front, "SERVICE", "");
	struct answer answer = ask(front, key, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 200, "SERVICE");
	front->base.world.now_ms += 3600 * 1000 + 1000;
	answer = ask(front, key, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 401, "KEY_EXPIRED");
	answer = ask(front, NULL, "POST", "/v1/session", "", arena_printf(&front->base.arena, "{\"key\":\"%s\"}", key));
	assert_int_equal(answer.status, 401);
}

static bool admin_was_used(void *context)
{
	struct front *front = context;
	struct answer answer = ask(front, front->admin, "GET", "/v1/apikeys", "", NULL);
	return answer.status == 200 && strstr(answer.body, "lastUseTime");
}

static void the_use_of_a_key_is_told_without_anybody_asking(void **state)
{
	wait_until(admin_was_used, *state);
}

static void a_rotated_key_and_the_new_one_both_work(void **state)
{
	struct front *front = *state;
	const char *id, *old = front_new_key(front, "SERVICE", &id);
	struct answer answer = ask(front, old, "POST", arena_printf(&front->base.arena, "/v1/apikeys/%s:rotate", id), "",
							   "{\"overlapMinutes\":10}");
	assert_answer(&answer, 200, "replacedBy");
	const char *new = text_of(front, &answer, "key");
	answer = ask(front, new, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 200, "SERVICE");
	answer = ask(front, old, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 200, "SERVICE");
	front->base.world.now_ms += 10 * 60 * 1000;
	answer = ask(front, old, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 401, "KEY_EXPIRED");
	answer = ask(front, new, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 200, "SERVICE");
}

static void more_than_the_rate_is_429_and_health_always_answers(void **state)
{
	struct front *front = *state;
	const char *other = front_new_key(front, "SERVICE", NULL);
	struct gateway_config config = front_config(front);
	config.rate_limit = 1;
	gateway_close(front->gateway);
	assert_int_equal(gateway_open(&front->gateway, &config), STATUS_OK);
	struct answer answer = {.status = 200};
	for (int i = 0; i < 1000 && answer.status != 429; i++)
		answer = ask(front, front->admin, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 429, "RATE_LIMITED");
	assert_string_equal(header_of(front, &answer, "Retry-After"), "1");
	answer = ask(front, other, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 200, "SERVICE");
	answer = ask(front, front->admin, "GET", "/healthz", "", NULL);
	assert_int_equal(answer.status, 200);
}

struct revoked {
	struct front *front;
	const char *key;
};

static bool is_refused(void *context)
{
	struct revoked *revoked = context;
	return ask(revoked->front, revoked->key, "GET", "/v1/me", "", NULL).status == 401;
}

static void a_revoked_key_dies(void **state)
{
	struct front *front = *state;
	const char *id;
	struct revoked revoked = {front, front_new_key(front, "SERVICE", &id)};
	struct answer answer =
		ask(front, front->admin, "DELETE", arena_printf(&front->base.arena, "/v1/apikeys/%s", id), "", NULL);
	assert_answer(&answer, 200, "revokeTime");
	wait_until(is_refused, &revoked);
}

static void keys_work_while_members_is_away(void **state)
{
	struct front *front = *state;
	char unknown[API_KEY_TEXT_SIZE];
	front_stop_members(front);
	struct answer answer = ask(front, front->admin, "GET", "/v1/me", "", NULL);
	assert_answer(&answer, 503, "\"status\":\"UNAVAILABLE\"");
	assert_non_null(header_of(front, &answer, "Retry-After"));
	answer = ask(front, front->admin, "GET", "/metrics", "", NULL);
	assert_int_equal(answer.status, 200);
	api_key_new(unknown, &front->base.world.environment);
	answer = ask(front, unknown, "GET", "/metrics", "", NULL);
	assert_answer(&answer, 503, "KEYS_UNAVAILABLE");
}

static void a_service_that_came_back_is_used_again(void **state)
{
	struct front *front = *state;
	front_stop_members(front);
	struct answer answer = ask(front, front->admin, "GET", "/v1/me", "", NULL);
	assert_int_equal(answer.status, 503);
	front_start_members(front);
	wait_until(is_refused, &(struct revoked){front, "kls_nonsense"});
	for (int i = 0; i < 1000 && answer.status != 200; i++) {
		answer = ask(front, front->admin, "GET", "/v1/me", "", NULL);
		usleep(2000);
	}
	assert_answer(&answer, 200, "ADMIN");
}

static void ready_tells_which_service_is_away(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, NULL, "GET", "/readyz", "", NULL);
	assert_answer(&answer, 503,
				  "{\"ready\":false,\"services\":[{\"service\":\"members\",\"ok\":true,\"message\":\"\"}");
	assert_answer(&answer, 503, "{\"service\":\"recognitions\",\"ok\":false,\"message\":\"");
	assert_answer(&answer, 503, "{\"service\":\"awards\",\"ok\":false,\"message\":\"");
	answer = ask(front, NULL, "GET", "/healthz", "", NULL);
	assert_int_equal(answer.status, 200);
}

static void a_service_that_is_away_is_503(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, front->admin, "GET", "/v1/recognitions", "", NULL);
	assert_answer(&answer, 503, "\"status\":\"UNAVAILABLE\"");
	assert_non_null(header_of(front, &answer, "Retry-After"));
}

static void metrics_are_for_services_and_admins(void **state)
{
	struct front *front = *state;
	const char *service = front_new_key(front, "SERVICE", NULL), *auditor = front_new_key(front, "AUDITOR", NULL);
	struct answer answer = ask(front, NULL, "GET", "/metrics", "", NULL);
	assert_int_equal(answer.status, 401);
	answer = ask(front, auditor, "GET", "/metrics", "", NULL);
	assert_int_equal(answer.status, 403);
	ask(front, service, "GET", "/v1/members/nobody", "", NULL);
	answer = ask(front, service, "GET", "/metrics", "", NULL);
	assert_answer(
		&answer, 200,
		"kleos_http_requests_total{service=\"gateway\",method=\"GET\",route=\"/v1/members/{member}\",code=\"404\"}");
	assert_answer(&answer, 200, "# TYPE kleos_http_request_duration_seconds histogram\n");
	assert_answer(&answer, 200, "kleos_build_info{service=\"members\",version=\"");
	assert_answer(&answer, 200, "process_resident_memory_bytes{service=\"gateway\"} ");
	assert_null(strstr(answer.body, "nobody"));
	assert_answer(&answer, 200, "kleos_service_up{service=\"members\"} 1\n");
	assert_answer(&answer, 200, "kleos_service_up{service=\"awards\"} 0\n");
	assert_null(strstr(answer.body, "kleos_outbox_head{service=\"awards\"}"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRONT_TEST(without_a_key_it_is_401_with_a_challenge),
		FRONT_TEST(a_well_formed_key_of_nobody_is_401),
		FRONT_TEST(a_key_may_come_in_either_header),
		FRONT_TEST(a_new_key_works_at_once),
		FRONT_TEST(a_revoked_key_dies),
		FRONT_TEST(a_key_may_do_what_its_scopes_say),
		FRONT_TEST(an_expired_key_is_401_with_a_sentence),
		FRONT_TEST(the_use_of_a_key_is_told_without_anybody_asking),
		FRONT_TEST(more_than_the_rate_is_429_and_health_always_answers),
		FRONT_TEST(a_rotated_key_and_the_new_one_both_work),
		FRONT_TEST(keys_work_while_members_is_away),
		FRONT_TEST(a_service_that_came_back_is_used_again),
		FRONT_TEST(ready_tells_which_service_is_away),
		FRONT_TEST(a_service_that_is_away_is_503),
		FRONT_TEST(metrics_are_for_services_and_admins),
	};
	return cmocka_run_group_tests_name("keys at the gateway", tests, NULL, NULL);
}

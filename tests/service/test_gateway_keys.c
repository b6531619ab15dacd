/* Whom the gateway lets in, and what it says while a service is away. */
#include "tests/service/gateway/front.h"

#include "common/base/api_key.h"

#include <string.h>
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
		FRONT_TEST(keys_work_while_members_is_away),
		FRONT_TEST(a_service_that_came_back_is_used_again),
		FRONT_TEST(ready_tells_which_service_is_away),
		FRONT_TEST(a_service_that_is_away_is_503),
		FRONT_TEST(metrics_are_for_services_and_admins),
	};
	return cmocka_run_group_tests_name("keys at the gateway", tests, NULL, NULL);
}

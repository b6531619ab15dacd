/* More requests than a service answers: whoever is beyond the bound is told so at once, and nobody else notices. */
#include "common/base/limits.h"
#include "services/gateway/caller/shares.h"
#include "tests/service/gateway/report_desk.h"

#include <string.h>
#include <unistd.h>

static const char head[] = "GET /v1/awards HTTP/1.1\r\nHost: k\r\nAuthorization: Bearer ";

struct crowd {
	struct report_desk *desk;
	int sockets[ADMISSION_BOUND];
	int count, asked_before;
};

static bool all_are_under_way(void *context)
{
	const struct crowd *crowd = context;
	return atomic_load(&crowd->desk->awards.asked) - crowd->asked_before >= crowd->count;
}

static void come(struct crowd *crowd, const char *key, int count)
{
	struct front *front = crowd->desk->front;
	const char *request = arena_printf(&front->base.arena, "%s%s\r\n\r\n", head, key);
	for (int i = 0; i < count; i++) {
		int socket = crowd->sockets[crowd->count++] = front_connect(front);
		front_write(socket, request, strlen(request));
	}
	wait_until(all_are_under_way, crowd);
}

/* As many requests as there may be, each on a connection of its own, which awards keeps waiting: of somebody who was
 * alone, and of others who came then. */
static void crowd_come(struct crowd *crowd, struct report_desk *desk)
{
	*crowd = (struct crowd){.desk = desk};
	atomic_store(&desk->awards.hangs, true);
	crowd->asked_before = atomic_load(&desk->awards.asked);
	come(crowd, desk->auditor, SHARE_ALONE_BOUND);
	while (crowd->count < ADMISSION_BOUND)
		come(crowd, front_new_key(desk->front, "AUDITOR", NULL), SHARE_LEAST);
}

static void crowd_is_answered(struct crowd *crowd)
{
	stand_in_answer(&crowd->desk->awards);
	for (size_t i = 0; i < ADMISSION_BOUND; i++) {
		struct answer answer = front_read(crowd->desk->front, crowd->sockets[i], false);
		assert_answer(&answer, 200, "\"awards\":[]");
		close(crowd->sockets[i]);
	}
}

static void one_too_many_is_told_to_come_again(void **state)
{
	struct report_desk *desk = *state;
	struct crowd crowd;
	crowd_come(&crowd, desk);
	struct answer answer = ask(desk->front, desk->auditor, "GET", "/v1/awards", "", NULL);
	assert_answer(&answer, 503, "\"reason\":\"OVERLOADED\"");
	assert_string_equal(header_of(desk->front, &answer, "Retry-After"), "1");
	crowd_is_answered(&crowd);
	answer = ask(desk->front, desk->auditor, "GET", "/v1/awards", "", NULL);
	assert_answer(&answer, 200, "\"awards\":[]");
}

static void nobody_looks_at_the_key_of_one_too_many(void **state)
{
	struct report_desk *desk = *state;
	struct crowd crowd;
	crowd_come(&crowd, desk);
	struct answer answer = ask(desk->front, "kls_none", "GET", "/v1/awards", "", NULL);
	assert_answer(&answer, 503, "\"reason\":\"OVERLOADED\"");
	crowd_is_answered(&crowd);
	answer = ask(desk->front, "kls_none", "GET", "/v1/awards", "", NULL);
	assert_int_equal(answer.status, 401);
}

static void other_services_and_health_answer_meanwhile(void **state)
{
	struct report_desk *desk = *state;
	struct crowd crowd;
	crowd_come(&crowd, desk);
	struct answer answer = ask(desk->front, NULL, "GET", "/healthz", "", NULL);
	assert_answer(&answer, 200, "\"live\":true");
	answer = ask(desk->front, desk->front->admin, "GET", "/v1/members", "", NULL);
	assert_answer(&answer, 200, "\"members\":");
	crowd_is_answered(&crowd);
}

static void whoever_is_noisy_alone_leaves_room_for_others(void **state)
{
	struct report_desk *desk = *state;
	struct crowd crowd = {.desk = desk};
	const char *calm = front_new_key(desk->front, "AUDITOR", NULL);
	atomic_store(&desk->awards.hangs, true);
	crowd.asked_before = atomic_load(&desk->awards.asked);
	come(&crowd, desk->auditor, SHARE_ALONE_BOUND);
	come(&crowd, calm, SHARE_LEAST);
	stand_in_answer(&desk->awards);
	for (int i = 0; i < crowd.count; i++) {
		struct answer answer = front_read(desk->front, crowd.sockets[i], false);
		assert_answer(&answer, 200, "\"awards\":[]");
		close(crowd.sockets[i]);
	}
}

/* A body that comes slowly takes up no place: only whole requests count. */
static void half_a_request_keeps_nobody_out(void **state)
{
	struct report_desk *desk = *state;
	struct front *front = desk->front;
	static const char half[] = "POST /v1/awards HTTP/1.1\r\nHost: k\r\nContent-Type: application/json\r\n"
							   "Content-Length: 100\r\nAuthorization: Bearer ";
	const char *request = arena_printf(&front->base.arena, "%s%s\r\n\r\n{", half, front->admin);
	int sockets[ADMISSION_BOUND];
	for (size_t i = 0; i < ADMISSION_BOUND; i++) {
		sockets[i] = front_connect(front);
		front_write(sockets[i], request, strlen(request));
	}
	struct answer answer = ask(front, desk->auditor, "GET", "/v1/awards", "", NULL);
	assert_answer(&answer, 200, "\"awards\":[]");
	for (size_t i = 0; i < ADMISSION_BOUND; i++)
		close(sockets[i]);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REPORT_TEST(one_too_many_is_told_to_come_again),
		REPORT_TEST(nobody_looks_at_the_key_of_one_too_many),
		REPORT_TEST(other_services_and_health_answer_meanwhile),
		REPORT_TEST(whoever_is_noisy_alone_leaves_room_for_others),
		REPORT_TEST(half_a_request_keeps_nobody_out),
	};
	return cmocka_run_group_tests_name("more requests than are answered", tests, NULL, NULL);
}

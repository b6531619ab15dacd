/* Values, highlights and the inbox over HTTP: the paths, and the event. */
#include "tests/service/gateway/subscriber.h"

#include <string.h>

static void values_are_made_listed_and_retired(void **state)
{
	struct desk *desk = *state;
	const char *admin = desk->front->admin;
	struct answer answer = ask_as(desk, admin, "/v1/values", "{\"slug\":\"craft\",\"title\":\"Μεράκι\"}");
	assert_answer(&answer, 200, "{\"value\":{\"slug\":\"craft\",\"title\":\"Μεράκι\",\"description\":\"\"");
	answer = ask_as(desk, desk->maria, "/v1/values", "{\"slug\":\"mine\",\"title\":\"Mine\"}");
	assert_answer(&answer, 403, "PERMISSION_DENIED");
	answer = ask(desk->front, admin, "DELETE", "/v1/values/craft", "", NULL);
	assert_answer(&answer, 200, "\"retireTime\":\"2026-03-01T09:00:00Z\"");
	answer = ask(desk->front, desk->maria, "GET", "/v1/values", "", NULL);
	assert_answer(&answer, 200, "{\"values\":[]}");
	answer = ask(desk->front, desk->maria, "GET", "/v1/values?showRetired=true", "", NULL);
	assert_answer(&answer, 200, "\"slug\":\"craft\"");
	answer = ask_as(desk, desk->maria, "/v1/recognitions",
					"{\"receivers\":[{\"member\":\"nikos\"}],\"message\":\"well\",\"value\":\"craft\"}");
	assert_answer(&answer, 400, "VALUE_RETIRED");
}

static void figures_are_typed_as_numbers_or_as_texts(void **state)
{
	struct desk *desk = *state;
	struct answer answer =
		ask_as(desk, desk->maria, "/v1/recognitions",
			   "{\"receivers\":[{\"member\":\"nikos\"}],\"message\":\"well\",\"metrics\":[{\"name\":\"rate\","
			   "\"value\":12.5,\"unit\":\"%\"},{\"name\":\"reach\",\"value\":\"48000\"}]}");
	assert_answer(&answer, 200,
				  "\"metrics\":[{\"name\":\"rate\",\"value\":12.5,\"unit\":\"%\"},"
				  "{\"name\":\"reach\",\"value\":48000,\"unit\":\"\"}]");
	answer = ask_as(desk, desk->maria, "/v1/recognitions",
					"{\"receivers\":[{\"member\":\"nikos\"}],\"message\":\"well\",\"metrics\":[{\"name\":\"rate\","
					"\"value\":\"NaN\"}]}");
	assert_answer(&answer, 400, "\"field\":\"metrics[0]\"");
}

static void a_highlight_is_shared_told_of_changed_and_deleted(void **state)
{
	struct desk *desk = *state;
	struct arena *arena = &desk->front->base.arena;
	struct stream nikos = subscribe(desk, desk->nikos, "?types=highlight.*", NULL);
	struct stream eleni = subscribe(desk, desk->eleni, "?types=highlight.*", NULL);
	ask_as(desk, desk->maria, "/v1/highlights",
		   "{\"title\":\"between us\",\"collaborators\":[\"nikos\"],\"visibility\":\"PRIVATE\"}");
	struct answer answer = ask_as(desk, desk->maria, "/v1/highlights",
								  "{\"title\":\"for all\",\"kind\":\"EVENT\",\"onDate\":\"2026-02-28\"}");
	assert_answer(&answer, 200, "\"onDate\":\"2026-02-28\"");
	const char *path = arena_printf(arena, "/v1/highlights/%s", text_of(desk->front, &answer, "id"));
	assert_non_null(strstr(next_event(&nikos).data, "between us"));
	struct event event = next_event(&nikos);
	assert_string_equal(event.type, "highlight.shared");
	assert_non_null(strstr(event.data, "\"title\":\"for all\""));
	assert_non_null(strstr(next_event(&eleni).data, "for all"));
	assert_null(strstr(eleni.bytes, "between us"));
	unsubscribe(&nikos);
	unsubscribe(&eleni);
	answer = ask(desk->front, desk->maria, "PATCH", arena_printf(arena, "%s?updateMask=onDate,metrics", path),
				 "Content-Type: application/json\r\n",
				 "{\"onDate\":\"2026-02-27\",\"metrics\":[{\"name\":\"reach\",\"value\":90000}]}");
	assert_answer(&answer, 200, "\"onDate\":\"2026-02-27\"");
	answer = ask(desk->front, desk->eleni, "GET", path, "", NULL);
	assert_answer(&answer, 200, "\"value\":90000");
	answer = ask(desk->front, desk->eleni, "GET", "/v1/highlights?member=maria", "", NULL);
	assert_answer(&answer, 200, "\"title\":\"for all\"");
	assert_null(strstr(answer.body, "between us"));
	answer = ask(desk->front, desk->eleni, "DELETE", path, "", NULL);
	assert_answer(&answer, 403, "NOT_YOURS");
	answer = ask(desk->front, desk->maria, "DELETE", path, "", NULL);
	assert_answer(&answer, 200, "{}");
	answer = ask(desk->front, desk->maria, "GET", path, "", NULL);
	assert_answer(&answer, 404, "HIGHLIGHT_NOT_FOUND");
}

static void an_inbox_is_read_and_marked(void **state)
{
	struct desk *desk = *state;
	give(desk, "nikos", "well", "PRIVATE");
	struct answer answer = ask(desk->front, desk->nikos, "GET", "/v1/inbox", "", NULL);
	assert_answer(&answer, 200, "\"unread\":true,\"lastEvent\":\"GIVEN\",\"eventTime\":\"2026-03-01T09:00:00Z\"");
	assert_answer(&answer, 200, "\"unreadCount\":1");
	answer = ask_as(desk, desk->nikos, "/v1/inbox:read", "{\"all\":true}");
	assert_answer(&answer, 200, "{\"unreadCount\":0}");
	answer = ask(desk->front, desk->nikos, "GET", "/v1/inbox", "", NULL);
	assert_answer(&answer, 200, "\"unread\":false");
	answer = ask(desk->front, desk->front->admin, "GET", "/v1/inbox", "", NULL);
	assert_answer(&answer, 403, "MEMBER_NEEDED");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(values_are_made_listed_and_retired),
		DESK_TEST(figures_are_typed_as_numbers_or_as_texts),
		DESK_TEST(a_highlight_is_shared_told_of_changed_and_deleted),
		DESK_TEST(an_inbox_is_read_and_marked),
	};
	return cmocka_run_group_tests_name("values, highlights and the inbox over HTTP", tests, NULL, NULL);
}

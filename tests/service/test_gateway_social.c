/* What others add to a recognition, over HTTP: the paths, both faces of the rpcs, and the events. */
#include "tests/service/gateway/subscriber.h"

#include <string.h>

#define PARTY "%F0%9F%8E%89"
#define HEART "%E2%9D%A4%EF%B8%8F"

/* The id of what maria thanks nikos for. */
static const char *given(struct desk *desk, const char *message, const char *visibility)
{
	struct answer answer =
		ask_as(desk, desk->maria, "/v1/recognitions",
			   arena_printf(&desk->front->base.arena,
							"{\"receivers\":[{\"member\":\"nikos\"}],\"message\":\"%s\",\"visibility\":\"%s\"}",
							message, visibility));
	assert_answer(&answer, 200, message);
	return text_of(desk->front, &answer, "id");
}

static struct answer ask_about(struct desk *desk, const char *key, const char *method, const char *id, const char *rest,
							   const char *body)
{
	return ask(desk->front, key, method, arena_printf(&desk->front->base.arena, "/v1/recognitions/%s%s", id, rest), "",
			   body);
}

static void an_emoji_is_percent_encoded_in_the_path(void **state)
{
	struct desk *desk = *state;
	const char *id = given(desk, "well", "ORGANIZATION");
	struct answer answer = ask_about(desk, desk->eleni, "PUT", id, "/reactions/" PARTY, "{}");
	assert_answer(&answer, 200, "\"reactions\":[{\"emoji\":\"🎉\",\"count\":1,\"mine\":true}]");
	answer = ask_about(desk, desk->nikos, "PUT", id, "/reactions/" HEART, "");
	assert_answer(&answer, 200,
				  "{\"emoji\":\"🎉\",\"count\":1,\"mine\":false},{\"emoji\":\"❤️\",\"count\":1,\"mine\":true}");
	answer = ask_about(desk, desk->eleni, "PUT", id, "/reactions/" PARTY PARTY, "{}");
	assert_answer(&answer, 400, "\"field\":\"emoji\"");
	answer = ask_about(desk, desk->eleni, "PUT", id, "/reactions/%F0%9F%8E", "{}");
	assert_answer(&answer, 400, "\"field\":\"emoji\"");
	answer = ask_about(desk, desk->eleni, "DELETE", id, "/reactions/" PARTY, NULL);
	assert_answer(&answer, 200, "\"reactions\":[{\"emoji\":\"❤️\",\"count\":1,\"mine\":false}]");
	answer = ask_about(desk, desk->eleni, "GET", id, "/reactions/" PARTY, NULL);
	assert_answer(&answer, 405, "METHOD_NOT_ALLOWED");
}

static void joining_and_leaving_are_verbs(void **state)
{
	struct desk *desk = *state;
	const char *id = given(desk, "well", "ORGANIZATION");
	struct answer answer = ask_about(desk, desk->eleni, "POST", id, ":join", "{\"note\":\"κι εγώ\"}");
	assert_answer(&answer, 200, "\"joinerCount\":1");
	assert_answer(&answer, 200, "\"note\":\"κι εγώ\",\"joinTime\":\"2026-03-01T09:00:00Z\"");
	answer = ask_about(desk, desk->nikos, "POST", id, ":join", "{}");
	assert_answer(&answer, 400, "FAILED_PRECONDITION");
	answer = ask_about(desk, desk->eleni, "POST", id, ":leave", "");
	assert_answer(&answer, 200, "\"joiners\":[]");
	assert_answer(&answer, 200, "\"joinerCount\":0");
}

static void comments_are_a_collection_below_the_recognition(void **state)
{
	struct desk *desk = *state;
	const char *id = given(desk, "well", "PRIVATE");
	struct answer answer = ask_about(desk, desk->nikos, "POST", id, "/comments", "{\"message\":\"σ' ευχαριστώ\"}");
	assert_answer(&answer, 200, "{\"comment\":{\"id\":");
	const char *comment = text_of(desk->front, &answer, "id");
	answer = ask_about(desk, desk->maria, "GET", id, "/comments", NULL);
	assert_answer(&answer, 200, "\"message\":\"σ' ευχαριστώ\"");
	answer = ask_about(desk, desk->eleni, "GET", id, "/comments", NULL);
	assert_answer(&answer, 404, "RECOGNITION_NOT_FOUND");
	const char *path = arena_printf(&desk->front->base.arena, "/comments/%s", comment);
	answer = ask_about(desk, desk->maria, "DELETE", id, path, NULL);
	assert_answer(&answer, 403, "NOT_YOUR_COMMENT");
	answer = ask_about(desk, desk->nikos, "DELETE", id, path, NULL);
	assert_answer(&answer, 200, "{}");
	answer = ask_about(desk, desk->maria, "GET", id, "", NULL);
	assert_answer(&answer, 200, "\"commentCount\":0");
}

static void reports_are_for_moderators(void **state)
{
	struct desk *desk = *state;
	const char *id = given(desk, "unkind", "PRIVATE");
	struct answer answer = ask_about(desk, desk->nikos, "POST", id, ":report", "{\"reason\":\"unkind\"}");
	assert_answer(&answer, 200, "{}");
	answer = ask(desk->front, desk->maria, "GET", "/v1/content-reports", "", NULL);
	assert_answer(&answer, 403, "PERMISSION_DENIED");
	answer = ask(desk->front, desk->front->admin, "GET", "/v1/content-reports", "", NULL);
	assert_answer(&answer, 200, "\"outcome\":\"UNSPECIFIED\"");
	const char *path =
		arena_printf(&desk->front->base.arena, "/v1/content-reports/%s", text_of(desk->front, &answer, "id"));
	answer = ask(desk->front, desk->front->admin, "GET", path, "", NULL);
	assert_answer(&answer, 200, "\"message\":\"unkind\"");
	path = arena_printf(&desk->front->base.arena, "%s:resolve", path);
	answer = ask_as(desk, desk->front->admin, path, "{\"outcome\":\"REMOVE\"}");
	assert_answer(&answer, 200, "\"outcome\":\"REMOVE\"");
	answer = ask_about(desk, desk->nikos, "GET", id, "", NULL);
	assert_answer(&answer, 404, "RECOGNITION_NOT_FOUND");
}

static void connect_speaks_of_the_same(void **state)
{
	struct desk *desk = *state;
	const char *id = given(desk, "well", "ORGANIZATION");
	struct arena *arena = &desk->front->base.arena;
	struct answer answer = ask_as(desk, desk->eleni, "/kleos.recognitions.v1.RecognitionsService/React",
								  arena_printf(arena, "{\"recognition\":\"%s\",\"emoji\":\"🎉\"}", id));
	assert_answer(&answer, 200, "\"reactions\":[{\"emoji\":\"🎉\",\"count\":1,\"mine\":true}]");
	answer = ask_as(desk, desk->eleni, "/kleos.recognitions.v1.RecognitionsService/JoinRecognition",
					arena_printf(arena, "{\"recognition\":\"%s\"}", id));
	assert_answer(&answer, 200, "\"joinerCount\":1");
	answer = ask_as(desk, desk->eleni, "/kleos.recognitions.v1.RecognitionsService/CreateComment",
					arena_printf(arena, "{\"recognition\":\"%s\",\"message\":\"hear, hear\"}", id));
	assert_answer(&answer, 200, "\"message\":\"hear, hear\"");
	answer = ask_as(desk, desk->nikos, "/kleos.recognitions.v1.RecognitionsService/ListComments",
					arena_printf(arena, "{\"recognition\":\"%s\"}", id));
	assert_answer(&answer, 200, "\"message\":\"hear, hear\"");
	answer = ask_as(desk, desk->eleni, "/kleos.recognitions.v1.RecognitionsService/Unreact",
					arena_printf(arena, "{\"recognition\":\"%s\",\"emoji\":\"🎉\"}", id));
	assert_answer(&answer, 200, "\"commentCount\":1");
	assert_null(strstr(answer.body, "reactions"));
}

static void who_sees_the_recognition_hears_of_what_is_added(void **state)
{
	struct desk *desk = *state;
	struct stream nikos = subscribe(desk, desk->nikos, "", NULL), eleni = subscribe(desk, desk->eleni, "", NULL);
	const char *hidden = given(desk, "between us", "PRIVATE");
	ask_about(desk, desk->nikos, "PUT", hidden, "/reactions/" PARTY, "{}");
	ask_about(desk, desk->nikos, "POST", hidden, "/comments", "{\"message\":\"thank you\"}");
	const char *open = given(desk, "for all", "ORGANIZATION");
	ask_about(desk, desk->eleni, "POST", open, ":join", "{}");
	static const char *const heard[][2] = {{"recognition.given", "between us"},
										   {"recognition.reacted", "\"count\":1"},
										   {"recognition.commented", "between us"},
										   {"recognition.given", "for all"},
										   {"recognition.joined", "\"joinerCount\":1"}};
	for (size_t i = 0; i < 5; i++) {
		struct event event = next_event(&nikos);
		assert_string_equal(event.type, heard[i][0]);
		assert_non_null(strstr(event.data, heard[i][1]));
	}
	for (size_t i = 3; i < 5; i++)
		assert_string_equal(next_event(&eleni).type, heard[i][0]);
	assert_null(strstr(eleni.bytes, "between"));
	unsubscribe(&nikos);
	unsubscribe(&eleni);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		DESK_TEST(an_emoji_is_percent_encoded_in_the_path),
		DESK_TEST(joining_and_leaving_are_verbs),
		DESK_TEST(comments_are_a_collection_below_the_recognition),
		DESK_TEST(reports_are_for_moderators),
		DESK_TEST(connect_speaks_of_the_same),
		DESK_TEST(who_sees_the_recognition_hears_of_what_is_added),
	};
	return cmocka_run_group_tests_name("social over HTTP", tests, NULL, NULL);
}

/* Everything about a person in one document, and who may have it. */
#include "tests/service/rights/household.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

static json_t *export_of(struct household *household, const char *key, const char *member)
{
	const char *target = arena_printf(&household->front->base.arena, "/v1/members/%s:export", member);
	struct answer answer = get(household, key, target);
	assert_answer(&answer, 200, "");
	assert_string_equal(header_of(household->front, &answer, "Content-Type"), "application/json");
	json_t *document = json_loadb(answer.body, answer.length, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(document);
	return document;
}

static const json_t *list_in(const json_t *document, const char *service, const char *section)
{
	const json_t *list = json_object_get(json_object_get(json_object_get(document, "services"), service), section);
	assert_true(json_is_array(list));
	return list;
}

static const char *text_in(const json_t *list, size_t i, const char *name)
{
	const json_t *text = json_object_get(json_array_get(list, i), name);
	assert_true(json_is_string(text));
	return json_string_value(text);
}

static void a_person_gets_everything_about_themselves(void **state)
{
	struct household *household = *state;
	struct answer given =
		post(household, "/v1/recognitions",
			 "{\"giver\":\"nikos\",\"receivers\":[{\"member\":\"eleni\",\"credit\":\"the \\\"launch\\\"\"}],"
			 "\"message\":\"By Nikos\",\"win\":\"BIG\"}");
	post(household, "/v1/recognitions",
		 "{\"giver\":\"eleni\",\"receivers\":[{\"member\":\"nikos\"}],\"message\":\"To "
		 "Nikos\",\"visibility\":\"PRIVATE\"}");
	post(household, "/v1/recognitions",
		 "{\"giver\":\"eleni\",\"receivers\":[{\"member\":\"maria\"}],\"message\":\"Not his\"}");
	const char *key = key_of(household, "nikos", "MEMBER");
	ask(household->front, NULL, "POST", "/v1/session", "",
		arena_printf(&household->front->base.arena, "{\"key\":\"%s\"}", key));
	json_t *document = export_of(household, key, "me");
	assert_string_equal(text_in(list_in(document, "members", "profile"), 0, "handle"), "nikos");
	assert_string_equal(text_in(list_in(document, "members", "profile"), 0, "status"), "ACTIVE");
	assert_string_equal(text_in(list_in(document, "members", "apiKeys"), 0, "name"), "laptop");
	assert_string_equal(text_in(list_in(document, "members", "sessions"), 0, "apiKey"),
						text_in(list_in(document, "members", "apiKeys"), 0, "id"));
	assert_string_equal(text_in(list_in(document, "members", "sessions"), 0, "expireTime"), "2026-03-08T09:00:00Z");
	const json_t *list = list_in(document, "recognitions", "recognitionsGiven");
	assert_int_equal(json_array_size(list), 1);
	assert_string_equal(text_in(list, 0, "id"), text_of(household->front, &given, "id"));
	assert_string_equal(text_in(list, 0, "win"), "BIG");
	assert_string_equal(text_in(list, 0, "giveTime"), "2026-03-01T09:00:00Z");
	assert_string_equal(text_in(list_in(document, "recognitions", "creditsGiven"), 0, "credit"), "the \"launch\"");
	list = list_in(document, "recognitions", "recognitionsReceived");
	assert_int_equal(json_array_size(list), 1);
	assert_string_equal(text_in(list, 0, "message"), "To Nikos");
	assert_string_equal(text_in(list, 0, "giverHandle"), "eleni");
	assert_true(json_array_size(list_in(document, "members", "audit")) > 0);
	char *all = json_dumps(document, 0);
	assert_null(strstr(all, "Not his"));
	free(all);
	json_decref(document);
}

static void an_export_of_many_things_is_whole(void **state)
{
	struct household *household = *state;
	char text[3001];
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = 0;
	for (int i = 0; i < 250; i++) /* more than one run of a service */
		post(household, "/v1/recognitions",
			 "{\"giver\":\"nikos\",\"receivers\":[{\"member\":\"eleni\",\"credit\":\"a\"},{\"member\":\"maria\"}],"
			 "\"message\":\"%d %s\"}",
			 i, text);
	json_t *document = export_of(household, household->front->admin, "nikos");
	const json_t *list = list_in(document, "recognitions", "recognitionsGiven");
	assert_int_equal(json_array_size(list), 250);
	bool seen[250] = {0}; /* in the order of their ids, which the clock of the test does not tell apart */
	for (size_t i = 0; i < 250; i++)
		seen[atoi(text_in(list, i, "message"))] = true;
	for (size_t i = 0; i < 250; i++)
		assert_true(seen[i]);
	assert_int_equal(json_array_size(list_in(document, "recognitions", "creditsGiven")), 500);
	json_decref(document);
}

static void half_a_document_is_none(void **state)
{
	struct household *household = *state;
	stop_awards(household);
	struct answer answer = get(household, household->front->admin, "/v1/members/nikos:export");
	assert_int_equal(answer.status, 503);
	start_awards(household);
	json_decref(export_of(household, household->front->admin, "nikos"));
}

static void nobody_gets_what_is_somebody_elses(void **state)
{
	struct household *household = *state;
	const char *maria = key_of(household, "maria", "LEADER"), *auditor = key_of(household, "", "AUDITOR");
	struct answer answer = get(household, maria, "/v1/members/nikos:export");
	assert_answer(&answer, 403, "NOT_YOUR_DATA");
	answer = get(household, auditor, "/v1/members/nikos:export");
	assert_answer(&answer, 403, "NOT_YOUR_DATA");
	answer = get(household, maria, "/v1/members/nobody:export");
	assert_int_equal(answer.status, 404);
	answer = ask(household->front, maria, "POST", "/kleos.members.v1.MembersService/ExportMemberData", JSON,
				 "{\"member\":\"me\"}");
	assert_answer(&answer, 200, "\"document\":\"{");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSEHOLD_TEST(a_person_gets_everything_about_themselves),
		HOUSEHOLD_TEST(an_export_of_many_things_is_whole),
		HOUSEHOLD_TEST(half_a_document_is_none),
		HOUSEHOLD_TEST(nobody_gets_what_is_somebody_elses),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

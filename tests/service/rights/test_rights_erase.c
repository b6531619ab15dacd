/* Erasing a member over all services: what leaves the files, what stays, and what happens when it goes wrong. */
#include "tests/service/rights/household.h"

#include "common/base/file.h"

#include <string.h>

#define HANDLE "zenobia-kanari"
#define NAME   "Ζηνοβία Καναρίνη"
#define FOLDED "ζηνοβια καναρινη"
#define EMAIL  "zk@kanari.example"

static const char *id_in(struct household *household, const struct answer *answer)
{
	return text_of(household->front, answer, "id");
}

/* Somebody with something of everything. */
static void add_canary(struct household *household)
{
	post(household, "/v1/members",
		 "{\"handle\":\"" HANDLE "\",\"displayName\":\"" NAME "\",\"email\":\"" EMAIL "\",\"team\":\"social\","
		 "\"title\":\"TitleKanari\",\"hats\":[\"hat-kanari\"],\"externalId\":\"idp-kanari\",\"locale\":\"el\","
		 "\"manager\":\"maria\",\"ceiling\":\"ORGANIZATION\"}");
	post(household, "/v1/recognitions",
		 "{\"giver\":\"" HANDLE "\",\"receivers\":[{\"member\":\"nikos\",\"credit\":\"CreditByKanari\"}],"
		 "\"message\":\"TextByKanari\",\"links\":[{\"url\":\"https://link-by-kanari.example/\"}]}");
	post(household, "/v1/recognitions",
		 "{\"giver\":\"nikos\",\"receivers\":[{\"member\":\"" HANDLE "\",\"credit\":\"CreditToKanari\"}],"
		 "\"message\":\"TextToKanari\",\"links\":[{\"url\":\"https://link-to-kanari.example/\"}]}");
	struct answer award = post(household, "/v1/awards", "{\"slug\":\"craft\",\"title\":\"Craft\"}");
	const char *target = arena_printf(&household->front->base.arena, "/v1/awards/%s/cycles", id_in(household, &award));
	struct answer cycle = post(household, target, "{\"title\":\"2026\",\"rules\":{\"maxNominationsPerPerson\":3}}");
	const char *id = id_in(household, &cycle);
	post(household, arena_printf(&household->front->base.arena, "/v1/cycles/%s:advance", id), "{}");
	target = arena_printf(&household->front->base.arena, "/v1/cycles/%s/nominations", id);
	post(household, target, "{\"nominator\":\"nikos\",\"nominee\":\"" HANDLE "\",\"reason\":\"ReasonForKanari\"}");
	post(household, target, "{\"nominator\":\"" HANDLE "\",\"nominee\":\"eleni\",\"reason\":\"ReasonByKanari\"}");
}

static void assert_canary_is_gone(struct household *household)
{
	static const char *const needles[] = {
		HANDLE,           NAME,
		FOLDED,           EMAIL,
		"TitleKanari",    "hat-kanari",
		"idp-kanari",     "TextByKanari",
		"TextToKanari",   "CreditByKanari",
		"CreditToKanari", "link-by-kanari",
		"link-to-kanari", "ReasonForKanari",
		"ReasonByKanari", "kanari",
	};
	for (size_t i = 0; i < sizeof needles / sizeof *needles; i++)
		assert_gone(household, needles[i]);
}

static void nothing_of_an_erased_member_is_in_any_file(void **state)
{
	struct household *household = *state;
	add_canary(household);
	assert_non_null(file_with(household, FOLDED));
	assert_non_null(file_with(household, "TextToKanari"));
	erase(household, HANDLE);
	assert_canary_is_gone(household);
	stop_recognitions(household); /* snapshots are written at the end */
	assert_canary_is_gone(household);
	start_recognitions(household);
}

static void twice_is_fine_and_the_handle_is_nobodys_any_more(void **state)
{
	struct household *household = *state;
	add_canary(household);
	erase(household, HANDLE);
	erase(household, HANDLE);
	struct answer answer =
		ask(household->front, household->front->admin, "POST", "/v1/members", JSON, "{\"handle\":\"" HANDLE "\"}");
	assert_answer(&answer, 409, "HANDLE_TAKEN");
	answer = ask(household->front, household->front->admin, "POST", "/v1/members:import", "Content-Type: text/csv\r\n",
				 "handle\n" HANDLE "\n");
	assert_answer(&answer, 200, "belonged to somebody who was erased");
	answer = get(household, household->front->admin, "/v1/members/" HANDLE);
	assert_int_equal(answer.status, 404);
	answer = ask(household->front, household->front->admin, "POST", "/v1/members/nobody:erase", JSON, "{}");
	assert_int_equal(answer.status, 404);
}

static void what_was_erased_is_not_written_again(void **state)
{
	struct household *household = *state;
	struct arena *arena = &household->front->base.arena;
	const char *nikos = key_of(household, "nikos", "MEMBER"), *admin = household->front->admin;
	struct answer answer = post(household, "/v1/members", "{\"handle\":\"" HANDLE "\"}");
	const char *member = id_in(household, &answer);
	answer = post(household, "/v1/recognitions",
				  "{\"giver\":\"nikos\",\"receivers\":[{\"member\":\"" HANDLE "\"}],\"message\":\"TextToKanari\"}");
	const char *recognition = id_in(household, &answer);
	erase(household, HANDLE);
	answer = ask(household->front, admin, "PATCH", arena_printf(arena, "/v1/members/%s", member), JSON,
				 "{\"displayName\":\"" NAME "\"}");
	assert_answer(&answer, 400, "MEMBER_ERASED");
	answer = ask(household->front, nikos, "PATCH", arena_printf(arena, "/v1/recognitions/%s", recognition), JSON,
				 "{\"message\":\"TextToKanari\"}");
	assert_answer(&answer, 400, "WORDS_ERASED");
}

static void figures_are_the_same_before_and_after(void **state)
{
	struct household *household = *state;
	const char *target = "/v1/reports/impact.csv?from=2026-01-01&to=2026-03-01";
	for (int i = 0; i < 6; i++) /* enough people for figures to be shown */
		post(household, "/v1/members", "{\"handle\":\"extra%d\",\"team\":\"social\",\"ceiling\":\"ORGANIZATION\"}", i);
	add_canary(household);
	for (int i = 0; i < 6; i++)
		post(household, "/v1/recognitions",
			 "{\"giver\":\"extra%d\",\"receivers\":[{\"member\":\"extra%d\"}],\"message\":\"m\"}", i, (i + 1) % 6);
	struct answer before = get(household, household->front->admin, target);
	assert_answer(&before, 200, "totals,arcs");
	erase(household, HANDLE);
	struct answer after = get(household, household->front->admin, target);
	const char *a = strstr(before.body, "totals,"), *b = strstr(after.body, "totals,");
	assert_non_null(a);
	assert_memory_equal(a, b, (size_t)(strstr(a, "sources,") ? strstr(a, "sources,") - a : (ptrdiff_t)strlen(a)));
}

static void other_people_keep_their_thanks(void **state)
{
	struct household *household = *state;
	add_canary(household);
	struct answer both = post(household, "/v1/recognitions",
							  "{\"giver\":\"nikos\",\"receivers\":[{\"member\":\"" HANDLE "\",\"credit\":\"ForZ\"},"
							  "{\"member\":\"eleni\",\"credit\":\"ForEleni\"}],\"message\":\"Thanks to you two\"}");
	struct answer named =
		post(household, "/v1/recognitions",
			 "{\"giver\":\"nikos\",\"receivers\":[{\"member\":\"" HANDLE "\"},{\"member\":\"eleni\"}],"
			 "\"message\":\"Thanks, " NAME "!\"}");
	struct answer other =
		post(household, "/v1/recognitions",
			 "{\"giver\":\"nikos\",\"receivers\":[{\"member\":\"eleni\"}],\"message\":\"Only hers\"}");
	const char *admin = household->front->admin;
	struct arena *arena = &household->front->base.arena;
	erase(household, HANDLE);
	struct answer seen = get(household, admin, arena_printf(arena, "/v1/recognitions/%s", id_in(household, &both)));
	assert_answer(&seen, 200, "Thanks to you two");
	assert_non_null(strstr(seen.body, "ForEleni"));
	assert_null(strstr(seen.body, "ForZ"));
	assert_non_null(strstr(seen.body, "Erased member"));
	seen = get(household, admin, arena_printf(arena, "/v1/recognitions/%s", id_in(household, &named)));
	assert_answer(&seen, 200, "\"message\":\"\"");
	seen = get(household, admin, arena_printf(arena, "/v1/recognitions/%s", id_in(household, &other)));
	assert_answer(&seen, 200, "Only hers");
	seen = get(household, admin, "/v1/recognitions?receiver=nikos");
	assert_answer(&seen, 200, "Erased member");
}

static void a_service_that_is_down_catches_up(void **state)
{
	struct household *household = *state;
	add_canary(household);
	stop_recognitions(household);
	struct answer answer =
		ask(household->front, household->front->admin, "POST", "/v1/members/" HANDLE ":erase", JSON, "{}");
	assert_answer(&answer, 200, "\"done\":false");
	assert_non_null(strstr(answer.body, "\"WAITING\""));
	start_recognitions(household);
	erase(household, HANDLE);
	assert_canary_is_gone(household);
}

static void copy_file(struct household *household, const char *name, const char *from, const char *to)
{
	struct arena *arena = &household->front->base.arena;
	char *bytes;
	size_t length;
	assert_int_equal(file_read(arena, arena_printf(arena, "%s/%s", from, name), 8 << 20, &bytes, &length), STATUS_OK);
	assert_int_equal(file_write(arena_printf(arena, "%s/%s", to, name), bytes, length, 0600), STATUS_OK);
}

static void stop_two(struct household *household)
{
	stop_recognitions(household);
	front_stop_members(household->front);
}

static void start_two(struct household *household)
{
	front_start_members(household->front);
	start_recognitions(household);
}

/* As an operator would: the services are stopped, their databases from before the erasure are put in place. */
static void a_database_put_back_is_erased_again(void **state)
{
	struct household *household = *state;
	const char *folder = household->front->base.folder;
	char *backup = test_folder_make();
	add_canary(household);
	stop_two(household);
	copy_file(household, "recognitions.db", folder, backup);
	copy_file(household, "members.db", folder, backup);
	start_two(household);
	erase(household, HANDLE);
	stop_two(household);
	copy_file(household, "recognitions.db", backup, folder);
	copy_file(household, "members.db", backup, folder);
	assert_non_null(file_with(household, "TextToKanari"));
	start_two(household);
	erase(household, HANDLE);
	assert_canary_is_gone(household);
	test_folder_remove(backup);
}

static void only_who_administers_people_erases(void **state)
{
	struct household *household = *state;
	add_canary(household);
	const char *own = key_of(household, HANDLE, "MEMBER");
	const char *auditor = key_of(household, "", "AUDITOR");
	struct answer answer = ask(household->front, own, "POST", "/v1/members/me:erase", JSON, "{}");
	assert_int_equal(answer.status, 403);
	answer = ask(household->front, auditor, "POST", "/v1/members/" HANDLE ":erase", JSON, "{}");
	assert_int_equal(answer.status, 403);
	erase(household, HANDLE);
	answer = get(household, auditor, "/v1/audit?pageSize=500");
	assert_answer(&answer, 200, "EraseMember");
	assert_null(strstr(answer.body, "kanari"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		HOUSEHOLD_TEST(nothing_of_an_erased_member_is_in_any_file),
		HOUSEHOLD_TEST(twice_is_fine_and_the_handle_is_nobodys_any_more),
		HOUSEHOLD_TEST(what_was_erased_is_not_written_again),
		HOUSEHOLD_TEST(figures_are_the_same_before_and_after),
		HOUSEHOLD_TEST(other_people_keep_their_thanks),
		HOUSEHOLD_TEST(a_service_that_is_down_catches_up),
		HOUSEHOLD_TEST(a_database_put_back_is_erased_again),
		HOUSEHOLD_TEST(only_who_administers_people_erases),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

/* Pages: what a browser is served. */
#include "tests/service/gateway/front.h"

#include <string.h>

static void a_page_needs_no_key_and_runs_nothing_but_its_own(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, NULL, "GET", "/assets/kleos.css", "", NULL);
	assert_answer(&answer, 200, "--deep");
	assert_string_equal(header_of(front, &answer, "Content-Type"), "text/css; charset=utf-8");
	assert_string_equal(header_of(front, &answer, "X-Content-Type-Options"), "nosniff");
	assert_string_equal(header_of(front, &answer, "Referrer-Policy"), "no-referrer");
	const char *policy = header_of(front, &answer, "Content-Security-Policy");
	assert_memory_equal(policy, "default-src 'none'; script-src 'self'; ", 39);
	assert_null(strstr(policy, "unsafe"));
}

static void a_page_is_sent_again_only_when_it_changed(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, NULL, "GET", "/assets/kleos.svg", "", NULL);
	assert_string_equal(header_of(front, &answer, "Cache-Control"), "no-cache");
	const char *tag = header_of(front, &answer, "ETag");
	assert_int_equal(tag[0], '"');
	const char *known = arena_printf(&front->base.arena, "If-None-Match: %s\r\n", tag);
	answer = ask(front, NULL, "GET", "/assets/kleos.svg", known, NULL);
	assert_int_equal(answer.status, 304);
	assert_int_equal(answer.length, 0);
	assert_string_equal(header_of(front, &answer, "ETag"), tag);
	answer = ask(front, NULL, "GET", "/assets/kleos.css", known, NULL);
	assert_int_equal(answer.status, 200);
}

static void data_are_still_kept_by_nobody(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, front->admin, "GET", "/v1/me", "", NULL);
	assert_string_equal(header_of(front, &answer, "Cache-Control"), "no-store");
}

static void a_page_takes_no_other_method_and_has_no_neighbours(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, NULL, "POST", "/assets/kleos.css", "", "{}");
	assert_int_equal(answer.status, 405);
	assert_string_equal(header_of(front, &answer, "Allow"), "GET, HEAD");
	answer = ask(front, NULL, "GET", "/verify-ballots/nothing.js", "", NULL);
	assert_int_equal(answer.status, 404);
	answer = ask(front, NULL, "GET", "/assets/", "", NULL);
	assert_int_equal(answer.status, 404);
	answer = ask(front, NULL, "GET", "/assets/..%2fkleos.css", "", NULL);
	assert_int_equal(answer.status, 404);
}

static void each_file_of_the_verifier_is_served_as_what_it_is(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, NULL, "GET", "/verify-ballots", "", NULL);
	assert_answer(&answer, 200, "<!doctype html>");
	assert_string_equal(header_of(front, &answer, "Content-Type"), "text/html; charset=utf-8");
	const char *page = answer.body;
	assert_null(strstr(page, "<style"));
	assert_null(strstr(page, "style="));
	assert_null(strstr(page, "onclick"));
	size_t scripts = 0;
	for (const char *at = page; (at = strstr(at, "<script src=\"")); scripts++) {
		at += strlen("<script src=\"");
		const char *path = arena_printf(&front->base.arena, "/%.*s", (int)strcspn(at, "\""), at);
		answer = ask(front, NULL, "GET", path, "", NULL);
		assert_answer(&answer, 200, "'use strict';");
		assert_string_equal(header_of(front, &answer, "Content-Type"), "text/javascript; charset=utf-8");
	}
	assert_int_equal(scripts, 8);
}

static void the_document_of_the_api_needs_no_key_and_is_made_once(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, NULL, "GET", "/openapi.json", "", NULL);
	assert_answer(&answer, 200, "{\"openapi\":\"3.1.1\"");
	assert_string_equal(header_of(front, &answer, "Content-Type"), "application/json");
	assert_answer(&answer, 200, "\"version\":\"" KLEOS_VERSION "\"");
	const char *tag = header_of(front, &answer, "ETag");
	const char *known = arena_printf(&front->base.arena, "If-None-Match: %s\r\n", tag);
	answer = ask(front, NULL, "GET", "/openapi.json", known, NULL);
	assert_int_equal(answer.status, 304);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRONT_TEST(a_page_needs_no_key_and_runs_nothing_but_its_own),
		FRONT_TEST(a_page_is_sent_again_only_when_it_changed),
		FRONT_TEST(each_file_of_the_verifier_is_served_as_what_it_is),
		FRONT_TEST(the_document_of_the_api_needs_no_key_and_is_made_once),
		FRONT_TEST(data_are_still_kept_by_nobody),
		FRONT_TEST(a_page_takes_no_other_method_and_has_no_neighbours),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

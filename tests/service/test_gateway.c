/* What a caller sees of the gateway: answers, routes, bodies. */
#include "tests/service/gateway/front.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH_CREATE "/kleos.members.v1.MembersService/CreateMember"

/* ---- every answer ---- */

static void every_answer_names_its_call_and_is_not_kept(void **state)
{
	struct front *front = *state;
	static const char *const targets[] = {"/healthz", "/v1/me", "/nowhere"};
	for (size_t i = 0; i < 3; i++) {
		struct answer answer = ask(front, NULL, "GET", targets[i], "", NULL);
		assert_int_equal(strlen(header_of(front, &answer, "X-Call-Id")), 36);
		assert_string_equal(header_of(front, &answer, "Cache-Control"), "no-store");
		assert_string_equal(header_of(front, &answer, "X-Content-Type-Options"), "nosniff");
	}
}

static void two_requests_share_a_connection(void **state)
{
	struct front *front = *state;
	static const char twice[] = "GET /healthz HTTP/1.1\r\nHost: k\r\n\r\n";
	int fd = front_connect(front);
	for (int i = 0; i < 2; i++) {
		front_write(fd, twice, sizeof(twice) - 1);
		struct answer answer = front_read(front, fd, false);
		assert_answer(&answer, 200, "\"live\":true");
		assert_false(answer.closed);
	}
	close(fd);
}

/* ---- routes ---- */

static void an_unknown_address_is_404(void **state)
{
	struct front *front = *state;
	static const char *const targets[] = {"/nowhere",
										  "/v1",
										  "/v1/nothing",
										  "/v1/members/",
										  "/v1/members/maria/",
										  "/v1/members/maria:frobnicate",
										  "/v1/members/maria:",
										  "//v1/members",
										  "/kleos.members.v1.MembersService/Nope",
										  "/kleos.members.v1.membersservice/GetMember",
										  "/kleos.members.v1.DirectoryService/BatchReadMembers"};
	for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++) {
		struct answer answer = ask(front, front->admin, "GET", targets[i], "", NULL);
		assert_answer(&answer, 404, "NO_SUCH_ROUTE");
	}
}

static void another_method_is_405_and_says_which_are_taken(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, front->admin, "PUT", "/v1/members", "", "{}");
	assert_answer(&answer, 405, "METHOD_NOT_ALLOWED");
	const char *allow = header_of(front, &answer, "Allow");
	assert_true(strstr(allow, "POST") && strstr(allow, "GET") && strstr(allow, "HEAD"));
	answer = ask(front, front->admin, "GET", PATH_CREATE, "", NULL);
	assert_answer(&answer, 405, "METHOD_NOT_ALLOWED");
	assert_string_equal(header_of(front, &answer, "Allow"), "POST");
}

static void head_is_get_without_its_body(void **state)
{
	struct front *front = *state;
	struct answer get = ask(front, front->admin, "GET", "/v1/me", "", NULL);
	struct answer head = ask(front, front->admin, "HEAD", "/v1/me", "", NULL);
	assert_int_equal(head.status, 200);
	assert_string_equal(header_of(front, &head, "Content-Length"), header_of(front, &get, "Content-Length"));
}

static void an_encoded_slash_does_not_split_a_path(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, front->admin, "GET", "/v1/members/a%2Fb", "", NULL);
	assert_answer(&answer, 404, "MEMBER_NOT_FOUND");
	assert_answer(&answer, 404, "a/b");
}

static void paths_and_queries_are_decoded_once(void **state)
{
	struct front *front = *state;
	front_add_maria(front);
	struct answer answer = ask(front, front->admin, "GET", "/v1/members/%6Daria", "", NULL);
	assert_answer(&answer, 200, "\"handle\":\"maria\"");
	answer = ask(front, front->admin, "GET", "/v1/members?query=%CE%9C%CE%B1%CF%81%CE%AF%CE%B1&page_size=5", "", NULL);
	assert_answer(&answer, 200, "\"handle\":\"maria\"");
	answer = ask(front, front->admin, "GET", "/v1/members?query=%2525", "", NULL);
	assert_answer(&answer, 200, "\"members\":[]");
}

static void a_badly_encoded_address_is_refused(void **state)
{
	struct front *front = *state;
	static const char *const targets[] = {"/v1/members?team=%",   "/v1/members?team=%g1", "/v1/members?team=%00",
										  "/v1/members?team=%ff", "/v1/members/%zz",      "/v1/members/a%00b"};
	for (size_t i = 0; i < sizeof(targets) / sizeof(*targets); i++) {
		struct answer answer = ask(front, front->admin, "GET", targets[i], "", NULL);
		assert_int_equal(answer.status, 400);
	}
}

static void wrong_parameters_are_named(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, front->admin, "GET", "/v1/members?colour=red", "", NULL);
	assert_answer(&answer, 400, "\"field\":\"colour\"");
	answer = ask(front, front->admin, "GET", "/v1/members?pageSize=many", "", NULL);
	assert_answer(&answer, 400, "\"field\":\"pageSize\"");
	answer = ask(front, front->admin, "GET", "/v1/members?team=a&team=b", "", NULL);
	assert_answer(&answer, 400, "\"field\":\"team\"");
}

/* ---- bodies ---- */

static void bad_json_is_refused_and_the_field_named(void **state)
{
	struct front *front = *state;
	static const struct {
		const char *body, *part;
	} table[] = {
		{"{\"handle\":\"a\",\"colour\":\"red\"}", "\"field\":\"colour\""},
		{"{\"handle\":\"a\",\"handle\":\"b\"}", "INVALID_FIELD"},
		{"{\"handle\":7}", "\"field\":\"handle\""},
		{"{\"handle\":\"a\",\"displayName\":\"x\",\"display_name\":\"y\"}", "INVALID_FIELD"},
		{"{\"handle\":\"a\",\"ceiling\":\"LOUD\"}", "\"field\":\"ceiling\""},
		{"{\"handle\":\"a\\u0000b\"}", "INVALID_FIELD"},
		{"{\"handle\":\"\xff\"}", "INVALID_FIELD"},
		{"{\"handle\":\"a\"} x", "INVALID_FIELD"},
		{"[]", "INVALID_FIELD"},
		{"{\"handle\":", "INVALID_FIELD"},
	};
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct answer answer = front_add(front, table[i].body);
		assert_answer(&answer, 400, table[i].part);
	}
}

static void a_null_byte_in_a_body_is_refused(void **state)
{
	struct front *front = *state;
	static const char body[] = "{\"handle\":\"a\"}\0{}";
	struct answer answer = ask_bytes(front, front->admin, "POST", "/v1/members", "", body, sizeof(body) - 1);
	assert_answer(&answer, 400, "INVALID_FIELD");
}

static void other_media_types_are_415(void **state)
{
	struct front *front = *state;
	static const char *const types[] = {"text/plain", "application/x-www-form-urlencoded",
										"application/json; charset=iso-8859-7", "application/jsonx"};
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		const char *header = arena_printf(&front->base.arena, "Content-Type: %s\r\n", types[i]);
		struct answer answer = ask(front, front->admin, "POST", "/v1/members", header, "{\"handle\":\"a\"}");
		assert_answer(&answer, 415, "UNSUPPORTED_MEDIA_TYPE");
	}
	struct answer answer = ask(front, front->admin, "POST", "/v1/members",
							   "Content-Type: application/json; charset=UTF-8\r\n", "{\"handle\":\"a\"}");
	assert_answer(&answer, 200, "\"handle\":\"a\"");
	answer = ask(front, front->admin, "GET", "/v1/me", "Content-Type: text/plain\r\n", NULL);
	assert_answer(&answer, 200, "ADMIN");
	answer = ask(front, front->admin, "POST", "/v1/members", "Content-Encoding: gzip\r\n", "{\"handle\":\"b\"}");
	assert_answer(&answer, 415, "UNSUPPORTED_ENCODING");
}

static void an_empty_body_is_an_empty_request(void **state)
{
	struct front *front = *state;
	front_add_maria(front);
	struct answer answer = ask(front, front->admin, "POST", "/v1/members/maria:deactivate",
							   "Content-Type: application/x-www-form-urlencoded\r\n", "");
	assert_answer(&answer, 200, "\"status\":\"INACTIVE\"");
}

static void the_body_may_not_contradict_the_path(void **state)
{
	struct front *front = *state;
	front_add_maria(front);
	struct answer answer =
		ask(front, front->admin, "PATCH", "/v1/members/maria", "", "{\"member\":\"nikos\",\"title\":\"x\"}");
	assert_answer(&answer, 400, "\"field\":\"member\"");
}

static void a_patch_without_a_mask_changes_what_it_names(void **state)
{
	struct front *front = *state;
	front_add_maria(front);
	struct answer answer =
		ask(front, front->admin, "PATCH", "/v1/members/maria", "", "{\"title\":\"Editor\",\"team\":\"\"}");
	assert_answer(&answer, 200, "\"title\":\"Editor\"");
	assert_answer(&answer, 200, "\"team\":\"\"");
	answer = ask(front, front->admin, "PATCH", "/v1/members/maria?updateMask=title", "",
				 "{\"title\":\"Chief\",\"locale\":\"el\"}");
	assert_answer(&answer, 200, "\"title\":\"Chief\"");
	assert_answer(&answer, 200, "\"locale\":\"\"");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRONT_TEST(every_answer_names_its_call_and_is_not_kept),
		FRONT_TEST(two_requests_share_a_connection),
		FRONT_TEST(an_unknown_address_is_404),
		FRONT_TEST(another_method_is_405_and_says_which_are_taken),
		FRONT_TEST(head_is_get_without_its_body),
		FRONT_TEST(an_encoded_slash_does_not_split_a_path),
		FRONT_TEST(paths_and_queries_are_decoded_once),
		FRONT_TEST(a_badly_encoded_address_is_refused),
		FRONT_TEST(wrong_parameters_are_named),
		FRONT_TEST(bad_json_is_refused_and_the_field_named),
		FRONT_TEST(a_null_byte_in_a_body_is_refused),
		FRONT_TEST(other_media_types_are_415),
		FRONT_TEST(an_empty_body_is_an_empty_request),
		FRONT_TEST(the_body_may_not_contradict_the_path),
		FRONT_TEST(a_patch_without_a_mask_changes_what_it_names),
	};
	return cmocka_run_group_tests_name("gateway", tests, NULL, NULL);
}

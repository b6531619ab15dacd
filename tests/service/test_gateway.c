/* What a caller sees of the gateway: routes, JSON, keys, both faces of one rpc, and what happens when a service is
 * away. */
#include "tests/service/gateway/front.h"

#include "common/base/api_key.h"
#include "common/rpc/wire.h"
#include "kleos/members/v1/members_service.pb-c.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define PATH_GET    "/kleos.members.v1.MembersService/GetMember"
#define PATH_CREATE "/kleos.members.v1.MembersService/CreateMember"
#define PROTO       "Content-Type: application/proto\r\n"

static struct answer add(struct front *front, const char *body)
{
	return ask(front, front->admin, "POST", "/v1/members", "", body);
}

static void add_maria(struct front *front)
{
	struct answer answer = add(front, "{\"handle\":\"maria\",\"displayName\":\"Μαρία\",\"team\":\"marketing/social\"}");
	assert_answer(&answer, 200, "\"handle\":\"maria\"");
}

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
	static const char *const targets[] = {"/",
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
	add_maria(front);
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
		struct answer answer = add(front, table[i].body);
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
	add_maria(front);
	struct answer answer = ask(front, front->admin, "POST", "/v1/members/maria:deactivate",
							   "Content-Type: application/x-www-form-urlencoded\r\n", "");
	assert_answer(&answer, 200, "\"status\":\"INACTIVE\"");
}

static void the_body_may_not_contradict_the_path(void **state)
{
	struct front *front = *state;
	add_maria(front);
	struct answer answer =
		ask(front, front->admin, "PATCH", "/v1/members/maria", "", "{\"member\":\"nikos\",\"title\":\"x\"}");
	assert_answer(&answer, 400, "\"field\":\"member\"");
}

static void a_patch_without_a_mask_changes_what_it_names(void **state)
{
	struct front *front = *state;
	add_maria(front);
	struct answer answer =
		ask(front, front->admin, "PATCH", "/v1/members/maria", "", "{\"title\":\"Editor\",\"team\":\"\"}");
	assert_answer(&answer, 200, "\"title\":\"Editor\"");
	assert_answer(&answer, 200, "\"team\":\"\"");
	answer = ask(front, front->admin, "PATCH", "/v1/members/maria?updateMask=title", "",
				 "{\"title\":\"Chief\",\"locale\":\"el\"}");
	assert_answer(&answer, 200, "\"title\":\"Chief\"");
	assert_answer(&answer, 200, "\"locale\":\"\"");
}

/* ---- keys ---- */

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

/* ---- idempotency ---- */

static void a_repeated_request_id_is_a_replay(void **state)
{
	struct front *front = *state;
	static const char body[] = "{\"handle\":\"maria\"}";
	struct answer first = ask(front, front->admin, "POST", "/v1/members", "Idempotency-Key: one\r\n", body);
	assert_answer(&first, 200, "maria");
	assert_null(header_of(front, &first, "Idempotent-Replayed"));
	struct answer again = ask(front, front->admin, "POST", "/v1/members", "Idempotency-Key: one\r\n", body);
	assert_string_equal(header_of(front, &again, "Idempotent-Replayed"), "true");
	assert_string_equal(again.body, first.body);
	again = ask(front, front->admin, "POST", "/v1/members", "", "{\"handle\":\"maria\",\"requestId\":\"one\"}");
	assert_string_equal(header_of(front, &again, "Idempotent-Replayed"), "true");
	again = ask(front, front->admin, "POST", PATH_CREATE, "", "{\"handle\":\"maria\",\"requestId\":\"one\"}");
	assert_answer(&again, 200, "maria");
	struct answer other =
		ask(front, front->admin, "POST", "/v1/members", "Idempotency-Key: one\r\n", "{\"handle\":\"nikos\"}");
	assert_answer(&other, 409, "REQUEST_ID_REUSED");
}

static void header_and_field_must_agree_on_the_request_id(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, front->admin, "POST", "/v1/members", "Idempotency-Key: one\r\n",
							   "{\"handle\":\"maria\",\"requestId\":\"two\"}");
	assert_answer(&answer, 400, "\"field\":\"requestId\"");
}

/* ---- Connect ---- */

static void rest_and_connect_tell_of_the_same_member(void **state)
{
	struct front *front = *state;
	add_maria(front);
	struct answer rest = ask(front, front->admin, "GET", "/v1/members/maria", "", NULL);
	struct answer connect =
		ask(front, front->admin, "POST", PATH_GET, "Connect-Protocol-Version: 1\r\n", "{\"member\":\"maria\"}");
	assert_answer(&rest, 200, "\"status\":\"ACTIVE\"");
	assert_answer(&rest, 200, "\"email\":\"\"");
	assert_answer(&connect, 200, "\"status\":\"MEMBER_STATUS_ACTIVE\"");
	assert_null(strstr(connect.body, "\"email\""));
	assert_string_equal(text_of(front, &rest, "id"), text_of(front, &connect, "id"));
}

static void connect_speaks_protobuf(void **state)
{
	struct front *front = *state;
	Kleos__GetMemberRequest request = KLEOS__GET_MEMBER_REQUEST__INIT;
	ProtobufCMessage *message;
	const char *problem;
	add_maria(front);
	request.member = "maria";
	ProtobufCBinaryData packed = wire_pack(&request.base, &front->base.arena);
	struct answer answer = ask_bytes(front, front->admin, "POST", PATH_GET, PROTO, packed.data, packed.len);
	assert_int_equal(answer.status, 200);
	assert_string_equal(header_of(front, &answer, "Content-Type"), "application/proto");
	assert_int_equal(wire_unpack(&kleos__get_member_response__descriptor, &front->base.arena,
								 (const uint8_t *)answer.body, answer.length, WIRE_REPLY_BOUND, &message, &problem),
					 STATUS_OK);
	assert_string_equal(((Kleos__GetMemberResponse *)message)->member->display_name, "Μαρία");
	answer = ask_bytes(front, front->admin, "POST", PATH_GET, PROTO, "\xff\xff\xff", 3);
	assert_answer(&answer, 400, "\"code\":\"invalid_argument\"");
}

static void connect_reads_by_get(void **state)
{
	struct front *front = *state;
	add_maria(front);
	struct answer answer =
		ask(front, front->admin, "GET",
			PATH_GET "?message=eyJtZW1iZXIiOiJtYXJpYSJ9&base64=1&encoding=json&connect=v1&x=y", "", NULL);
	assert_answer(&answer, 200, "\"handle\":\"maria\"");
	answer =
		ask(front, front->admin, "GET", PATH_GET "?encoding=json&message=%7B%22member%22:%22maria%22%7D", "", NULL);
	assert_answer(&answer, 200, "\"handle\":\"maria\"");
	answer = ask(front, front->admin, "GET", PATH_GET "?encoding=proto&base64=1&message=CgVtYXJpYQ==", "", NULL);
	assert_int_equal(answer.status, 200);
	answer = ask(front, front->admin, "GET", PATH_GET "?encoding=xml&message=a", "", NULL);
	assert_int_equal(answer.status, 415);
	answer = ask(front, front->admin, "GET", PATH_GET "?encoding=json", "", NULL);
	assert_answer(&answer, 400, "\"code\":\"invalid_argument\"");
}

static void errors_have_the_form_of_their_face(void **state)
{
	struct front *front = *state;
	struct answer rest = ask(front, front->admin, "GET", "/v1/members/nobody", "", NULL);
	assert_answer(
		&rest, 404,
		"{\"error\":{\"code\":404,\"status\":\"NOT_FOUND\",\"message\":\"no member 'nobody'\",\"details\":[{\"@type\":"
		"\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"MEMBER_NOT_FOUND\",\"domain\":\"kleos\","
		"\"metadata\":{}}]}}");
	struct answer connect = ask(front, front->admin, "POST", PATH_GET, "", "{\"member\":\"nobody\"}");
	/* ErrorInfo{reason: MEMBER_NOT_FOUND, domain: kleos} */
	assert_answer(
		&connect, 404,
		"{\"code\":\"not_found\",\"message\":\"no member 'nobody'\",\"details\":[{\"type\":\"google.rpc.ErrorInfo\","
		"\"value\":\"ChBNRU1CRVJfTk9UX0ZPVU5EEgVrbGVvcw\"}]}");
	connect = ask(front, NULL, "POST", PATH_GET, "", "{}");
	assert_answer(&connect, 401, "\"code\":\"unauthenticated\"");
	connect = ask(front, front->admin, "POST", PATH_CREATE, "", "{\"handle\":\"no good\"}");
	assert_answer(&connect, 400, "\"type\":\"google.rpc.BadRequest\"");
}

static void connect_takes_only_what_it_knows(void **state)
{
	struct front *front = *state;
	struct answer answer = ask(front, front->admin, "POST", PATH_GET, "Content-Type: text/xml\r\n", "<a/>");
	assert_int_equal(answer.status, 415);
	answer = ask(front, front->admin, "POST", PATH_GET, "Content-Encoding: br\r\n", "{}");
	assert_answer(&answer, 501, "\"code\":\"unimplemented\"");
	answer = ask(front, front->admin, "POST", PATH_GET, "Connect-Protocol-Version: 2\r\n", "{}");
	assert_answer(&answer, 400, "\"code\":\"invalid_argument\"");
	answer = ask(front, front->admin, "POST", PATH_GET, "Connect-Timeout-Ms: 12345678901\r\n", "{}");
	assert_answer(&answer, 400, "\"code\":\"invalid_argument\"");
	answer = ask(front, front->admin, "POST", PATH_GET, "Connect-Timeout-Ms: 0\r\n", "{}");
	assert_answer(&answer, 504, "\"code\":\"deadline_exceeded\"");
}

/* ---- those who run it ---- */

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
	assert_answer(&answer, 200,
				  "kleos_http_requests_total{method=\"GET\",route=\"/v1/members/{member}\",code=\"404\"} 1\n");
	assert_answer(&answer, 200, "# TYPE kleos_http_request_duration_seconds histogram\n");
	assert_answer(&answer, 200, "kleos_build_info{version=\"");
	assert_answer(&answer, 200, "process_resident_memory_bytes ");
	assert_null(strstr(answer.body, "nobody"));
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
		FRONT_TEST(without_a_key_it_is_401_with_a_challenge),
		FRONT_TEST(a_well_formed_key_of_nobody_is_401),
		FRONT_TEST(a_key_may_come_in_either_header),
		FRONT_TEST(a_new_key_works_at_once),
		FRONT_TEST(a_revoked_key_dies),
		FRONT_TEST(keys_work_while_members_is_away),
		FRONT_TEST(a_service_that_came_back_is_used_again),
		FRONT_TEST(a_repeated_request_id_is_a_replay),
		FRONT_TEST(header_and_field_must_agree_on_the_request_id),
		FRONT_TEST(rest_and_connect_tell_of_the_same_member),
		FRONT_TEST(connect_speaks_protobuf),
		FRONT_TEST(connect_reads_by_get),
		FRONT_TEST(errors_have_the_form_of_their_face),
		FRONT_TEST(connect_takes_only_what_it_knows),
		FRONT_TEST(ready_tells_which_service_is_away),
		FRONT_TEST(a_service_that_is_away_is_503),
		FRONT_TEST(metrics_are_for_services_and_admins),
	};
	return cmocka_run_group_tests_name("gateway", tests, NULL, NULL);
}

/* Both faces of one rpc: REST and Connect. */
#include "tests/service/gateway/front.h"

#include "common/rpc/wire.h"
#include "kleos/members/v1/members_service.pb-c.h"

#include <string.h>

#define PATH_GET    "/kleos.members.v1.MembersService/GetMember"
#define PATH_CREATE "/kleos.members.v1.MembersService/CreateMember"
#define PROTO       "Content-Type: application/proto\r\n"

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

static void rest_and_connect_tell_of_the_same_member(void **state)
{
	struct front *front = *state;
	front_add_maria(front);
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
	front_add_maria(front);
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
	front_add_maria(front);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		FRONT_TEST(a_repeated_request_id_is_a_replay),
		FRONT_TEST(header_and_field_must_agree_on_the_request_id),
		FRONT_TEST(rest_and_connect_tell_of_the_same_member),
		FRONT_TEST(connect_speaks_protobuf),
		FRONT_TEST(connect_reads_by_get),
		FRONT_TEST(errors_have_the_form_of_their_face),
		FRONT_TEST(connect_takes_only_what_it_knows),
	};
	return cmocka_run_group_tests_name("REST and Connect", tests, NULL, NULL);
}

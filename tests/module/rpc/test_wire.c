#include "tests/support/support.h"

#include "common/rpc/wire.h"
#include "google/api/http.pb-c.h"
#include "google/protobuf/descriptor.pb-c.h"
#include "google/protobuf/wrappers.pb-c.h"
#include "kleos/members/v1/members_service.pb-c.h"
#include "kleos/rpc/v1/health_service.pb-c.h"

#include <stdlib.h>
#include <string.h>

#define BYTES(literal) (const uint8_t *)(literal), sizeof(literal) - 1

struct hostile {
	const char *sentence;
	const ProtobufCMessageDescriptor *type;
	const uint8_t *bytes;
	size_t length;
	const char *problem; /* part of it; NULL: let in */
};

#define NOTHING  &kleos__check_health_request__descriptor
#define A_TEXT   &google__protobuf__string_value__descriptor
#define A_BOOL   &google__protobuf__bool_value__descriptor
#define AN_INT32 &google__protobuf__int32_value__descriptor
#define A_UINT32 &google__protobuf__uint32_value__descriptor
#define A_UINT64 &google__protobuf__uint64_value__descriptor
#define A_DOUBLE &google__protobuf__double_value__descriptor
#define A_FLOAT  &google__protobuf__float_value__descriptor
#define LINES    &kleos__import_members_response__descriptor /* repeated int32 = 5, repeated message = 4 */
#define RULE     &google__api__http_rule__descriptor         /* oneof: get = 2, put = 3 */

static const struct hostile table[] = {
	{"nothing at all", A_TEXT, BYTES(""), NULL},
	{"a text", A_TEXT, BYTES("\x0a\x02hi"), NULL},
	{"an empty text", A_TEXT, BYTES("\x0a\x00"), NULL},
	{"a Greek text", A_TEXT, BYTES("\x0a\x04\xce\xba\xce\xbb"), NULL},
	{"a text with NUL", A_TEXT, BYTES("\x0a\x03h\x00i"), "NUL"},
	{"half a code point", A_TEXT, BYTES("\x0a\x01\xce"), "UTF-8"},
	{"an overlong slash", A_TEXT, BYTES("\x0a\x02\xc0\xaf"), "UTF-8"},
	{"a surrogate", A_TEXT, BYTES("\x0a\x03\xed\xa0\x80"), "UTF-8"},
	{"beyond Unicode", A_TEXT, BYTES("\x0a\x04\xf4\x90\x80\x80"), "UTF-8"},
	{"a text longer than the message", A_TEXT, BYTES("\x0a\x03hi"), "ends inside a field"},
	{"a text without its length", A_TEXT, BYTES("\x0a"), "ends inside a number"},
	{"a length of 2^63", A_TEXT, BYTES("\x0a\xff\xff\xff\xff\xff\xff\xff\xff\x7f"), "ends inside a field"},
	{"a text twice", A_TEXT, BYTES("\x0a\x01h\x0a\x01i"), "twice"},
	{"an empty text twice", A_TEXT, BYTES("\x0a\x00\x0a\x00"), "twice"},
	{"a number where a text is due", A_TEXT, BYTES("\x08\x01"), "wrong wire type"},
	{"a text where a number is due", A_BOOL, BYTES("\x0a\x01h"), "wrong wire type"},
	{"a bool", A_BOOL, BYTES("\x08\x01"), NULL},
	{"a bool of 2", A_BOOL, BYTES("\x08\x02"), "does not fit"},
	{"a number with a useless byte", A_BOOL, BYTES("\x08\x81\x00"), "longer than it needs"},
	{"a zero of two bytes", A_BOOL, BYTES("\x08\x80\x00"), "longer than it needs"},
	{"a number without an end", A_BOOL, BYTES("\x08\x80"), "ends inside a number"},
	{"a number of eleven bytes", A_UINT64, BYTES("\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x80\x01"), "64 bits"},
	{"2^64", A_UINT64, BYTES("\x08\x80\x80\x80\x80\x80\x80\x80\x80\x80\x02"), "64 bits"},
	{"2^64 - 1", A_UINT64, BYTES("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), NULL},
	{"2^32 - 1", A_UINT32, BYTES("\x08\xff\xff\xff\xff\x0f"), NULL},
	{"2^32 in 32 bits", A_UINT32, BYTES("\x08\x80\x80\x80\x80\x10"), "does not fit"},
	{"-1", AN_INT32, BYTES("\x08\xff\xff\xff\xff\xff\xff\xff\xff\xff\x01"), NULL},
	{"-1 cut to 32 bits", AN_INT32, BYTES("\x08\xff\xff\xff\xff\x0f"), "does not fit"},
	{"a double", A_DOUBLE, BYTES("\x09\0\0\0\0\0\0\0\0"), NULL},
	{"seven eighths of a double", A_DOUBLE, BYTES("\x09\0\0\0\0\0\0\0"), "ends inside a field"},
	{"a float", A_FLOAT, BYTES("\x0d\0\0\0\0"), NULL},
	{"three quarters of a float", A_FLOAT, BYTES("\x0d\0\0\0"), "ends inside a field"},
	{"field 0", NOTHING, BYTES("\x00\x00"), "field number"},
	{"field 2^29", NOTHING, BYTES("\x80\x80\x80\x80\x10\x00"), "field number"},
	{"a tag longer than it needs to be", A_TEXT, BYTES("\x8a\x00\x01h"), "longer than it needs"},
	{"the start of a group", NOTHING, BYTES("\x0b\x0c"), "unknown wire type"},
	{"the end of a group", NOTHING, BYTES("\x0c"), "unknown wire type"},
	{"wire type 6", NOTHING, BYTES("\x0e"), "unknown wire type"},
	{"wire type 7", NOTHING, BYTES("\x0f"), "unknown wire type"},
	{"unknown fields of every kind", NOTHING, BYTES("\x08\x01\x11\0\0\0\0\0\0\0\0\x1a\x02\xff\x00\x25\0\0\0\0"), NULL},
	{"an unknown field twice", NOTHING, BYTES("\x08\x01\x08\x01"), NULL},
	{"an unknown field cut off", NOTHING, BYTES("\x1a\x02h"), "ends inside a field"},
	{"an unknown number longer than it needs", NOTHING, BYTES("\x08\x80\x00"), "longer than it needs"},
	{"packed numbers", LINES, BYTES("\x2a\x03\x01\x02\x03"), NULL},
	{"packed numbers in two parts", LINES, BYTES("\x2a\x01\x01\x2a\x01\x02"), NULL},
	{"the same one by one", LINES, BYTES("\x28\x01\x28\x02"), NULL},
	{"no packed numbers", LINES, BYTES("\x2a\x00"), NULL},
	{"a packed number cut off", LINES, BYTES("\x2a\x02\x01\x80"), "ends inside a number"},
	{"a packed number longer than it needs", LINES, BYTES("\x2a\x02\x80\x00"), "longer than it needs"},
	{"a packed number too big", LINES, BYTES("\x2a\x05\xff\xff\xff\xff\x0f"), "does not fit"},
	{"packed numbers beyond the message", LINES, BYTES("\x2a\x05\x01"), "ends inside a field"},
	{"a list of messages", LINES, BYTES("\x22\x00\x22\x02\x08\x01"), NULL},
	{"a bad message inside a good one", LINES, BYTES("\x22\x04\x08\x01\x08\x01"), "twice"},
	{"a nested message that runs over its end", LINES, BYTES("\x22\x01\x08\x01"), "ends inside a number"},
	{"one of several", RULE, BYTES("\x12\x01/"), NULL},
	{"two of what may be one", RULE, BYTES("\x12\x01/\x1a\x01/"), "twice"},
};

static void the_door_knows_what_is_hostile(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		const struct hostile *row = &table[i];
		uint8_t *exact = malloc(row->length ? row->length : 1); /* so that ASan sees one byte too far */
		const char *problem;
		enum status status;

		memcpy(exact, row->bytes, row->length);
		status = wire_check(row->type, exact, row->length, WIRE_MESSAGE_BOUND, &problem);
		if ((row->problem == NULL) != (status == STATUS_OK) || (row->problem && !strstr(problem, row->problem)))
			fail_msg("%s: %s, %s", row->sentence, status_name(status), problem ? problem : "no problem");
		free(exact);
	}
}

static enum status check(const ProtobufCMessageDescriptor *type, const uint8_t *bytes, size_t length)
{
	const char *problem;

	return wire_check(type, bytes, length, WIRE_MESSAGE_BOUND, &problem);
}

static void a_message_of_the_bound_passes_and_one_byte_more_does_not(void **state)
{
	const size_t bound = WIRE_MESSAGE_BOUND;
	uint8_t *bytes = calloc(1, bound + 1);
	const char *problem;

	(void)state;
	for (size_t length = bound - 1; length <= bound + 1; length++) {
		size_t body = length - 4; /* tag and a length of three bytes */

		bytes[0] = 0x0a;
		bytes[1] = (uint8_t)(0x80 | body);
		bytes[2] = (uint8_t)(0x80 | body >> 7);
		bytes[3] = (uint8_t)(body >> 14);
		assert_int_equal(wire_check(&google__protobuf__bytes_value__descriptor, bytes, length, bound, &problem),
						 length <= bound ? STATUS_OK : STATUS_INVALID_ARGUMENT);
	}
	free(bytes);
}

static void ten_thousand_fields_pass_and_one_more_does_not(void **state)
{
	uint8_t *bytes = calloc(WIRE_FIELDS_BOUND + 1, 2);

	(void)state;
	for (size_t i = 0; i <= WIRE_FIELDS_BOUND; i++)
		bytes[2 * i] = 0x08;
	assert_int_equal(check(NOTHING, bytes, 2 * (WIRE_FIELDS_BOUND - 1)), STATUS_OK);
	assert_int_equal(check(NOTHING, bytes, 2 * WIRE_FIELDS_BOUND), STATUS_OK);
	assert_int_equal(check(NOTHING, bytes, 2 * (WIRE_FIELDS_BOUND + 1)), STATUS_INVALID_ARGUMENT);
	free(bytes);
}

/* `n` empty rejections, or `n` line numbers one by one. */
static enum status check_list(uint8_t tag, size_t n)
{
	uint8_t *bytes = calloc(n, 2);
	enum status status;

	for (size_t i = 0; i < n; i++)
		bytes[2 * i] = tag;
	status = check(LINES, bytes, 2 * n);
	free(bytes);
	return status;
}

static enum status check_packed_list(size_t n)
{
	uint8_t *bytes = calloc(n + 3, 1);
	enum status status;

	bytes[0] = 0x2a;
	bytes[1] = (uint8_t)(0x80 | n);
	bytes[2] = (uint8_t)(n >> 7);
	status = check(LINES, bytes, n + 3);
	free(bytes);
	return status;
}

static void a_thousand_elements_pass_and_one_more_does_not(void **state)
{
	const size_t bound = WIRE_REPEATED_BOUND;

	(void)state;
	for (size_t n = bound - 1; n <= bound + 1; n++) {
		enum status expected = n <= bound ? STATUS_OK : STATUS_INVALID_ARGUMENT;

		assert_int_equal(check_list(0x22, n), expected);
		assert_int_equal(check_list(0x28, n), expected);
		assert_int_equal(check_packed_list(n), expected);
	}
}

/* `depth` messages, each inside the one before. */
static enum status check_nested(unsigned depth)
{
	uint8_t bytes[64];
	size_t at = sizeof(bytes);

	for (unsigned i = 1; i < depth; i++) {
		size_t inner = sizeof(bytes) - at;

		bytes[--at] = (uint8_t)inner;
		bytes[--at] = 0x1a; /* nested_type */
	}
	return check(&google__protobuf__descriptor_proto__descriptor, bytes + at, sizeof(bytes) - at);
}

static void eight_levels_pass_and_one_more_does_not(void **state)
{
	(void)state;
	assert_int_equal(check_nested(WIRE_DEPTH_BOUND - 1), STATUS_OK);
	assert_int_equal(check_nested(WIRE_DEPTH_BOUND), STATUS_OK);
	assert_int_equal(check_nested(WIRE_DEPTH_BOUND + 1), STATUS_INVALID_ARGUMENT);
}

static void a_reply_may_be_longer_than_a_request(void **state)
{
	size_t n = WIRE_REPEATED_BOUND + 1;
	uint8_t *bytes = calloc(n, 2);
	const char *problem;

	(void)state;
	for (size_t i = 0; i < n; i++)
		bytes[2 * i] = 0x22;
	assert_int_equal(wire_check(LINES, bytes, 2 * n, WIRE_REPLY_BOUND, &problem), STATUS_OK);
	free(bytes);
}

static void memory_stops_at_the_cap_of_the_arena(void **state)
{
	uint8_t bytes[2 * WIRE_REPEATED_BOUND];
	struct arena arena;
	ProtobufCMessage *message;
	const char *problem;

	(void)state;
	for (size_t i = 0; i < WIRE_REPEATED_BOUND; i++) {
		bytes[2 * i] = 0x0a;
		bytes[2 * i + 1] = 0;
	}
	arena_init(&arena, 64 * 1024);
	assert_int_equal(wire_unpack(&kleos__list_members_response__descriptor, &arena, bytes, sizeof(bytes),
								 WIRE_MESSAGE_BOUND, &message, &problem),
					 STATUS_RESOURCE_EXHAUSTED);
	arena_fini(&arena);
}

static ProtobufCBinaryData sample(struct arena *arena)
{
	ProtobufCMessage *message = wire_new(&kleos__create_member_request__descriptor, arena);
	Kleos__CreateMemberRequest *request = (Kleos__CreateMemberRequest *)message;
	const char *hats[] = {"STRATEGY", "COPYWRITING"};

	request->handle = "maria";
	request->display_name = "Μαρία";
	request->leader = true;
	request->hats = (void *)arena_copy(arena, hats, sizeof(hats));
	request->n_hats = 2;
	request->ceiling = KLEOS__VISIBILITY__VISIBILITY_TEAM;
	return wire_pack(message, arena);
}

static void what_was_packed_unpacks_again(void **state)
{
	struct arena arena;
	ProtobufCBinaryData packed;
	ProtobufCMessage *message;
	const Kleos__CreateMemberRequest *request;
	const char *problem;

	(void)state;
	arena_init(&arena, 1 << 20);
	packed = sample(&arena);
	assert_int_equal(wire_unpack(&kleos__create_member_request__descriptor, &arena, packed.data, packed.len,
								 WIRE_MESSAGE_BOUND, &message, &problem),
					 STATUS_OK);
	request = (const Kleos__CreateMemberRequest *)message;
	assert_string_equal(request->display_name, "Μαρία");
	assert_string_equal(request->hats[1], "COPYWRITING");
	assert_int_equal(request->n_hats, 2);
	arena_fini(&arena);
}

static void whatever_the_door_lets_in_can_be_unpacked(void **state)
{
	struct arena arena, source;
	ProtobufCBinaryData packed;
	unsigned seed = 7;

	(void)state;
	arena_init(&arena, 1 << 20);
	arena_init(&source, 1 << 20);
	packed = sample(&source);
	for (unsigned turn = 0; turn < 200000; turn++) {
		size_t length = packed.len - turn % 3;
		uint8_t *bytes = arena_copy(&arena, packed.data, length);
		ProtobufCMessage *message;
		const char *problem;

		for (unsigned i = 0; i <= turn % 4; i++) {
			seed = seed * 1664525u + 1013904223u;
			bytes[(seed >> 8) % length] = (uint8_t)(seed >> 24);
		}
		if (check(&kleos__create_member_request__descriptor, bytes, length) == STATUS_OK)
			assert_int_equal(wire_unpack(&kleos__create_member_request__descriptor, &arena, bytes, length,
										 WIRE_MESSAGE_BOUND, &message, &problem),
							 STATUS_OK);
		arena_reset(&arena);
	}
	arena_fini(&arena);
	arena_fini(&source);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_door_knows_what_is_hostile),
		cmocka_unit_test(a_message_of_the_bound_passes_and_one_byte_more_does_not),
		cmocka_unit_test(ten_thousand_fields_pass_and_one_more_does_not),
		cmocka_unit_test(a_thousand_elements_pass_and_one_more_does_not),
		cmocka_unit_test(eight_levels_pass_and_one_more_does_not),
		cmocka_unit_test(a_reply_may_be_longer_than_a_request),
		cmocka_unit_test(memory_stops_at_the_cap_of_the_arena),
		cmocka_unit_test(what_was_packed_unpacks_again),
		cmocka_unit_test(whatever_the_door_lets_in_can_be_unpacked),
	};

	return cmocka_run_group_tests_name("wire", tests, NULL, NULL);
}

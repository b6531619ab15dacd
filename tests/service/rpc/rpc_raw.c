#include "tests/service/rpc/rpc_raw.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

void raw_write(int stream, const void *bytes, size_t length)
{
	const uint8_t *at = bytes;

	while (length > 0) {
		ssize_t n = send(stream, at, length, MSG_NOSIGNAL);

		if (n <= 0)
			return;
		at += n;
		length -= (size_t)n;
	}
}

bool raw_read(int stream, void *bytes, size_t length)
{
	uint8_t *at = bytes;

	while (length > 0) {
		ssize_t n = recv(stream, at, length, 0);

		if (n <= 0)
			return false;
		at += n;
		length -= (size_t)n;
	}
	return true;
}

bool raw_is_hung_up(int stream)
{
	uint8_t heard[4096];
	ssize_t n;

	do
		n = recv(stream, heard, sizeof(heard), 0);
	while (n > 0);
	return n == 0 || errno == ECONNRESET || errno == EPIPE;
}

void raw_greet_half(struct raw *raw, struct fixture *fixture, int stream, enum channel_end end,
					const struct cluster_key *key)
{
	uint8_t hello[CHANNEL_HELLO_SIZE] = {0}, proof[CHANNEL_PROOF_SIZE];

	raw->fixture = fixture;
	raw->stream = stream;
	raw->length = 0;
	channel_init(&raw->channel, end, key, &fixture->world.environment);
	raw_write(stream, raw->channel.hello, CHANNEL_HELLO_SIZE);
	if (raw_read(stream, hello, sizeof(hello)) && channel_agree(&raw->channel, hello, proof))
		raw_write(stream, proof, sizeof(proof));
}

bool raw_greet(struct raw *raw, struct fixture *fixture, int stream, enum channel_end end,
			   const struct cluster_key *key)
{
	uint8_t proof[CHANNEL_PROOF_SIZE];

	raw_greet_half(raw, fixture, stream, end, key);
	return raw_read(stream, proof, sizeof(proof)) && channel_trust(&raw->channel, proof);
}

void raw_open(struct raw *raw, struct fixture *fixture)
{
	assert_true(raw_greet(raw, fixture, fixture_stream(fixture), CHANNEL_CLIENT, &fixture->world.key));
}

void raw_close(struct raw *raw)
{
	close(raw->stream);
}

size_t raw_frame(uint8_t *out, uint64_t number, const void *bytes, size_t length)
{
	for (size_t i = 0; i < 8; i++)
		out[i] = (uint8_t)(number >> (56 - 8 * i));
	for (size_t i = 0; i < 4; i++)
		out[8 + i] = (uint8_t)(length >> (24 - 8 * i));
	memmove(out + RAW_HEAD_SIZE, bytes, length); /* may be in its place already */
	return RAW_HEAD_SIZE + length;
}

void raw_write_sealed(struct raw *raw, const void *frames, size_t length)
{
	const uint8_t *at = frames;
	uint8_t sealed[CHANNEL_SEALED_BOUND];

	while (length > 0) {
		size_t n = length < CHANNEL_RECORD_BOUND ? length : CHANNEL_RECORD_BOUND;

		raw_write(raw->stream, sealed, channel_seal(&raw->channel, sealed, at, n));
		at += n;
		length -= n;
	}
}

void raw_put(struct raw *raw, uint64_t number, const void *bytes, size_t length)
{
	uint8_t *frame = arena_alloc(&raw->fixture->arena, RAW_HEAD_SIZE + length);

	raw_write_sealed(raw, frame, raw_frame(frame, number, bytes, length));
}

static bool take_record(struct raw *raw)
{
	uint8_t beginning[CHANNEL_LENGTH_SIZE], sealed[CHANNEL_SEALED_BOUND];
	size_t length;

	if (!raw_read(raw->stream, beginning, sizeof(beginning)))
		return false;
	length = channel_sealed_length(beginning);
	assert_true(length > 0);
	assert_true(raw->length + length - CHANNEL_SEAL_SIZE <= sizeof(raw->opened));
	if (!raw_read(raw->stream, sealed, length) ||
		!channel_open(&raw->channel, raw->opened + raw->length, sealed, length))
		return false;
	raw->length += length - CHANNEL_SEAL_SIZE;
	return true;
}

static size_t read_number(const uint8_t *bytes, size_t size)
{
	size_t number = 0;

	for (size_t i = 0; i < size; i++)
		number = number << 8 | bytes[i];
	return number;
}

bool raw_take(struct raw *raw, uint64_t *number, ProtobufCBinaryData *bytes)
{
	while (raw->length < RAW_HEAD_SIZE || raw->length < RAW_HEAD_SIZE + read_number(raw->opened + 8, 4))
		if (!take_record(raw))
			return false;
	*number = read_number(raw->opened, 8);
	bytes->len = read_number(raw->opened + 8, 4);
	bytes->data = arena_copy(&raw->fixture->arena, raw->opened + RAW_HEAD_SIZE, bytes->len);
	raw->length -= RAW_HEAD_SIZE + bytes->len;
	memmove(raw->opened, raw->opened + RAW_HEAD_SIZE + bytes->len, raw->length);
	return true;
}

Kleos__Reply *raw_ask(struct fixture *fixture, const void *bytes, size_t length)
{
	static struct raw raw;
	ProtobufCBinaryData packed;
	uint64_t number = 0;

	raw_open(&raw, fixture);
	raw_put(&raw, 7, bytes, length);
	assert_true(raw_take(&raw, &number, &packed));
	assert_int_equal(number, 7);
	raw_close(&raw);
	return kleos__reply__unpack(&fixture->arena.allocator, packed.len, packed.data);
}

ProtobufCBinaryData raw_envelope(struct fixture *fixture, Kleos__Call *call)
{
	Kleos__Principal principal;
	ProtobufCBinaryData packed;

	principal_state(&principal, &fixture->world.environment, &fixture->maria, "members", call->timeout_ms);
	call->principal = &principal;
	packed = wire_pack(&call->base, &fixture->arena);
	call->principal = NULL;
	return packed;
}

ProtobufCBinaryData raw_call(struct fixture *fixture, const char *name)
{
	Kleos__Call call = KLEOS__CALL__INIT;
	Kleos__GetMemberRequest message = KLEOS__GET_MEMBER_REQUEST__INIT;

	message.member = name;
	call.method = SERVICE "GetMember";
	call.timeout_ms = 20000;
	call.body = wire_pack(&message.base, &fixture->arena);
	return raw_envelope(fixture, &call);
}

void raw_assert_refused(const Kleos__Reply *reply, enum status status, const char *reason)
{
	assert_non_null(reply);
	assert_int_equal(reply->code, status);
	assert_string_equal(reply->reason, reason);
}

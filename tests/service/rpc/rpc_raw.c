#include "tests/service/rpc/rpc_raw.h"

#include <nng/protocol/reqrep0/req.h>

Kleos__Reply *raw_send_message(struct fixture *fixture, nng_msg *message, const struct mac *mac)
{
	nng_socket socket;
	Kleos__Reply *reply = NULL;

	assert_int_equal(nng_req0_open(&socket), 0);
	assert_int_equal(nng_socket_set_ms(socket, NNG_OPT_RECVTIMEO, 300), 0);
	assert_int_equal(nng_socket_set_ms(socket, NNG_OPT_RECONNMINT, 1000), 0);
	assert_int_equal(nng_dial(socket, fixture->url, NULL, 0), 0);
	assert_int_equal(nng_sendmsg(socket, message, 0), 0);
	if (nng_recvmsg(socket, &message, 0) == 0) {
		if (mac_take_reply(message, mac, &fixture->world.key))
			reply = kleos__reply__unpack(&fixture->arena.allocator, nng_msg_len(message), nng_msg_body(message));
		nng_msg_free(message);
	}
	nng_close(socket);
	return reply;
}

nng_msg *raw_message(const void *bytes, size_t length)
{
	nng_msg *message;

	assert_int_equal(nng_msg_alloc(&message, 0), 0);
	assert_int_equal(nng_msg_append(message, bytes, length), 0);
	return message;
}

Kleos__Reply *raw_send(struct fixture *fixture, const void *bytes, size_t length)
{
	const struct mac none = {0};

	return raw_send_message(fixture, raw_message(bytes, length), &none);
}

Kleos__Reply *raw_send_sealed(struct fixture *fixture, const void *bytes, size_t length)
{
	nng_msg *message = raw_message(bytes, length);
	struct mac mac;

	assert_int_equal(mac_put_call(&mac, message, &fixture->world.key), 0);
	return raw_send_message(fixture, message, &mac);
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

void raw_assert_refused(const Kleos__Reply *reply, enum status status, const char *reason)
{
	if (!reply)
		fail_msg("no answer where %s was expected", reason);
	assert_int_equal(reply->code, status);
	assert_string_equal(reply->reason, reason);
}

/* rpc_raw: calls made by hand, past the client: what a peer sends that is not ours, or not well. */
#ifndef KLEOS_TESTS_RPC_RAW_H
#define KLEOS_TESTS_RPC_RAW_H

#include "tests/service/rpc/rpc_fixture.h"

#include "common/rpc/mac.h"

/* A new message of these bytes. */
nng_msg *raw_message(const void *bytes, size_t length);
/* Takes the message. NULL: no answer within 300 ms that belongs to the call of this MAC. */
Kleos__Reply *raw_send_message(struct fixture *fixture, nng_msg *message, const struct mac *mac);
/* Sends bytes as they are: what is not trusted is answered as the call of no MAC. */
Kleos__Reply *raw_send(struct fixture *fixture, const void *bytes, size_t length);
/* Sends bytes as who holds the key does. */
Kleos__Reply *raw_send_sealed(struct fixture *fixture, const void *bytes, size_t length);
/* The packed call, asked by the fixture's Maria. */
ProtobufCBinaryData raw_envelope(struct fixture *fixture, Kleos__Call *call);
void raw_assert_refused(const Kleos__Reply *reply, enum status status, const char *reason);

#endif

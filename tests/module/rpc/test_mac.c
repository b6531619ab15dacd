#include "tests/support/support.h"

#include "common/rpc/mac.h"

#include <sodium.h>
#include <string.h>

static const struct cluster_key key = {{1}}, other_key = {{2}};
static const char text[] = "what is said";

static int begin(void **state)
{
	(void)state;
	return sodium_init() < 0;
}

static nng_msg *message_new(void)
{
	nng_msg *message;

	assert_int_equal(nng_msg_alloc(&message, 0), 0);
	assert_int_equal(nng_msg_append(message, text, sizeof(text)), 0);
	return message;
}

static uint8_t *byte_of(nng_msg *message, size_t i)
{
	return (uint8_t *)nng_msg_body(message) + i;
}

static void what_was_put_is_taken_off_again(void **state)
{
	nng_msg *call = message_new(), *reply = message_new();
	struct mac put, taken;

	(void)state;
	assert_int_equal(mac_put_call(&put, call, &key), 0);
	assert_int_equal(nng_msg_len(call), sizeof(text) + MAC_SIZE);
	assert_true(mac_take_call(&taken, call, &key));
	assert_memory_equal(&taken, &put, sizeof(put));
	assert_int_equal(nng_msg_len(call), sizeof(text));
	assert_memory_equal(nng_msg_body(call), text, sizeof(text));
	assert_int_equal(mac_put_reply(reply, &put, &key), 0);
	assert_true(mac_take_reply(reply, &taken, &key));
	assert_int_equal(nng_msg_len(reply), sizeof(text));
	nng_msg_free(call);
	nng_msg_free(reply);
}

static void no_bit_can_be_changed(void **state)
{
	nng_msg *call = message_new(), *reply = message_new();
	struct mac mac, taken;

	(void)state;
	assert_int_equal(mac_put_call(&mac, call, &key), 0);
	assert_int_equal(mac_put_reply(reply, &mac, &key), 0);
	for (size_t i = 0; i < 8 * nng_msg_len(call); i++) {
		*byte_of(call, i / 8) ^= (uint8_t)(1 << i % 8);
		*byte_of(reply, i / 8) ^= (uint8_t)(1 << i % 8);
		assert_false(mac_take_call(&taken, call, &key));
		assert_true(sodium_is_zero(taken.bytes, MAC_SIZE));
		assert_false(mac_take_reply(reply, &mac, &key));
		*byte_of(call, i / 8) ^= (uint8_t)(1 << i % 8);
		*byte_of(reply, i / 8) ^= (uint8_t)(1 << i % 8);
	}
	assert_true(mac_take_call(&taken, call, &key));
	assert_true(mac_take_reply(reply, &mac, &key));
	nng_msg_free(call);
	nng_msg_free(reply);
}

static void nothing_can_be_cut_off_or_put_behind(void **state)
{
	nng_msg *message = message_new();
	struct mac mac;

	(void)state;
	assert_int_equal(mac_put_call(&mac, message, &key), 0);
	assert_int_equal(nng_msg_append(message, "", 1), 0);
	assert_false(mac_take_call(&mac, message, &key));
	while (nng_msg_len(message) > sizeof(text) + MAC_SIZE)
		nng_msg_chop(message, 1);
	while (nng_msg_len(message) > 0) {
		nng_msg_chop(message, 1);
		assert_false(mac_take_call(&mac, message, &key));
	}
	nng_msg_free(message);
}

static void another_key_makes_another_mac(void **state)
{
	nng_msg *call = message_new(), *reply = message_new();
	struct mac mac, taken;

	(void)state;
	assert_int_equal(mac_put_call(&mac, call, &other_key), 0);
	assert_false(mac_take_call(&taken, call, &key));
	assert_int_equal(mac_put_reply(reply, &mac, &other_key), 0);
	assert_false(mac_take_reply(reply, &mac, &key));
	nng_msg_free(call);
	nng_msg_free(reply);
}

static void a_reply_is_for_one_call(void **state)
{
	nng_msg *reply = message_new();
	struct mac one = {{1}}, other = {{1, 1}};

	(void)state;
	assert_int_equal(mac_put_reply(reply, &one, &key), 0);
	assert_false(mac_take_reply(reply, &other, &key));
	assert_true(mac_take_reply(reply, &one, &key));
	nng_msg_free(reply);
}

/* Even when the bytes hashed are the same: a call that begins with the MAC of another. */
static void a_reply_is_no_call(void **state)
{
	nng_msg *reply = message_new(), *call;
	struct mac one = {{1}}, taken;

	(void)state;
	assert_int_equal(mac_put_reply(reply, &one, &key), 0);
	assert_int_equal(nng_msg_dup(&call, reply), 0);
	assert_int_equal(nng_msg_insert(call, one.bytes, MAC_SIZE), 0);
	assert_false(mac_take_call(&taken, reply, &key));
	assert_false(mac_take_call(&taken, call, &key));
	nng_msg_free(call);
	nng_msg_free(reply);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_put_is_taken_off_again),
		cmocka_unit_test(no_bit_can_be_changed),
		cmocka_unit_test(nothing_can_be_cut_off_or_put_behind),
		cmocka_unit_test(another_key_makes_another_mac),
		cmocka_unit_test(a_reply_is_for_one_call),
		cmocka_unit_test(a_reply_is_no_call),
	};

	return cmocka_run_group_tests_name("mac", tests, begin, NULL);
}

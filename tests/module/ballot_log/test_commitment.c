#include "services/awards/ballot_log/commitment.h"
#include "services/awards/ballot_log/head.h"
#include "services/awards/ballot_log/hexadecimal.h"
#include "tests/support/support.h"

#include <stdlib.h>
#include <string.h>

#define A     "0196a000-0000-7000-8000-00000000000a"
#define B     "f196a000-0000-7000-8000-00000000000b"
#define HASH  "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff"
#define RULES "{\"electorate\":\"ALL\",\"noAward\":true,\"shortlistSize\":5,\"tally\":\"SCHULZE\"}"
#define VOTING(candidates, electorate, rules)                                                                          \
	"{\"candidates\":[" candidates "],\"electorate\":{" electorate "},\"phase\":\"VOTING\",\"rules\":" rules "}"
#define ALL "\"kind\":\"ALL\",\"rollHash\":\"" HASH "\",\"size\":40"

static void rules_in_any_form_have_one_text(void **state)
{
	const char *why;
	(void)state;
	char *text = commitment_write_nominating(
		"{ \"tally\" : \"SCHULZE\", \"shortlistSize\" : 5,\n \"noAward\": true, \"electorate\": \"ALL\" }", &why);
	assert_null(why);
	assert_string_equal(text, "{\"phase\":\"NOMINATING\",\"rules\":" RULES "}");
	struct commitment read;
	assert_null(commitment_read(&read, text, strlen(text)));
	assert_false(read.voting);
	assert_string_equal(read.rules, RULES);
	commitment_fini(&read);
	free(text);
}

static void a_commitment_to_voting_reads_as_it_was_written(void **state)
{
	struct commitment said = {.electorate = "ALL", .roll_size = 40, .count = 3, .candidates = {B, NO_AWARD, A}}, read;
	const char *why;
	(void)state;
	hexadecimal_read(said.roll_hash, ROLL_HASH_SIZE, HASH);
	char *text = commitment_write_voting(&said, RULES, &why);
	assert_null(why);
	assert_string_equal(text, VOTING("\"" A "\",\"NO_AWARD\",\"" B "\"", ALL, RULES));
	assert_null(commitment_read(&read, text, strlen(text)));
	assert_true(read.voting && read.no_award);
	assert_string_equal(read.tally, "SCHULZE");
	assert_string_equal(read.candidates[2], B);
	assert_int_equal(read.roll_size, 40);
	commitment_fini(&read);
	free(text);
}

static void what_contradicts_itself_is_not_written(void **state)
{
	struct commitment none = {.electorate = "ALL", .count = 1, .candidates = {A}};
	struct commitment team = {.electorate = "TEAM", .count = 1, .candidates = {NO_AWARD}};
	const char *why;
	(void)state;
	assert_null(commitment_write_voting(&none, RULES, &why));
	assert_string_equal(why, "has rules that its candidates or its electorate contradict");
	assert_null(commitment_write_voting(&team, RULES, &why));
	assert_string_equal(why, "has rules that its candidates or its electorate contradict");
	assert_null(commitment_write_voting(&team, "[]", &why));
	assert_null(commitment_write_nominating("{\"share\":0.5}", &why));
	assert_string_equal(why, "has rules that are no object of texts, whole numbers, truths and lists of them");
	assert_null(commitment_write_nominating("{\"a\":1,\"a\":2}", &why));
	assert_null(commitment_write_nominating("{\"a\":\"\\u0007\"}", &why));
}

static void every_other_text_is_refused(void **state)
{
	static const struct {
		const char *text, *why;
	} refused[] = {
		{"", "is not canonical JSON"},
		{"{\"phase\": \"NOMINATING\",\"rules\":{}}", "is not canonical JSON"},
		{"{\"rules\":{},\"phase\":\"NOMINATING\"}", "is not canonical JSON"},
		{"{\"phase\":\"NOMINATING\",\"phase\":\"NOMINATING\",\"rules\":{}}", "is not canonical JSON"},
		{"{\"phase\":\"NOMINATING\",\"rules\":{\"a\":\"\\u0041\"}}", "is not canonical JSON"},
		{"{\"phase\":\"NOMINATING\",\"rules\":{}}\n", "is not canonical JSON"},
		{"{\"phase\":\"CLOSED\",\"rules\":{}}", "has other fields than those of its phase"},
		{"{\"phase\":\"NOMINATING\"}", "has other fields than those of its phase"},
		{"{\"more\":1,\"phase\":\"NOMINATING\",\"rules\":{}}", "has other fields than those of its phase"},
		{"{\"phase\":\"NOMINATING\",\"rules\":{\"a\":null}}",
		 "has rules that are no object of texts, whole numbers, truths and lists of them"},
		{VOTING("\"NO_AWARD\"", "\"kind\":\"SOME\",\"rollHash\":\"" HASH "\",\"size\":1", RULES),
		 "has no electorate of kind ALL, TEAM or COMMUNITY with a roll hash and a size"},
		{VOTING("\"NO_AWARD\"", "\"kind\":\"ALL\",\"rollHash\":\"" HASH "\",\"size\":-1", RULES),
		 "has no electorate of kind ALL, TEAM or COMMUNITY with a roll hash and a size"},
		{VOTING("\"NO_AWARD\"", "\"kind\":\"ALL\",\"rollHash\":\"00\",\"size\":1", RULES),
		 "has no electorate of kind ALL, TEAM or COMMUNITY with a roll hash and a size"},
		{VOTING("\"NO_AWARD\",\"" A "\"", ALL, RULES), "has candidates that are not ids, each once, sorted"},
		{VOTING("\"" A "\",\"" A "\"", ALL, RULES), "has candidates that are not ids, each once, sorted"},
		{VOTING("7", ALL, RULES), "has candidates that are not ids, each once, sorted"},
		{VOTING("\"" A "\"", ALL, "{\"tally\":\"COIN\"}"),
		 "has no tally among SCHULZE, IRV, APPROVAL, PLURALITY and BORDA"},
	};
	struct commitment read;
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		const char *why = commitment_read(&read, refused[i].text, strlen(refused[i].text));
		if (!why)
			fail_msg("accepted: %s", refused[i].text);
		assert_string_equal(why, refused[i].why);
	}
}

static void a_signature_holds_for_its_kind_cycle_size_and_root_only(void **state)
{
	struct head_key key;
	const uint8_t seed[SEED_SIZE] = {7}, cycle[CYCLE_SIZE] = {1}, other[CYCLE_SIZE] = {2};
	struct tree_head head = {.size = 258, .root = {3}};
	uint8_t promise[SIGNATURE_SIZE];
	(void)state;
	head_key_derive(&key, seed);
	head_sign(&head, &key, cycle);
	assert_true(head_verify(&head, key.public_key, cycle));
	assert_false(head_verify(&head, key.public_key, other));
	head.size++;
	assert_false(head_verify(&head, key.public_key, cycle));
	head.size--;
	head.root[31] ^= 1;
	assert_false(head_verify(&head, key.public_key, cycle));
	promise_sign(promise, &key, cycle, head.root);
	assert_true(promise_verify(promise, key.public_key, cycle, head.root));
	assert_false(promise_verify(promise, key.public_key, other, head.root));
	assert_false(promise_verify(head.signature, key.public_key, cycle, head.root));
}

/* SHA-256 of 32 zero bytes, then 01…, 02… of 16 bytes each, computed apart. */
static void a_roll_is_its_salt_and_its_sorted_voters(void **state)
{
	const uint8_t salt[ROLL_SALT_SIZE] = {0}, first[16] = {1}, second[16] = {2};
	uint8_t hash[ROLL_HASH_SIZE], whole[64] = {0}, expected[32];
	struct roll roll;
	(void)state;
	roll_init(&roll, salt, sizeof(first));
	assert_true(roll_add(&roll, first));
	assert_false(roll_add(&roll, first));
	assert_true(roll_add(&roll, second));
	assert_false(roll_add(&roll, first));
	roll_hash(&roll, hash);
	whole[32] = 1;
	whole[48] = 2;
	crypto_hash_sha256(expected, whole, sizeof(whole));
	assert_memory_equal(hash, expected, sizeof(hash));
	assert_int_equal(roll.size, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_in_any_form_have_one_text),
		cmocka_unit_test(a_commitment_to_voting_reads_as_it_was_written),
		cmocka_unit_test(what_contradicts_itself_is_not_written),
		cmocka_unit_test(every_other_text_is_refused),
		cmocka_unit_test(a_signature_holds_for_its_kind_cycle_size_and_root_only),
		cmocka_unit_test(a_roll_is_its_salt_and_its_sorted_voters),
	};
	return sodium_init() < 0 ? 1 : cmocka_run_group_tests(tests, NULL, NULL);
}

#include "services/awards/ballot_log/ballot.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

#define A "0196a000-0000-7000-8000-00000000000a"
#define B "0196a000-0000-7000-8000-00000000000b"
#define C "f196a000-0000-7000-8000-00000000000c"

static const char *const canonical[] = {
	"{\"ranking\":[]}",
	"{\"ranking\":[[\"" A "\"]]}",
	"{\"ranking\":[[\"" B "\"],[\"" A "\"]]}",
	"{\"ranking\":[[\"" A "\",\"" B "\"],[\"NO_AWARD\"],[\"" C "\"]]}",
	"{\"ranking\":[[\"" B "\"],[\"" A "\",\"NO_AWARD\",\"" C "\"]]}",
	"{\"approvals\":[]}",
	"{\"approvals\":[\"" A "\"]}",
	"{\"approvals\":[\"" A "\",\"NO_AWARD\",\"" C "\"]}",
};

static void a_canonical_text_reads_and_writes_as_itself(void **state)
{
	struct ballot ballot;
	char text[BALLOT_TEXT_SIZE];
	const char *why;
	(void)state;
	for (size_t i = 0; i < sizeof(canonical) / sizeof(canonical[0]); i++) {
		assert_null(ballot_read(&ballot, canonical[i], strlen(canonical[i])));
		assert_int_equal(ballot_write(&ballot, text, &why), strlen(canonical[i]));
		assert_null(why);
		assert_string_equal(text, canonical[i]);
	}
}

static const struct {
	const char *text, *why;
} refused[] = {
	{"", "is not the canonical JSON of a ballot"},
	{"{}", "is not the canonical JSON of a ballot"},
	{"[]", "is not the canonical JSON of a ballot"},
	{"{\"ranking\":[]", "is not the canonical JSON of a ballot"},
	{"{\"ranking\":[]} ", "is not the canonical JSON of a ballot"},
	{" {\"ranking\":[]}", "is not the canonical JSON of a ballot"},
	{"{\"ranking\": []}", "is not the canonical JSON of a ballot"},
	{"{\"ranking\":[],\"approvals\":[]}", "is not the canonical JSON of a ballot"},
	{"{\"ranking\":[[]]}", "is not the canonical JSON of a ballot"},
	{"{\"ranking\":[\"" A "\"]}", "is not the canonical JSON of a ballot"},
	{"{\"approvals\":[[\"" A "\"]]}", "is not the canonical JSON of a ballot"},
	{"{\"ranking\":[[\"" A "\"],]}", "is not the canonical JSON of a ballot"},
	{"{\"ranking\":[[\"" A "\",]]}", "is not the canonical JSON of a ballot"},
	{"{\"ranking\":[[\"" A "\"][\"" B "\"]]}", "is not the canonical JSON of a ballot"},
	{"{\"ranking\":[[\"" A "\"]]}x", "is not the canonical JSON of a ballot"},
	{"{\"ranking\":[[\"" A, "names what is no candidate's id"},
	{"{\"ranking\":[[\"\"]]}", "names what is no candidate's id"},
	{"{\"ranking\":[[\"no_award\"]]}", "names what is no candidate's id"},
	{"{\"ranking\":[[\"\\u004eO_AWARD\"]]}", "names what is no candidate's id"},
	{"{\"ranking\":[[\"0196A000-0000-7000-8000-00000000000A\"]]}", "names what is no candidate's id"},
	{"{\"ranking\":[[\"0196a00000007000800000000000000a\"]]}", "names what is no candidate's id"},
	{"{\"ranking\":[[\"" B "\",\"" A "\"]]}", "has a tie whose ids are not sorted"},
	{"{\"ranking\":[[\"NO_AWARD\",\"" A "\"]]}", "has a tie whose ids are not sorted"},
	{"{\"approvals\":[\"" B "\",\"" A "\"]}", "has a tie whose ids are not sorted"},
	{"{\"ranking\":[[\"" A "\",\"" A "\"]]}", "names a candidate twice"},
	{"{\"ranking\":[[\"" A "\"],[\"" A "\"]]}", "names a candidate twice"},
	{"{\"approvals\":[\"" A "\",\"" A "\"]}", "names a candidate twice"},
};

static void every_other_text_is_refused(void **state)
{
	struct ballot ballot;
	(void)state;
	for (size_t i = 0; i < sizeof(refused) / sizeof(refused[0]); i++) {
		const char *why = ballot_read(&ballot, refused[i].text, strlen(refused[i].text));
		if (!why)
			fail_msg("accepted: %s", refused[i].text);
		assert_string_equal(why, refused[i].why);
	}
	/* a NUL inside ends nothing */
	assert_non_null(ballot_read(&ballot, "{\"ranking\":[]}\0", 15));
}

static void every_beginning_of_a_ballot_is_refused(void **state)
{
	struct ballot ballot;
	(void)state;
	for (size_t i = 0; i < sizeof(canonical) / sizeof(canonical[0]); i++)
		for (size_t length = 0; length < strlen(canonical[i]); length++)
			assert_non_null(ballot_read(&ballot, canonical[i], length));
}

static void writing_sorts_ties_and_closes_gaps(void **state)
{
	struct ballot ballot = {.count = 4, .names = {{C, 9}, {NO_AWARD, 4}, {B, 9}, {A, 9}}};
	char text[BALLOT_TEXT_SIZE];
	const char *why;
	(void)state;
	assert_true(ballot_write(&ballot, text, &why));
	assert_string_equal(text, "{\"ranking\":[[\"NO_AWARD\"],[\"" A "\",\"" B "\",\"" C "\"]]}");
	ballot.approvals = true;
	assert_true(ballot_write(&ballot, text, &why));
	assert_string_equal(text, "{\"approvals\":[\"" A "\",\"" B "\",\"NO_AWARD\",\"" C "\"]}");
}

static void nothing_that_is_wrong_is_written(void **state)
{
	struct ballot twice = {.count = 2, .names = {{A, 0}, {A, 1}}}, unknown = {.count = 1, .names = {{"maria", 0}}};
	struct ballot many = {.count = CANDIDATES_MOST + 1};
	char text[BALLOT_TEXT_SIZE];
	const char *why;
	(void)state;
	assert_int_equal(ballot_write(&twice, text, &why), 0);
	assert_string_equal(why, "names a candidate twice");
	assert_int_equal(ballot_write(&unknown, text, &why), 0);
	assert_string_equal(why, "names what is no candidate's id");
	assert_int_equal(ballot_write(&many, text, &why), 0);
	assert_string_equal(why, "names more than 255 candidates");
}

static void the_longest_ballot_fits(void **state)
{
	static struct ballot ballot, again;
	char text[BALLOT_TEXT_SIZE];
	const char *why;
	(void)state;
	ballot.count = CANDIDATES_MOST;
	for (size_t i = 0; i < CANDIDATES_MOST; i++) {
		snprintf(ballot.names[i].id, CANDIDATE_TEXT_SIZE, "0196a000-0000-7000-8000-%012zx", i);
		ballot.names[i].place = (uint8_t)(CANDIDATES_MOST - 1 - i);
	}
	size_t length = ballot_write(&ballot, text, &why);
	assert_int_equal(length, 14 + CANDIDATES_MOST * 41 - 1);
	assert_null(ballot_read(&again, text, length));
	assert_int_equal(again.count, CANDIDATES_MOST);
	assert_int_equal(again.names[CANDIDATES_MOST - 1].place, CANDIDATES_MOST - 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_canonical_text_reads_and_writes_as_itself),
		cmocka_unit_test(every_other_text_is_refused),
		cmocka_unit_test(every_beginning_of_a_ballot_is_refused),
		cmocka_unit_test(writing_sorts_ties_and_closes_gaps),
		cmocka_unit_test(nothing_that_is_wrong_is_written),
		cmocka_unit_test(the_longest_ballot_fits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

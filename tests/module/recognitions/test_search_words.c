/* Words of texts and of questions, and what the engine is asked. */
#include "services/recognitions/search/entry.h"
#include "services/recognitions/search/question.h"
#include "tests/support/test_arena.h"

#include "common/base/text.h"

#include <string.h>

static void splits(const char *text, const char *expected)
{
	struct words words = {.n = 0};
	const char *joined = "";
	words_add(&words, &test_arena, text);
	for (size_t i = 0; i < words.n; i++)
		joined = arena_printf(&test_arena, "%s%s%s", joined, i ? " " : "", words.at[i]);
	assert_string_equal(joined, expected);
}

static void a_text_is_its_letters_and_digits_folded(void **state)
{
	(void)state;
	splits("", "");
	splits(" .,-— ", "");
	splits("Thanks, Κώστας!", "thanks κωστασ");
	splits("προϋπόθεση ΠΡΟΫΠΟΘΕΣΗ", "προυποθεση προυποθεση");
	splits("ᾠδή ᾼδης", "ωδη αδησ");
	splits("naïve Ångström straße", "naive angstrom strasse");
	splits("don't e-mail v2.0", "don t e mail v2 0");
	splits("\u200bin\u00advisible", "invisible");
	splits("東京 2026年", "東 京 2026 年");
	splits("e.+t7 \"OR\"", "e t7 or");
}

static void a_long_word_is_cut_where_a_letter_ends(void **state)
{
	(void)state;
	struct words words = {.n = 0};
	const char *text = arena_printf(&test_arena, "x%0*d%s", 60, 7, "ωωωωωωωω");
	words_add(&words, &test_arena, text);
	assert_int_equal(words.n, 1);
	assert_int_equal(strlen(words.at[0]), 63);
	assert_true(text_is_utf8(words.at[0], strlen(words.at[0])));
}

static void asks_without(const char *text, unsigned left_out, const char *expected)
{
	struct question question;
	const char *scopes[] = {"e", "t7"}, *marks[] = {"+t7", "+t8"};
	struct words both = {scopes, 2};
	struct question_marks group = {marks, 2};
	struct asked asked = {&question, &both, &group, strchr(text, '!') ? 1 : 0};
	struct question_hints hints = {.left_out = left_out};
	assert_null(question_take(&question, &test_arena, text));
	assert_string_equal(question_match(&asked, &test_arena, &hints), expected);
}

static void asks(const char *text, const char *expected)
{
	asks_without(text, 0, expected);
}

static void a_question_asks_for_all_its_words_in_each_scope(void **state)
{
	(void)state;
	asks("Well done", "(\"e.well\" AND \"e.done\") OR (\"t7.well\" AND \"t7.done\")");
	asks("\"well done\" ki*", "(\"e.well e.done\" AND \"e.ki\"*) OR (\"t7.well t7.done\" AND \"t7.ki\"*)");
	asks("don't", "(\"e.don e.t\") OR (\"t7.don t7.t\")");
	asks("a!", "((\"e.+t7\" OR \"e.+t8\") AND \"e.a\") OR ((\"t7.+t7\" OR \"t7.+t8\") AND \"t7.a\")");
	asks("well \"unclosed phrase",
		 "(\"e.well\" AND \"e.unclosed e.phrase\") OR (\"t7.well\" AND \"t7.unclosed t7.phrase\")");
}

static void a_beginning_is_left_out_of_what_the_engine_is_asked(void **state)
{
	(void)state;
	asks_without("well ki*", 2, "(\"e.well\") OR (\"t7.well\")");
	asks_without("\"well done ki*\"", 1, "(\"e.well e.done\") OR (\"t7.well t7.done\")");
	asks_without("ki* do*", 2, "(\"e.ki\"*) OR (\"t7.ki\"*)");
	asks_without("ki* do*", 3, "(\"e..\") OR (\"t7..\")");
	asks_without("ki!*", 1, "((\"e.+t7\" OR \"e.+t8\")) OR ((\"t7.+t7\" OR \"t7.+t8\"))");
}

static const struct words *terms_of_e(void *context, struct arena *in, const char *scope, const char *beginning)
{
	(void)in;
	assert_string_equal(beginning, "ki");
	return *scope == 'e' ? context : NULL;
}

static void a_beginning_is_asked_for_by_its_words_where_they_are_known(void **state)
{
	(void)state;
	struct question question;
	const char *both[] = {"e", "t7"}, *terms[] = {"e.kin", "e.kit"};
	struct words scopes = {both, 2}, known = {terms, 2};
	struct asked asked = {.question = &question, .scopes = &scopes};
	struct question_hints hints = {.terms = terms_of_e, .context = &known};
	assert_null(question_take(&question, &test_arena, "\"well ki*\" ki*"));
	assert_string_equal(question_match(&asked, &test_arena, &hints),
						"((\"e.well e.kin\" OR \"e.well e.kit\") AND (\"e.kin\" OR \"e.kit\")) OR "
						"(\"t7.well t7.ki\"* AND \"t7.ki\"*)");
}

static void holds(const char *text, const char *words, unsigned expected)
{
	struct question question;
	assert_null(question_take(&question, &test_arena, text));
	assert_int_equal(question_held(&question, question_beginnings(&question), words), expected);
}

static void words_hold_the_beginnings_that_are_asked_for(void **state)
{
	(void)state;
	holds("well", "well done .", 0);
	holds("do*", "well done .", 1);
	holds("do*", "done .", 1);
	holds("on*", "well done .", 0);
	holds("well do* we*", "well done .", 6);
	holds("\"well do*\"", "well well done .", 1);
	holds("\"well do*\"", "well . done .", 0);
	holds("\"well do*\"", "dwell done . wellness done .", 0);
	holds("\"well done*\"", "well done", 1);
	holds("\"well done*\"", "a well", 0);
	holds("\"ll do*\"", "well done .", 0);
	holds("ευ* or*", "ευχαριστω . or", 3);
}

/* Whatever is typed: between quotes stand only scopes, words and spaces. */
static void no_syntax_of_the_engine_gets_through(void **state)
{
	(void)state;
	static const char alphabet[] = "ab\"*^(){}:+-.' \tNEAR,\\;%";
	uint32_t seed = 7;
	for (int round = 0; round < 2000; round++) {
		char text[64] = "";
		struct question question;
		const char *everyone = "e";
		struct words scopes = {&everyone, 1};
		struct asked asked = {.question = &question, .scopes = &scopes};
		for (size_t i = 0; i < sizeof text - 1; i++, seed = seed * 1664525 + 1013904223)
			text[i] = alphabet[(seed >> 16) % (sizeof alphabet - 1)];
		if (question_take(&question, &test_arena, text))
			continue;
		for (size_t i = 0; i < question.n; i++)
			for (size_t j = 0; j < question.parts[i].words.n; j++)
				assert_int_equal(strspn(question.parts[i].words.at[j], "abenr"), strlen(question.parts[i].words.at[j]));
		assert_true(strlen(question_match(&asked, &test_arena, &(struct question_hints){.left_out = 0})) > 4);
	}
}

static void a_question_has_bounds(void **state)
{
	(void)state;
	struct question question;
	char text[QUERY_BOUND + 2];
	memset(text, 'a', sizeof text - 1);
	text[sizeof text - 1] = '\0';
	assert_non_null(question_take(&question, &test_arena, text));
	text[QUERY_BOUND] = '\0';
	assert_null(question_take(&question, &test_arena, text));
	assert_non_null(question_take(&question, &test_arena, ""));
	assert_non_null(question_take(&question, &test_arena, "?! *"));
	assert_non_null(question_take(&question, &test_arena, "x*"));
	assert_null(question_take(&question, &test_arena, "a b c d e f g h i j k l m n o p"));
	assert_non_null(question_take(&question, &test_arena, "a b c d e f g h i j k l m n o p q"));
	assert_non_null(question_take(&question, &test_arena,
								  "\"a b c d e f g h i j k l m n o p q a b c d e f g h i j k l m n o p q\""));
}

static struct recognition example(Kleos__Visibility visibility)
{
	struct recognition recognition = {.giver = {.team = 3}, .message = {"Well done"}, .value = "", .n_arcs = 1};
	recognition.visibility = visibility;
	recognition.giver.id.bytes[15] = 1;
	recognition.arcs[0] = (struct arc){.receiver = {.team = 4}, .credit = {""}};
	recognition.arcs[0].receiver.id.bytes[15] = 2;
	return recognition;
}

static void an_entry_is_in_the_scopes_of_its_readers(void **state)
{
	(void)state;
	static const char *const scopes[] = {"g0000000000000001 p0000000000000002", "g0000000000000001 r0000000000000002",
										 "g0000000000000001 r0000000000000002 t3 t4", "e", "e x"};
	for (Kleos__Visibility visibility = 1; visibility <= 5; visibility++) {
		struct recognition recognition = example(visibility);
		struct entry entry;
		entry_of(&entry, &test_arena, &recognition);
		assert_string_equal(entry.scopes, scopes[visibility - 1]);
	}
	struct entry small = {.scopes = "e x", .words = "well done"};
	assert_string_equal(entry_terms(&test_arena, &small), "e.well e.done x.well x.done ");
}

/* Who writes much to many stops nobody's search. */
static void an_entry_has_a_bound(void **state)
{
	(void)state;
	static char long_text[3 * 4000 + 1], long_credit[3 * 200 + 1];
	struct recognition recognition = example(KLEOS__VISIBILITY__VISIBILITY_TEAM);
	struct entry entry;
	for (size_t i = 0; i + 3 < sizeof(long_text); i += 3)
		memcpy(long_text + i, "\u5c71", 3); /* each a word */
	memcpy(long_credit, long_text, sizeof(long_credit) - 1);
	recognition.message.words = long_text;
	for (recognition.n_arcs = 0; recognition.n_arcs < RECEIVERS_BOUND; recognition.n_arcs++) {
		struct arc *arc = &recognition.arcs[recognition.n_arcs];
		*arc = (struct arc){.receiver = {.team = 10 + (int64_t)recognition.n_arcs}, .credit = {long_credit}};
		arc->receiver.id.bytes[15] = (uint8_t)(2 + recognition.n_arcs);
	}
	entry_of(&entry, &test_arena, &recognition);
	size_t terms = 0;
	for (const char *at = entry_terms(&test_arena, &entry); *at; at++)
		terms += *at == ' ';
	assert_in_range(terms, 60000, ENTRY_TERMS + 12000); /* its marks too */
	assert_non_null(strstr(entry.words, " +t59"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_text_is_its_letters_and_digits_folded),
		cmocka_unit_test(a_long_word_is_cut_where_a_letter_ends),
		cmocka_unit_test(a_question_asks_for_all_its_words_in_each_scope),
		cmocka_unit_test(a_beginning_is_left_out_of_what_the_engine_is_asked),
		cmocka_unit_test(a_beginning_is_asked_for_by_its_words_where_they_are_known),
		cmocka_unit_test(words_hold_the_beginnings_that_are_asked_for),
		cmocka_unit_test(no_syntax_of_the_engine_gets_through),
		cmocka_unit_test(a_question_has_bounds),
		cmocka_unit_test(an_entry_is_in_the_scopes_of_its_readers),
		cmocka_unit_test(an_entry_has_a_bound),
	};
	return cmocka_run_group_tests_name("search_words", tests, test_arena_set_up, test_arena_tear_down);
}

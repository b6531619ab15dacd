/* The pure parts of nominations: what may be said, who sees what, who stays on a shortlist, who does not score. */
#include "services/awards/nomination/jury.h"
#include "services/awards/nomination/nomination.h"
#include "services/awards/nomination/shortlist.h"
#include "services/awards/tally/eph.h"
#include "tests/support/support.h"

#include <string.h>

#define PHASE(name) KLEOS__CYCLE_PHASE__CYCLE_PHASE_##name

static struct id id_of_byte(uint8_t byte)
{
	struct id id = {{0}};
	id.bytes[15] = byte;
	return id;
}

/* ---- what may be said ---- */

static void the_address_of_a_profile_is_compared_in_one_form(void **state)
{
	static const struct {
		const char *text, *form; /* NULL: refused */
	} table[] = {
		{"https://social.example/@zoe", "https://social.example/@zoe"},
		{"HTTPS://Social.Example/@Zoe//", "https://social.example/@Zoe"},
		{"https://Social.Example", "https://social.example"},
		{"https://social.example:8443/?Q=A/", "https://social.example:8443/?Q=A"},
		{"http://social.example/@zoe", NULL},
		{"https://zoe@social.example/", NULL},
		{"https:///zoe", NULL},
		{"https://social.example/a b", NULL},
		{"javascript:alert(1)", NULL},
		{"", NULL},
	};
	struct arena arena;
	(void)state;
	arena_init(&arena, 1 << 20);
	for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
		const char *out = NULL, *problem = profile_url_take(&arena, table[i].text, &out);
		assert_int_equal(!problem, table[i].form != NULL);
		if (table[i].form)
			assert_string_equal(out, table[i].form);
	}
	arena_fini(&arena);
}

static void an_outsiders_id_follows_from_the_cycle_and_the_address(void **state)
{
	(void)state;
	const struct id one = id_of_byte(1), two = id_of_byte(2);
	const struct id a = outsider_id(&one, "https://a.example"), again = outsider_id(&one, "https://a.example");
	const struct id b = outsider_id(&one, "https://b.example"), elsewhere = outsider_id(&two, "https://a.example");
	assert_true(id_equal(&a, &again));
	assert_false(id_equal(&a, &b));
	assert_false(id_equal(&a, &elsewhere));
	assert_int_equal(a.bytes[6] >> 4, 7);
	assert_int_equal(a.bytes[8] >> 6, 2);
}

static void a_reason_has_1_to_2000_characters(void **state)
{
	struct arena arena;
	char text[2 * (NOMINATION_REASON_BOUND + 1) + 1];
	const char *out;
	(void)state;
	arena_init(&arena, 1 << 20);
	for (size_t i = 0; i <= NOMINATION_REASON_BOUND; i++)
		memcpy(text + 2 * i, "α", 2);
	text[2 * NOMINATION_REASON_BOUND] = '\0';
	assert_null(reason_take(&arena, text, &out));
	text[2 * NOMINATION_REASON_BOUND] = text[0];
	text[2 * NOMINATION_REASON_BOUND + 2] = '\0';
	assert_non_null(reason_take(&arena, text, &out));
	assert_non_null(reason_take(&arena, " \n", &out));
	arena_fini(&arena);
}

/* ---- who sees what ---- */

static void how_much_is_seen_follows_from_who_looks_and_when(void **state)
{
	enum { NOBODY, STRANGER, ENDORSER, NOMINEE, NOMINATOR, STAFF, JUROR, PEOPLE };
	static const struct {
		Kleos__CyclePhase phase;
		bool candidate;
		const char *sights; /* of each of the above: h(idden), s(ealed), w(hole) */
	} table[] = {
		{PHASE(NOMINATING), false, "hhsswhh"}, {PHASE(SHORTLISTING), false, "hhswwww"},
		{PHASE(VOTING), false, "hhswwwh"},     {PHASE(VOTING), true, "wwwwwww"},
		{PHASE(ANNOUNCED), true, "wwwwwww"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof table / sizeof *table; i++)
		for (uint8_t who = NOBODY; who < PEOPLE; who++) {
			const struct nomination nomination = {
				.nominee = {.id = id_of_byte(NOMINEE)},
				.nominator = {.id = id_of_byte(NOMINATOR)},
				.endorsed = who == ENDORSER,
				.status = table[i].candidate ? KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_SHORTLISTED
											 : KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_ACCEPTED,
			};
			const struct nomination_reader reader = {
				.member = id_of_byte(who), .phase = table[i].phase, .runs_awards = who == STAFF, .juror = who == JUROR};
			assert_int_equal("hsw"[nomination_sight(&reader, &nomination)], table[i].sights[who]);
		}
}

/* ---- the shortlist ---- */

/* Scores as points/of; the answer as a text of 1 (stays) and 0. */
static void assert_cut(const struct shortlist_score *scores, size_t n, size_t size, const char *expected)
{
	bool stays[8];
	size_t count = shortlist_cut(scores, n, size, stays), counted = 0;
	for (size_t i = 0; i < n; i++) {
		assert_int_equal(stays[i], expected[i] == '1');
		counted += stays[i];
	}
	assert_int_equal(count, counted);
}

static void a_cut_keeps_who_is_tied_at_the_border_and_drops_who_has_nothing(void **state)
{
	(void)state;
	const struct shortlist_score plain[] = {{5, 1}, {3, 1}, {3, 1}, {1, 1}, {0, 0}};
	assert_cut(plain, 5, 1, "10000");
	assert_cut(plain, 5, 2, "11100");
	assert_cut(plain, 5, 3, "11100");
	assert_cut(plain, 5, 4, "11110");
	assert_cut(plain, 5, 50, "11110"); /* nothing said is out, whatever there is room for */
	assert_cut(plain + 4, 1, 1, "0");
	assert_cut(plain, 0, 1, "");
}

static void means_are_compared_as_fractions_that_no_rounding_changes(void **state)
{
	(void)state;
	const uint64_t great = UINT64_C(1) << 62;
	const struct shortlist_score close[] = {{great + 1, great}, {great, great - 1}, {1, 3}, {2, 6}};
	assert_cut(close, 4, 1, "0100"); /* 1 + 1/(g-1) is more than 1 + 1/g */
	assert_cut(close, 4, 3, "1111"); /* 1/3 is 2/6 */
}

static void a_tie_that_is_too_wide_stays_out_unless_nobody_would_be_left(void **state)
{
	(void)state;
	struct shortlist_score scores[SHORTLIST_TIED_BOUND + 2];
	bool stays[SHORTLIST_TIED_BOUND + 2];
	for (size_t i = 0; i < SHORTLIST_TIED_BOUND + 2; i++)
		scores[i] = (struct shortlist_score){.points = i ? 1 : 2, .of = 1};
	assert_int_equal(shortlist_cut(scores, SHORTLIST_TIED_BOUND, 5, stays), SHORTLIST_TIED_BOUND);
	assert_int_equal(shortlist_cut(scores, SHORTLIST_TIED_BOUND + 1, 5, stays), 1);
	assert_true(stays[0]);
	scores[0].points = 1;
	assert_int_equal(shortlist_cut(scores, SHORTLIST_TIED_BOUND + 2, 5, stays), SHORTLIST_TIED_BOUND + 2);
}

/* voting.md: nominees S1 to S5 are 0 to 4, A to G are 5 to 11. */
static void eph_leaves_a_slate_its_share(void **state)
{
	static const struct {
		uint64_t count;
		const char *names;
	} lists[] = {{26, "01234"}, {2, "01"}, {1, "2"},  {12, "56"}, {10, "57"}, {9, "68"}, {8, "79"}, {8, "89"},
				 {7, "5"},      {6, ":6"}, {6, ":9"}, {5, ";7"},  {5, ";8"},  {4, ":"},  {4, ";"}};
	struct tally_profile ballots;
	bool stays[12] = {false};
	(void)state;
	tally_profile_init(&ballots, 12);
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
		uint8_t *row = tally_profile_begin(&ballots);
		for (const char *name = lists[i].names; *name; name++)
			row[*name - '0'] = 0;
		assert_true(tally_profile_commit(&ballots, lists[i].count));
	}
	assert_true(shortlist_eph(&ballots, 5, stays));
	for (size_t i = 0; i < 12; i++)
		assert_int_equal(stays[i], strchr("01569", (int)('0' + i)) != NULL);
	tally_profile_fini(&ballots);
}

static void eph_says_so_when_a_list_names_too_many(void **state)
{
	struct tally_profile ballots;
	uint8_t places[TALLY_NOMINEES + 1] = {0};
	bool stays[TALLY_NOMINEES + 1];
	(void)state;
	tally_profile_init(&ballots, TALLY_NOMINEES + 1);
	assert_true(tally_profile_add(&ballots, places, 1));
	assert_false(shortlist_eph(&ballots, 5, stays));
	tally_profile_fini(&ballots);
}

/* ---- the jury ---- */

static void criteria_are_found_in_any_case_and_named_once(void **state)
{
	struct arena arena;
	struct jury jury = {.n_jurors = 0};
	(void)state;
	arena_init(&arena, 1 << 20);
	assert_null(criterion_take(&arena, " Επίδραση ", 1, &jury));
	assert_null(criterion_take(&arena, "Craft", WEIGHT_BOUND, &jury));
	assert_non_null(criterion_take(&arena, "ΕΠΙΔΡΑΣΗ", 1, &jury));
	assert_non_null(criterion_take(&arena, "Reach", 0, &jury));
	assert_non_null(criterion_take(&arena, "Reach", WEIGHT_BOUND + 1, &jury));
	assert_non_null(criterion_take(&arena, " ", 1, &jury));
	assert_int_equal(jury.n_criteria, 2);
	assert_int_equal(criterion_find(&jury, &arena, "craft"), 1);
	assert_int_equal(criterion_find(&jury, &arena, "reach"), 2);
	arena_fini(&arena);
}

static void who_is_recused_follows_from_who_manages_whom(void **state)
{
	(void)state;
	const struct id none = {{0}}, ada = id_of_byte(1), bob = id_of_byte(2), cem = id_of_byte(3);
	const struct jury_tie oneself = {ada, none, ada, none}, manages = {ada, bob, bob, cem};
	const struct jury_tie managed = {ada, none, bob, ada}, peers = {ada, cem, bob, cem},
						  strangers = {ada, none, bob, none};
	assert_non_null(jury_recusal(&oneself));
	assert_non_null(jury_recusal(&manages));
	assert_non_null(jury_recusal(&managed));
	assert_null(jury_recusal(&peers));
	assert_null(jury_recusal(&strangers));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_address_of_a_profile_is_compared_in_one_form),
		cmocka_unit_test(an_outsiders_id_follows_from_the_cycle_and_the_address),
		cmocka_unit_test(a_reason_has_1_to_2000_characters),
		cmocka_unit_test(how_much_is_seen_follows_from_who_looks_and_when),
		cmocka_unit_test(a_cut_keeps_who_is_tied_at_the_border_and_drops_who_has_nothing),
		cmocka_unit_test(means_are_compared_as_fractions_that_no_rounding_changes),
		cmocka_unit_test(a_tie_that_is_too_wide_stays_out_unless_nobody_would_be_left),
		cmocka_unit_test(eph_leaves_a_slate_its_share),
		cmocka_unit_test(eph_says_so_when_a_list_names_too_many),
		cmocka_unit_test(criteria_are_found_in_any_case_and_named_once),
		cmocka_unit_test(who_is_recused_follows_from_who_manages_whom),
	};
	return cmocka_run_group_tests_name("nomination", tests, NULL, NULL);
}

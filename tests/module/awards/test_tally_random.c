/* Random elections: what the tally says is what its slow twin says, however the alternatives are called and the ballots
 * lie. */
#include "services/awards/tally/eph.h"
#include "services/awards/tally/irv.h"
#include "services/awards/tally/schulze.h"
#include "services/awards/tally/score.h"
#include "tests/module/awards/tally_ballots.h"
#include "tests/module/awards/tally_slow.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <string.h>

#define ELECTIONS 1000
#define METHODS   6

static uint32_t draw(uint64_t *random, uint32_t bound)
{
	*random ^= *random << 13;
	*random ^= *random >> 7;
	*random ^= *random << 17;
	return (uint32_t)((*random >> 32) * bound >> 32);
}

/* Some letters in some order, some of them tied; few voters, so that much is tied in the count too. */
static void ballot_draw(struct slow_ballot *ballot, int alternatives, uint64_t *random)
{
	char letters[] = "ABCDEFG", *at = ballot->order;
	uint32_t n = (uint32_t)alternatives, ranked = draw(random, 3) ? n : draw(random, n + 1), tied = draw(random, 4);
	ballot->voters = 1 + (int)draw(random, 3);
	for (uint32_t i = 0; i < ranked; i++) {
		uint32_t pick = i + draw(random, n - i);
		char letter = letters[pick];
		letters[pick] = letters[i];
		letters[i] = letter;
		if (i)
			*at++ = draw(random, 4) < tied ? '=' : '>';
		*at++ = letter;
	}
	*at = '\0';
}

static void election_draw(struct slow_election *election, uint64_t *random)
{
	*election = (struct slow_election){.alternatives = 2 + (int)draw(random, SLOW_ALTERNATIVES - 1),
									   .n_ballots = 1 + (int)draw(random, SLOW_BALLOTS)};
	for (int i = 0; i < election->n_ballots; i++)
		ballot_draw(&election->ballots[i], election->alternatives, random);
}

static void election_print(const struct slow_election *election, char *text)
{
	*text = '\0';
	for (int i = 0; i < election->n_ballots; i++) {
		size_t length = strlen(text);
		snprintf(text + length, SLOW_TEXT - length, "%d %s; ", election->ballots[i].voters, election->ballots[i].order);
	}
}

static void election_count(struct tally_result *results, const char *ballots, size_t alternatives, size_t size)
{
	struct tally_profile profile;
	struct tally_pairwise pairwise;
	ballots_read(&profile, alternatives, ballots);
	tally_pairwise_init(&pairwise, &profile);
	tally_schulze(&results[TALLY_SCHULZE], &pairwise);
	assert_int_equal(tally_irv(&results[TALLY_IRV], &profile), TALLY_OK);
	tally_approval(&results[TALLY_APPROVAL], &profile);
	tally_plurality(&results[TALLY_PLURALITY], &profile);
	tally_borda(&results[TALLY_BORDA], &pairwise);
	assert_int_equal(tally_eph(&results[TALLY_EPH], &profile, size), TALLY_OK);
	tally_pairwise_fini(&pairwise);
	tally_profile_fini(&profile);
}

static void results_fini(struct tally_result *results)
{
	for (int i = 0; i < METHODS; i++)
		tally_result_fini(&results[i]);
}

static void expect(const char *ballots, const char *method, const char *ours, const char *slow)
{
	if (strcmp(ours, slow) != 0)
		fail_msg("%s of '%s' is '%s' and should be '%s'", method, ballots, ours, slow);
}

static void rounds_print(const struct tally_result *result, char *text)
{
	*text = '\0';
	for (size_t i = 0; i < result->rounds; i++) {
		const char *gone = set_text(&result->round[i].eliminated, result->alternatives);
		size_t length = strlen(text);
		snprintf(text + length, SLOW_TEXT - length, "%s%s%s\n", round_text(result, i), *gone ? " -" : "", gone);
	}
}

static void every_method_agrees_with_its_slow_twin(void **state)
{
	uint64_t random = 88172645463325252u;
	struct slow_election election;
	struct tally_result results[METHODS];
	char text[SLOW_TEXT], slow[SLOW_TEXT], slow_rounds[SLOW_TEXT], rounds[SLOW_TEXT];
	(void)state;
	for (int i = 0; i < ELECTIONS; i++) {
		election_draw(&election, &random);
		election_print(&election, text);
		int size = 1 + (int)draw(&random, (uint32_t)election.alternatives);
		election_count(results, text, (size_t)election.alternatives, (size_t)size);
		slow_schulze(&election, slow);
		expect(text, "schulze", ranking_text(&results[TALLY_SCHULZE]), slow);
		slow_irv(&election, slow, slow_rounds);
		expect(text, "irv", ranking_text(&results[TALLY_IRV]), slow);
		rounds_print(&results[TALLY_IRV], rounds);
		expect(text, "rounds of irv", rounds, slow_rounds);
		slow_plurality(&election, slow);
		expect(text, "plurality", ranking_text(&results[TALLY_PLURALITY]), slow);
		slow_approval(&election, slow);
		expect(text, "approval", ranking_text(&results[TALLY_APPROVAL]), slow);
		slow_borda(&election, slow);
		expect(text, "borda", ranking_text(&results[TALLY_BORDA]), slow);
		slow_eph(&election, size, rounds, slow);
		expect(text, "eph", ranking_text(&results[TALLY_EPH]), slow);
		expect(text, "shortlist of eph", set_text(&results[TALLY_EPH].winners, (size_t)election.alternatives), rounds);
		results_fini(results);
	}
}

/* Another letter for every letter; where it was a vote for the first it becomes one for the second. */
static void election_rename(struct slow_election *election, const char *names)
{
	for (int i = 0; i < election->n_ballots; i++)
		for (char *at = election->ballots[i].order; *at; at++)
			if (*at >= 'A' && *at <= 'Z')
				*at = names[*at - 'A'];
}

static void other_numbers_for_the_alternatives_permute_the_result(void **state)
{
	uint64_t random = 362436069362436069u;
	struct slow_election election;
	struct tally_result before[METHODS], after[METHODS];
	char text[SLOW_TEXT], names[SLOW_ALTERNATIVES + 1] = "";
	(void)state;
	for (int i = 0; i < ELECTIONS; i++) {
		election_draw(&election, &random);
		size_t n = (size_t)election.alternatives;
		election_print(&election, text);
		election_count(before, text, n, 2);
		for (size_t a = 0; a < n; a++)
			names[a] = (char)('A' + (a * (n == 7 ? 3 : n == 4 ? 3 : n - 1) + 1) % n);
		election_rename(&election, names);
		election_print(&election, text);
		election_count(after, text, n, 2);
		for (int method = 0; method < METHODS; method++)
			for (size_t a = 0; a < n; a++) {
				size_t renamed = (size_t)(names[a] - 'A');
				assert_int_equal(before[method].group[a], after[method].group[renamed]);
				assert_int_equal(tally_set_has(&before[method].winners, a),
								 tally_set_has(&after[method].winners, renamed));
			}
		results_fini(before);
		results_fini(after);
	}
}

static void a_line_of_many_voters_is_as_many_lines_in_any_order(void **state)
{
	uint64_t random = 521288629521288629u;
	struct slow_election election;
	struct tally_result together[METHODS], apart[METHODS];
	char text[SLOW_TEXT], lines[4 * SLOW_TEXT];
	(void)state;
	for (int i = 0; i < ELECTIONS; i++) {
		election_draw(&election, &random);
		election_print(&election, text);
		election_count(together, text, (size_t)election.alternatives, 2);
		lines[0] = '\0';
		for (int voter = 3; voter >= 1; voter--)
			for (int k = election.n_ballots - 1; k >= 0; k--)
				if (election.ballots[k].voters >= voter) {
					size_t length = strlen(lines);
					snprintf(lines + length, sizeof(lines) - length, "1 %s; ", election.ballots[k].order);
				}
		election_count(apart, lines, (size_t)election.alternatives, 2);
		for (int method = 0; method < METHODS; method++) {
			assert_string_equal(ranking_text(&together[method]), ranking_text(&apart[method]));
			assert_memory_equal(together[method].scores, apart[method].scores, sizeof(apart[method].scores));
			assert_int_equal(together[method].rounds, apart[method].rounds);
		}
		results_fini(together);
		results_fini(apart);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_method_agrees_with_its_slow_twin),
		cmocka_unit_test(other_numbers_for_the_alternatives_permute_the_result),
		cmocka_unit_test(a_line_of_many_voters_is_as_many_lines_in_any_order),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

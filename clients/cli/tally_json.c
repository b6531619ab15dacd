/* tally_json: a tally as one line of JSON, written by hand because its numbers are exact beyond what a double holds. */
#include "clients/cli/tally.h"

#include <inttypes.h>
#include <stdio.h>

/* The alternatives of one group of the ranking. */
static void print_group(const struct tally_result *result, size_t group)
{
	const char *separator = "";
	putchar('[');
	for (size_t a = 0; a < result->alternatives; a++)
		if (result->group[a] == group) {
			printf("%s%zu", separator, a + 1);
			separator = ",";
		}
	putchar(']');
}

static void print_set(const struct tally_set *set, size_t alternatives)
{
	const char *separator = "";
	putchar('[');
	for (size_t a = 0; a < alternatives; a++)
		if (tally_set_has(set, a)) {
			printf("%s%zu", separator, a + 1);
			separator = ",";
		}
	putchar(']');
}

static void print_ranking(const struct tally_result *result)
{
	fputs(",\"ranking\":[", stdout);
	for (size_t group = 0; group < result->groups; group++) {
		fputs(group ? "," : "", stdout);
		print_group(result, group);
	}
	fputs("],\"winners\":", stdout);
	print_set(&result->winners, result->alternatives);
}

static void print_pairwise(const struct tally_pairwise *pairwise)
{
	fputs(",\"pairwise\":[", stdout);
	for (size_t a = 0; a < pairwise->alternatives; a++) {
		fputs(a ? ",[" : "[", stdout);
		for (size_t b = 0; b < pairwise->alternatives; b++)
			printf("%s%" PRIu64, b ? "," : "", tally_pairwise_at(pairwise, a, b));
		putchar(']');
	}
	putchar(']');
}

/* Halves are told as .5, which is exact. */
static void print_scores(const struct tally_result *result)
{
	fputs(",\"scores\":{", stdout);
	for (size_t a = 0; a < result->alternatives; a++)
		printf("%s\"%zu\":%" PRIu64 "%s", a ? "," : "", a + 1, result->scores[a] / result->unit,
			   result->scores[a] % result->unit ? ".5" : "");
	putchar('}');
}

static void print_round(const struct tally_result *result, const struct tally_round *round)
{
	const char *separator = "";
	fputs("{\"counts\":{", stdout);
	for (size_t a = 0; a < result->alternatives; a++)
		if (tally_set_has(&round->continuing, a)) {
			printf("%s\"%zu\":%" PRIu64, separator, a + 1, round->counts[a]);
			separator = ",";
		}
	printf("},\"exhausted\":%" PRIu64 ",\"eliminated\":", round->exhausted);
	print_set(&round->eliminated, result->alternatives);
	fputs(",\"tie\":", stdout);
	print_set(&round->tie, result->alternatives);
	putchar('}');
}

static void print_rounds(const struct tally_result *result)
{
	fputs(",\"rounds\":[", stdout);
	for (size_t i = 0; i < result->rounds; i++) {
		fputs(i ? "," : "", stdout);
		print_round(result, &result->round[i]);
	}
	putchar(']');
}

void tally_print_json(const struct tally *tally)
{
	const struct tally_result *result = tally->result;
	printf("{\"voters\":%" PRIu64 ",\"method\":\"%s\"", result->voters, tally_method_name(result->method));
	print_ranking(result);
	print_pairwise(tally->pairwise);
	if (result->scored)
		print_scores(result);
	print_rounds(result);
	if (result->method == TALLY_EPH) /* counts of rounds are in parts of a point */
		printf(",\"unit\":%" PRIu64, result->unit);
	puts("}");
}

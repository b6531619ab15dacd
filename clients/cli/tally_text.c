/* tally_text: a tally for people: who won first, then the ranking, how it came to it, and every pair. */
#include "clients/cli/matrix.h"
#include "clients/cli/output.h"
#include "clients/cli/table.h"
#include "clients/cli/tally.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

__attribute__((format(printf, 1, 2))) static char *text_make(const char *format, ...)
{
	char *text;
	va_list values;
	va_start(values, format);
	if (vasprintf(&text, format, values) < 0)
		abort();
	va_end(values);
	return text;
}

/* A line of words, broken where the terminal ends; the words of a file are harmless on it. */
__attribute__((format(printf, 1, 2))) static void say(const char *format, ...)
{
	char *text;
	va_list values;
	va_start(values, format);
	if (vasprintf(&text, format, values) < 0)
		abort();
	va_end(values);
	print_words(text, 0);
	free(text);
}

static uint64_t divisor(uint64_t a, uint64_t b)
{
	while (b) {
		uint64_t rest = a % b;
		a = b;
		b = rest;
	}
	return a;
}

/* A number of units as it is said: 102, 102.5, 12 1/3. */
static char *amount_text(uint64_t amount, uint64_t unit)
{
	uint64_t rest = amount % unit, common = divisor(rest, unit);
	if (rest == 0)
		return text_make("%" PRIu64, amount / unit);
	if (unit == 2)
		return text_make("%" PRIu64 ".5", amount / unit);
	if (amount < unit)
		return text_make("%" PRIu64 "/%" PRIu64, rest / common, unit / common);
	return text_make("%" PRIu64 " %" PRIu64 "/%" PRIu64, amount / unit, rest / common, unit / common);
}

/* "Nashville, Knoxville" of a set; the caller frees. */
static char *names_text(const struct tally *tally, const struct tally_set *set)
{
	char *text = NULL;
	size_t size;
	const char *separator = "";
	FILE *out = open_memstream(&text, &size);
	if (!out)
		abort();
	for (size_t a = 0; a < tally->result->alternatives; a++)
		if (tally_set_has(set, a)) {
			fprintf(out, "%s%s", separator, tally->preflib->names[a]);
			separator = ", ";
		}
	fclose(out);
	return text;
}

static void print_winners(struct cli *cli, const struct tally *tally)
{
	const struct tally_result *result = tally->result;
	size_t winners = tally_set_size(&result->winners);
	char *names = names_text(tally, &result->winners);
	const char *label = result->method == TALLY_EPH ? "Shortlist" : winners == 1 ? "Winner" : "True tie of";
	fputs(cli->color ? "\033[1m" : "", stdout);
	say("%s: %s", label, names);
	fputs(cli->color ? "\033[0m" : "", stdout);
	say("%" PRIu64 " voter%s, %zu alternative%s, counted by %s%s%s", result->voters, result->voters == 1 ? "" : "s",
		result->alternatives, result->alternatives == 1 ? "" : "s", tally_method_name(result->method),
		tally->preflib->title ? ": " : "", tally->preflib->title ? tally->preflib->title : "");
	free(names);
}

/* How many stand above a group, and how many in it. */
static void group_measure(const struct tally_result *result, size_t group, size_t *above, size_t *inside)
{
	*above = *inside = 0;
	for (size_t a = 0; a < result->alternatives; a++) {
		*above += result->group[a] < group;
		*inside += result->group[a] == group;
	}
}

static void print_group(struct table *table, const struct tally *tally, size_t group)
{
	const struct tally_result *result = tally->result;
	size_t above, inside;
	group_measure(result, group, &above, &inside);
	for (size_t a = 0; a < result->alternatives; a++) {
		if (result->group[a] != group)
			continue;
		char *place = text_make("%zu%s", above + 1, inside > 1 ? "=" : ""), *number = text_make("%zu", a + 1);
		char *score = result->scored ? amount_text(result->scores[a], result->unit) : text_make("%s", "");
		table_add(table, (const char *const[]){place, number, tally->preflib->names[a], score});
		free(place);
		free(number);
		free(score);
	}
}

static void print_ranking(struct cli *cli, const struct tally *tally)
{
	struct table *table = table_new(4, (const char *const[]){"PLACE", "NUMBER", "ALTERNATIVE", "SCORE"});
	print_heading(cli, "Ranking");
	for (size_t group = 0; group < tally->result->groups; group++)
		print_group(table, tally, group);
	table_print(cli, table);
	table_free(table);
}

static char *alternative_text(const void *context, size_t row)
{
	const struct tally *tally = context;
	return text_make("%zu %s", row + 1, tally->preflib->names[row]);
}

static char *number_text(const void *context, size_t column)
{
	(void)context;
	return text_make("%zu", column + 1);
}

static char *pair_text(const void *context, size_t row, size_t column)
{
	const struct tally *tally = context;
	return row == column ? text_make("%s", "–")
						 : text_make("%" PRIu64, tally_pairwise_at(tally->pairwise, row, column));
}

static void print_pairwise(struct cli *cli, const struct tally *tally)
{
	size_t n = tally->result->alternatives;
	struct matrix matrix = {n, n, "", alternative_text, number_text, pair_text, tally};
	print_heading(cli, "How many put the one on the left above the one on top");
	matrix_print(cli, &matrix);
}

static char *round_row_text(const void *context, size_t row)
{
	const struct tally *tally = context;
	return row < tally->result->alternatives ? alternative_text(context, row) : text_make("%s", "exhausted");
}

static char *round_text(const void *context, size_t row, size_t column)
{
	const struct tally_result *result = ((const struct tally *)context)->result;
	const struct tally_round *round = &result->round[column];
	if (row == result->alternatives)
		return text_make("%" PRIu64, round->exhausted);
	return tally_set_has(&round->continuing, row) ? amount_text(round->counts[row], result->unit)
												  : text_make("%s", "–");
}

static void print_tie(const struct tally *tally, size_t i)
{
	const struct tally_round *round = &tally->result->round[i];
	if (!tally_set_size(&round->tie))
		return;
	char *tied = names_text(tally, &round->tie), *gone = names_text(tally, &round->eliminated);
	if (tally->result->method == TALLY_IRV)
		say("Round %zu: %s are tied for elimination. All that may follow was computed; here, %s leaves.", i + 1, tied,
			gone);
	else
		say("Round %zu: %s are tied for elimination; %s.", i + 1, tied,
			*gone ? "all of them leave" : "without them too few would be left, so all stay");
	free(tied);
	free(gone);
}

static void print_rounds(struct cli *cli, const struct tally *tally)
{
	const struct tally_result *result = tally->result;
	struct matrix matrix = {
		result->alternatives + 1, result->rounds, "", round_row_text, number_text, round_text, tally};
	print_heading(cli, "Rounds");
	matrix_print(cli, &matrix);
	for (size_t i = 0; i < result->rounds; i++)
		print_tie(tally, i);
}

void tally_print(struct cli *cli, const struct tally *tally)
{
	print_winners(cli, tally);
	print_ranking(cli, tally);
	if (tally->result->rounds)
		print_rounds(cli, tally);
	print_pairwise(cli, tally);
}

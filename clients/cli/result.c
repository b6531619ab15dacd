/* result: who won, what every other method would have made of the same ballots, every pair, every round. */
#include "clients/cli/cli.h"
#include "clients/cli/cycle.h"
#include "clients/cli/http.h"
#include "clients/cli/matrix.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define METHODS_MOST 8
#define CELL_BYTES   64

static const json_t *list_at(const json_t *object, const char *name, size_t index)
{
	return json_array_get(json_object_get(object, name), index);
}

/* What a candidate is called. */
static const char *name_of(const json_t *result, const char *id)
{
	size_t i;
	json_t *candidate;
	json_array_foreach(json_object_get(result, "candidates"), i, candidate)
	{
		const char *name = json_at(candidate, "displayName");
		if (strcmp(json_at(candidate, "id"), id) == 0 && *name)
			return name;
	}
	return strcmp(id, "NO_AWARD") == 0 ? "No award" : id;
}

static const char *name_of_item(const void *result, const json_t *id)
{
	return name_of(result, json_string_value(id));
}

/* The names of ids, with commas; the caller frees. */
static char *names_of(const json_t *result, const json_t *ids)
{
	return list_join(ids, name_of_item, result);
}

static void print_winners(struct cli *cli, const json_t *result)
{
	const json_t *winners = json_object_get(result, "winners");
	char *names = names_of(result, winners), *head;
	const char *kind = json_array_size(winners) == 1 ? "Winner: " : "True tie of: ";
	const bool voted = json_integer_value(json_object_get(result, "ballots")) > 0;
	if (asprintf(&head, "%s%s", voted ? kind : "", voted ? names : "Nobody voted: there is no winner") < 0)
		abort();
	print_head(cli, head);
	print_line(stdout, "%s of %s voted, counted by %s", json_at(result, "ballots"), json_at(result, "voters"),
			   json_at(result, "method"));
	free(names);
}

static bool has_id(const json_t *ids, const char *id)
{
	size_t i;
	json_t *one;
	json_array_foreach(ids, i, one) if (strcmp(json_string_value(one), id) == 0) return true;
	return false;
}

/* "1", "2=" for those who share it, with the score where there is one: "1 (194)". */
static void place_write(char out[CELL_BYTES], const json_t *method, const char *id)
{
	size_t i, above = 0;
	json_t *place, *score;
	*out = '\0';
	json_array_foreach(json_object_get(method, "ranking"), i, place)
	{
		const json_t *ids = json_object_get(place, "candidates");
		size_t inside = json_array_size(ids);
		if (has_id(ids, id))
			snprintf(out, CELL_BYTES, "%zu%s", above + 1, inside > 1 ? "=" : "");
		above += inside;
	}
	json_array_foreach(json_object_get(method, "scores"), i, score) if (strcmp(json_at(score, "id"), id) == 0)
	{
		size_t length = strlen(out);
		snprintf(out + length, CELL_BYTES - length, " (%s)", json_at(score, "score"));
	}
}

static size_t methods_of(const json_t *result)
{
	size_t count = json_array_size(json_object_get(result, "methods"));
	return count < METHODS_MOST ? count : METHODS_MOST;
}

static void methods_add(struct table *table, const json_t *result, const char *id)
{
	char cells[METHODS_MOST][CELL_BYTES];
	const char *row[METHODS_MOST + 1] = {name_of(result, id)};
	for (size_t i = 0; i < methods_of(result); i++) {
		place_write(cells[i], list_at(result, "methods", i), id);
		row[i + 1] = cells[i];
	}
	table_add(table, row);
}

/* Everybody in the order of the rule, with their place by every method. */
static void print_methods(struct cli *cli, const json_t *result)
{
	const char *heads[METHODS_MOST + 1] = {"CANDIDATE"};
	size_t i, n;
	json_t *place, *id;
	for (i = 0; i < methods_of(result); i++)
		heads[i + 1] = json_at(list_at(result, "methods", i), "method");
	struct table *table = table_new(methods_of(result) + 1, heads);
	json_array_foreach(json_object_get(result, "ranking"), i, place)
		json_array_foreach(json_object_get(place, "candidates"), n, id)
			methods_add(table, result, json_string_value(id));
	print_heading(cli, "Places, by the rule and by every other method; in brackets ballots or points");
	table_print(cli, table);
	table_free(table);
	for (i = 0; i < methods_of(result); i++) {
		const json_t *method = list_at(result, "methods", i);
		if (*json_at(method, "problem"))
			print_line(stdout, "%s: %s", json_at(method, "method"), json_at(method, "problem"));
	}
}

static char *candidate_text(const void *context, size_t row)
{
	const char *name = name_of(context, json_at(list_at(context, "candidates", row), "id"));
	char *text;
	if (asprintf(&text, "%zu %s", row + 1, name) < 0)
		abort();
	return text;
}

static char *number_text(const void *context, size_t column)
{
	char *text;
	(void)context;
	if (asprintf(&text, "%zu", column + 1) < 0)
		abort();
	return text;
}

static char *pair_text(const void *context, size_t row, size_t column)
{
	const json_t *above = json_object_get(list_at(context, "pairwise", row), "above");
	char *text;
	if (row == column)
		return strdup("–");
	if (asprintf(&text, "%lld", (long long)json_integer_value(json_array_get(above, column))) < 0)
		abort();
	return text;
}

static void print_pairwise(struct cli *cli, const json_t *result)
{
	size_t count = json_array_size(json_object_get(result, "candidates"));
	struct matrix matrix = {count, count, "", candidate_text, number_text, pair_text, result};
	print_heading(cli, "How many put the one on the left above the one on top");
	matrix_print(cli, &matrix);
}

/* The rounds of instant runoff in a result. */
struct rounds {
	const json_t *result, *list;
	size_t left_out; /* before the first of the list */
};

static char *round_number_text(const void *context, size_t column)
{
	const struct rounds *rounds = context;
	return number_text(NULL, rounds->left_out + column);
}

static char *round_row_text(const void *context, size_t row)
{
	const struct rounds *rounds = context;
	return row < json_array_size(json_object_get(rounds->result, "candidates")) ? candidate_text(rounds->result, row)
																				: strdup("exhausted");
}

static char *round_text(const void *context, size_t row, size_t column)
{
	const struct rounds *rounds = context;
	const json_t *round = json_array_get(rounds->list, column);
	const char *id = json_at(list_at(rounds->result, "candidates", row), "id");
	size_t i;
	json_t *count;
	if (!*id)
		return strdup(json_at(round, "exhausted"));
	json_array_foreach(json_object_get(round, "counts"), i,
					   count) if (strcmp(json_at(count, "id"), id) == 0) return strdup(json_at(count, "ballots"));
	return strdup("–");
}

static void print_ties(const struct rounds *rounds)
{
	size_t i;
	json_t *round;
	json_array_foreach(rounds->list, i, round)
	{
		const json_t *tie = json_object_get(round, "tie");
		char *tied = names_of(rounds->result, tie),
			 *gone = names_of(rounds->result, json_object_get(round, "eliminated"));
		if (json_array_size(tie))
			print_line(stdout,
					   "Round %zu: %s are tied for elimination. All that may follow was computed; here, %s leaves.",
					   rounds->left_out + i + 1, tied, gone);
		free(tied);
		free(gone);
	}
}

static void print_rounds(struct cli *cli, const json_t *result)
{
	for (size_t i = 0; i < methods_of(result); i++) {
		const json_t *method = list_at(result, "methods", i);
		struct rounds rounds = {result, json_object_get(method, "rounds"),
								(size_t)json_integer_value(json_object_get(method, "roundsLeftOut"))};
		if (json_array_size(rounds.list) == 0)
			continue;
		struct matrix matrix = {json_array_size(json_object_get(result, "candidates")) + 1,
								json_array_size(rounds.list),
								"",
								round_row_text,
								round_number_text,
								round_text,
								&rounds};
		print_heading(cli, "Rounds of instant runoff");
		matrix_print(cli, &matrix);
		print_ties(&rounds);
	}
}

static void print_result(struct cli *cli, const json_t *reply)
{
	const json_t *result = json_object_get(reply, "result");
	print_winners(cli, result);
	print_methods(cli, result);
	print_pairwise(cli, result);
	print_rounds(cli, result);
}

int command_result(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say of which cycle: kleos result CYCLE");
	char *id = cycle_id(cli, argv[1]);
	int code = id ? request_run(cli, "GET", path_make("/v1/cycles/%s/result", id), NULL, print_result) : EXIT_FAILURE;
	free(id);
	return code;
}

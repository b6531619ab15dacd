#include "services/recognitions/impact/people.h"

#include "services/recognitions/impact/heap.h"
#include "services/recognitions/impact/measures.h"
#include "services/recognitions/impact/recency.h"

#include <stdlib.h>

void people_init(struct people *people, const struct projection *projection, const struct impact_question *question)
{
	const struct columns *columns[2] = {&projection->settled, &projection->late};
	*people = (struct people){
		.given = heap_array(projection->seats.n, sizeof *people->given),
		.received = heap_array(projection->seats.n, sizeof *people->received),
		.cells = heap_array(projection->cells.n, sizeof *people->cells),
	};
	uint32_t *const out[TOTALS] = {people->given, people->received, people->cells, NULL};
	checkpoints_between(&projection->checkpoints, columns, question->from_day, question->to_day, out);
}

void people_fini(struct people *people)
{
	free(people->given);
	free(people->received);
	free(people->cells);
}

/* Counts by seat in scope to counts by member. The caller frees. */
static uint32_t *by_member(const struct projection *projection, const struct scope *scope, const uint32_t *by_seat)
{
	uint32_t *counts = heap_array(projection->roster.ids.n, sizeof *counts);
	for (uint32_t i = 0; i < projection->seats.n; i++) {
		struct numbered seat = projection->seats.entries[i];
		if (scope->teams[seat.second])
			counts[seat.first] += by_seat[i];
	}
	return counts;
}

/* Those of the head count, ascending; what others gave or got is in no such figure. The caller frees. */
static uint32_t *of_heads(const struct scope *scope, const uint32_t *counts)
{
	uint32_t *kept = heap_array(scope->headcount, sizeof *kept);
	for (uint32_t i = 0; i < scope->headcount; i++)
		kept[i] = counts[scope->heads[i].member];
	counts_sort(kept, scope->headcount);
	return kept;
}

static void write_concentration(const struct scope *scope, const uint32_t *given, const uint32_t *received,
								Kleos__SummarizeImpactResponse *out)
{
	uint32_t n = scope->headcount;
	uint32_t *sorted = of_heads(scope, given);
	out->has_gini_given = gini_of_sorted(sorted, n, &out->gini_given);
	free(sorted);
	sorted = of_heads(scope, received);
	out->has_gini_received = gini_of_sorted(sorted, n, &out->gini_received);
	out->top_decile_arcs = (int32_t)top_decile_of_sorted(sorted, n);
	free(sorted);
}

static void write_participation(const struct scope *scope, const uint32_t *given, const uint32_t *received,
								Kleos__SummarizeImpactResponse *out)
{
	out->headcount = (int32_t)scope->headcount;
	for (uint32_t i = 0; i < scope->headcount; i++) {
		uint32_t member = scope->heads[i].member;
		out->givers += given[member] > 0;
		out->receivers += received[member] > 0;
		out->participants += given[member] > 0 || received[member] > 0;
		out->headcount_arcs += (int32_t)received[member];
	}
}

static void write_managed(const struct projection *projection, const struct scope *scope,
						  const struct impact_question *question, Kleos__SummarizeImpactResponse *out)
{
	for (uint32_t i = 0; i < scope->headcount; i++) {
		uint32_t bond = scope->heads[i].bond;
		if (bond == ROSTER_NO_BOND)
			continue;
		out->managed++;
		out->managed_covered += bonds_thanked(&projection->bonds, bond, question->from_day, question->to_day);
	}
}

void people_write(const struct people *people, const struct projection *projection, const struct scope *scope,
				  const struct impact_question *question, struct arena *arena, Kleos__SummarizeImpactResponse *out)
{
	uint32_t *given = by_member(projection, scope, people->given);
	uint32_t *received = by_member(projection, scope, people->received);
	write_participation(scope, given, received, out);
	write_concentration(scope, given, received, out);
	free(given);
	free(received);
	write_managed(projection, scope, question, out);
	recency_write(projection, scope, question->to_day, arena, out);
}

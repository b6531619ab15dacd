#include "services/recognitions/impact/summary.h"

#include "services/recognitions/impact/heap.h"
#include "services/recognitions/impact/lists.h"
#include "services/recognitions/impact/people.h"
#include "services/recognitions/impact/reciprocity.h"
#include "services/recognitions/impact/series.h"

#include <stdlib.h>

void summary_figures(const struct projection *projection, const struct scope *scope,
					 const struct impact_question *question, struct arena *arena, Kleos__SummarizeImpactResponse *out)
{
	struct people people;
	series_write(projection, scope, question, arena, out);
	people_init(&people, projection, question);
	people_write(&people, projection, scope, question, arena, out);
	values_list(projection, scope, &people, arena, out);
	teams_list(projection, scope, &people, arena, out);
	people_fini(&people);
	out->days = question->to_day - question->from_day + 1;
}

void summary_connections(const struct projection *projection, const struct scope *scope,
						 const struct impact_question *question, struct arena *arena,
						 Kleos__SummarizeImpactResponse *out)
{
	const struct columns *columns[2] = {&projection->settled, &projection->late};
	uint32_t *flows = heap_array(projection->flows.n, sizeof *flows);
	uint32_t *const totals[TOTALS] = {[TOTAL_FLOWS] = flows};
	checkpoints_between(&projection->checkpoints, columns, question->from_day, question->to_day, totals);
	flows_list(projection, scope, flows, arena, out);
	free(flows);
	reciprocity_write(projection, scope, question, out);
}

void summary_make(const struct projection *projection, const struct impact_question *question, struct arena *arena,
				  Kleos__SummarizeImpactResponse *out)
{
	struct scope scope;
	scope_init(&scope, projection, question);
	summary_figures(projection, &scope, question, arena, out);
	summary_connections(projection, &scope, question, arena, out);
	scope_fini(&scope);
}

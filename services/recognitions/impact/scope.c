#include "services/recognitions/impact/scope.h"

#include "common/base/text.h"
#include "services/recognitions/impact/heap.h"

#include <stdlib.h>

/* By team: whether its path is `path` or inside it. */
static bool *teams_within(const struct teams *teams, const char *path)
{
	bool *within = heap_array(teams->n, sizeof *within);
	for (uint32_t i = 0; i < teams->n; i++)
		within[i] = text_team_within(dictionary_entry(&teams->paths, teams->path[i], NULL), path);
	return within;
}

static void count_heads(struct scope *scope, const struct projection *projection, const bool *within,
						const struct impact_question *question)
{
	const struct roster *roster = &projection->roster;
	for (uint32_t i = 0; i < roster->ids.n; i++) {
		if (!roster_was_active(roster, i, question->from_day, question->to_day))
			continue;
		int32_t left_day = roster->members[i].left_day;
		int32_t last_day = left_day < question->to_day ? left_day : question->to_day;
		uint32_t team = roster_team_on(roster, i, last_day);
		scope->path_heads[projection->teams.path[team]]++;
		scope->members[i] = !within || within[team];
		scope->headcount += scope->members[i];
	}
}

/* By flow: which of its ends are within. */
static uint8_t *flows_within(const struct numbering *flows, const bool *within)
{
	uint8_t *flags = heap_array(flows->n, sizeof *flags);
	for (uint32_t i = 0; i < flows->n; i++)
		flags[i] = (uint8_t)((within[flows->entries[i].first] ? SCOPE_GIVER : 0) |
							 (within[flows->entries[i].second] ? SCOPE_RECEIVER : 0));
	return flags;
}

void scope_init(struct scope *scope, const struct projection *projection, const struct impact_question *question)
{
	*scope = (struct scope){
		.members = heap_array(projection->roster.ids.n, sizeof *scope->members),
		.path_heads = heap_array(projection->teams.paths.n, sizeof *scope->path_heads),
	};
	bool *within = *question->team ? teams_within(&projection->teams, question->team) : NULL;
	count_heads(scope, projection, within, question);
	if (within)
		scope->flows = flows_within(&projection->flows, within);
	free(within);
}

void scope_fini(struct scope *scope)
{
	free(scope->flows);
	free(scope->members);
	free(scope->path_heads);
}

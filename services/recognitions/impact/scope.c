#include "services/recognitions/impact/scope.h"

#include "common/base/text.h"
#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

/* By team: whether its path is `path` or inside it; all are inside "". */
static bool *teams_within(const struct teams *teams, const char *path)
{
	bool *within = heap_array(teams->n, sizeof *within);
	for (uint32_t i = 0; i < teams->n; i++)
		within[i] = !*path || text_team_within(dictionary_entry(&teams->paths, teams->path[i], NULL), path);
	return within;
}

static void count_heads(struct scope *scope, const struct projection *projection,
						const struct impact_question *question)
{
	const struct roster *roster = &projection->roster;
	for (uint32_t i = 0; i < roster->ids.n; i++) {
		if (!roster_was_active(roster, i, question->from_day, question->to_day))
			continue;
		int32_t left_day = roster->members[i].left_day;
		int32_t last_day = left_day < question->to_day ? left_day : question->to_day;
		const struct roster_spell *spell = roster_spell_on(roster, i, last_day);
		scope->path_heads[projection->teams.path[spell->team]]++;
		scope->path_managed[projection->teams.path[spell->team]] += spell->bond != ROSTER_NO_BOND;
		scope->path_left[projection->teams.path[spell->team]] += left_day < question->to_day;
		if (scope->teams[spell->team])
			scope->heads[scope->headcount++] = (struct head){i, spell->bond};
	}
}

static const struct team_days *days_of_path(const struct projection *projection, const char *path)
{
	uint32_t number = dictionary_find(&projection->teams.paths, path, strlen(path));
	return number < projection->days.n ? &projection->days.teams[number] : NULL;
}

void scope_init(struct scope *scope, const struct projection *projection, const struct impact_question *question)
{
	*scope = (struct scope){
		.days = days_of_path(projection, question->team),
		.teams = teams_within(&projection->teams, question->team),
		.everybody = !*question->team,
		.heads = heap_array(projection->roster.ids.n, sizeof *scope->heads),
		.path_heads = heap_array(projection->teams.paths.n, sizeof *scope->path_heads),
		.path_managed = heap_array(projection->teams.paths.n, sizeof *scope->path_managed),
		.path_left = heap_array(projection->teams.paths.n, sizeof *scope->path_left),
	};
	count_heads(scope, projection, question);
}

void scope_fini(struct scope *scope)
{
	free(scope->teams);
	free(scope->heads);
	free(scope->path_heads);
	free(scope->path_managed);
	free(scope->path_left);
}

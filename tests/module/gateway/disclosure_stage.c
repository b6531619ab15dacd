#include "tests/module/gateway/disclosure_stage.h"

#include "common/base/text.h"

static bool is_inside(const char *team, const char *scope)
{
	return !*scope || text_team_within(team, scope);
}

struct disclosure rules_for(const struct people *teams, const char *scope)
{
	struct disclosure rules = {.min_group = K, .known = true};
	Kleos__ImpactTeam **list = arena_array(&test_arena, TEAMS_MOST, sizeof *list);
	for (; teams->team; teams++) {
		Kleos__ImpactTeam *team = list[rules.n_teams++] = arena_alloc(&test_arena, sizeof *team);
		kleos__impact_team__init(team);
		team->team = teams->team;
		team->headcount = teams->count;
		team->managed = teams->managed;
		if (is_inside(teams->team, scope)) {
			rules.headcount += teams->count;
			rules.managed += teams->managed;
			rules.happenings++;
		}
	}
	rules.teams = list;
	return rules;
}

/* Whether the team is in a shown one of `names` that lies inside names[i]. */
static bool is_told_deeper(const struct telling *telling, const struct people *teams, const char *team,
						   const char *const *names, size_t n, size_t i)
{
	for (size_t j = 0; j < n; j++)
		if (j != i && *names[j] && is_inside(names[j], names[i]) && text_team_within(team, names[j]) &&
			!telling->hides(teams, names[j]))
			return true;
	return false;
}

void assert_no_small_rest(const struct telling *telling, const struct people *teams, const char *const *names, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int32_t rest = 0;
		bool any = false;
		if (telling->hides(teams, names[i]))
			continue;
		for (const struct people *p = teams; p->team; p++) {
			if (!is_inside(p->team, names[i]) || is_told_deeper(telling, teams, p->team, names, n, i))
				continue;
			rest += telling->people(p);
			any = true;
		}
		if (telling->nobody_counts ? any && rest < K : rest && rest < K)
			fail_msg("%d people follow from '%s'", rest, names[i]);
	}
}

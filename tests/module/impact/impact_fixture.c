#include "tests/module/impact/impact_fixture.h"

#include <stdio.h>
#include <stdlib.h>

int impact_set_up(void **state)
{
	struct impact_fixture *fixture = calloc(1, sizeof *fixture);
	test_world_init(&fixture->world);
	arena_init(&fixture->arena, (size_t)64 << 20);
	fixture->folder = test_folder_make();
	if (asprintf(&fixture->snapshot, "%s/impact.snapshot", fixture->folder) < 0)
		return -1;
	*state = fixture;
	return 0;
}

int impact_tear_down(void **state)
{
	struct impact_fixture *fixture = *state;
	test_folder_remove(fixture->folder);
	free(fixture->snapshot);
	arena_fini(&fixture->arena);
	free(fixture);
	return 0;
}

struct impact *open_impact(struct impact_fixture *fixture, const char *snapshot)
{
	struct impact *impact;
	struct impact_config config = {
		.snapshot = snapshot, .environment = &fixture->world.environment, .slack = fixture->slack};
	impact_open(&impact, &config);
	return impact;
}

void vary_slack(struct impact_fixture *fixture, uint32_t seed)
{
	fixture->slack = seed % 4 ? seed % 23 : 0;
}

Kleos__SummarizeImpactResponse ask(struct impact_fixture *fixture, struct impact *impact,
								   struct impact_question question)
{
	Kleos__SummarizeImpactResponse summary = KLEOS__SUMMARIZE_IMPACT_RESPONSE__INIT;
	assert_int_equal(impact_summarize(impact, &question, &fixture->arena, &summary), STATUS_OK);
	return summary;
}

void apply_world(struct impact *impact, const struct impact_world *world, size_t end, int64_t seq)
{
	struct impact_mark mark = {.seq = seq, .time_ms = 1000 + seq};
	impact_begin(impact);
	impact_world_apply(world, impact, 0, end);
	impact_commit(impact, &mark);
}

void tell_teams(struct impact *impact, const char *const *paths, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		impact_apply_team(impact, i + 1, paths[i]);
}

/* Teams that are renamed and merged, and what was stamped with them: random lives of a small organisation, beside a
 * model that keeps every stamp as the team it meant. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "common/store/db.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"

#include <string.h>
#include <unistd.h>

#define PEOPLE 8
#define STEPS  60
#define ROUNDS 4
#define TEAMS  200
#define GIFTS  (STEPS * ROUNDS)
#define IMPACT (&kleos__impact_service__descriptor)

static const char *const PATHS[] = {"a", "a/b", "a/b/c", "ab", "b", "b/c", "d", "d/e/f", "é"};
#define N_PATHS (sizeof PATHS / sizeof *PATHS)

struct model {
	struct stage stage;
	uint64_t random;
	const char *paths[TEAMS]; /* by team that ever was */
	size_t n_teams;
	size_t team_of[PEOPLE];
	struct id people[PEOPLE];
	size_t givers[GIFTS], receivers[GIFTS]; /* the teams they meant */
	size_t n_gifts;
};

static uint32_t draw(struct model *model, uint32_t bound)
{
	model->random ^= model->random << 13;
	model->random ^= model->random >> 7;
	model->random ^= model->random << 17;
	return (uint32_t)(model->random >> 33) % bound;
}

static const char *handle_of(struct model *model, size_t person)
{
	return arena_printf(&model->stage.fixture.arena, "p%zu", person);
}

/* The team that a path means now; a new one when nobody was ever there since it was taken away. */
static size_t team_at(struct model *model, const char *path)
{
	for (size_t i = 0; i < model->n_teams; i++)
		if (text_equal(model->paths[i], path))
			return i;
	assert_true(model->n_teams < TEAMS);
	model->paths[model->n_teams] = path;
	return model->n_teams++;
}

static bool is_there(const struct model *model, const char *path)
{
	for (size_t i = 0; i < model->n_teams; i++)
		if (text_team_within(model->paths[i], path))
			return true;
	return false;
}

static size_t depth(const char *path)
{
	size_t n = 1;
	for (; *path; path++)
		n += *path == '/';
	return n;
}

static bool can_move(const struct model *model, const char *from, const char *to)
{
	bool can = is_there(model, from) && !text_team_within(to, from);
	for (size_t i = 0; can && i < model->n_teams; i++)
		if (text_team_within(model->paths[i], from))
			can = depth(model->paths[i]) - depth(from) + depth(to) <= 8;
	return can;
}

static void move_in_model(struct model *model, const char *from, const char *to)
{
	for (size_t i = 0; i < model->n_teams; i++)
		if (text_team_within(model->paths[i], from))
			model->paths[i] = arena_printf(&model->stage.fixture.arena, "%s%s", to, model->paths[i] + strlen(from));
}

/* A rename, or a merge when there is something. */
static void change_teams(struct model *model)
{
	const char *from = PATHS[draw(model, N_PATHS)], *to = PATHS[draw(model, N_PATHS)];
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	Kleos__RenameTeamRequest rename = KLEOS__RENAME_TEAM_REQUEST__INIT;
	Kleos__MergeTeamsRequest merge = KLEOS__MERGE_TEAMS_REQUEST__INIT;
	if (!can_move(model, from, to))
		return;
	rename.team = merge.team = from;
	rename.new_team = merge.into = to;
	bool taken = is_there(model, to);
	peer_must(&model->stage.members_peer, &admin, &kleos__members_service__descriptor,
			  taken ? "MergeTeams" : "RenameTeam", taken ? &merge.base : &rename.base);
	move_in_model(model, from, to);
}

static void change_member(struct model *model)
{
	size_t person = draw(model, PEOPLE);
	const char *path = PATHS[draw(model, N_PATHS)];
	stage_move(&model->stage, handle_of(model, person), path);
	model->team_of[person] = team_at(model, path);
	stage_settle(&model->stage);
}

static void give(struct model *model)
{
	size_t giver = draw(model, PEOPLE), receiver = (giver + 1 + draw(model, PEOPLE - 1)) % PEOPLE;
	struct principal who = a_member(&model->people[giver]);
	stage_give(&model->stage, &who, stage_thanks(&model->stage, handle_of(model, receiver), "thanks"));
	model->givers[model->n_gifts] = model->team_of[giver];
	model->receivers[model->n_gifts++] = model->team_of[receiver];
}

static void begin(struct model *model, uint32_t seed)
{
	memset(model, 0, sizeof *model);
	model->random = seed * 0x9e3779b97f4a7c15u;
	stage_open(&model->stage, PEER_INPROC);
	for (size_t i = 0; i < PEOPLE; i++) {
		const char *path = PATHS[draw(model, N_PATHS)];
		model->people[i] = stage_member(&model->stage, handle_of(model, i), path, "", VISIBILITY(ORGANIZATION));
		model->team_of[i] = team_at(model, path);
	}
	stage_settle(&model->stage);
}

static bool within(const struct model *model, size_t team, const char *path)
{
	return !*path || text_team_within(model->paths[team], path);
}

static const Kleos__SummarizeImpactResponse *summary_of(struct model *model, const char *team)
{
	struct principal gateway = principal_internal("test");
	Kleos__SummarizeImpactRequest request = KLEOS__SUMMARIZE_IMPACT_REQUEST__INIT;
	request.from_day = request.to_day = day_of_ms(model->stage.fixture.world.now_ms);
	request.team = team;
	return peer_must(&model->stage.peer, &gateway, IMPACT, "SummarizeImpact", &request.base);
}

static void check_verified(struct model *model, const char *team)
{
	struct principal gateway = principal_internal("test");
	Kleos__VerifyImpactRequest request = KLEOS__VERIFY_IMPACT_REQUEST__INIT;
	request.from_day = request.to_day = day_of_ms(model->stage.fixture.world.now_ms);
	request.team = team;
	const Kleos__VerifyImpactResponse *response =
		peer_must(&model->stage.peer, &gateway, IMPACT, "VerifyImpact", &request.base);
	for (size_t i = 0; !response->agrees && i < response->n_figures; i++)
		if (response->figures[i]->projection != response->figures[i]->tables)
			print_error("%s: %g in memory, %g in the tables\n", response->figures[i]->name,
						response->figures[i]->projection, response->figures[i]->tables);
	assert_true(response->agrees);
}

static int32_t listed(struct model *model, const char *team)
{
	Kleos__ListRecognitionsRequest request = LIST_INIT;
	struct principal who = a_member(&model->people[0]);
	request.team = team;
	request.page_size = 500;
	return (int32_t)stage_list(&model->stage, &who, &request)->n_recognitions;
}

static void check_team(struct model *model, const char *team)
{
	int32_t arcs = 0, given = 0, cross = 0, either = 0, heads = 0;
	for (size_t i = 0; i < model->n_gifts; i++) {
		bool got = within(model, model->receivers[i], team), gave = within(model, model->givers[i], team);
		arcs += got;
		given += gave;
		either += got || gave;
		cross += got && !text_equal(model->paths[model->givers[i]], model->paths[model->receivers[i]]);
	}
	for (size_t i = 0; i < PEOPLE; i++)
		heads += within(model, model->team_of[i], team);
	const Kleos__SummarizeImpactResponse *summary = summary_of(model, team);
	assert_int_equal(summary->arcs, arcs);
	assert_int_equal(summary->given_arcs, given);
	assert_int_equal(summary->cross_team_arcs, cross);
	assert_int_equal(summary->headcount, heads);
	assert_int_equal(listed(model, team), either);
	check_verified(model, team);
}

static void check(struct model *model)
{
	stage_settle(&model->stage);
	check_team(model, "");
	for (size_t i = 0; i < N_PATHS; i++)
		check_team(model, PATHS[i]);
}

/* Recognitions again, with what this SQL leaves of its tables, and without the snapshot of figures. */
static void restart_with(struct model *model, const char *sql)
{
	struct stage *stage = &model->stage;
	struct db *db;
	rpc_client_close(stage->peer.client);
	stage_close_recognitions(stage);
	unlink(arena_printf(&stage->fixture.arena, "%s/recognitions.impact", stage->fixture.folder));
	assert_int_equal(db_open(&db, arena_printf(&stage->fixture.arena, "%s/recognitions.db", stage->fixture.folder),
							 DB_WRITER, DB_NORMAL, &stage->fixture.world.log),
					 STATUS_OK);
	assert_true(db_execute(db, sql));
	db_close(db);
	stage_open_recognitions(stage);
	peer_connect(&stage->peer);
}

static void live_on(struct model *model)
{
	for (int step = 0; step < STEPS; step++) {
		uint32_t kind = draw(model, 10);
		if (kind < 2)
			change_teams(model);
		else if (kind < 4)
			change_member(model);
		else
			give(model);
	}
}

static void history_follows_whatever_becomes_of_teams(void **state)
{
	static struct model model;
	(void)state;
	for (uint32_t seed = 1; seed <= 6; seed++) {
		begin(&model, seed);
		live_on(&model);
		check(&model);
		restart_with(&model, "");
		check(&model);
		live_on(&model);
		restart_with(&model, "UPDATE cursor SET epoch = randomblob(16) WHERE source = 'members'"); /* all from anew */
		check(&model);
		live_on(&model);
		check(&model);
		stage_close(&model.stage);
	}
}

static void a_team_hears_what_was_said_to_it_under_other_names(void **state)
{
	struct stage stage = {0};
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	(void)state;
	stage_open(&stage, PEER_TCP);
	struct id giver = stage_member(&stage, "giver", "red", "", VISIBILITY(TEAM));
	stage_member(&stage, "receiver", "red/inner", "", VISIBILITY(TEAM));
	struct id mate = stage_member(&stage, "mate", "blue", "", VISIBILITY(TEAM));
	struct id other = stage_member(&stage, "other", "green", "", VISIBILITY(TEAM));
	struct principal who = a_member(&giver), hears = a_member(&mate), deaf = a_member(&other);
	const char *given = stage_give(&stage, &who, stage_thanks(&stage, "receiver", "quietly"))->id;
	assert_false(stage_lists(&stage, &hears, LIST_INIT, given));
	Kleos__MergeTeamsRequest merge = KLEOS__MERGE_TEAMS_REQUEST__INIT;
	merge.team = "red";
	merge.into = "blue";
	peer_must(&stage.members_peer, &admin, &kleos__members_service__descriptor, "MergeTeams", &merge.base);
	stage_settle(&stage);
	assert_true(stage_lists(&stage, &hears, LIST_INIT, given));
	assert_non_null(stage_get(&stage, &hears, given));
	assert_false(stage_lists(&stage, &deaf, LIST_INIT, given));
	assert_null(stage_get(&stage, &deaf, given));
	stage_close(&stage);
}

/* Identities of another history mean nothing; paths do. */
static void teams_of_another_history_go_on_by_path(void **state)
{
	static struct model model;
	struct stage *stage = &model.stage;
	(void)state;
	begin(&model, 3);
	for (int i = 0; i < 10; i++)
		give(&model);
	restart_with(&model, "UPDATE team SET identity = randomblob(16) WHERE id > 0;"
						 "UPDATE cursor SET epoch = randomblob(16) WHERE source = 'members'");
	stage_settle(stage);
	check(&model);
	for (int i = 0; i < 10; i++)
		change_teams(&model);
	check(&model);
	stage_close(stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(history_follows_whatever_becomes_of_teams),
		cmocka_unit_test(a_team_hears_what_was_said_to_it_under_other_names),
		cmocka_unit_test(teams_of_another_history_go_on_by_path),
	};
	return cmocka_run_group_tests_name("teams and what was stamped with them", tests, NULL, NULL);
}

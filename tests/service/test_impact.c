/* The figures of a living service: after gifts, an import, moves and restarts they are what was done, at once, and what
 * the tables say. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"
#include "common/base/file.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"
#include "services/recognitions/impact/source.h"
#include "services/recognitions/state.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define IMPACT (&kleos__impact_service__descriptor)

static int32_t today(const struct stage *stage)
{
	return day_of_ms(stage->fixture.world.now_ms);
}

static const Kleos__SummarizeImpactResponse *summary_of(struct stage *stage, const char *team)
{
	struct principal gateway = caller(ROLE_BIT(INTERNAL), NULL);
	Kleos__SummarizeImpactRequest request = KLEOS__SUMMARIZE_IMPACT_REQUEST__INIT;
	request.from_day = today(stage) - 400;
	request.to_day = today(stage) + 1;
	request.team = team;
	return peer_must(&stage->peer, &gateway, IMPACT, "SummarizeImpact", &request.base);
}

/* Every figure of the projection is that of the tables. */
static void agrees(struct stage *stage, const char *team, int32_t from_day, int32_t to_day)
{
	struct principal gateway = caller(ROLE_BIT(INTERNAL), NULL);
	Kleos__VerifyImpactRequest request = KLEOS__VERIFY_IMPACT_REQUEST__INIT;
	request.from_day = from_day;
	request.to_day = to_day;
	request.team = team;
	const Kleos__VerifyImpactResponse *response =
		peer_must(&stage->peer, &gateway, IMPACT, "VerifyImpact", &request.base);
	for (size_t i = 0; i < response->n_figures; i++)
		if (response->figures[i]->projection - response->figures[i]->tables > 1e-9 ||
			response->figures[i]->tables - response->figures[i]->projection > 1e-9)
			fail_msg("%s: %g in memory, %g in the tables", response->figures[i]->name, response->figures[i]->projection,
					 response->figures[i]->tables);
	assert_true(response->agrees);
	assert_true(response->n_figures > 20);
}

static void agrees_everywhere(struct stage *stage)
{
	static const char *const teams[] = {"", "craft", "craft/web", "care", "nobody"};
	int32_t now = today(stage);
	for (size_t i = 0; i < sizeof teams / sizeof *teams; i++) {
		agrees(stage, teams[i], now - 400, now + 1);
		agrees(stage, teams[i], now, now);
		agrees(stage, teams[i], now - 380, now - 20);
		agrees(stage, teams[i], now + 10, now + 20);
	}
}

static struct stage *open_organisation(void)
{
	struct stage *stage = calloc(1, sizeof *stage);
	stage_open(stage, PEER_INPROC);
	stage_member(stage, "maria", "craft", "", VISIBILITY(EXTERNAL));
	stage_member(stage, "nikos", "craft/web", "maria", VISIBILITY(EXTERNAL));
	stage_member(stage, "eleni", "craft/web", "maria", VISIBILITY(PRIVATE));
	stage_member(stage, "petros", "care", "", VISIBILITY(EXTERNAL));
	stage_member(stage, "zoe", "", "petros", VISIBILITY(TEAM));
	stage_settle(stage);
	return stage;
}

static void close_organisation(struct stage *stage)
{
	stage_close(stage);
	free(stage);
}

/* As the member of this handle. */
static struct principal person_of(struct stage *stage, const char *handle)
{
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	Kleos__GetMemberRequest request = KLEOS__GET_MEMBER_REQUEST__INIT;
	request.member = handle;
	const Kleos__GetMemberResponse *response =
		peer_must(&stage->members_peer, &admin, &kleos__members_service__descriptor, "GetMember", &request.base);
	struct id id = id_of(response->member->id);
	return a_member(&id);
}

static void give_for(struct stage *stage, const char *giver, const char *receivers, const char *value, int32_t prompt)
{
	struct principal service = a_key(ROLE_BIT(SERVICE));
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, receivers, "thank you");
	request->giver = giver;
	request->value = value;
	request->prompt = prompt;
	assert_non_null(stage_give(stage, &service, request));
}

static void give(struct stage *stage, const char *giver, const char *receivers, const char *value)
{
	give_for(stage, giver, receivers, value, 0);
}

static void import_history(struct stage *stage)
{
	static const char *const days[] = {"2025-03-05T10:00:00Z", "2025-12-31T23:59:59.999Z", "2026-01-01T00:00:00Z",
									   "2025-07-15T12:00:00Z"};
	static const char *const givers[] = {"maria", "petros", "zoe", "nikos", "eleni"};
	static const char *const receivers[] = {"nikos;eleni", "maria", "petros;maria;nikos", "zoe", "nikos"};
	Kleos__RecognitionRow rows[40], *list[40];
	for (size_t i = 0; i < 40; i++) {
		kleos__recognition_row__init(&rows[i]);
		rows[i].line = (int32_t)i + 2;
		rows[i].given_at = days[i % 4];
		rows[i].giver = givers[i % 5];
		rows[i].receivers = receivers[i % 5];
		rows[i].value = i % 3 ? "care" : "";
		rows[i].win = i % 7 ? "small" : "big";
		rows[i].visibility = i % 6 ? "" : "MANAGER";
		rows[i].prompt = i % 4 ? "" : i % 8 ? "2" : "5";
		rows[i].message = arena_printf(&stage->fixture.arena, "row %zu", i);
		list[i] = &rows[i];
	}
	const Kleos__ImportRecognitionsResponse *response = stage_import(stage, list, 40);
	assert_int_equal(response->created, 40);
	assert_int_equal(response->n_rejected, 0);
}

static void what_was_just_given_is_counted_at_once(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	assert_int_equal(summary_of(stage, "")->headcount, 5);
	assert_int_equal(summary_of(stage, "craft")->headcount, 3);
	for (int i = 1; i <= 20; i++) {
		give(stage, "maria", "nikos petros", "craft");
		const Kleos__SummarizeImpactResponse *summary = summary_of(stage, "");
		assert_int_equal(summary->recognitions, i);
		assert_int_equal(summary->arcs, 2 * i);
		assert_int_equal(summary->manager_arcs, i);
		assert_int_equal(summary->cross_team_arcs, 2 * i);
		assert_int_equal(summary->as_of_ms, stage->fixture.world.now_ms);
	}
	assert_int_equal(summary_of(stage, "care")->arcs, 20);
	agrees_everywhere(stage);
	close_organisation(stage);
}

static void one_verification_runs_at_a_time(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	struct principal gateway = caller(ROLE_BIT(INTERNAL), NULL);
	Kleos__VerifyImpactRequest request = KLEOS__VERIFY_IMPACT_REQUEST__INIT;
	assert_true(impact_source_verify(stage->recognitions->impact)); /* somebody else's */
	peer_refused(&stage->peer, &gateway, IMPACT, "VerifyImpact", &request.base, STATUS_RESOURCE_EXHAUSTED, "VERIFYING");
	impact_source_verified(stage->recognitions->impact);
	agrees(stage, "", today(stage), today(stage));
	agrees(stage, "", today(stage), today(stage));
	close_organisation(stage);
}

static void a_quiet_word_counts_in_totals_and_is_listed_nowhere(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	give(stage, "nikos", "eleni", "craft");
	const Kleos__SummarizeImpactResponse *summary = summary_of(stage, "");
	assert_int_equal(summary->arcs, 1);
	assert_true(summary->quiet_arcs);
	assert_int_equal(summary->n_values, 0);
	assert_int_equal(summary->n_flows, 0);
	assert_int_equal(summary->distinct, 0);
	for (size_t i = 0; i < summary->n_series; i++)
		assert_int_equal(summary->series[i]->arcs, 0);
	agrees_everywhere(stage);
	close_organisation(stage);
}

static void an_import_agrees_with_the_tables(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	import_history(stage);
	const Kleos__SummarizeImpactResponse *summary = summary_of(stage, "");
	assert_int_equal(summary->recognitions, 40);
	assert_int_equal(summary->arcs, 64);
	agrees_everywhere(stage);
	close_organisation(stage);
}

/* So many times in a row, each for another value. */
static void import_values(struct stage *stage, int first, int n)
{
	Kleos__RecognitionRow rows[500], *list[500];
	char values[500][16];
	assert_true(n <= 500);
	for (int i = 0; i < n; i++) {
		kleos__recognition_row__init(&rows[i]);
		snprintf(values[i], sizeof values[i], "value-%d", first + i);
		rows[i].line = i + 2;
		rows[i].given_at = "2025-12-31T10:00:00Z";
		rows[i].giver = "petros";
		rows[i].receivers = "maria";
		rows[i].value = values[i];
		rows[i].message = "well done";
		list[i] = &rows[i];
	}
	assert_int_equal(stage_import(stage, list, (size_t)n)->created, n);
}

static void more_values_than_are_listed_agree_with_the_tables(void **state)
{
	struct stage *stage = open_organisation();
	(void)state;
	give(stage, "maria", "nikos", "value-7");
	for (int i = 0; i < IMPACT_LISTED_BOUND + 500; i += 500)
		import_values(stage, i, 500);
	const Kleos__SummarizeImpactResponse *summary = summary_of(stage, "");
	assert_int_equal(summary->n_values, IMPACT_LISTED_BOUND);
	assert_string_equal(summary->values[0]->value, "value-7");
	agrees(stage, "", today(stage) - 400, today(stage) + 1);
	agrees(stage, "craft", today(stage) - 400, today(stage) + 1);
	close_organisation(stage);
}

static void moves_and_leavings_are_counted_where_people_were(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	import_history(stage);
	stage_later(stage, 10 * DAY_MS);
	stage_move(stage, "nikos", "care");
	stage_settle(stage);
	give(stage, "maria", "nikos", "");
	assert_int_equal(summary_of(stage, "craft/web")->headcount, 1);
	assert_int_equal(summary_of(stage, "care")->headcount, 2);
	agrees_everywhere(stage);
	stage_deactivate(stage, "zoe");
	stage_settle(stage);
	stage_later(stage, 500 * DAY_MS);
	assert_int_equal(summary_of(stage, "")->headcount, 4);
	agrees_everywhere(stage);
	close_organisation(stage);
}

static void figures_survive_a_restart_with_and_without_a_snapshot(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	char snapshot[512];
	import_history(stage);
	give(stage, "petros", "maria zoe", "care");
	int32_t arcs = summary_of(stage, "")->arcs, distinct = summary_of(stage, "")->distinct;
	snprintf(snapshot, sizeof snapshot, "%s/recognitions.impact", stage->fixture.folder);
	for (int i = 0; i < 3; i++) {
		stage_close_recognitions(stage);
		assert_int_equal(access(snapshot, R_OK), 0);
		if (i == 1)
			assert_int_equal(unlink(snapshot), 0);
		if (i == 2)
			assert_int_equal(truncate(snapshot, 1000), 0);
		stage_open_recognitions(stage);
		rpc_client_close(stage->peer.client);
		peer_connect(&stage->peer);
		assert_int_equal(summary_of(stage, "")->arcs, arcs);
		assert_int_equal(summary_of(stage, "")->distinct, distinct);
		agrees_everywhere(stage);
	}
	close_organisation(stage);
}

/* Everybody's wish at random, over recognitions of now and of imported history. */
static void wish(struct stage *stage, uint64_t *random, const char *id)
{
	static const char *const people[] = {"maria", "nikos", "eleni", "petros", "zoe"};
	struct principal admin = a_key(ROLE_BIT(PEOPLE_ADMIN));
	*random = *random * 6364136223846793005u + 1442695040888963407u;
	uint32_t what = (uint32_t)(*random >> 33);
	struct principal who = person_of(stage, people[what % 5]);
	Kleos__Visibility level = (Kleos__Visibility)(1 + what / 5 % 5);
	switch (what / 25 % 10) {
	case 0:
		stage_withdraw(stage, what / 200 % 2 ? &who : &admin, id);
		break;
	case 1:
		give_for(stage, "maria", "nikos petros zoe", "craft", (int32_t)(what / 250 % 6));
		break;
	case 8:
		stage_update(stage, people[what % 5], "manager", people[what / 5 % 5]);
		break;
	case 9:
		give_for(stage, people[what % 5], people[(what + 1 + what / 5 % 4) % 5], "", (int32_t)(what / 250 % 6));
		break;
	case 2:
		stage_set_ceiling(stage, people[what % 5], level);
		break;
	case 3:
	case 4:
		stage_share(stage, &who, id, 0);
		break;
	default:
		stage_lower(stage, &who, id, level);
	}
}

static void after_any_mix_of_wishes_the_figures_are_those_of_the_tables(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	uint64_t random = 20260301;
	const char *ids[120];
	size_t n = 0;
	import_history(stage);
	give(stage, "petros", "maria zoe nikos", "care");
	static const char *const people[] = {"maria", "nikos", "eleni", "petros", "zoe"};
	for (size_t i = 0; i < 5; i++) {
		struct principal who = person_of(stage, people[i]);
		const Kleos__ListRecognitionsResponse *page = stage_list(stage, &who, &LIST_INIT);
		for (size_t k = 0; k < page->n_recognitions && n < 120; k++)
			ids[n++] = page->recognitions[k]->id;
	}
	for (int i = 0; i < 400; i++) {
		wish(stage, &random, ids[(random >> 40) % n]);
		if (i % 25 == 0)
			stage_later(stage, DAY_MS);
		if (i % 20 == 0)
			agrees_everywhere(stage);
		if (i % 200 == 150) {
			stage_close_recognitions(stage);
			stage_open_recognitions(stage);
			rpc_client_close(stage->peer.client);
			peer_connect(&stage->peer);
		}
	}
	agrees_everywhere(stage);
	close_organisation(stage);
}

static void what_is_taken_back_counts_nowhere(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	struct principal maria = person_of(stage, "maria"), nikos = person_of(stage, "nikos");
	give(stage, "maria", "petros", "care");
	const Kleos__Recognition *given = stage_give(stage, &maria, stage_thanks(stage, "nikos petros", "thank you"));
	assert_int_equal(summary_of(stage, "")->arcs, 3);
	assert_int_equal(stage_lower(stage, &nikos, given->id, VISIBILITY(MANAGER)), VISIBILITY(MANAGER));
	assert_int_equal(summary_of(stage, "")->distinct, 1);
	assert_true(summary_of(stage, "")->quiet_arcs);
	assert_int_equal(stage_share(stage, &nikos, given->id, 0), VISIBILITY(EXTERNAL));
	assert_int_equal(summary_of(stage, "")->distinct, 2);
	assert_false(summary_of(stage, "")->quiet_arcs);
	assert_true(stage_withdraw(stage, &maria, given->id));
	assert_int_equal(summary_of(stage, "")->arcs, 1);
	assert_int_equal(summary_of(stage, "")->recognitions, 1);
	assert_int_equal(summary_of(stage, "")->distinct, 1);
	agrees_everywhere(stage);
	close_organisation(stage);
}

static void copy_file(struct stage *stage, const char *from, const char *to)
{
	const char *folder = stage->fixture.folder;
	char *bytes;
	size_t length;
	assert_int_equal(file_read(&stage->fixture.arena, arena_printf(&stage->fixture.arena, "%s/%s", folder, from),
							   (size_t)64 << 20, &bytes, &length),
					 STATUS_OK);
	assert_int_equal(file_write(arena_printf(&stage->fixture.arena, "%s/%s", folder, to), bytes, length, 0600),
					 STATUS_OK);
}

/* As after a power cut that took back the newest commits, but not the snapshot that was written after them. */
static void a_snapshot_that_knows_more_than_the_tables_is_left_aside(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	give(stage, "petros", "maria zoe", "care");
	stage_close_recognitions(stage);
	copy_file(stage, "recognitions.db", "older.db");
	stage_open_recognitions(stage);
	rpc_client_close(stage->peer.client);
	peer_connect(&stage->peer);
	give(stage, "maria", "nikos", "craft");
	assert_int_equal(summary_of(stage, "")->arcs, 3);
	stage_close_recognitions(stage);
	copy_file(stage, "older.db", "recognitions.db");
	stage_open_recognitions(stage);
	rpc_client_close(stage->peer.client);
	peer_connect(&stage->peer);
	assert_int_equal(summary_of(stage, "")->arcs, 2);
	give(stage, "zoe", "petros", "craft");
	assert_int_equal(summary_of(stage, "")->arcs, 3);
	agrees_everywhere(stage);
	close_organisation(stage);
}

static void raw_figures_are_for_processes_of_the_deployment_only(void **state)
{
	(void)state;
	struct stage *stage = open_organisation();
	struct principal admin = a_key(ROLES_ANY);
	Kleos__SummarizeImpactRequest request = KLEOS__SUMMARIZE_IMPACT_REQUEST__INIT;
	Kleos__VerifyImpactRequest verify = KLEOS__VERIFY_IMPACT_REQUEST__INIT;
	peer_refused(&stage->peer, &admin, IMPACT, "SummarizeImpact", &request.base, STATUS_PERMISSION_DENIED, NULL);
	peer_refused(&stage->peer, &admin, IMPACT, "VerifyImpact", &verify.base, STATUS_PERMISSION_DENIED, NULL);
	struct principal gateway = caller(ROLE_BIT(INTERNAL), NULL);
	request.from_day = 5;
	peer_refused(&stage->peer, &gateway, IMPACT, "SummarizeImpact", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_RANGE");
	request.from_day = 0;
	request.interval = 9;
	peer_refused(&stage->peer, &gateway, IMPACT, "SummarizeImpact", &request.base, STATUS_INVALID_ARGUMENT, NULL);
	close_organisation(stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_was_just_given_is_counted_at_once),
		cmocka_unit_test(one_verification_runs_at_a_time),
		cmocka_unit_test(a_quiet_word_counts_in_totals_and_is_listed_nowhere),
		cmocka_unit_test(an_import_agrees_with_the_tables),
		cmocka_unit_test(more_values_than_are_listed_agree_with_the_tables),
		cmocka_unit_test(moves_and_leavings_are_counted_where_people_were),
		cmocka_unit_test(what_is_taken_back_counts_nowhere),
		cmocka_unit_test(after_any_mix_of_wishes_the_figures_are_those_of_the_tables),
		cmocka_unit_test(figures_survive_a_restart_with_and_without_a_snapshot),
		cmocka_unit_test(a_snapshot_that_knows_more_than_the_tables_is_left_aside),
		cmocka_unit_test(raw_figures_are_for_processes_of_the_deployment_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

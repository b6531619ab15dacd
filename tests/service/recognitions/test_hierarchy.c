/* Where a giver stood to whom they thanked: stamped by the managers of the day, and not changed by what comes after. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"
#include "services/recognitions/store.h"

/* top - head - lead - worker, lead - mate, head - other_lead - far; and nobody above or below alone. */
static void open_organisation(struct stage *stage)
{
	static const char *const people[][2] = {{"top", ""},           {"head", "top"},  {"lead", "head"},
											{"worker", "lead"},    {"mate", "lead"}, {"other_lead", "head"},
											{"far", "other_lead"}, {"alone", ""},    {"second", ""}};
	stage_open(stage, PEER_INPROC);
	for (size_t i = 0; i < sizeof people / sizeof *people; i++)
		stage_member(stage, people[i][0], "", people[i][1], VISIBILITY(EXTERNAL));
	stage_settle(stage);
}

static enum direction direction_in(struct stage *stage, struct db *db, const char *id, size_t receiver)
{
	struct arena *arena = &stage->fixture.arena;
	struct recognition *found = arena_alloc(arena, sizeof *found);
	struct id recognition = id_of(id);
	assert_true(recognition_read(db, arena, &recognition, found));
	assert_true(receiver < found->n_arcs);
	return found->arcs[receiver].direction;
}

static struct db *tables_of(struct stage *stage)
{
	struct db *db;
	const char *path = arena_printf(&stage->fixture.arena, "%s/recognitions.db", stage->fixture.folder);
	assert_int_equal(db_open(&db, path, DB_READER, DB_NORMAL, stage->fixture.world.environment.log), STATUS_OK);
	return db;
}

static const char *give(struct stage *stage, const char *giver, const char *receivers)
{
	struct principal service = a_key(ROLE_BIT(SERVICE));
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, receivers, "thank you");
	request->giver = giver;
	return stage_give(stage, &service, request)->id;
}

static void stamped(struct stage *stage, const char *id, const char *letters)
{
	struct db *db = tables_of(stage);
	char found[RECEIVERS_BOUND + 1] = "";
	for (size_t i = 0; letters[i]; i++)
		found[i] = "odsup"[direction_in(stage, db, id, i)];
	db_close(db);
	assert_string_equal(found, letters);
}

static void every_receiver_is_stamped_with_where_the_giver_stood(void **state)
{
	struct stage stage;
	(void)state;
	open_organisation(&stage);
	stamped(&stage, give(&stage, "lead", "worker mate other_lead head top far alone"), "ddpuuoo");
	stamped(&stage, give(&stage, "head", "lead worker far top alone"), "dssuo");
	stamped(&stage, give(&stage, "top", "head worker far alone"), "dsso");
	stamped(&stage, give(&stage, "worker", "mate lead head top far other_lead alone"), "puuuooo");
	stamped(&stage, give(&stage, "alone", "top worker second"), "ooo");
	stage_close(&stage);
}

static void who_has_no_manager_is_nobodys_peer(void **state)
{
	struct stage stage;
	(void)state;
	open_organisation(&stage);
	stamped(&stage, give(&stage, "alone", "second"), "o");
	stamped(&stage, give(&stage, "top", "alone"), "o");
	stage_close(&stage);
}

static void a_reorganisation_changes_what_comes_and_not_what_was(void **state)
{
	struct stage stage;
	(void)state;
	open_organisation(&stage);
	const char *before = give(&stage, "lead", "worker far alone");
	stage_later(&stage, DAY_MS);
	assert_true(stage_update(&stage, "worker", "manager", "other_lead"));
	assert_true(stage_update(&stage, "other_lead", "manager", "lead"));
	const char *after = give(&stage, "lead", "worker far alone");
	stamped(&stage, before, "doo");
	stamped(&stage, after, "sso");
	assert_true(stage_update(&stage, "lead", "manager", "alone"));
	stamped(&stage, give(&stage, "alone", "lead worker head"), "dso");
	stamped(&stage, after, "sso");
	stage_close(&stage);
}

static void a_row_of_a_file_is_stamped_by_the_managers_of_its_day(void **state)
{
	struct stage stage;
	static const char *const days[] = {"2020-01-01T10:00:00Z", NULL};
	char now[TIME_TEXT_SIZE];
	(void)state;
	open_organisation(&stage);
	stage_later(&stage, DAY_MS);
	assert_true(stage_update(&stage, "worker", "manager", "other_lead"));
	assert_true(stage_update(&stage, "lead", "manager", ""));
	time_format(now, stage.fixture.world.now_ms);
	for (size_t i = 0; i < 2; i++) {
		Kleos__RecognitionRow row = KLEOS__RECOGNITION_ROW__INIT, *rows[] = {&row};
		row.line = 2;
		row.given_at = days[i] ? days[i] : now;
		row.giver = "lead";
		row.receivers = "worker;mate;other_lead;head";
		row.message = "thank you";
		row.visibility = "ORGANIZATION";
		assert_int_equal(stage_import(&stage, rows, 1)->created, 1);
	}
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	const Kleos__ListRecognitionsResponse *listed = stage_list(&stage, &admin, &LIST_INIT);
	assert_int_equal(listed->n_recognitions, 2);
	stamped(&stage, listed->recognitions[1]->id, "ddpu"); /* the first spell reaches back without limit */
	stamped(&stage, listed->recognitions[0]->id, "odoo");
	stage_close(&stage);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_receiver_is_stamped_with_where_the_giver_stood),
		cmocka_unit_test(who_has_no_manager_is_nobodys_peer),
		cmocka_unit_test(a_reorganisation_changes_what_comes_and_not_what_was),
		cmocka_unit_test(a_row_of_a_file_is_stamped_by_the_managers_of_its_day),
	};
	return cmocka_run_group_tests_name("the hierarchy of the day", tests, NULL, NULL);
}

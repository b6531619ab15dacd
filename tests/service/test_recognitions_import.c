/* History that is imported. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"

static Kleos__RecognitionRow *row(struct stage *stage, int line, const char *given_at, const char *giver,
								  const char *receivers)
{
	Kleos__RecognitionRow *row = arena_alloc(&stage->fixture.arena, sizeof *row);
	kleos__recognition_row__init(row);
	row->line = line;
	row->given_at = given_at;
	row->giver = giver;
	row->receivers = receivers;
	row->message = "from the old days";
	return row;
}

static void importing_twice_changes_nothing(void **state)
{
	struct stage *stage = *state;
	stage_member(stage, "i-one", "mill", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "i-two", "mill", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "i-three", "mill", "", VISIBILITY(ORGANIZATION));
	Kleos__RecognitionRow *rows[] = {
		row(stage, 2, "2021-05-01T10:00:00+02:00", "i-one", "i-two; i-three"),
		row(stage, 3, "2021-05-01T10:00:00+02:00", "i-one", "i-two; i-three"),
		row(stage, 4, "2021-05-02T10:00:00Z", "I-TWO", "i-one"),
	};
	rows[1]->ordinal = 1; /* equal rows are two recognitions */
	rows[2]->request_id = "legacy-17";
	rows[2]->win = "Big";
	rows[2]->prompt = "5";
	rows[2]->setting = "chat";
	rows[2]->visibility = "team";
	const Kleos__ImportRecognitionsResponse *first = stage_import(stage, rows, 3);
	assert_int_equal(first->n_rejected, 0);
	assert_int_equal(first->created, 3);
	stage_deactivate(stage, "i-two");
	stage_settle(stage);
	const Kleos__ImportRecognitionsResponse *second = stage_import(stage, rows, 3);
	assert_int_equal(second->created, 0);
	assert_int_equal(second->unchanged, 3);
	rows[2]->message = "another word";
	const Kleos__ImportRecognitionsResponse *third = stage_import(stage, rows, 3);
	assert_int_equal(third->unchanged, 2);
	assert_int_equal(third->n_rejected, 1);
	assert_string_equal(third->rejected[0]->column, "request_id");
	struct principal reader = a_key(ROLE_BIT(SERVICE));
	Kleos__ListRecognitionsRequest request = LIST_INIT;
	request.giver = "i-one";
	const Kleos__ListRecognitionsResponse *list = stage_list(stage, &reader, &request);
	assert_int_equal(list->n_recognitions, 2);
	assert_int_equal(list->recognitions[0]->give_time->seconds, 1619856000);
	assert_int_equal(list->recognitions[0]->n_receivers, 2);
}

static const Kleos__ImportRecognitionsResponse *import_as(struct stage *stage, uint32_t roles,
														  Kleos__RecognitionRow *row)
{
	struct principal who = a_key(roles);
	Kleos__ImportRecognitionsRequest request = KLEOS__IMPORT_RECOGNITIONS_REQUEST__INIT;
	request.rows = &row;
	request.n_rows = 1;
	return peer_must(&stage->peer, &who, RECOGNITIONS, "ImportRecognitions", &request.base);
}

/* Neither can take an id away from the other, nor learn which ones it has used. */
static void a_request_id_is_the_own_one_of_the_key_that_imports(void **state)
{
	struct stage *stage = *state;
	stage_member(stage, "k-one", "mill", "", 0);
	stage_member(stage, "k-two", "mill", "", 0);
	Kleos__RecognitionRow *mine = row(stage, 2, "2021-06-01T10:00:00Z", "k-one", "k-two");
	Kleos__RecognitionRow *theirs = row(stage, 2, "2021-06-02T10:00:00Z", "k-two", "k-one");
	mine->request_id = theirs->request_id = "17";
	assert_int_equal(import_as(stage, ROLE_BIT(SERVICE), mine)->created, 1);
	assert_int_equal(import_as(stage, ROLE_BIT(ADMIN), theirs)->created, 1);
	const Kleos__ImportRecognitionsResponse *other = import_as(stage, ROLE_BIT(SERVICE), theirs);
	assert_int_equal(other->n_rejected, 0); /* it is in, whoever brought it */
	assert_int_equal(other->unchanged, 1);
	theirs->message = "a third word";
	assert_string_equal(import_as(stage, ROLE_BIT(SERVICE), theirs)->rejected[0]->column, "request_id");
	assert_string_equal(import_as(stage, ROLE_BIT(ADMIN), theirs)->rejected[0]->column, "request_id");
}

/* A key that was replaced, another admin: the history is not doubled. */
static void a_file_is_the_same_whoever_imports_it(void **state)
{
	struct stage *stage = *state;
	stage_member(stage, "w-one", "mill", "", 0);
	stage_member(stage, "w-two", "mill", "", 0);
	Kleos__RecognitionRow *rows[] = {row(stage, 2, "2021-07-01T10:00:00Z", "w-one", "w-two"),
									 row(stage, 3, "2021-07-01T10:00:00Z", "w-one", "w-two"),
									 row(stage, 4, "2021-07-01T10:00:00Z", "w-one", "w-two")};
	rows[1]->request_id = "w-17";
	rows[2]->request_id = "w-18"; /* rows with different request ids are two, whatever they say */
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(import_as(stage, ROLE_BIT(SERVICE), rows[i])->created, 1);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(import_as(stage, ROLE_BIT(ADMIN), rows[i])->unchanged, 1);
}

static void bad_rows_are_named_and_good_rows_are_in(void **state)
{
	struct stage *stage = *state;
	stage_member(stage, "b-one", "mill", "", 0);
	stage_member(stage, "b-two", "mill", "", 0);
	const char *when = "2022-01-01T00:00:00Z";
	Kleos__RecognitionRow *rows[] = {
		row(stage, 2, when, "b-one", "b-two"),
		row(stage, 3, "yesterday", "b-one", "b-two"),
		row(stage, 4, "2099-01-01T00:00:00Z", "b-one", "b-two"),
		row(stage, 5, when, "b-none", "b-two"),
		row(stage, 6, when, "b-one", "b-two;b-none"),
		row(stage, 7, when, "b-one", "b-two;b-two"),
		row(stage, 8, when, "b-one", "b-one"),
		row(stage, 9, when, "b-one", ""),
		row(stage, 10, when, "b-one", "b-two"),
		row(stage, 11, when, "b-one", "b-two"),
		row(stage, 12, when, "b-one", "b-two"),
		row(stage, 13, when, "b-one", "b-two"),
		row(stage, 14, when, "b-one", "b-two"),
		row(stage, 15, when, "b-one", "b-two"),
	};
	rows[8]->message = "  ";
	rows[9]->value = "No Slug";
	rows[10]->win = "huge";
	rows[11]->visibility = "shout";
	rows[12]->prompt = "6";
	rows[13]->setting = "moon";
	const char *columns[] = {"given_at", "given_at", "giver", "receivers",  "receivers", "receivers", "receivers",
							 "message",  "value",    "win",   "visibility", "prompt",    "setting"};
	const Kleos__ImportRecognitionsResponse *response = stage_import(stage, rows, sizeof rows / sizeof *rows);
	assert_int_equal(response->created, 1);
	assert_int_equal(response->n_rejected, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < response->n_rejected; i++) {
		assert_string_equal(response->rejected[i]->column, columns[i]);
		assert_int_equal(response->rejected[i]->line, (int)i + 3);
	}
	assert_string_equal(response->rejected[2]->message, "no member 'b-none'");
	struct id id = stage_member(stage, "b-member", "mill", "", 0);
	struct principal member = a_member(&id);
	Kleos__ImportRecognitionsRequest request = KLEOS__IMPORT_RECOGNITIONS_REQUEST__INIT;
	peer_refused(&stage->peer, &member, RECOGNITIONS, "ImportRecognitions", &request.base, STATUS_PERMISSION_DENIED,
				 NULL);
}

static void an_arc_bears_the_team_of_the_day_it_was_given(void **state)
{
	struct stage *stage = *state;
	struct principal reader = a_key(ROLE_BIT(SERVICE));
	stage_member(stage, "s-giver", "spell/giver", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "s-mover", "spell/old", "", VISIBILITY(ORGANIZATION));
	const char *created = arena_alloc(&stage->fixture.arena, 25);
	time_format((char *)created, stage->fixture.world.now_ms);
	stage_later(stage, 3 * DAY_MS);
	stage_move(stage, "s-mover", "spell/new");
	stage_settle(stage);
	const char *moved = arena_alloc(&stage->fixture.arena, 25);
	time_format((char *)moved, stage->fixture.world.now_ms);
	stage_later(stage, 3 * DAY_MS);
	Kleos__RecognitionRow *rows[] = {row(stage, 2, created, "s-giver", "s-mover"),
									 row(stage, 3, moved, "s-giver", "s-mover"),
									 row(stage, 4, "2001-01-01T00:00:00Z", "s-giver", "s-mover")};
	assert_int_equal(stage_import(stage, rows, 3)->created, 3);
	Kleos__ListRecognitionsRequest request = LIST_INIT;
	request.team = "spell/new";
	assert_int_equal(stage_list(stage, &reader, &request)->n_recognitions, 1);
	request.team = "spell/old"; /* the first spell reaches back without limit */
	assert_int_equal(stage_list(stage, &reader, &request)->n_recognitions, 2);
	request.team = "spell";
	assert_int_equal(stage_list(stage, &reader, &request)->n_recognitions, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(importing_twice_changes_nothing),
		cmocka_unit_test(a_request_id_is_the_own_one_of_the_key_that_imports),
		cmocka_unit_test(a_file_is_the_same_whoever_imports_it),
		cmocka_unit_test(bad_rows_are_named_and_good_rows_are_in),
		cmocka_unit_test(an_arc_bears_the_team_of_the_day_it_was_given),
	};
	return stage_run("import of recognitions", tests, sizeof tests / sizeof *tests);
}

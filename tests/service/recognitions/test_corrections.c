/* What a giver takes back or mends. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include "common/store/db.h"

#include <string.h>

#define MINUTE_MS INT64_C(60000)

struct cast {
	struct principal giver, receiver, other;
};

static struct cast cast_of(struct stage *stage, const char *prefix)
{
	struct arena *arena = &stage->fixture.arena;
	struct id ids[] = {
		stage_member(stage, arena_printf(arena, "%s-giver", prefix), "craft", "", VISIBILITY(EXTERNAL)),
		stage_member(stage, arena_printf(arena, "%s-receiver", prefix), "craft", "", VISIBILITY(EXTERNAL)),
		stage_member(stage, arena_printf(arena, "%s-other", prefix), "far", "", VISIBILITY(EXTERNAL)),
	};
	return (struct cast){a_member(&ids[0]), a_member(&ids[1]), a_member(&ids[2])};
}

static Kleos__GiveRecognitionRequest *thanks_with_all(struct stage *stage, const char *receiver)
{
	struct arena *arena = &stage->fixture.arena;
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, receiver, "taken-back-words");
	Kleos__Link *link = arena_alloc(arena, sizeof *link), **links = arena_alloc(arena, sizeof(Kleos__Link *));
	kleos__link__init(link);
	link->url = "https://example.org/taken-back-link";
	links[0] = link;
	request->links = links;
	request->n_links = 1;
	request->receivers[0]->credit = "taken-back-credit";
	request->value = "craft";
	return request;
}

static void others_add(struct stage *stage, const struct principal *who, const char *id)
{
	Kleos__JoinRecognitionRequest join = KLEOS__JOIN_RECOGNITION_REQUEST__INIT;
	Kleos__ReactRequest react = KLEOS__REACT_REQUEST__INIT;
	Kleos__CreateCommentRequest comment = KLEOS__CREATE_COMMENT_REQUEST__INIT;
	join.recognition = react.recognition = comment.recognition = id;
	react.emoji = "🎉";
	comment.message = "so true";
	peer_must(&stage->peer, who, RECOGNITIONS, "JoinRecognition", &join.base);
	peer_must(&stage->peer, who, RECOGNITIONS, "React", &react.base);
	peer_must(&stage->peer, who, RECOGNITIONS, "CreateComment", &comment.base);
}

/* How many rows hold something of a recognition; the one that stays when it is taken back holds nothing. */
static int64_t rows_of(struct stage *stage, const struct id *id)
{
	static const struct sql count = {
		"rows_of_test", "SELECT (SELECT count(*) FROM arc WHERE recognition = $1)"
						" + (SELECT count(*) FROM recognition_link WHERE recognition = $1)"
						" + (SELECT count(*) FROM overheard WHERE recognition = $1)"
						" + (SELECT count(*) FROM joiner WHERE recognition = $1)"
						" + (SELECT count(*) FROM reaction WHERE recognition = $1)"
						" + (SELECT count(*) FROM reaction_kind WHERE recognition = $1)"
						" + (SELECT count(*) FROM comment WHERE recognition = $1)"
						" + (SELECT count(*) FROM recognition WHERE id = $1 AND (message <> '' OR value <> ''"
						" OR visibility <> 0 OR comments + reactions + joiners + links > 0)) AS n"};
	const char *path = arena_printf(&stage->fixture.arena, "%s/recognitions.db", stage->fixture.folder);
	struct db *db;
	assert_int_equal(db_open(&db, path, DB_READER, DB_NORMAL, stage->fixture.world.environment.log), STATUS_OK);
	struct query query = query_begin(db, &count);
	query_bind_id(&query, 1, id);
	assert_true(query_step(&query));
	int64_t n = query_number(&query, "n");
	query_end(&query);
	db_close(db);
	return n;
}

static void is_gone(struct stage *stage, const struct principal *who, const char *id)
{
	Kleos__ListRecognitionsRequest received = LIST_INIT, given = LIST_INIT;
	received.receiver = "wd-receiver";
	given.giver = "wd-giver";
	assert_null(stage_get(stage, who, id));
	assert_string_equal(stage->peer.reply.reason, "RECOGNITION_NOT_FOUND");
	assert_false(stage_lists(stage, who, LIST_INIT, id));
	assert_false(stage_lists(stage, who, received, id));
	assert_false(stage_lists(stage, who, given, id));
}

static void what_is_taken_back_is_gone_for_everybody(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "wd");
	const char *id = stage_give(stage, &cast.giver, thanks_with_all(stage, "wd-receiver"))->id;
	struct id subject = id_of(id);
	others_add(stage, &cast.other, id);
	assert_int_equal(rows_of(stage, &subject), 7); /* arc, link, joiner, reaction and its kind, comment, and itself */
	assert_true(stage_withdraw(stage, &cast.giver, id));
	assert_int_equal(rows_of(stage, &subject), 0);
	is_gone(stage, &cast.giver, id);
	is_gone(stage, &cast.receiver, id);
	is_gone(stage, &cast.other, id);
	assert_string_equal(peer_events(&stage->peer, &subject),
						"recognition.given recognition.joined recognition.reacted recognition.commented "
						"recognition.withdrawn");
	assert_true(stage_withdraw(stage, &cast.giver, id)); /* twice is fine */
	assert_false(stage_withdraw(stage, &cast.receiver, id));
	assert_string_equal(stage->peer.reply.reason, "RECOGNITION_NOT_FOUND");
	assert_int_equal(stage_share(stage, &cast.receiver, id, 0), 0);
	assert_string_equal(stage->peer.reply.reason, "RECOGNITION_NOT_FOUND");
	assert_string_equal(peer_events(&stage->peer, &subject),
						"recognition.given recognition.joined recognition.reacted recognition.commented "
						"recognition.withdrawn");
}

static void after_a_quarter_of_an_hour_only_people_admins_take_back(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "la");
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN)), admin = a_key(ROLE_BIT(ADMIN));
	const char *early = stage_give(stage, &cast.giver, stage_thanks(stage, "la-receiver", "early"))->id;
	const char *late = stage_give(stage, &cast.giver, stage_thanks(stage, "la-receiver", "late"))->id;
	assert_false(stage_withdraw(stage, &cast.receiver, early));
	assert_string_equal(stage->peer.reply.reason, "NOT_YOURS");
	stage_later(stage, 15 * MINUTE_MS);
	assert_true(stage_withdraw(stage, &cast.giver, early));
	stage_later(stage, 1);
	assert_false(stage_withdraw(stage, &cast.giver, late));
	assert_int_equal(stage->peer.reply.status, STATUS_FAILED_PRECONDITION);
	assert_string_equal(stage->peer.reply.reason, "TOO_LATE");
	assert_int_equal(stage_lower(stage, &cast.receiver, late, VISIBILITY(PRIVATE)), VISIBILITY(PRIVATE));
	const struct principal *admins[] = {&people, &admin};
	for (size_t i = 0; i < 2; i++) { /* what they do not see they do not take back */
		assert_false(stage_withdraw(stage, admins[i], late));
		assert_string_equal(stage->peer.reply.reason, "RECOGNITION_NOT_FOUND");
	}
	assert_int_equal(stage_share(stage, &cast.receiver, late, 0), VISIBILITY(EXTERNAL));
	assert_true(stage_withdraw(stage, &people, late));
	assert_false(stage_withdraw(stage, &admin, late));
	assert_string_equal(stage->peer.reply.reason, "RECOGNITION_NOT_FOUND");
}

static void a_repeated_gift_that_was_taken_back_does_not_come_back(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "rp");
	struct principal service = a_key(ROLE_BIT(SERVICE));
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "rp-receiver", "once");
	const Kleos__GiveRecognitionResponse *given =
		peer_call(&stage->peer, &cast.giver, RECOGNITIONS, "GiveRecognition", "rp-1", &request->base);
	assert_true(stage_withdraw(stage, &cast.giver, given->recognition->id));
	peer_call(&stage->peer, &cast.giver, RECOGNITIONS, "GiveRecognition", "rp-1", &request->base);
	assert_string_equal(stage->peer.reply.reason, "RECOGNITION_NOT_FOUND");
	request->giver = "rp-giver";
	given = peer_call(&stage->peer, &service, RECOGNITIONS, "GiveRecognition", "rp-2", &request->base);
	assert_true(stage_withdraw(stage, &cast.giver, given->recognition->id));
	peer_call(&stage->peer, &service, RECOGNITIONS, "GiveRecognition", "rp-2", &request->base);
	assert_string_equal(stage->peer.reply.reason, "RECOGNITION_NOT_FOUND");
	Kleos__WithdrawRecognitionRequest back = KLEOS__WITHDRAW_RECOGNITION_REQUEST__INIT;
	back.recognition = stage_give(stage, &cast.giver, stage_thanks(stage, "rp-receiver", "again"))->id;
	for (int i = 0; i < 2; i++) {
		assert_non_null(peer_call(&stage->peer, &cast.giver, RECOGNITIONS, "WithdrawRecognition", "rp-3", &back.base));
		assert_int_equal(stage->peer.reply.replayed, i);
	}
}

static const Kleos__Recognition *edit(struct stage *stage, const struct principal *who,
									  const Kleos__EditRecognitionRequest *request)
{
	const Kleos__EditRecognitionResponse *response =
		peer_call(&stage->peer, who, RECOGNITIONS, "EditRecognition", NULL, &request->base);
	return response ? response->recognition : NULL;
}

static void typos_are_mended_and_marked(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "ed");
	Kleos__GiveRecognitionRequest *given = stage_thanks(stage, "ed-receiver ed-other", "thnaks");
	given->receivers[0]->credit = "the lauch";
	given->receivers[1]->credit = "the numbers";
	Kleos__CreditInput credit = KLEOS__CREDIT_INPUT__INIT, *credits[] = {&credit};
	Kleos__EditRecognitionRequest request = KLEOS__EDIT_RECOGNITION_REQUEST__INIT;
	request.recognition = stage_give(stage, &cast.giver, given)->id;
	struct id subject = id_of(request.recognition);
	request.message = "thnaks";
	assert_null(edit(stage, &cast.giver, &request)->edit_time); /* nothing has changed */
	request.message = " thanks ";
	credit.member = "ed-receiver";
	credit.credit = "the launch";
	request.credits = credits;
	request.n_credits = 1;
	stage_later(stage, MINUTE_MS);
	const Kleos__Recognition *edited = edit(stage, &cast.giver, &request);
	assert_string_equal(edited->message, "thanks");
	edited = stage_get(stage, &cast.other, request.recognition);
	assert_string_equal(edited->message, "thanks");
	assert_string_equal(edited->receivers[0]->credit, "the launch");
	assert_string_equal(edited->receivers[1]->credit, "the numbers");
	assert_int_equal(edited->edit_time->seconds, stage->fixture.world.now_ms / 1000);
	assert_string_equal(peer_events(&stage->peer, &subject), "recognition.given recognition.edited");
}

static void only_the_giver_mends_and_only_for_a_quarter_of_an_hour(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "oe");
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	Kleos__EditRecognitionRequest request = KLEOS__EDIT_RECOGNITION_REQUEST__INIT;
	request.recognition = stage_give(stage, &cast.giver, stage_thanks(stage, "oe-receiver", "mine"))->id;
	request.message = "other words";
	assert_null(edit(stage, &cast.receiver, &request));
	assert_string_equal(stage->peer.reply.reason, "NOT_YOURS");
	assert_null(edit(stage, &people, &request));
	assert_string_equal(stage->peer.reply.reason, "NOT_YOURS");
	assert_non_null(edit(stage, &cast.giver, &request));
	stage_later(stage, 15 * MINUTE_MS + 1);
	assert_null(edit(stage, &cast.giver, &request));
	assert_string_equal(stage->peer.reply.reason, "TOO_LATE");
}

static void what_cannot_be_mended_is_named(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "bd");
	char path[] = "value", message[] = "message", *paths[] = {path, message};
	Google__Protobuf__FieldMask mask = GOOGLE__PROTOBUF__FIELD_MASK__INIT;
	Kleos__CreditInput credit = KLEOS__CREDIT_INPUT__INIT, *credits[] = {&credit};
	Kleos__EditRecognitionRequest request = KLEOS__EDIT_RECOGNITION_REQUEST__INIT;
	request.recognition = stage_give(stage, &cast.giver, stage_thanks(stage, "bd-receiver", "stays"))->id;
	mask.paths = paths;
	mask.n_paths = 2;
	request.update_mask = &mask;
	assert_null(edit(stage, &cast.giver, &request));
	assert_true(stage_violates(stage, "updateMask"));
	assert_true(stage_violates(stage, "message")); /* the mask names it, and it is empty */
	request.update_mask = NULL;
	credit.member = "bd-other";
	request.credits = credits;
	request.n_credits = 1;
	assert_null(edit(stage, &cast.giver, &request));
	assert_true(stage_violates(stage, "credits[0].member"));
	assert_string_equal(stage_get(stage, &cast.giver, request.recognition)->message, "stays");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_taken_back_is_gone_for_everybody),
		cmocka_unit_test(after_a_quarter_of_an_hour_only_people_admins_take_back),
		cmocka_unit_test(a_repeated_gift_that_was_taken_back_does_not_come_back),
		cmocka_unit_test(typos_are_mended_and_marked),
		cmocka_unit_test(only_the_giver_mends_and_only_for_a_quarter_of_an_hour),
		cmocka_unit_test(what_cannot_be_mended_is_named),
	};
	return stage_run("what a giver takes back or mends", tests, sizeof tests / sizeof *tests);
}

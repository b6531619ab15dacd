/* Joining other people's thanks. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include <string.h>

static const Kleos__Recognition *join(struct stage *stage, const struct principal *who, const char *id,
									  const char *note)
{
	Kleos__JoinRecognitionRequest request = KLEOS__JOIN_RECOGNITION_REQUEST__INIT;
	request.recognition = id;
	request.note = note;
	const Kleos__JoinRecognitionResponse *response =
		peer_must(&stage->peer, who, RECOGNITIONS, "JoinRecognition", &request.base);
	return response->recognition;
}

static const Kleos__Recognition *leave(struct stage *stage, const struct principal *who, const char *id)
{
	Kleos__LeaveRecognitionRequest request = KLEOS__LEAVE_RECOGNITION_REQUEST__INIT;
	request.recognition = id;
	const Kleos__LeaveRecognitionResponse *response =
		peer_must(&stage->peer, who, RECOGNITIONS, "LeaveRecognition", &request.base);
	return response->recognition;
}

static void cannot_join(struct stage *stage, const struct principal *who, const char *id, enum status status,
						const char *reason)
{
	Kleos__JoinRecognitionRequest request = KLEOS__JOIN_RECOGNITION_REQUEST__INIT;
	request.recognition = id;
	peer_refused(&stage->peer, who, RECOGNITIONS, "JoinRecognition", &request.base, status, reason);
}

static void who_joins_is_shown_newest_first_to_whoever_sees_it(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "j-giver", "reef", "", 0);
	struct id one = stage_member(stage, "j-one", "reef", "", 0), two = stage_member(stage, "j-two", "hull", "", 0);
	stage_member(stage, "j-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), first = a_member(&one), second = a_member(&two);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "j-thanked", "for the reef"))->id;
	join(stage, &first, id, "");
	stage_later(stage, 1000);
	const Kleos__Recognition *joined = join(stage, &second, id, "  Κι  εγώ! ");
	const Kleos__Recognition *got = stage_get(stage, &who, id);
	const Kleos__ListRecognitionsRequest list = LIST_INIT;
	const Kleos__Recognition *listed = stage_list(stage, &first, &list)->recognitions[0];
	const Kleos__Recognition *shown[] = {joined, got, listed};
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(shown[i]->joiner_count, 2);
		assert_int_equal(shown[i]->n_joiners, 2);
		assert_string_equal(shown[i]->joiners[0]->member->handle, "j-two");
		assert_string_equal(shown[i]->joiners[0]->member->display_name, "The j-two");
		assert_string_equal(shown[i]->joiners[0]->note, "Κι εγώ!");
		assert_int_equal(shown[i]->joiners[0]->join_time->seconds, stage->fixture.world.now_ms / 1000);
		assert_string_equal(shown[i]->joiners[1]->member->handle, "j-one");
		assert_string_equal(shown[i]->joiners[1]->note, "");
	}
	struct id subject = id_of(id);
	assert_string_equal(peer_events(&stage->peer, &subject), "recognition.given recognition.joined recognition.joined");
}

static void joining_again_changes_the_note_alone(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "a-giver", "reef", "", 0), one = stage_member(stage, "a-one", "reef", "", 0);
	stage_member(stage, "a-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), first = a_member(&one);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "a-thanked", "again"))->id;
	join(stage, &first, id, "so do I");
	stage_later(stage, 1000);
	const Kleos__Recognition *again = join(stage, &first, id, "so do we");
	assert_int_equal(again->joiner_count, 1);
	assert_string_equal(again->joiners[0]->note, "so do we");
	assert_true(again->joiners[0]->join_time->seconds < stage->fixture.world.now_ms / 1000);
	struct id subject = id_of(id);
	assert_string_equal(peer_events(&stage->peer, &subject), "recognition.given recognition.joined");
}

static void thanks_can_be_taken_back(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "l-giver", "reef", "", 0), one = stage_member(stage, "l-one", "reef", "", 0);
	stage_member(stage, "l-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), first = a_member(&one);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "l-thanked", "and back"))->id;
	assert_int_equal(leave(stage, &first, id)->joiner_count, 0); /* never joined: fine */
	join(stage, &first, id, "so do I");
	const Kleos__Recognition *left = leave(stage, &first, id);
	assert_int_equal(left->joiner_count, 0);
	assert_int_equal(left->n_joiners, 0);
	assert_int_equal(leave(stage, &first, id)->joiner_count, 0);
	assert_int_equal(join(stage, &first, id, "after all")->joiner_count, 1);
}

static void giver_and_receivers_do_not_join(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "n-giver", "reef", "", 0);
	struct id thanked = stage_member(stage, "n-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), other = a_member(&thanked), service = a_key(ROLE_BIT(SERVICE)),
					 admin = a_key(ROLE_BIT(ADMIN)), auditor = caller(ROLE_BIT(AUDITOR), &thanked);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "n-thanked", "for you"))->id;
	cannot_join(stage, &who, id, STATUS_FAILED_PRECONDITION, "JOIN_OWN_THANKS");
	cannot_join(stage, &other, id, STATUS_FAILED_PRECONDITION, "JOIN_THANKS_TO_ONESELF");
	cannot_join(stage, &service, id, STATUS_PERMISSION_DENIED, NULL);
	cannot_join(stage, &auditor, id, STATUS_PERMISSION_DENIED, NULL);
	cannot_join(stage, &admin, id, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED");
	assert_int_equal(stage_get(stage, &who, id)->joiner_count, 0);
}

static void who_does_not_see_it_cannot_join(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "s-giver", "reef", "", 0);
	struct id mate = stage_member(stage, "s-mate", "reef", "", 0),
			  outsider = stage_member(stage, "s-outsider", "hull", "", 0);
	stage_member(stage, "s-thanked", "reef", "", VISIBILITY(TEAM));
	struct principal who = a_member(&giver), in = a_member(&mate), out = a_member(&outsider);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "s-thanked", "among us"))->id;
	const char *texts[] = {id, "01890000-0000-7000-8000-000000000001", "no id at all"};
	assert_int_equal(join(stage, &in, id, "")->joiner_count, 1);
	for (size_t i = 0; i < 3; i++) {
		cannot_join(stage, &out, texts[i], STATUS_NOT_FOUND, "RECOGNITION_NOT_FOUND");
		assert_string_equal(stage->peer.reply.message,
							arena_printf(&stage->fixture.arena, "no recognition '%s'", texts[i]));
	}
}

static void a_note_has_at_most_two_hundred_characters(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "b-giver", "reef", "", 0), one = stage_member(stage, "b-one", "reef", "", 0);
	stage_member(stage, "b-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), first = a_member(&one);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "b-thanked", "briefly"))->id;
	Kleos__JoinRecognitionRequest request = KLEOS__JOIN_RECOGNITION_REQUEST__INIT;
	char *note = arena_alloc(&stage->fixture.arena, 2 * 201 + 1);
	for (size_t i = 0; i < 201; i++)
		memcpy(note + 2 * i, "ω", 2);
	request.recognition = id;
	request.note = note;
	peer_refused(&stage->peer, &first, RECOGNITIONS, "JoinRecognition", &request.base, STATUS_INVALID_ARGUMENT, NULL);
	assert_true(stage_violates(stage, "note"));
	note[400] = '\0';
	assert_string_equal(join(stage, &first, id, note)->joiners[0]->note, note);
}

static void fifty_joiners_are_shown_and_all_are_counted(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "c-giver", "reef", "", 0);
	stage_member(stage, "c-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver);
	stage_later(stage, 1); /* newer than what the tests before gave */
	const char *id = stage_give(stage, &who, stage_thanks(stage, "c-thanked", "all hands"))->id;
	const char *handle = "";
	for (int i = 0; i < 52; i++) {
		handle = arena_printf(&stage->fixture.arena, "c-hand%d", i);
		struct id member = stage_member(stage, handle, "reef", "", 0);
		struct principal one = a_member(&member);
		stage_later(stage, 1);
		join(stage, &one, id, "");
	}
	const Kleos__Recognition *got = stage_get(stage, &who, id);
	assert_int_equal(got->joiner_count, 52);
	assert_int_equal(got->n_joiners, 50);
	assert_string_equal(got->joiners[0]->member->handle, handle);
	const Kleos__ListRecognitionsRequest list = LIST_INIT;
	const Kleos__Recognition *listed = stage_list(stage, &who, &list)->recognitions[0];
	assert_int_equal(listed->joiner_count, 52);
	assert_int_equal(listed->n_joiners, 10);
	assert_string_equal(listed->joiners[0]->member->handle, handle);
}

static void a_join_with_a_request_id_is_done_once(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "r-giver", "reef", "", 0), one = stage_member(stage, "r-one", "reef", "", 0);
	stage_member(stage, "r-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), first = a_member(&one);
	Kleos__JoinRecognitionRequest request = KLEOS__JOIN_RECOGNITION_REQUEST__INIT;
	request.recognition = stage_give(stage, &who, stage_thanks(stage, "r-thanked", "once"))->id;
	assert_non_null(peer_call(&stage->peer, &first, RECOGNITIONS, "JoinRecognition", "join-1", &request.base));
	leave(stage, &first, request.recognition);
	const Kleos__JoinRecognitionResponse *again =
		peer_call(&stage->peer, &first, RECOGNITIONS, "JoinRecognition", "join-1", &request.base);
	assert_true(stage->peer.reply.replayed);
	assert_int_equal(again->recognition->joiner_count, 0); /* as it is now */
	request.note = "another";
	peer_call(&stage->peer, &first, RECOGNITIONS, "JoinRecognition", "join-1", &request.base);
	assert_string_equal(stage->peer.reply.reason, "REQUEST_ID_REUSED");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_joins_is_shown_newest_first_to_whoever_sees_it),
		cmocka_unit_test(joining_again_changes_the_note_alone),
		cmocka_unit_test(thanks_can_be_taken_back),
		cmocka_unit_test(giver_and_receivers_do_not_join),
		cmocka_unit_test(who_does_not_see_it_cannot_join),
		cmocka_unit_test(a_note_has_at_most_two_hundred_characters),
		cmocka_unit_test(fifty_joiners_are_shown_and_all_are_counted),
		cmocka_unit_test(a_join_with_a_request_id_is_done_once),
	};
	return stage_run("joiners", tests, sizeof tests / sizeof *tests);
}

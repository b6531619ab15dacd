/* Whoever is named makes a recognition quieter at once, and louder when all agree. Every test runs over inproc and tcp.
 */
#include "tests/service/recognitions/stage.h"

#include <string.h>

/* A giver, two receivers and somebody far away; handles begin with `prefix`. */
struct cast {
	struct principal giver, first, second, outsider;
	const char *receivers;
};

static struct cast cast_of(struct stage *stage, const char *prefix, Kleos__Visibility first, Kleos__Visibility second)
{
	struct arena *arena = &stage->fixture.arena;
	struct id ids[] = {
		stage_member(stage, arena_printf(arena, "%s-giver", prefix), "craft", "", VISIBILITY(EXTERNAL)),
		stage_member(stage, arena_printf(arena, "%s-first", prefix), "craft", "", first),
		stage_member(stage, arena_printf(arena, "%s-second", prefix), "craft", "", second),
		stage_member(stage, arena_printf(arena, "%s-outsider", prefix), "far", "", VISIBILITY(EXTERNAL)),
	};
	return (struct cast){a_member(&ids[0]), a_member(&ids[1]), a_member(&ids[2]), a_member(&ids[3]),
						 arena_printf(arena, "%s-first %s-second", prefix, prefix)};
}

static const char *given(struct stage *stage, const struct cast *cast, Kleos__Visibility requested)
{
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, cast->receivers, "well done, both");
	request->visibility = requested;
	return stage_give(stage, &cast->giver, request)->id;
}

static const char *events_of(struct stage *stage, const char *id)
{
	struct id subject = id_of(id);
	return peer_events(&stage->peer, &subject);
}

static const Kleos__ShareRecognitionResponse *share(struct stage *stage, const struct principal *who, const char *id,
													Kleos__Visibility visibility)
{
	Kleos__ShareRecognitionRequest request = KLEOS__SHARE_RECOGNITION_REQUEST__INIT;
	request.recognition = id;
	request.visibility = visibility;
	return peer_must(&stage->peer, who, RECOGNITIONS, "ShareRecognition", &request.base);
}

static void anyone_named_lowers_it_at_any_time(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "lo", VISIBILITY(EXTERNAL), VISIBILITY(EXTERNAL));
	const char *id = given(stage, &cast, VISIBILITY(EXTERNAL));
	assert_non_null(stage_get(stage, &cast.outsider, id));
	assert_int_equal(stage_lower(stage, &cast.second, id, VISIBILITY(ORGANIZATION)), VISIBILITY(ORGANIZATION));
	stage_later(stage, 86400000);
	assert_int_equal(stage_lower(stage, &cast.giver, id, VISIBILITY(TEAM)), VISIBILITY(TEAM));
	assert_null(stage_get(stage, &cast.outsider, id));
	assert_int_equal(stage_lower(stage, &cast.first, id, VISIBILITY(PRIVATE)), VISIBILITY(PRIVATE));
	assert_int_equal(stage_lower(stage, &cast.first, id, VISIBILITY(EXTERNAL)), VISIBILITY(PRIVATE)); /* never raises */
	assert_int_equal(stage_get(stage, &cast.giver, id)->visibility, VISIBILITY(PRIVATE));
	assert_int_equal(stage_get(stage, &cast.giver, id)->requested_visibility, VISIBILITY(EXTERNAL));
	assert_string_equal(events_of(stage, id),
						"recognition.given recognition.lowered recognition.lowered recognition.lowered");
	Kleos__ListRecognitionsRequest by_giver = LIST_INIT;
	by_giver.giver = "lo-giver";
	assert_false(stage_lists(stage, &cast.outsider, by_giver, id));
	assert_true(stage_lists(stage, &cast.second, LIST_INIT, id));
}

static void it_gets_louder_only_when_everybody_agrees(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "sh", VISIBILITY(PRIVATE), VISIBILITY(TEAM));
	const char *id = given(stage, &cast, VISIBILITY(ORGANIZATION));
	const Kleos__ShareRecognitionResponse *answer = share(stage, &cast.first, id, VISIBILITY(UNSPECIFIED));
	assert_int_equal(answer->recognition->visibility, VISIBILITY(TEAM));
	assert_int_equal(answer->waiting_for, 1);
	assert_null(stage_get(stage, &cast.outsider, id));
	assert_int_equal(stage_lower(stage, &cast.giver, id, VISIBILITY(TEAM)), VISIBILITY(TEAM));
	answer = share(stage, &cast.second, id, VISIBILITY(ORGANIZATION));
	assert_int_equal(answer->waiting_for, 1); /* the giver */
	assert_int_equal(answer->recognition->visibility, VISIBILITY(TEAM));
	answer = share(stage, &cast.giver, id, VISIBILITY(UNSPECIFIED));
	assert_int_equal(answer->waiting_for, 0);
	assert_int_equal(answer->recognition->visibility, VISIBILITY(ORGANIZATION));
	assert_non_null(stage_get(stage, &cast.outsider, id));
	assert_true(stage_lists(stage, &cast.outsider, LIST_INIT, id));
	assert_string_equal(events_of(stage, id), "recognition.given recognition.shared recognition.shared");
}

static void sharing_goes_as_far_as_one_says_and_never_back(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "fa", VISIBILITY(PRIVATE), VISIBILITY(EXTERNAL));
	const char *id = given(stage, &cast, VISIBILITY(ORGANIZATION));
	assert_int_equal(share(stage, &cast.first, id, VISIBILITY(TEAM))->waiting_for, 0);
	assert_int_equal(share(stage, &cast.first, id, VISIBILITY(PRIVATE))->recognition->visibility, VISIBILITY(TEAM));
	assert_int_equal(stage_share(stage, &cast.first, id, VISIBILITY(EXTERNAL)), VISIBILITY(UNSPECIFIED));
	assert_int_equal(stage->peer.reply.status, STATUS_INVALID_ARGUMENT);
	assert_true(stage_violates(stage, "visibility"));
	assert_int_equal(stage_get(stage, &cast.first, id)->visibility, VISIBILITY(TEAM));
}

static void only_those_named_say_how_loud_it_is(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "on", VISIBILITY(EXTERNAL), VISIBILITY(EXTERNAL));
	struct principal admin = a_key(ROLE_BIT(ADMIN)), service = a_key(ROLE_BIT(SERVICE));
	const char *id = given(stage, &cast, VISIBILITY(ORGANIZATION));
	const struct principal *others[] = {&cast.outsider, &admin};
	for (size_t i = 0; i < 2; i++) {
		assert_int_equal(stage_lower(stage, others[i], id, VISIBILITY(TEAM)), VISIBILITY(UNSPECIFIED));
		assert_string_equal(stage->peer.reply.reason, "NOT_NAMED");
		assert_int_equal(stage_share(stage, others[i], id, VISIBILITY(TEAM)), VISIBILITY(UNSPECIFIED));
		assert_int_equal(stage->peer.reply.status, STATUS_PERMISSION_DENIED);
	}
	stage_lower(stage, &service, id, VISIBILITY(TEAM));
	assert_int_equal(stage->peer.reply.status, STATUS_PERMISSION_DENIED);
	assert_int_equal(stage_lower(stage, &cast.first, id, VISIBILITY(UNSPECIFIED)), VISIBILITY(UNSPECIFIED));
	assert_true(stage_violates(stage, "visibility"));
	stage_lower(stage, &cast.first, id, VISIBILITY(TEAM));
	const char *texts[] = {id, "01890000-0000-7000-8000-000000000001", "none"};
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(stage_share(stage, &cast.outsider, texts[i], 0), VISIBILITY(UNSPECIFIED));
		assert_string_equal(stage->peer.reply.reason, "RECOGNITION_NOT_FOUND");
		assert_string_equal(stage->peer.reply.message,
							arena_printf(&stage->fixture.arena, "no recognition '%s'", texts[i]));
	}
}

static void a_repeated_request_id_answers_with_what_holds_now(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "re", VISIBILITY(PRIVATE), VISIBILITY(EXTERNAL));
	const char *id = given(stage, &cast, VISIBILITY(ORGANIZATION));
	Kleos__ShareRecognitionRequest request = KLEOS__SHARE_RECOGNITION_REQUEST__INIT;
	request.recognition = id;
	peer_call(&stage->peer, &cast.first, RECOGNITIONS, "ShareRecognition", "share-1", &request.base);
	assert_int_equal(stage_lower(stage, &cast.second, id, VISIBILITY(TEAM)), VISIBILITY(TEAM));
	const Kleos__ShareRecognitionResponse *again =
		peer_call(&stage->peer, &cast.first, RECOGNITIONS, "ShareRecognition", "share-1", &request.base);
	assert_true(stage->peer.reply.replayed);
	assert_int_equal(again->recognition->visibility, VISIBILITY(TEAM));
	assert_int_equal(again->waiting_for, 1);
}

static void set_preference(struct stage *stage, const struct principal *who, Kleos__Visibility ceiling,
						   bool lower_given)
{
	Kleos__UpdatePreferencesRequest request = KLEOS__UPDATE_PREFERENCES_REQUEST__INIT;
	request.member = "me";
	request.ceiling = ceiling;
	request.lower_given = lower_given;
	peer_must(&stage->peer, who, RECOGNITIONS, "UpdatePreferences", &request.base);
}

static void a_new_ceiling_reaches_back_only_when_its_owner_says_so(void **state)
{
	struct stage *stage = *state;
	struct cast cast = cast_of(stage, "pa", VISIBILITY(EXTERNAL), VISIBILITY(EXTERNAL));
	const char *ids[200];
	for (size_t i = 0; i < 200; i++)
		ids[i] = given(stage, &cast, (Kleos__Visibility)(i % 5 + 1));
	set_preference(stage, &cast.first, VISIBILITY(TEAM), false);
	assert_int_equal(stage_get(stage, &cast.giver, ids[4])->visibility, VISIBILITY(EXTERNAL));
	set_preference(stage, &cast.first, VISIBILITY(TEAM), true);
	for (size_t i = 0; i < 200; i++) {
		Kleos__Visibility requested = (Kleos__Visibility)(i % 5 + 1);
		bool lowered = requested > VISIBILITY(TEAM);
		assert_int_equal(stage_get(stage, &cast.giver, ids[i])->visibility, lowered ? VISIBILITY(TEAM) : requested);
		assert_string_equal(events_of(stage, ids[i]),
							lowered ? "recognition.given recognition.lowered" : "recognition.given");
	}
	assert_null(stage_get(stage, &cast.outsider, ids[3]));
	set_preference(stage, &cast.first, VISIBILITY(EXTERNAL), true); /* never makes anything louder */
	assert_int_equal(stage_get(stage, &cast.giver, ids[4])->visibility, VISIBILITY(TEAM));
	/* The other receiver cannot undo it. */
	assert_int_equal(share(stage, &cast.second, ids[4], VISIBILITY(EXTERNAL))->recognition->visibility,
					 VISIBILITY(TEAM));
	assert_int_equal(share(stage, &cast.first, ids[4], 0)->recognition->visibility, VISIBILITY(EXTERNAL));
	set_preference(stage, &cast.first, VISIBILITY(UNSPECIFIED), true); /* the deployment's default: TEAM */
	assert_int_equal(stage_get(stage, &cast.giver, ids[4])->visibility, VISIBILITY(TEAM));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(anyone_named_lowers_it_at_any_time),
		cmocka_unit_test(it_gets_louder_only_when_everybody_agrees),
		cmocka_unit_test(sharing_goes_as_far_as_one_says_and_never_back),
		cmocka_unit_test(only_those_named_say_how_loud_it_is),
		cmocka_unit_test(a_repeated_request_id_answers_with_what_holds_now),
		cmocka_unit_test(a_new_ceiling_reaches_back_only_when_its_owner_says_so),
	};
	return stage_run("how loud a recognition is", tests, sizeof tests / sizeof *tests);
}

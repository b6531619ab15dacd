/* Reactions. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

static const Kleos__Recognition *react(struct stage *stage, const struct principal *who, const char *id,
									   const char *emoji)
{
	Kleos__ReactRequest request = KLEOS__REACT_REQUEST__INIT;
	request.recognition = id;
	request.emoji = emoji;
	const Kleos__ReactResponse *response = peer_must(&stage->peer, who, RECOGNITIONS, "React", &request.base);
	return response->recognition;
}

static const Kleos__Recognition *unreact(struct stage *stage, const struct principal *who, const char *id,
										 const char *emoji)
{
	Kleos__UnreactRequest request = KLEOS__UNREACT_REQUEST__INIT;
	request.recognition = id;
	request.emoji = emoji;
	const Kleos__UnreactResponse *response = peer_must(&stage->peer, who, RECOGNITIONS, "Unreact", &request.base);
	return response->recognition;
}

static void cannot_react(struct stage *stage, const struct principal *who, const char *id, const char *emoji,
						 enum status status, const char *reason)
{
	Kleos__ReactRequest request = KLEOS__REACT_REQUEST__INIT;
	request.recognition = id;
	request.emoji = emoji;
	peer_refused(&stage->peer, who, RECOGNITIONS, "React", &request.base, status, reason);
	Kleos__UnreactRequest back = KLEOS__UNREACT_REQUEST__INIT;
	back.recognition = id;
	back.emoji = emoji;
	peer_refused(&stage->peer, who, RECOGNITIONS, "Unreact", &back.base, status, reason);
}

/* "🎉 2 mine, ❤ 1": what the recognition shows. */
static const char *shown(struct stage *stage, const Kleos__Recognition *recognition)
{
	const char *text = "";
	for (size_t i = 0; i < recognition->n_reactions; i++) {
		const Kleos__Reaction *reaction = recognition->reactions[i];
		text = arena_printf(&stage->fixture.arena, "%s%s%s %d%s", text, i ? ", " : "", reaction->emoji, reaction->count,
							reaction->mine ? " mine" : "");
	}
	return text;
}

static void reactions_are_counted_in_the_order_of_first_use(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "o-giver", "reef", "", 0);
	struct id thanked = stage_member(stage, "o-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct id one = stage_member(stage, "o-one", "hull", "", 0);
	struct principal who = a_member(&giver), other = a_member(&thanked), first = a_member(&one);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "o-thanked", "well"))->id;
	assert_string_equal(shown(stage, react(stage, &first, id, "🎉")), "🎉 1 mine");
	assert_string_equal(shown(stage, react(stage, &other, id, "❤️")), "🎉 1, ❤️ 1 mine");
	assert_string_equal(shown(stage, react(stage, &who, id, "❤")), "🎉 1, ❤️ 2 mine");
	assert_string_equal(shown(stage, react(stage, &who, id, "❤️")), "🎉 1, ❤️ 2 mine"); /* once each */
	assert_string_equal(shown(stage, stage_get(stage, &first, id)), "🎉 1 mine, ❤️ 2");
	const Kleos__ListRecognitionsRequest list = LIST_INIT;
	assert_string_equal(shown(stage, stage_list(stage, &other, &list)->recognitions[0]), "🎉 1, ❤️ 2 mine");
	struct principal service = a_key(ROLE_BIT(SERVICE));
	assert_string_equal(shown(stage, stage_get(stage, &service, id)), "🎉 1, ❤️ 2");
	struct id subject = id_of(id);
	assert_string_equal(peer_events(&stage->peer, &subject),
						"recognition.given recognition.reacted recognition.reacted recognition.reacted");
}

static void a_reaction_can_be_taken_back(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "t-giver", "reef", "", 0), one = stage_member(stage, "t-one", "reef", "", 0);
	stage_member(stage, "t-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), first = a_member(&one);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "t-thanked", "well"))->id;
	react(stage, &first, id, "🎉");
	react(stage, &who, id, "🚀");
	react(stage, &first, id, "🚀");
	assert_string_equal(shown(stage, unreact(stage, &first, id, "👏")), "🎉 1 mine, 🚀 2 mine"); /* was not there: fine */
	assert_string_equal(shown(stage, unreact(stage, &first, id, "🎉")), "🚀 2 mine");
	assert_string_equal(shown(stage, unreact(stage, &first, id, "🚀")), "🚀 1");
	assert_string_equal(shown(stage, unreact(stage, &first, id, "🚀")), "🚀 1");
	assert_string_equal(shown(stage, react(stage, &first, id, "🎉")), "🚀 1, 🎉 1 mine"); /* first used anew */
	unreact(stage, &first, id, "🎉");
	assert_string_equal(shown(stage, unreact(stage, &who, id, "🚀")), "");
}

static void a_recognition_has_at_most_twenty_kinds(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "k-giver", "reef", "", 0), one = stage_member(stage, "k-one", "reef", "", 0);
	stage_member(stage, "k-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), first = a_member(&one);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "k-thanked", "well"))->id;
	for (int i = 0; i < 20; i++)
		react(stage, &first, id, arena_printf(&stage->fixture.arena, "\xf0\x9f\x90%c", 0x80 + i));
	Kleos__ReactRequest request = KLEOS__REACT_REQUEST__INIT;
	request.recognition = id;
	request.emoji = "🎉";
	peer_refused(&stage->peer, &who, RECOGNITIONS, "React", &request.base, STATUS_FAILED_PRECONDITION,
				 "TOO_MANY_REACTIONS");
	assert_int_equal(stage_get(stage, &who, id)->n_reactions, 20);
	const Kleos__Recognition *used = react(stage, &who, id, "\xf0\x9f\x90\x80");
	assert_int_equal(used->n_reactions, 20);
	assert_int_equal(used->reactions[0]->count, 2);
	unreact(stage, &first, id, "\xf0\x9f\x90\x81");
	assert_int_equal(react(stage, &who, id, "🎉")->n_reactions, 20);
}

static void a_reaction_is_one_emoji_of_somebody_who_sees(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "e-giver", "reef", "", 0),
			  outsider = stage_member(stage, "e-out", "hull", "", 0);
	stage_member(stage, "e-thanked", "reef", "", VISIBILITY(TEAM));
	struct principal who = a_member(&giver), out = a_member(&outsider), admin = a_key(ROLE_BIT(ADMIN));
	const char *id = stage_give(stage, &who, stage_thanks(stage, "e-thanked", "well"))->id;
	cannot_react(stage, &who, id, "well", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_true(stage_violates(stage, "emoji"));
	cannot_react(stage, &who, id, "🎉🎉", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	cannot_react(stage, &out, id, "🎉", STATUS_NOT_FOUND, "RECOGNITION_NOT_FOUND");
	cannot_react(stage, &admin, id, "🎉", STATUS_PERMISSION_DENIED, "MEMBER_NEEDED");
	assert_int_equal(stage_get(stage, &who, id)->n_reactions, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reactions_are_counted_in_the_order_of_first_use),
		cmocka_unit_test(a_reaction_can_be_taken_back),
		cmocka_unit_test(a_recognition_has_at_most_twenty_kinds),
		cmocka_unit_test(a_reaction_is_one_emoji_of_somebody_who_sees),
	};
	return stage_run("reactions", tests, sizeof tests / sizeof *tests);
}

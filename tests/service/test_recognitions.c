/* Giving, and how each person likes it. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include "common/base/text.h"

#include <string.h>

static void what_is_given_can_be_read_back(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "rea", "craft/web", "", VISIBILITY(EXTERNAL));
	stage_member(stage, "niki", "craft", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "odd.one", "", "", VISIBILITY(EXTERNAL));
	struct principal who = a_member(&giver);
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "NIKI odd.one", "  Ευχαριστώ για όλα \r\n ");
	Kleos__Link link = KLEOS__LINK__INIT, *links[] = {&link};
	link.url = "https://example.org/post?a=1#top";
	link.title = " The   post ";
	request->receivers[0]->credit = "wrote it";
	request->value = "craft";
	request->win = KLEOS__WIN__WIN_BIG;
	request->prompt = 3;
	request->setting = KLEOS__SETTING__SETTING_CHAT;
	request->links = links;
	request->n_links = 1;
	const Kleos__Recognition *given = stage_give(stage, &who, request);
	const Kleos__Recognition *got = stage_get(stage, &who, given->id);
	for (const Kleos__Recognition *r = given; r; r = r == given ? got : NULL) {
		assert_string_equal(r->id, given->id);
		assert_string_equal(r->giver->handle, "rea");
		assert_string_equal(r->giver->display_name, "The rea");
		assert_int_equal(r->n_receivers, 2);
		assert_string_equal(r->receivers[0]->member->handle, "niki");
		assert_string_equal(r->receivers[0]->credit, "wrote it");
		assert_string_equal(r->receivers[1]->member->handle, "odd.one");
		assert_string_equal(r->message, "Ευχαριστώ για όλα");
		assert_string_equal(r->value, "craft");
		assert_int_equal(r->win, KLEOS__WIN__WIN_BIG);
		assert_int_equal(r->prompt, 3);
		assert_int_equal(r->setting, KLEOS__SETTING__SETTING_CHAT);
		assert_int_equal(r->requested_visibility, VISIBILITY(EXTERNAL));
		assert_int_equal(r->visibility, VISIBILITY(ORGANIZATION));
		assert_int_equal(r->n_links, 1);
		assert_string_equal(r->links[0]->url, "https://example.org/post?a=1#top");
		assert_string_equal(r->links[0]->title, "The post");
		assert_int_equal(r->give_time->seconds, stage->fixture.world.now_ms / 1000);
		assert_int_equal(r->create_time->seconds, stage->fixture.world.now_ms / 1000);
	}
	struct id id = id_of(given->id);
	assert_string_equal(peer_events(&stage->peer, &id), "recognition.given");
}

static void every_wrong_field_is_named(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "wendy", "craft", "", 0);
	stage_member(stage, "twice", "craft", "", 0);
	stage_settle(stage);
	struct principal who = a_member(&giver);
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "twice wendy twice me", " \t\n ");
	Kleos__Link link = KLEOS__LINK__INIT, *links[] = {&link};
	link.url = "javascript:alert(1)";
	request->receivers[0]->credit = arena_alloc(&stage->fixture.arena, 202);
	memset((char *)request->receivers[0]->credit, 'x', 201);
	request->value = "Not A Slug";
	request->win = 3;
	request->prompt = 6;
	request->setting = 6;
	request->visibility = 6;
	request->links = links;
	request->n_links = 1;
	stage_refuses(stage, &who, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	const char *fields[] = {"message",
							"value",
							"win",
							"prompt",
							"setting",
							"visibility",
							"links[0]",
							"receivers[0].credit",
							"receivers[1].member",
							"receivers[2].member",
							"receivers[3].member"};
	assert_int_equal(stage->peer.reply.n_violations, sizeof fields / sizeof *fields);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (!stage_violates(stage, fields[i]))
			fail_msg("nothing said of %s", fields[i]);
}

static void a_message_has_one_to_four_thousand_characters(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "lena", "craft", "", 0);
	stage_member(stage, "long", "craft", "", 0);
	struct principal who = a_member(&giver);
	char *text = arena_alloc(&stage->fixture.arena, 2 * 4001 + 1);
	for (size_t i = 0; i < 4001; i++)
		memcpy(text + 2 * i, "ω", 2);
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "long", text);
	stage_refuses(stage, &who, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_true(stage_violates(stage, "message"));
	text[8000] = '\0';
	assert_string_equal(stage_give(stage, &who, request)->message, text);
}

static void at_most_fifty_are_thanked_at_once(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "crowd", "craft", "", 0);
	struct principal who = a_member(&giver);
	const char *names = "";
	for (int i = 0; i < 51; i++) {
		const char *handle = arena_printf(&stage->fixture.arena, "crowd%d", i);
		stage_member(stage, handle, "craft", "", 0);
		names = i ? arena_printf(&stage->fixture.arena, "%s %s", names, handle) : handle;
	}
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, names, "all of you");
	stage_refuses(stage, &who, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_true(stage_violates(stage, "receivers"));
	request->n_receivers = 50;
	assert_int_equal(stage_give(stage, &who, request)->n_receivers, 50);
	request->n_receivers = 0;
	stage_refuses(stage, &who, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
}

static void only_integrations_name_the_giver(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "gina", "craft", "", 0);
	stage_member(stage, "rosa", "craft", "", 0);
	struct principal member = a_member(&giver), service = a_key(ROLE_BIT(SERVICE)), auditor = a_key(ROLE_BIT(AUDITOR)),
					 nobody = a_key(ROLE_BIT(MEMBER));
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "rosa", "well done");
	stage_refuses(stage, &service, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_true(stage_violates(stage, "giver"));
	stage_refuses(stage, &nobody, request, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED");
	stage_refuses(stage, &auditor, request, STATUS_PERMISSION_DENIED, NULL);
	request->giver = "gina";
	stage_refuses(stage, &member, request, STATUS_PERMISSION_DENIED, "GIVER_NOT_ALLOWED");
	assert_string_equal(stage_give(stage, &service, request)->giver->handle, "gina");
	request->giver = "rosa";
	stage_refuses(stage, &service, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	request->giver = "no-such-giver";
	stage_refuses(stage, &service, request, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND");
	assert_string_equal(stage->peer.reply.message, "no member 'no-such-giver'");
}

static void whoever_was_just_created_can_be_thanked_at_once(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "host", "craft", "", 0);
	struct principal who = a_member(&giver);
	for (int i = 0; i < 20; i++) {
		const char *handle = arena_printf(&stage->fixture.arena, "fresh%d", i);
		stage_member(stage, handle, "craft", "", 0);
		stage_give(stage, &who, stage_thanks(stage, handle, "welcome"));
	}
	stage_refuses(stage, &who, stage_thanks(stage, "never-came", "welcome"), STATUS_NOT_FOUND, "MEMBER_NOT_FOUND");
}

static void who_has_left_neither_gives_nor_is_thanked(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "stays", "craft", "", 0);
	struct id gone = stage_member(stage, "leaves", "craft", "", 0);
	struct principal who = a_member(&giver), left = a_member(&gone);
	stage_deactivate(stage, "leaves");
	stage_settle(stage);
	stage_refuses(stage, &who, stage_thanks(stage, "leaves", "bye"), STATUS_FAILED_PRECONDITION, "MEMBER_INACTIVE");
	stage_refuses(stage, &left, stage_thanks(stage, "stays", "bye"), STATUS_FAILED_PRECONDITION, "MEMBER_INACTIVE");
}

static void a_repeated_request_id_gives_once(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "again", "craft", "", 0);
	stage_member(stage, "once", "craft", "", VISIBILITY(MANAGER));
	struct principal who = a_member(&giver), service = a_key(ROLE_BIT(SERVICE));
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "once", "only once");
	for (const struct principal *p = &who; p; p = p == &who ? &service : NULL) {
		request->giver = p == &service ? "again" : "";
		const Kleos__GiveRecognitionResponse *first =
			peer_call(&stage->peer, p, RECOGNITIONS, "GiveRecognition", "key-1", &request->base);
		assert_false(stage->peer.reply.replayed);
		const Kleos__GiveRecognitionResponse *second =
			peer_call(&stage->peer, p, RECOGNITIONS, "GiveRecognition", "key-1", &request->base);
		assert_true(stage->peer.reply.replayed);
		uint8_t a[4096], b[4096];
		size_t n = protobuf_c_message_pack(&first->base, a);
		assert_int_equal(protobuf_c_message_pack(&second->base, b), n);
		assert_memory_equal(a, b, n);
	}
	request->giver = "";
	request->message = "something else";
	peer_call(&stage->peer, &who, RECOGNITIONS, "GiveRecognition", "key-1", &request->base);
	assert_int_equal(stage->peer.reply.status, STATUS_ALREADY_EXISTS);
	assert_string_equal(stage->peer.reply.reason, "REQUEST_ID_REUSED");
}

static Kleos__GetPreferencesResponse *preferences(struct stage *stage, const struct principal *who, const char *member)
{
	Kleos__GetPreferencesRequest request = KLEOS__GET_PREFERENCES_REQUEST__INIT;
	request.member = member;
	return peer_must(&stage->peer, who, RECOGNITIONS, "GetPreferences", &request.base);
}

static void a_preference_is_said_by_its_owner_and_read_by_colleagues(void **state)
{
	struct stage *stage = *state;
	struct id id = stage_member(stage, "pia", "craft", "", 0), other_id = stage_member(stage, "paul", "web", "", 0);
	stage_member(stage, "loud", "craft", "", VISIBILITY(EXTERNAL));
	struct principal pia = a_member(&id), other = a_member(&other_id), service = a_key(ROLE_BIT(SERVICE));
	Kleos__Channel channels[] = {KLEOS__CHANNEL__CHANNEL_EMAIL, KLEOS__CHANNEL__CHANNEL_CHAT};
	Kleos__UpdatePreferencesRequest update = KLEOS__UPDATE_PREFERENCES_REQUEST__INIT;

	assert_int_equal(preferences(stage, &other, "pia")->preferences->ceiling, VISIBILITY(TEAM));
	assert_false(preferences(stage, &other, "pia")->preferences->said);
	assert_true(preferences(stage, &other, "loud")->preferences->said);
	assert_int_equal(preferences(stage, &other, "loud")->preferences->ceiling, VISIBILITY(EXTERNAL));
	update.member = "me";
	update.ceiling = VISIBILITY(PRIVATE);
	update.channels = channels;
	update.n_channels = 2;
	update.note = "no speeches, please";
	update.etag = preferences(stage, &pia, "me")->preferences->etag;
	peer_must(&stage->peer, &pia, RECOGNITIONS, "UpdatePreferences", &update.base);
	peer_refused(&stage->peer, &pia, RECOGNITIONS, "UpdatePreferences", &update.base, STATUS_ABORTED, "ETAG_MISMATCH");
	const Kleos__Preferences *seen = preferences(stage, &other, "PIA")->preferences;
	assert_int_equal(seen->ceiling, VISIBILITY(PRIVATE));
	assert_int_equal(seen->n_channels, 2);
	assert_int_equal(seen->channels[0], KLEOS__CHANNEL__CHANNEL_EMAIL);
	assert_string_equal(seen->note, "no speeches, please");
	update.member = "pia";
	update.etag = "";
	peer_refused(&stage->peer, &other, RECOGNITIONS, "UpdatePreferences", &update.base, STATUS_PERMISSION_DENIED,
				 "NOT_YOUR_PREFERENCES");
	Kleos__GetPreferencesRequest get = KLEOS__GET_PREFERENCES_REQUEST__INIT;
	get.member = "pia";
	peer_refused(&stage->peer, &service, RECOGNITIONS, "GetPreferences", &get.base, STATUS_PERMISSION_DENIED, NULL);
	channels[1] = channels[0];
	peer_refused(&stage->peer, &pia, RECOGNITIONS, "UpdatePreferences", &update.base, STATUS_INVALID_ARGUMENT, NULL);
	assert_true(stage_violates(stage, "channels"));
	assert_string_equal(peer_events(&stage->peer, &id), "");
}

static void the_first_ceiling_counts_until_another_is_said(void **state)
{
	struct stage *stage = *state;
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	stage_member(stage, "first", "craft", "", VISIBILITY(EXTERNAL));
	assert_int_equal(preferences(stage, &admin, "first")->preferences->ceiling, VISIBILITY(EXTERNAL));
	stage_set_ceiling(stage, "first", VISIBILITY(PRIVATE));
	stage_move(stage, "first", "elsewhere"); /* the directory tells of the member once more */
	stage_settle(stage);
	assert_int_equal(preferences(stage, &admin, "first")->preferences->ceiling, VISIBILITY(PRIVATE));
	stage_set_ceiling(stage, "first", VISIBILITY(UNSPECIFIED));
	stage_move(stage, "first", "craft");
	stage_settle(stage);
	assert_int_equal(preferences(stage, &admin, "first")->preferences->ceiling, VISIBILITY(TEAM));
}

static void no_recognition_is_louder_than_anyone_in_it_likes(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "seeded", "craft", "", VISIBILITY(PRIVATE));
	struct principal who = a_member(&giver);
	Kleos__Visibility ceilings[6];
	uint32_t seed = 20260301;
	for (int i = 0; i < 6; i++)
		stage_member(stage, arena_printf(&stage->fixture.arena, "ear%d", i), "craft", "", ceilings[i] = i % 5 + 1);
	for (int round = 0; round < 300; round++) {
		const char *names = "";
		seed = seed * 1664525 + 1013904223;
		int changed = (int)(seed >> 24) % 6, set = (int)(seed >> 16) % 63 + 1;
		Kleos__Visibility requested = (seed >> 8) % 6;
		Kleos__Visibility least = requested ? requested : VISIBILITY(ORGANIZATION);
		ceilings[changed] = (seed >> 4) % 6; /* 0: back to the deployment's default */
		stage_set_ceiling(stage, arena_printf(&stage->fixture.arena, "ear%d", changed), ceilings[changed]);
		for (int i = 0; i < 6; i++) {
			Kleos__Visibility ceiling = ceilings[i] ? ceilings[i] : VISIBILITY(TEAM);
			if (!(set >> i & 1))
				continue;
			names = arena_printf(&stage->fixture.arena, "%s%sear%d", names, *names ? " " : "", i);
			least = ceiling < least ? ceiling : least;
		}
		Kleos__GiveRecognitionRequest *request = stage_thanks(stage, names, "psst");
		request->visibility = requested;
		const Kleos__Recognition *given = stage_give(stage, &who, request);
		assert_int_equal(given->visibility, least);
		assert_int_equal(stage_get(stage, &who, given->id)->visibility, least);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_given_can_be_read_back),
		cmocka_unit_test(every_wrong_field_is_named),
		cmocka_unit_test(a_message_has_one_to_four_thousand_characters),
		cmocka_unit_test(at_most_fifty_are_thanked_at_once),
		cmocka_unit_test(only_integrations_name_the_giver),
		cmocka_unit_test(whoever_was_just_created_can_be_thanked_at_once),
		cmocka_unit_test(who_has_left_neither_gives_nor_is_thanked),
		cmocka_unit_test(a_repeated_request_id_gives_once),
		cmocka_unit_test(a_preference_is_said_by_its_owner_and_read_by_colleagues),
		cmocka_unit_test(the_first_ceiling_counts_until_another_is_said),
		cmocka_unit_test(no_recognition_is_louder_than_anyone_in_it_likes),
	};
	return stage_run("recognitions", tests, sizeof tests / sizeof *tests);
}

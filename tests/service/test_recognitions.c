/* Recognitions with a real members service beside it; the whole list runs over inproc and again over tcp. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "kleos/rpc/v1/health_service.pb-c.h"

#include <stdlib.h>
#include <string.h>

#define DAY_MS INT64_C(86400000)

static struct stage *stage_of(void **state)
{
	return *state;
}

static void refuses(struct stage *stage, const struct principal *who, const Kleos__GiveRecognitionRequest *request,
                    enum status status, const char *reason)
{
	peer_refused(&stage->peer, who, RECOGNITIONS, "GiveRecognition", &request->base, status, reason);
}

static bool violates(const struct stage *stage, const char *field)
{
	for (size_t i = 0; i < stage->peer.reply.n_violations; i++)
		if (text_equal(stage->peer.reply.violations[i]->field, field))
			return true;
	return false;
}

static void what_is_given_can_be_read_back(void **state)
{
	struct stage *stage = stage_of(state);
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
	struct stage *stage = stage_of(state);
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
	refuses(stage, &who, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	const char *fields[] = {"message", "value", "win", "prompt", "setting", "visibility", "links[0]",
	                        "receivers[0].credit", "receivers[1].member", "receivers[2].member", "receivers[3].member"};
	assert_int_equal(stage->peer.reply.n_violations, sizeof fields / sizeof *fields);
	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++)
		if (!violates(stage, fields[i]))
			fail_msg("nothing said of %s", fields[i]);
}

static void a_message_has_one_to_four_thousand_characters(void **state)
{
	struct stage *stage = stage_of(state);
	struct id giver = stage_member(stage, "lena", "craft", "", 0);
	stage_member(stage, "long", "craft", "", 0);
	struct principal who = a_member(&giver);
	char *text = arena_alloc(&stage->fixture.arena, 2 * 4001 + 1);
	for (int i = 0; i < 4001; i++)
		memcpy(text + 2 * i, "ω", 2);
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "long", text);
	refuses(stage, &who, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_true(violates(stage, "message"));
	text[2 * 4000] = '\0';
	assert_string_equal(stage_give(stage, &who, request)->message, text);
}

static void at_most_fifty_are_thanked_at_once(void **state)
{
	struct stage *stage = stage_of(state);
	struct id giver = stage_member(stage, "crowd", "craft", "", 0);
	struct principal who = a_member(&giver);
	const char *names = "";
	for (int i = 0; i < 51; i++) {
		const char *handle = arena_printf(&stage->fixture.arena, "crowd%d", i);
		stage_member(stage, handle, "craft", "", 0);
		names = i ? arena_printf(&stage->fixture.arena, "%s %s", names, handle) : handle;
	}
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, names, "all of you");
	refuses(stage, &who, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_true(violates(stage, "receivers"));
	request->n_receivers = 50;
	assert_int_equal(stage_give(stage, &who, request)->n_receivers, 50);
	request->n_receivers = 0;
	refuses(stage, &who, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
}

static void only_integrations_name_the_giver(void **state)
{
	struct stage *stage = stage_of(state);
	struct id giver = stage_member(stage, "gina", "craft", "", 0);
	stage_member(stage, "rosa", "craft", "", 0);
	struct principal member = a_member(&giver), service = a_key(ROLE_BIT(SERVICE)), auditor = a_key(ROLE_BIT(AUDITOR)),
					 nobody = a_key(ROLE_BIT(MEMBER));
	Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "rosa", "well done");
	refuses(stage, &service, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_true(violates(stage, "giver"));
	refuses(stage, &nobody, request, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED");
	refuses(stage, &auditor, request, STATUS_PERMISSION_DENIED, NULL);
	request->giver = "gina";
	refuses(stage, &member, request, STATUS_PERMISSION_DENIED, "GIVER_NOT_ALLOWED");
	assert_string_equal(stage_give(stage, &service, request)->giver->handle, "gina");
	request->giver = "rosa";
	refuses(stage, &service, request, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	request->giver = "no-such-giver";
	refuses(stage, &service, request, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND");
	assert_string_equal(stage->peer.reply.message, "no member 'no-such-giver'");
}

static void whoever_was_just_created_can_be_thanked_at_once(void **state)
{
	struct stage *stage = stage_of(state);
	struct id giver = stage_member(stage, "host", "craft", "", 0);
	struct principal who = a_member(&giver);
	for (int i = 0; i < 20; i++) {
		const char *handle = arena_printf(&stage->fixture.arena, "fresh%d", i);
		stage_member(stage, handle, "craft", "", 0);
		stage_give(stage, &who, stage_thanks(stage, handle, "welcome"));
	}
	refuses(stage, &who, stage_thanks(stage, "never-came", "welcome"), STATUS_NOT_FOUND, "MEMBER_NOT_FOUND");
}

static void who_has_left_neither_gives_nor_is_thanked(void **state)
{
	struct stage *stage = stage_of(state);
	struct id giver = stage_member(stage, "stays", "craft", "", 0);
	struct id gone = stage_member(stage, "leaves", "craft", "", 0);
	struct principal who = a_member(&giver), left = a_member(&gone);
	stage_deactivate(stage, "leaves");
	stage_settle(stage);
	refuses(stage, &who, stage_thanks(stage, "leaves", "bye"), STATUS_FAILED_PRECONDITION, "MEMBER_INACTIVE");
	refuses(stage, &left, stage_thanks(stage, "stays", "bye"), STATUS_FAILED_PRECONDITION, "MEMBER_INACTIVE");
}

static void a_repeated_request_id_gives_once(void **state)
{
	struct stage *stage = stage_of(state);
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
	struct stage *stage = stage_of(state);
	struct id id = stage_member(stage, "pia", "craft", "", 0), other_id = stage_member(stage, "paul", "web", "", 0);
	stage_member(stage, "loud", "craft", "", VISIBILITY(EXTERNAL));
	struct principal pia = a_member(&id), other = a_member(&other_id), service = a_key(ROLE_BIT(SERVICE));
	Kleos__Channel channels[] = {KLEOS__CHANNEL__CHANNEL_EMAIL, KLEOS__CHANNEL__CHANNEL_CHAT};
	Kleos__UpdatePreferencesRequest update = KLEOS__UPDATE_PREFERENCES_REQUEST__INIT;

	assert_int_equal(preferences(stage, &other, "pia")->preferences->ceiling, VISIBILITY(TEAM));
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
	assert_true(violates(stage, "channels"));
	assert_string_equal(peer_events(&stage->peer, &id), "");
}

static void no_recognition_is_louder_than_anyone_in_it_likes(void **state)
{
	struct stage *stage = stage_of(state);
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

/* Who may see what, by contract.md "Who sees it": a cross for PRIVATE, MANAGER, TEAM, ORGANIZATION, EXTERNAL. */
static const struct sight {
	const char *who;
	const char *team, *manager; /* NULL team: a key that belongs to nobody */
	uint32_t roles;
	const char *sees;
} sights[] = {
	{"v-giver", "sea/north", "v-far-boss", ROLE_BIT(MEMBER), "xxxxx"},
	{"v-receiver", "hill/east", "v-boss", ROLE_BIT(MEMBER), "xxxxx"},
	{"v-boss", "elsewhere", "", ROLE_BIT(LEADER), ".xxxx"},
	{"v-far-boss", "elsewhere", "", ROLE_BIT(LEADER), "...xx"},
	{"v-giver-mate", "sea/north", "", ROLE_BIT(MEMBER), "..xxx"},
	{"v-giver-child", "sea/north/ice", "", ROLE_BIT(MEMBER), "..xxx"},
	{"v-giver-parent", "sea", "", ROLE_BIT(MEMBER), "...xx"},
	{"v-giver-sibling", "sea/northern", "", ROLE_BIT(MEMBER), "...xx"},
	{"v-receiver-mate", "hill/east", "", ROLE_BIT(MEMBER), "..xxx"},
	{"v-receiver-child", "hill/east/oak", "", ROLE_BIT(MEMBER), "..xxx"},
	{"v-other", "elsewhere", "", ROLE_BIT(MEMBER), "...xx"},
	{"v-teamless", "", "", ROLE_BIT(MEMBER), "...xx"},
	{"v-admin", "elsewhere", "", ROLE_BIT(ADMIN) | ROLE_BIT(MEMBER), "...xx"},
	{"v-auditor", "elsewhere", "", ROLE_BIT(AUDITOR) | ROLE_BIT(MEMBER), "...xx"},
	{"admin key", NULL, "", ROLE_BIT(ADMIN), "...xx"},
	{"auditor key", NULL, "", ROLE_BIT(AUDITOR), "...xx"},
	{"service key", NULL, "", ROLE_BIT(SERVICE), "...xx"},
	{"people key", NULL, "", ROLE_BIT(PEOPLE_ADMIN), "....x"},
};
#define SIGHTS (sizeof sights / sizeof *sights)

static void cast_of_sights(struct stage *stage, struct principal *viewers)
{
	/* managers first */
	for (size_t pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < SIGHTS; i++) {
			const struct sight *s = &sights[i];
			if (s->team && !*s->manager == !pass) {
				struct id id = stage_member(stage, s->who, s->team, s->manager, VISIBILITY(EXTERNAL));
				viewers[i] = caller(s->roles, &id);
			} else if (!s->team) {
				viewers[i] = a_key(s->roles);
			}
		}
}

static void sees(struct stage *stage, const struct sight *sight, const struct principal *who, const char *id, bool expected)
{
	Kleos__ListRecognitionsRequest feed = LIST_INIT, given = LIST_INIT, received = LIST_INIT, there = LIST_INIT,
								   here = LIST_INIT, valued = LIST_INIT;
	given.giver = "v-giver";
	received.receiver = "v-receiver";
	there.team = "sea";
	here.team = "hill/east";
	valued.value = "sight";
	const Kleos__ListRecognitionsRequest *lists[] = {&feed, &given, &received, &there, &here, &valued};
	if ((stage_get(stage, who, id) != NULL) != expected)
		fail_msg("%s %s", sight->who, expected ? "cannot get it" : "can get it");
	if (!expected)
		assert_string_equal(stage->peer.reply.reason, "RECOGNITION_NOT_FOUND");
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		if (stage_lists(stage, who, *lists[i], id) != expected)
			fail_msg("%s: list %zu %s", sight->who, i, expected ? "lacks it" : "shows it");
}

static void each_level_is_seen_by_whom_the_contract_names(void **state)
{
	struct stage *stage = stage_of(state);
	struct principal viewers[SIGHTS];
	cast_of_sights(stage, viewers);
	for (Kleos__Visibility level = VISIBILITY(PRIVATE); level <= VISIBILITY(EXTERNAL); level++) {
		Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "v-receiver", "seen by whom?");
		request->visibility = level;
		request->value = "sight";
		const char *id = stage_give(stage, &viewers[0], request)->id;
		for (size_t i = 0; i < SIGHTS; i++)
			sees(stage, &sights[i], &viewers[i], id, sights[i].sees[level - 1] == 'x');
	}
}

static void a_team_that_changes_takes_its_sight_along(void **state)
{
	struct stage *stage = stage_of(state);
	struct id giver = stage_member(stage, "m-giver", "port", "", 0), mover = stage_member(stage, "m-mover", "port", "", 0);
	stage_member(stage, "m-receiver", "port", "", VISIBILITY(TEAM));
	struct principal who = a_member(&giver), moved = a_member(&mover);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "m-receiver", "for the port"))->id;
	assert_non_null(stage_get(stage, &moved, id));
	stage_later(stage, DAY_MS);
	stage_move(stage, "m-mover", "starboard");
	stage_move(stage, "m-receiver", "starboard");
	stage_settle(stage);
	assert_null(stage_get(stage, &moved, id)); /* stamped with port, where nobody of these is now but the giver */
	assert_non_null(stage_get(stage, &who, id));
	const char *later = stage_give(stage, &who, stage_thanks(stage, "m-receiver", "for starboard"))->id;
	assert_non_null(stage_get(stage, &moved, later));
}

static void what_may_not_be_seen_looks_like_what_is_not_there(void **state)
{
	struct stage *stage = stage_of(state);
	struct id giver = stage_member(stage, "x-giver", "inner", "", 0), other = stage_member(stage, "x-other", "outer", "", 0);
	stage_member(stage, "x-receiver", "inner", "", VISIBILITY(PRIVATE));
	struct principal who = a_member(&giver), outsider = a_member(&other);
	const char *hidden = stage_give(stage, &who, stage_thanks(stage, "x-receiver", "secret"))->id;
	const char *texts[] = {hidden, "01890000-0000-7000-8000-000000000001", "no id at all"};
	for (size_t i = 0; i < 3; i++) {
		assert_null(stage_get(stage, &outsider, texts[i]));
		const struct rpc_reply *reply = &stage->peer.reply;
		assert_int_equal(reply->status, STATUS_NOT_FOUND);
		assert_string_equal(reply->reason, "RECOGNITION_NOT_FOUND");
		assert_string_equal(reply->message, arena_printf(&stage->fixture.arena, "no recognition '%s'", texts[i]));
		assert_int_equal(reply->n_violations, 0);
	}
}

/* Two outsiders with the same rights read the same pages whether or not private words lie between. */
static void pages_do_not_tell_of_what_is_hidden(void **state)
{
	struct stage *stage = stage_of(state);
	struct id giver = stage_member(stage, "h-giver", "cave", "", 0), other = stage_member(stage, "h-other", "meadow", "", 0);
	stage_member(stage, "h-open", "cave", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "h-shy", "cave", "", VISIBILITY(TEAM));
	struct principal who = a_member(&giver), outsider = a_member(&other);
	Kleos__ListRecognitionsRequest request = LIST_INIT;
	request.giver = "h-giver";
	request.page_size = 2;
	stage_later(stage, 1000);
	for (int i = 0; i < 4; i++) {
		for (int j = 0; j < 40; j++)
			stage_give(stage, &who, stage_thanks(stage, "h-shy", "not for all"));
		stage_later(stage, 1000);
		stage_give(stage, &who, stage_thanks(stage, "h-open", "for all"));
		stage_later(stage, 1000);
	}
	const Kleos__ListRecognitionsResponse *page = stage_list(stage, &outsider, &request);
	assert_int_equal(page->n_recognitions, 2);
	request.page_token = page->next_page_token;
	page = stage_list(stage, &outsider, &request);
	assert_int_equal(page->n_recognitions, 2);
	assert_string_equal(page->next_page_token, ""); /* though 40 hidden ones follow */
}

static void paging_shows_each_once(void **state)
{
	struct stage *stage = stage_of(state);
	struct id giver = stage_member(stage, "pager", "book", "", 0), reader = stage_member(stage, "reader", "shelf", "", 0);
	stage_member(stage, "page-a", "book/a", "", VISIBILITY(ORGANIZATION));
	stage_member(stage, "page-b", "book/b", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), other = a_member(&reader);
	const size_t all = 1000;
	const char **ids = arena_array(&stage->fixture.arena, all, sizeof *ids);
	Kleos__ListRecognitionsRequest request = LIST_INIT;
	Google__Protobuf__Timestamp since = GOOGLE__PROTOBUF__TIMESTAMP__INIT, until = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	stage_later(stage, 60000);
	since.seconds = stage->fixture.world.now_ms / 1000;
	for (size_t i = 0; i < all; i++) {
		Kleos__GiveRecognitionRequest *thanks = stage_thanks(stage, i % 3 ? "page-a" : "page-a page-b", "a page");
		thanks->value = i % 2 ? "odd" : "even";
		ids[i] = stage_give(stage, &who, thanks)->id;
		stage_later(stage, i % 2 ? 20 : 0); /* pairs share a millisecond */
	}
	stage_later(stage, 1000);
	until.seconds = stage->fixture.world.now_ms / 1000;
	request.since = &since;
	request.until = &until;
	request.page_size = 73;
	const char *seen = "", *team[] = {"", "book", "book/a"};
	for (size_t t = 0; t < 3; t++) {
		size_t n = 0;
		int64_t before = INT64_MAX;
		request.team = team[t];
		request.page_token = "";
		do {
			const Kleos__ListRecognitionsResponse *page = stage_list(stage, &other, &request);
			for (size_t i = 0; i < page->n_recognitions; i++, n++) {
				assert_string_not_equal(page->recognitions[i]->id, seen);
				assert_true(page->recognitions[i]->give_time->seconds <= before);
				before = page->recognitions[i]->give_time->seconds;
				seen = page->recognitions[i]->id;
			}
			request.page_token = page->next_page_token;
		} while (*request.page_token);
		assert_int_equal(n, all);
	}
	request.value = "odd";
	request.page_size = 500;
	assert_int_equal(stage_list(stage, &other, &request)->n_recognitions, 500);
	request.receiver = "page-b";
	assert_int_equal(stage_list(stage, &other, &request)->n_recognitions, 167);
	for (size_t i = 0; i < all; i += 97)
		assert_true(stage_lists(stage, &other, LIST_INIT, ids[i]));
}

static void a_page_token_serves_its_reader_and_its_list_only(void **state)
{
	struct stage *stage = stage_of(state);
	struct id giver = stage_member(stage, "token-giver", "book", "", 0), id = stage_member(stage, "token-b", "book", "", 0);
	struct principal who = a_member(&giver), other = a_member(&id);
	Kleos__ListRecognitionsRequest request = LIST_INIT;
	for (int i = 0; i < 3; i++)
		stage_give(stage, &who, stage_thanks(stage, "token-b", "one more"));
	request.page_size = 1;
	request.giver = "token-giver";
	request.page_token = stage_list(stage, &who, &request)->next_page_token;
	stage_list(stage, &who, &request);
	peer_refused(&stage->peer, &other, RECOGNITIONS, "ListRecognitions", &request.base, STATUS_INVALID_ARGUMENT, NULL);
	request.value = "craft";
	peer_refused(&stage->peer, &who, RECOGNITIONS, "ListRecognitions", &request.base, STATUS_INVALID_ARGUMENT, NULL);
}

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
	struct stage *stage = stage_of(state);
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

static void bad_rows_are_named_and_good_rows_are_in(void **state)
{
	struct stage *stage = stage_of(state);
	stage_member(stage, "b-one", "mill", "", 0);
	stage_member(stage, "b-two", "mill", "", 0);
	const char *when = "2022-01-01T00:00:00Z";
	Kleos__RecognitionRow *rows[] = {
		row(stage, 2, when, "b-one", "b-two"),        row(stage, 3, "yesterday", "b-one", "b-two"),
		row(stage, 4, "2099-01-01T00:00:00Z", "b-one", "b-two"), row(stage, 5, when, "b-none", "b-two"),
		row(stage, 6, when, "b-one", "b-two;b-none"), row(stage, 7, when, "b-one", "b-two;b-two"),
		row(stage, 8, when, "b-one", "b-one"),        row(stage, 9, when, "b-one", ""),
		row(stage, 10, when, "b-one", "b-two"),       row(stage, 11, when, "b-one", "b-two"),
		row(stage, 12, when, "b-one", "b-two"),       row(stage, 13, when, "b-one", "b-two"),
		row(stage, 14, when, "b-one", "b-two"),       row(stage, 15, when, "b-one", "b-two"),
	};
	rows[8]->message = "  ";
	rows[9]->value = "No Slug";
	rows[10]->win = "huge";
	rows[11]->visibility = "shout";
	rows[12]->prompt = "6";
	rows[13]->setting = "moon";
	const char *columns[] = {"given_at", "given_at", "giver", "receivers", "receivers", "receivers", "receivers",
	                         "message",  "value",    "win",   "visibility", "prompt",   "setting"};
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
	peer_refused(&stage->peer, &member, RECOGNITIONS, "ImportRecognitions", &request.base, STATUS_PERMISSION_DENIED, NULL);
}

static void an_arc_bears_the_team_of_the_day_it_was_given(void **state)
{
	struct stage *stage = stage_of(state);
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
	Kleos__RecognitionRow *rows[] = {row(stage, 2, created, "s-giver", "s-mover"), row(stage, 3, moved, "s-giver", "s-mover"),
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

static bool is_ready(void *context)
{
	struct stage *stage = context;
	struct principal process = principal_internal("test");
	Kleos__CheckHealthRequest request = KLEOS__CHECK_HEALTH_REQUEST__INIT;
	const Kleos__CheckHealthResponse *response =
		peer_must(&stage->peer, &process, &kleos__health_service__descriptor, "CheckHealth", &request.base);
	return response->ready;
}

/* By itself, since it needs a recognitions that starts before members is there. */
static void it_is_ready_when_it_knows_the_members(void **state)
{
	(void)state;
	struct stage stage = {0};
	service_fixture_init(&stage.fixture);
	peer_init(&stage.members_peer, &stage.fixture, "members", PEER_INPROC);
	peer_init(&stage.peer, &stage.fixture, "recognitions", PEER_INPROC);
	stage_open_recognitions(&stage);
	peer_connect(&stage.peer);
	assert_false(is_ready(&stage));
	const struct members_config members = {.url = stage.members_peer.url,
	                                       .data_dir = stage.fixture.folder,
	                                       .environment = &stage.fixture.world.environment,
	                                       .key = &stage.fixture.world.key};
	assert_int_equal(members_open(&stage.members, &members), STATUS_OK);
	peer_connect(&stage.members_peer);
	wait_until(is_ready, &stage);
	struct id id = stage_member(&stage, "early", "craft", "", VISIBILITY(EXTERNAL));
	stage_member(&stage, "bird", "craft", "", VISIBILITY(EXTERNAL));
	struct principal who = a_member(&id);
	stage_give(&stage, &who, stage_thanks(&stage, "bird", "worms"));
	stage_close(&stage);
}

static int open_inproc(void **state)
{
	static struct stage stage;
	stage_open(&stage, PEER_INPROC);
	*state = &stage;
	return 0;
}

static int open_tcp(void **state)
{
	static struct stage stage;
	stage_open(&stage, PEER_TCP);
	*state = &stage;
	return 0;
}

static int close_stage(void **state)
{
	stage_close(*state);
	return 0;
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
		cmocka_unit_test(no_recognition_is_louder_than_anyone_in_it_likes),
		cmocka_unit_test(each_level_is_seen_by_whom_the_contract_names),
		cmocka_unit_test(a_team_that_changes_takes_its_sight_along),
		cmocka_unit_test(what_may_not_be_seen_looks_like_what_is_not_there),
		cmocka_unit_test(pages_do_not_tell_of_what_is_hidden),
		cmocka_unit_test(paging_shows_each_once),
		cmocka_unit_test(a_page_token_serves_its_reader_and_its_list_only),
		cmocka_unit_test(importing_twice_changes_nothing),
		cmocka_unit_test(bad_rows_are_named_and_good_rows_are_in),
		cmocka_unit_test(an_arc_bears_the_team_of_the_day_it_was_given),
	};
	const struct CMUnitTest alone[] = {cmocka_unit_test(it_is_ready_when_it_knows_the_members)};
	int failed = cmocka_run_group_tests_name("recognitions over inproc", tests, open_inproc, close_stage);
	failed += cmocka_run_group_tests_name("recognitions over tcp", tests, open_tcp, close_stage);
	return failed + cmocka_run_group_tests_name("recognitions by itself", alone, NULL, NULL);
}

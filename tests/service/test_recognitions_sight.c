/* Who sees what, one by one and in lists. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"

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

static void sees(struct stage *stage, const struct sight *sight, const struct principal *who, const char *id,
				 bool expected)
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
	struct stage *stage = *state;
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
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "m-giver", "port", "", 0);
	struct id mover = stage_member(stage, "m-mover", "port", "", 0);
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
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "x-giver", "inner", "", 0);
	struct id other = stage_member(stage, "x-other", "outer", "", 0);
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
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "h-giver", "cave", "", 0);
	struct id other = stage_member(stage, "h-other", "meadow", "", 0);
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
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "pager", "book", "", 0),
			  reader = stage_member(stage, "reader", "shelf", "", 0);
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
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "token-giver", "book", "", 0);
	struct id id = stage_member(stage, "token-b", "book", "", 0);
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_level_is_seen_by_whom_the_contract_names),
		cmocka_unit_test(a_team_that_changes_takes_its_sight_along),
		cmocka_unit_test(what_may_not_be_seen_looks_like_what_is_not_there),
		cmocka_unit_test(pages_do_not_tell_of_what_is_hidden),
		cmocka_unit_test(paging_shows_each_once),
		cmocka_unit_test(a_page_token_serves_its_reader_and_its_list_only),
	};
	return stage_run("sight of recognitions", tests, sizeof tests / sizeof *tests);
}

/* Whom nobody has thanked for a while, as far as the reader may see. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"

#include <string.h>

static const Kleos__ListOverlookedResponse *page_of(struct stage *stage, const struct principal *who, int32_t days,
													int32_t size, const char *token)
{
	Kleos__ListOverlookedRequest request = KLEOS__LIST_OVERLOOKED_REQUEST__INIT;
	request.days = days;
	request.page_size = size;
	request.page_token = token;
	return peer_must(&stage->peer, who, RECOGNITIONS, "ListOverlooked", &request.base);
}

/* Everybody whose handle begins so, with the day of their last thanks: "a:2026-03-01 b:". */
static const char *overlooked(struct stage *stage, const struct principal *who, int32_t days, const char *prefix)
{
	struct arena *arena = &stage->fixture.arena;
	const char *out = "", *token = "";
	do {
		const Kleos__ListOverlookedResponse *page = page_of(stage, who, days, 3, token);
		for (size_t i = 0; i < page->n_overlooked; i++) {
			const Kleos__Overlooked *one = page->overlooked[i];
			if (strncmp(one->member->handle, prefix, strlen(prefix)) == 0)
				out = arena_printf(arena, "%s%s%s:%s", out, *out ? " " : "", one->member->handle,
								   one->last_thanked_on ? one->last_thanked_on->value : "");
		}
		token = page->next_page_token;
	} while (*token);
	return out;
}

static void is_refused(struct stage *stage, const struct principal *who, int32_t days, enum status status,
					   const char *reason)
{
	Kleos__ListOverlookedRequest request = KLEOS__LIST_OVERLOOKED_REQUEST__INIT;
	request.days = days;
	peer_refused(&stage->peer, who, RECOGNITIONS, "ListOverlooked", &request.base, status, reason);
}

static void a_manager_reads_of_own_people_and_human_resources_of_all(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "a-boss", "", "", 0);
	stage_member(stage, "a-one", "arch", "a-boss", 0);
	stage_member(stage, "a-two", "arch", "a-one", 0);
	stage_member(stage, "a-left", "arch", "a-boss", 0);
	stage_deactivate(stage, "a-left");
	stage_settle(stage);
	struct principal manager = caller(ROLE_BIT(LEADER), &boss), plain = a_member(&boss);
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN)), admin = a_key(ROLE_BIT(ADMIN));
	assert_string_equal(overlooked(stage, &manager, 0, ""), "a-one:");
	assert_string_equal(overlooked(stage, &people, 0, "a-"), "a-boss: a-one: a-two:");
	assert_string_equal(overlooked(stage, &admin, 0, "a-"), "a-boss: a-one: a-two:");
	struct principal auditor = a_key(ROLE_BIT(AUDITOR)), service = a_key(ROLE_BIT(SERVICE));
	struct principal nobody = a_key(ROLE_BIT(LEADER));
	is_refused(stage, &plain, 0, STATUS_PERMISSION_DENIED, NULL);
	is_refused(stage, &auditor, 0, STATUS_PERMISSION_DENIED, NULL);
	is_refused(stage, &service, 0, STATUS_PERMISSION_DENIED, NULL);
	is_refused(stage, &nobody, 0, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED");
	is_refused(stage, &manager, -1, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	is_refused(stage, &manager, 366, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
}

static void one_is_overlooked_after_so_many_days_and_no_longer_once_thanked(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "d-boss", "", "", 0);
	stage_member(stage, "d-one", "dune", "d-boss", VISIBILITY(TEAM));
	stage_settle(stage);
	struct principal manager = caller(ROLE_BIT(LEADER), &boss);
	char day[DAY_TEXT_SIZE];
	day_format(day, day_of_ms(stage->fixture.world.now_ms));
	const char *since = arena_printf(&stage->fixture.arena, "d-one:%s", day);
	assert_string_equal(overlooked(stage, &manager, 10, ""), "d-one:");
	stage_give(stage, &manager, stage_thanks(stage, "d-one", "for the dune"));
	assert_string_equal(overlooked(stage, &manager, 10, ""), "");
	stage_later(stage, 10 * DAY_MS - 1);
	assert_string_equal(overlooked(stage, &manager, 10, ""), "");
	stage_later(stage, 1);
	assert_string_equal(overlooked(stage, &manager, 10, ""), since);
	assert_string_equal(overlooked(stage, &manager, 11, ""), "");
	stage_give(stage, &manager, stage_thanks(stage, "d-one", "again"));
	assert_string_equal(overlooked(stage, &manager, 10, ""), "");
}

static void who_joined_since_is_not_overlooked(void **state)
{
	struct stage *stage = *state;
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	char day[DAY_TEXT_SIZE];
	day_format(day, day_of_ms(stage->fixture.world.now_ms) - 20);
	Kleos__CreateMemberRequest request = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	request.handle = "j-new";
	request.joined_on = day;
	peer_must(&stage->members_peer, &admin, &kleos__members_service__descriptor, "CreateMember", &request.base);
	stage_settle(stage);
	assert_string_equal(overlooked(stage, &admin, 21, "j-"), "");
	assert_string_equal(overlooked(stage, &admin, 20, "j-"), "j-new:");
}

static void a_private_word_between_others_changes_nothing(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "s-boss", "", "", 0);
	struct id mate = stage_member(stage, "s-mate", "snow", "", 0);
	struct id shy = stage_member(stage, "s-shy", "snow", "s-boss", VISIBILITY(PRIVATE));
	stage_settle(stage);
	struct principal manager = caller(ROLE_BIT(LEADER), &boss), who = a_member(&mate);
	struct principal people = caller(ROLE_BIT(PEOPLE_ADMIN), &boss), admin = a_key(ROLE_BIT(ADMIN));
	struct principal named = caller(ROLE_BIT(PEOPLE_ADMIN), &shy);
	stage_give(stage, &who, stage_thanks(stage, "s-shy", "between us"));
	assert_string_equal(overlooked(stage, &manager, 0, ""), "s-shy:");
	assert_string_equal(overlooked(stage, &people, 0, "s-shy"), "s-shy:");
	assert_string_equal(overlooked(stage, &admin, 0, "s-shy"), "s-shy:");
	assert_string_equal(overlooked(stage, &named, 0, "s-shy"), ""); /* who was named knows */
}

#define WORLD_PEOPLE 10
#define WORLD_THANKS 60

static uint32_t draw(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 10) % below;
}

/* The day of the newest thanks to somebody in the list that the reader gets of them; "" none. */
static const char *day_by_list(struct stage *stage, const struct principal *who, const char *handle)
{
	Kleos__ListRecognitionsRequest request = LIST_INIT;
	request.receiver = handle;
	request.page_size = 1;
	const Kleos__ListRecognitionsResponse *page = stage_list(stage, who, &request);
	if (!page->n_recognitions)
		return "";
	char *day = arena_alloc(&stage->fixture.arena, DAY_TEXT_SIZE);
	day_format(day, (int32_t)(page->recognitions[0]->give_time->seconds * 1000 / DAY_MS));
	return day;
}

/* People of a made-up world, each in a team, some with a manager, and thanks among them of every visibility. */
static void fill_world(struct stage *stage, uint32_t world, const char *handles[WORLD_PEOPLE],
					   struct id ids[WORLD_PEOPLE])
{
	const char *teams[] = {"", "q", "q/a", "q/a/x", "q/b", "r"};
	struct arena *arena = &stage->fixture.arena;
	uint32_t seed = world;
	for (size_t i = 0; i < WORLD_PEOPLE; i++) {
		handles[i] = arena_printf(arena, "w%u-%zu", world, i);
		const char *manager = i && draw(&seed, 3) ? handles[draw(&seed, (uint32_t)i)] : "";
		ids[i] = stage_member(stage, handles[i], teams[draw(&seed, 6)], manager, VISIBILITY(EXTERNAL));
	}
	stage_settle(stage);
	for (int i = 0; i < WORLD_THANKS; i++) {
		size_t giver = draw(&seed, WORLD_PEOPLE), one = draw(&seed, WORLD_PEOPLE), two = draw(&seed, WORLD_PEOPLE);
		if (giver == one || giver == two || one == two)
			continue;
		const char *names = draw(&seed, 2) ? handles[one] : arena_printf(arena, "%s %s", handles[one], handles[two]);
		Kleos__GiveRecognitionRequest *request = stage_thanks(stage, names, "in a made-up world");
		request->visibility = 1 + draw(&seed, 5);
		struct principal who = a_member(&ids[giver]);
		stage_later(stage, draw(&seed, 36) * INT64_C(3600000));
		stage_give(stage, &who, request);
	}
}

/* Whoever reads: on the list is who was last thanked before, by the list of recognitions that the same reader gets. */
static void the_list_says_what_the_readers_own_lists_say(void **state)
{
	struct stage *stage = *state;
	for (uint32_t world = 1; world <= 6; world++) {
		const char *handles[WORLD_PEOPLE];
		struct id ids[WORLD_PEOPLE];
		fill_world(stage, world, handles, ids);
		stage_later(stage, 40 * DAY_MS);
		for (size_t reader = 0; reader <= WORLD_PEOPLE; reader++) {
			struct principal who =
				reader < WORLD_PEOPLE ? caller(ROLE_BIT(PEOPLE_ADMIN), &ids[reader]) : a_key(ROLE_BIT(PEOPLE_ADMIN));
			const char *expected = "";
			for (size_t i = 0; i < WORLD_PEOPLE; i++)
				expected = arena_printf(&stage->fixture.arena, "%s%s%s:%s", expected, i ? " " : "", handles[i],
										day_by_list(stage, &who, handles[i]));
			const char *prefix = arena_printf(&stage->fixture.arena, "w%u-", world);
			assert_string_equal(overlooked(stage, &who, 0, prefix), expected);
		}
	}
}

static void pages_are_whole_and_a_token_is_for_its_list(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "p-boss", "", "", 0), other = stage_member(stage, "p-other", "", "", 0);
	for (int i = 0; i < 7; i++)
		stage_member(stage, arena_printf(&stage->fixture.arena, "p-%d", i), "", "p-boss", 0);
	stage_settle(stage);
	struct principal manager = caller(ROLE_BIT(LEADER), &boss), thief = caller(ROLE_BIT(LEADER), &other);
	assert_string_equal(overlooked(stage, &manager, 0, ""), "p-0: p-1: p-2: p-3: p-4: p-5: p-6:");
	Kleos__ListOverlookedRequest request = KLEOS__LIST_OVERLOOKED_REQUEST__INIT;
	request.page_token = page_of(stage, &manager, 0, 2, "")->next_page_token;
	peer_refused(&stage->peer, &thief, RECOGNITIONS, "ListOverlooked", &request.base, STATUS_INVALID_ARGUMENT,
				 "PAGE_TOKEN_INVALID");
	request.days = 31;
	peer_refused(&stage->peer, &manager, RECOGNITIONS, "ListOverlooked", &request.base, STATUS_INVALID_ARGUMENT,
				 "PAGE_TOKEN_MISMATCH");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_manager_reads_of_own_people_and_human_resources_of_all),
		cmocka_unit_test(one_is_overlooked_after_so_many_days_and_no_longer_once_thanked),
		cmocka_unit_test(who_joined_since_is_not_overlooked),
		cmocka_unit_test(a_private_word_between_others_changes_nothing),
		cmocka_unit_test(the_list_says_what_the_readers_own_lists_say),
		cmocka_unit_test(pages_are_whole_and_a_token_is_for_its_list),
	};
	return stage_run("overlooked", tests, sizeof tests / sizeof *tests);
}

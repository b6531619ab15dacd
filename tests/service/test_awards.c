/* Awards: who founds them, and what a report counts of them. */
#include "common/base/calendar.h"
#include "tests/service/awards/stage.h"

#include <string.h>

static void an_award_has_what_was_said(void **state)
{
	struct awards_stage *stage = *state;
	Kleos__CreateAwardRequest request = KLEOS__CREATE_AWARD_REQUEST__INIT;
	request.slug = "Spotlight";
	request.title = " Φως \n στην ομάδα ";
	request.hashtag = "#ΦωςΣτηνΟμάδα";
	request.criteria = "Work behind the handle.";
	const Kleos__CreateAwardResponse *made =
		peer_must(&stage->peer, &stage->eleni, AWARDS, "CreateAward", &request.base);
	assert_string_equal(made->award->slug, "spotlight");
	assert_string_equal(made->award->title, "Φως στην ομάδα");
	assert_string_equal(made->award->hashtag, "ΦωςΣτηνΟμάδα");
	assert_int_equal(made->award->scope, KLEOS__AWARD_SCOPE__AWARD_SCOPE_INTERNAL);

	Kleos__GetAwardRequest ask = KLEOS__GET_AWARD_REQUEST__INIT;
	ask.award = "SPOTLIGHT";
	const Kleos__GetAwardResponse *got = peer_must(&stage->peer, &stage->maria, AWARDS, "GetAward", &ask.base);
	assert_string_equal(got->award->id, made->award->id);
}

static void every_wrong_field_of_an_award_is_named(void **state)
{
	struct awards_stage *stage = *state;
	Kleos__CreateAwardRequest request = KLEOS__CREATE_AWARD_REQUEST__INIT;
	request.slug = "no slug";
	request.hashtag = "two words";
	request.scope = (Kleos__AwardScope)7;
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "CreateAward", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	const char *const expected[] = {"slug", "title", "hashtag", "scope"};
	assert_int_equal(stage->peer.reply.n_violations, 4);
	for (size_t i = 0; i < 4; i++)
		assert_string_equal(stage->peer.reply.violations[i]->field, expected[i]);
}

static void a_slug_is_taken_once(void **state)
{
	struct awards_stage *stage = *state;
	Kleos__CreateAwardRequest request = KLEOS__CREATE_AWARD_REQUEST__INIT;
	request.slug = found_award(stage, "spotlight")->slug;
	request.title = "Another";
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "CreateAward", &request.base, STATUS_ALREADY_EXISTS,
				 "AWARD_EXISTS");
}

static void an_award_changes_where_the_mask_says(void **state)
{
	struct awards_stage *stage = *state;
	Kleos__UpdateAwardRequest request = KLEOS__UPDATE_AWARD_REQUEST__INIT;
	Google__Protobuf__FieldMask mask = GOOGLE__PROTOBUF__FIELD_MASK__INIT;
	request.award = found_award(stage, "spotlight")->slug;
	request.criteria = "Work behind the handle.";
	const Kleos__UpdateAwardResponse *changed =
		peer_must(&stage->peer, &stage->eleni, AWARDS, "UpdateAward", &request.base);
	assert_string_equal(changed->award->criteria, "Work behind the handle.");
	assert_string_equal(changed->award->title, "Spotlight");

	mask.paths = (char **)(const char *[]){"criteria"};
	mask.n_paths = 1;
	request.update_mask = &mask;
	request.criteria = "";
	changed = peer_must(&stage->peer, &stage->eleni, AWARDS, "UpdateAward", &request.base);
	assert_string_equal(changed->award->criteria, "");
	mask.paths = (char **)(const char *[]){"slug"};
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "UpdateAward", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
}

static void staff_who_edit_an_award_are_seen_in_its_open_cycles(void **state)
{
	struct awards_stage *stage = *state;
	const char *open = advance(stage, draft(stage, 0, false)->id)->id, *prepared = draft(stage, 0, false)->id;
	const struct id told = id_of(open), not_told = id_of(prepared);
	Kleos__UpdateAwardRequest request = KLEOS__UPDATE_AWARD_REQUEST__INIT;
	request.award = "spotlight";
	peer_must(&stage->peer, &stage->eleni, AWARDS, "UpdateAward", &request.base); /* nothing */
	assert_string_equal(peer_events(&stage->peer, &told), "award.tree_head");
	request.criteria = "Whoever is tallest.";
	peer_must(&stage->peer, &stage->eleni, AWARDS, "UpdateAward", &request.base);
	assert_string_equal(peer_events(&stage->peer, &told), "award.tree_head award.edited_by_staff");
	assert_string_equal(peer_events(&stage->peer, &not_told), "");
}

static void only_those_who_run_awards_found_them(void **state)
{
	struct awards_stage *stage = *state;
	Kleos__CreateAwardRequest request = KLEOS__CREATE_AWARD_REQUEST__INIT;
	request.slug = "mine";
	request.title = "Mine";
	peer_refused(&stage->peer, &stage->maria, AWARDS, "CreateAward", &request.base, STATUS_PERMISSION_DENIED, NULL);
}

static void a_report_counts_nominations_by_team_and_day(void **state)
{
	struct awards_stage *stage = *state;
	const Kleos__Cycle *cycle = draft(stage, 0, false);
	advance(stage, cycle->id);
	nominate_as(stage, &stage->eleni, cycle->id, "maria");
	nominate_as(stage, &stage->eleni, cycle->id, "nikos");
	const struct {
		const char *team;
		int days;
		int32_t count;
	} table[] = {{"", 0, 2}, {"social", 0, 2}, {"social/video", 0, 1}, {"soc", 0, 0}, {"", 1, 0}, {"", -1, 0}};
	struct principal gateway = principal_internal("gateway");
	int32_t today = day_of_ms(stage->members.base.world.now_ms);
	for (size_t i = 0; i < sizeof(table) / sizeof(table[0]); i++) {
		Kleos__SummarizeAwardsRequest request = KLEOS__SUMMARIZE_AWARDS_REQUEST__INIT;
		request.from_day = request.to_day = today + table[i].days;
		request.team = table[i].team;
		const Kleos__SummarizeAwardsResponse *summary =
			peer_must(&stage->peer, &gateway, SUMMARY, "SummarizeAwards", &request.base);
		assert_int_equal(summary->nominations, table[i].count);
		assert_int_equal(summary->n_teams, table[i].days ? 0 : 2);
		for (size_t k = 0; k < summary->n_teams; k++) /* of whom anything is told, whatever is asked */
			assert_string_equal(summary->teams[k], k ? "social/video" : "social");
	}
}

static bool is_counted_for_crew(void *context)
{
	struct awards_stage *stage = context;
	struct principal gateway = principal_internal("gateway");
	Kleos__SummarizeAwardsRequest request = KLEOS__SUMMARIZE_AWARDS_REQUEST__INIT;
	request.from_day = request.to_day = day_of_ms(stage->members.base.world.now_ms);
	request.team = "crew";
	const Kleos__SummarizeAwardsResponse *summary =
		peer_must(&stage->peer, &gateway, SUMMARY, "SummarizeAwards", &request.base);
	int32_t in_crew = summary->nominations;
	request.team = "social";
	summary = peer_must(&stage->peer, &gateway, SUMMARY, "SummarizeAwards", &request.base);
	return in_crew == 2 && summary->nominations == 0;
}

static void nominations_go_with_a_team_that_is_renamed(void **state)
{
	struct awards_stage *stage = *state;
	Kleos__RenameTeamRequest request = KLEOS__RENAME_TEAM_REQUEST__INIT;
	const char *cycle = draft(stage, 3, false)->id;
	advance(stage, cycle);
	nominate_as(stage, &stage->nikos, cycle, "maria");
	request.team = "social";
	request.new_team = "crew";
	peer_must(&stage->members.peer, &stage->members.hr, &kleos__members_service__descriptor, "RenameTeam",
			  &request.base);
	nominate_as(stage, &stage->maria, cycle, "nikos"); /* awards may not have heard of it yet */
	wait_until(is_counted_for_crew, stage);
}

static void the_list_of_awards_comes_in_pages(void **state)
{
	struct awards_stage *stage = *state;
	for (int i = 0; i < 5; i++)
		found_award(stage, arena_printf(&stage->members.base.arena, "award-%d", i));
	Kleos__ListAwardsRequest request = KLEOS__LIST_AWARDS_REQUEST__INIT;
	request.page_size = 2;
	const char *seen = "";
	do {
		const Kleos__ListAwardsResponse *page =
			peer_must(&stage->peer, &stage->maria, AWARDS, "ListAwards", &request.base);
		for (size_t i = 0; i < page->n_awards; i++)
			seen = arena_printf(&stage->members.base.arena, "%s %s", seen, page->awards[i]->slug);
		request.page_token = page->next_page_token;
	} while (*request.page_token);
	for (int i = 0; i < 5; i++)
		assert_non_null(strstr(seen, arena_printf(&stage->members.base.arena, " award-%d", i)));
	assert_int_equal(strlen(seen), 5 * strlen(" award-0"));
}

#define TEST(name, open) cmocka_unit_test_setup_teardown(name, open, awards_close_stage)
#define AWARDS_TESTS(open)                                                                                             \
	{                                                                                                                  \
		TEST(an_award_has_what_was_said, open), TEST(every_wrong_field_of_an_award_is_named, open),                    \
			TEST(a_slug_is_taken_once, open), TEST(an_award_changes_where_the_mask_says, open),                        \
			TEST(staff_who_edit_an_award_are_seen_in_its_open_cycles, open),                                           \
			TEST(only_those_who_run_awards_found_them, open), TEST(a_report_counts_nominations_by_team_and_day, open), \
			TEST(nominations_go_with_a_team_that_is_renamed, open), TEST(the_list_of_awards_comes_in_pages, open),     \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = AWARDS_TESTS(awards_open_inproc);
	const struct CMUnitTest tcp[] = AWARDS_TESTS(awards_open_tcp);
	int failed = cmocka_run_group_tests_name("awards over inproc", inproc, NULL, NULL);
	return failed + cmocka_run_group_tests_name("awards over tcp", tcp, NULL, NULL);
}

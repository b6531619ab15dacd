/* The five questions as people get them. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"

#include <string.h>

static const Kleos__ListPromptsResponse *prompts_of(struct stage *stage, const struct principal *who,
													const char *locale)
{
	Kleos__ListPromptsRequest request = KLEOS__LIST_PROMPTS_REQUEST__INIT;
	request.locale = locale;
	return peer_must(&stage->peer, who, RECOGNITIONS, "ListPrompts", &request.base);
}

static void a_team_is_asked_the_same_and_another_team_something_else(void **state)
{
	struct stage *stage = *state;
	struct id anna = stage_member(stage, "p-anna", "harbour", "", 0);
	struct id bill = stage_member(stage, "p-bill", "harbour", "", 0);
	struct id cleo = stage_member(stage, "p-cleo", "lighthouse", "", 0);
	struct principal a = a_member(&anna), b = a_member(&bill), c = a_member(&cleo);
	unsigned asked = 0;
	for (int week = 0; week < 5; week++) {
		int32_t prompt = prompts_of(stage, &a, "")->prompt_of_week;
		assert_int_equal(prompts_of(stage, &b, "")->prompt_of_week, prompt);
		assert_int_not_equal(prompts_of(stage, &c, "")->prompt_of_week, prompt);
		asked |= 1u << prompt;
		stage_later(stage, 7 * DAY_MS);
	}
	assert_int_equal(asked, 0x3e);
}

static void the_language_is_the_one_asked_for_else_ones_own_else_english(void **state)
{
	struct stage *stage = *state;
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	Kleos__CreateMemberRequest create = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	create.handle = "p-eleni";
	create.locale = "el-GR";
	const Kleos__CreateMemberResponse *created =
		peer_must(&stage->members_peer, &admin, &kleos__members_service__descriptor, "CreateMember", &create.base);
	struct id id = id_of(created->member->id);
	struct principal eleni = a_member(&id), service = a_key(ROLE_BIT(SERVICE));
	const Kleos__ListPromptsResponse *own = prompts_of(stage, &eleni, "");
	assert_int_equal(own->n_prompts, 5);
	assert_string_equal(own->prompts[0]->locale, "el");
	assert_non_null(strstr(own->prompts[0]->text, "ομάδα"));
	assert_int_equal(own->prompts[4]->prompt, 5);
	assert_string_equal(prompts_of(stage, &eleni, "en-GB")->prompts[0]->locale, "en");
	assert_string_equal(prompts_of(stage, &service, "")->prompts[0]->locale, "en");
	assert_string_equal(prompts_of(stage, &service, "el")->prompts[0]->locale, "el");
}

static void a_language_tag_has_a_bound(void **state)
{
	struct stage *stage = *state;
	struct principal service = a_key(ROLE_BIT(SERVICE));
	Kleos__ListPromptsRequest request = KLEOS__LIST_PROMPTS_REQUEST__INIT;
	request.locale = "el-aaaaaaaa-bbbbbbbb-cccccccc-dddddddd";
	peer_refused(&stage->peer, &service, RECOGNITIONS, "ListPrompts", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	assert_true(stage_violates(stage, "locale"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_team_is_asked_the_same_and_another_team_something_else),
		cmocka_unit_test(the_language_is_the_one_asked_for_else_ones_own_else_english),
		cmocka_unit_test(a_language_tag_has_a_bound),
	};
	return stage_run("prompts", tests, sizeof tests / sizeof *tests);
}

/* Lists of people and of teams. */
#include "tests/service/members/fixture.h"

static Kleos__ListMembersResponse *list(struct members_fixture *f, const Kleos__ListMembersRequest *request)
{
	return peer_must(&f->peer, &f->hr, MEMBERS, "ListMembers", &request->base);
}

/* Handles joined by spaces. */
static const char *handles(struct members_fixture *f, const Kleos__ListMembersResponse *page)
{
	const char *text = "";
	for (size_t i = 0; i < page->n_members; i++)
		text = arena_printf(&f->base.arena, "%s%s%s", text, i ? " " : "", page->members[i]->handle);
	return text;
}

static void lists_are_newest_first_and_paged(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ListMembersRequest request = KLEOS__LIST_MEMBERS_REQUEST__INIT;
	const char *const names[] = {"a", "b", "c", "d", "e"};

	for (size_t i = 0; i < 5; i++, f->base.world.now_ms++)
		add_member(f, names[i], "", "");
	request.page_size = 2;
	const Kleos__ListMembersResponse *page = list(f, &request);
	assert_string_equal(handles(f, page), "e d");
	add_member(f, "z", "", ""); /* comes before what is being read */
	request.page_token = page->next_page_token;
	page = list(f, &request);
	assert_string_equal(handles(f, page), "c b");
	request.page_token = page->next_page_token;
	page = list(f, &request);
	assert_string_equal(handles(f, page), "a");
	assert_string_equal(page->next_page_token, "");
}

static void members_of_one_moment_are_each_listed_once(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ListMembersRequest request = KLEOS__LIST_MEMBERS_REQUEST__INIT;
	const Kleos__ListMembersResponse *page;
	size_t seen = 0;

	for (int i = 0; i < 7; i++)
		add_member(f, arena_printf(&f->base.arena, "m%d", i), "", "");
	request.page_size = 3;
	do {
		page = list(f, &request);
		seen += page->n_members;
		request.page_token = page->next_page_token;
	} while (*page->next_page_token);
	assert_int_equal(seen, 7);
}

static void page_sizes_have_bounds(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ListMembersRequest request = KLEOS__LIST_MEMBERS_REQUEST__INIT;

	for (int i = 0; i < 51; i++)
		add_member(f, arena_printf(&f->base.arena, "m%d", i), "", "");
	assert_int_equal(list(f, &request)->n_members, 50);
	request.page_size = 1000000;
	assert_int_equal(list(f, &request)->n_members, 51);
	request.page_size = -1;
	peer_refused(&f->peer, &f->hr, MEMBERS, "ListMembers", &request.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
}

static void the_page_token_of_other_filters_is_refused(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ListMembersRequest request = KLEOS__LIST_MEMBERS_REQUEST__INIT;
	const struct principal other = caller(ROLE_BIT(ADMIN), NULL);

	add_member(f, "a", "x", "");
	add_member(f, "b", "x", "");
	request.page_size = 1;
	request.page_token = list(f, &request)->next_page_token;
	assert_string_not_equal(request.page_token, "");
	assert_int_equal(list(f, &request)->n_members, 1);
	request.team = "x";
	peer_refused(&f->peer, &f->hr, MEMBERS, "ListMembers", &request.base, STATUS_INVALID_ARGUMENT,
				 "PAGE_TOKEN_MISMATCH");
	request.team = "";
	peer_refused(&f->peer, &other, MEMBERS, "ListMembers", &request.base, STATUS_INVALID_ARGUMENT,
				 "PAGE_TOKEN_INVALID");
	request.page_token = "made-up";
	peer_refused(&f->peer, &f->hr, MEMBERS, "ListMembers", &request.base, STATUS_INVALID_ARGUMENT,
				 "PAGE_TOKEN_INVALID");
}

static void lists_filter_by_team_query_and_status(void **state)
{
	struct members_fixture *f = *state;
	Kleos__CreateMemberRequest create = KLEOS__CREATE_MEMBER_REQUEST__INIT;
	Kleos__ListMembersRequest by_team = KLEOS__LIST_MEMBERS_REQUEST__INIT;
	Kleos__ListMembersRequest by_query = KLEOS__LIST_MEMBERS_REQUEST__INIT;
	Kleos__ListMembersRequest by_status = KLEOS__LIST_MEMBERS_REQUEST__INIT;

	add_member(f, "a", "marketing", "");
	f->base.world.now_ms++;
	add_member(f, "b", "marketing/social", "");
	add_member(f, "c", "marketing-ops", "");
	add_member(f, "d", "marketingx", "");
	create.handle = "maria_50";
	create.display_name = "Ευχαριστώ Ναΐς";
	peer_must(&f->peer, &f->hr, MEMBERS, "CreateMember", &create.base);

	by_team.team = "Marketing";
	assert_string_equal(handles(f, list(f, &by_team)), "b a");
	by_query.query = "ΕΥΧΑΡΙΣΤΩ ναις";
	assert_string_equal(handles(f, list(f, &by_query)), "maria_50");
	by_query.query = "a_5";
	assert_string_equal(handles(f, list(f, &by_query)), "maria_50");
	by_query.query = "m_ria";
	assert_string_equal(handles(f, list(f, &by_query)), "");
	by_query.query = "%";
	assert_string_equal(handles(f, list(f, &by_query)), "");
	deactivate(f, "b");
	by_status.status = KLEOS__MEMBER_STATUS__MEMBER_STATUS_INACTIVE;
	assert_string_equal(handles(f, list(f, &by_status)), "b");
	by_status.status = (Kleos__MemberStatus)9;
	peer_refused(&f->peer, &f->hr, MEMBERS, "ListMembers", &by_status.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	by_team.team = "a//b";
	peer_refused(&f->peer, &f->hr, MEMBERS, "ListMembers", &by_team.base, STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
}

static void lists_filter_by_manager(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ListMembersRequest request = KLEOS__LIST_MEMBERS_REQUEST__INIT;

	add_member(f, "boss", "", "");
	f->base.world.now_ms++;
	add_member(f, "a", "", "boss");
	f->base.world.now_ms++;
	add_member(f, "b", "", "a");
	request.manager = "boss";
	assert_string_equal(handles(f, list(f, &request)), "a");
	request.manager = "b";
	assert_string_equal(handles(f, list(f, &request)), "");
	request.manager = "nobody";
	peer_refused(&f->peer, &f->hr, MEMBERS, "ListMembers", &request.base, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND");
}

static void teams_are_listed_with_those_above_them(void **state)
{
	struct members_fixture *f = *state;
	Kleos__ListTeamsRequest request = KLEOS__LIST_TEAMS_REQUEST__INIT;
	const char *text = "";

	add_member(f, "a", "marketing/social/video", "");
	add_member(f, "b", "marketing/social", "");
	add_member(f, "c", "marketing-ops", "");
	add_member(f, "d", "marketing/social", "");
	add_member(f, "e", "gone", "");
	add_member(f, "f", "", "");
	deactivate(f, "e");
	const Kleos__ListTeamsResponse *teams = peer_must(&f->peer, &f->hr, MEMBERS, "ListTeams", &request.base);
	for (size_t i = 0; i < teams->n_teams; i++)
		text = arena_printf(&f->base.arena, "%s%s %d %d; ", text, teams->teams[i]->path, teams->teams[i]->members,
							teams->teams[i]->members_with_children);
	assert_string_equal(text, "marketing 0 3; marketing-ops 1 1; marketing/social 2 3; marketing/social/video 1 1; ");
}

#define TESTS(TEST)                                                                                                    \
	{                                                                                                                  \
		TEST(lists_are_newest_first_and_paged), TEST(members_of_one_moment_are_each_listed_once),                      \
			TEST(page_sizes_have_bounds), TEST(the_page_token_of_other_filters_is_refused),                            \
			TEST(lists_filter_by_team_query_and_status), TEST(lists_filter_by_manager),                                \
			TEST(teams_are_listed_with_those_above_them),                                                              \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(MEMBERS_TEST);
	const struct CMUnitTest tcp[] = TESTS(MEMBERS_TEST_TCP);
	return cmocka_run_group_tests_name("lists of members over inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("lists of members over tcp", tcp, NULL, NULL);
}

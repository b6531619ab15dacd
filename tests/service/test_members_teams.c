/* Teams: renamed and merged with all they were, and listed as a tree. */
#include "tests/service/members/fixture.h"

#include "common/base/calendar.h"

#include <string.h>

static Kleos__Team *rename_team(struct members_fixture *f, const char *request_id, const char *from, const char *to)
{
	Kleos__RenameTeamRequest request = KLEOS__RENAME_TEAM_REQUEST__INIT;
	request.team = from;
	request.new_team = to;
	request.request_id = request_id;
	const Kleos__RenameTeamResponse *response = peer_must(&f->peer, &f->hr, MEMBERS, "RenameTeam", &request.base);
	return response->team;
}

static Kleos__Team *merge_teams(struct members_fixture *f, const char *from, const char *into)
{
	Kleos__MergeTeamsRequest request = KLEOS__MERGE_TEAMS_REQUEST__INIT;
	request.team = from;
	request.into = into;
	const Kleos__MergeTeamsResponse *response = peer_must(&f->peer, &f->hr, MEMBERS, "MergeTeams", &request.base);
	return response->team;
}

static void rename_refused(struct members_fixture *f, const char *from, const char *to, enum status status,
						   const char *reason)
{
	Kleos__RenameTeamRequest request = KLEOS__RENAME_TEAM_REQUEST__INIT;
	request.team = from;
	request.new_team = to;
	peer_refused(&f->peer, &f->hr, MEMBERS, "RenameTeam", &request.base, status, reason);
}

static void merge_refused(struct members_fixture *f, const char *from, const char *into, enum status status,
						  const char *reason)
{
	Kleos__MergeTeamsRequest request = KLEOS__MERGE_TEAMS_REQUEST__INIT;
	request.team = from;
	request.into = into;
	peer_refused(&f->peer, &f->hr, MEMBERS, "MergeTeams", &request.base, status, reason);
}

static const char *team_of(struct members_fixture *f, const char *name)
{
	return get_member_as(f, &f->hr, name)->team;
}

/* path own/within(leaders) … */
static const char *tree(struct members_fixture *f)
{
	Kleos__ListTeamsRequest request = KLEOS__LIST_TEAMS_REQUEST__INIT;
	const Kleos__ListTeamsResponse *teams = peer_must(&f->peer, &f->hr, MEMBERS, "ListTeams", &request.base);
	struct arena *arena = &f->base.arena;
	const char *text = "";
	for (size_t i = 0; i < teams->n_teams; i++) {
		const Kleos__Team *team = teams->teams[i];
		text = arena_printf(arena, "%s%s%s<%s %d/%d", text, i ? ", " : "", team->path, team->parent, team->members,
							team->members_with_children);
		for (size_t k = 0; k < team->n_leaders; k++)
			text = arena_printf(arena, "%s @%s", text, team->leaders[k]->handle);
	}
	return text;
}

static void a_renamed_team_takes_everybody_and_the_past_along(void **state)
{
	struct members_fixture *f = *state;
	const char *a = add_member(f, "a", "marketing/social", "")->id;
	add_member(f, "b", "marketing", "");
	add_member(f, "c", "marketing-ops", "");
	add_member(f, "d", "marketing/social/video", "");
	deactivate(f, "d");
	pass_days(f, 10);
	set_team(f, "a", "sales");
	const Kleos__Team *team = rename_team(f, "", " Marketing ", "growth/brand");
	assert_string_equal(team->path, "growth/brand");
	assert_string_equal(team->parent, "growth");
	assert_int_equal(team->members, 1);
	assert_string_equal(team_of(f, "b"), "growth/brand");
	assert_string_equal(team_of(f, "c"), "marketing-ops");
	assert_string_equal(team_of(f, "d"), "growth/brand/social/video");
	const Kleos__MemberRecord *record = read_record(f, a);
	assert_int_equal(record->n_spells, 2);
	assert_string_equal(record->spells[0]->team, "growth/brand/social");
	assert_string_equal(record->spells[1]->team, "sales");
}

static void a_team_keeps_its_identity_and_its_old_path_begins_anew(void **state)
{
	struct members_fixture *f = *state;
	const char *a = add_member(f, "a", "red", "")->id, *b;
	ProtobufCBinaryData first = read_record(f, a)->spells[0]->team_id;
	assert_int_equal(first.len, ID_SIZE);
	rename_team(f, "", "red", "blue");
	b = add_member(f, "b", "red", "")->id;
	rename_team(f, "", "blue", "green");
	const Kleos__MemberSpell *of_a = read_record(f, a)->spells[0], *of_b = read_record(f, b)->spells[0];
	assert_string_equal(of_a->team, "green");
	assert_memory_equal(of_a->team_id.data, first.data, ID_SIZE);
	assert_string_equal(of_b->team, "red");
	assert_memory_not_equal(of_b->team_id.data, first.data, ID_SIZE);
}

static void whoever_follows_hears_of_teams_and_members(void **state)
{
	struct members_fixture *f = *state;
	struct id a = id_of(add_member(f, "a", "red/inner", "")->id), team;
	const char *etag = get_member_as(f, &f->hr, "a")->etag;
	ProtobufCBinaryData identity = read_record(f, id_text(&f->base.arena, &a))->spells[0]->team_id;
	assert_true(id_from_bytes(&team, identity.data, identity.len));
	f->base.world.now_ms++;
	rename_team(f, "", "red", "blue");
	assert_string_equal(peer_events(&f->peer, &a), "member.created member.updated");
	assert_string_equal(peer_events(&f->peer, &team), "team.renamed");
	assert_string_not_equal(get_member_as(f, &f->hr, "a")->etag, etag);
	const struct principal process = principal_internal("test");
	ProtobufCBinaryData bytes = {ID_SIZE, team.bytes};
	Kleos__BatchReadTeamsRequest request = KLEOS__BATCH_READ_TEAMS_REQUEST__INIT;
	request.n_ids = 1;
	request.ids = &bytes;
	const Kleos__BatchReadTeamsResponse *response =
		peer_must(&f->peer, &process, DIRECTORY, "BatchReadTeams", &request.base);
	assert_int_equal(response->n_teams, 1);
	assert_string_equal(response->teams[0]->path, "blue/inner");
}

static void a_rename_that_cannot_be_is_refused(void **state)
{
	struct members_fixture *f = *state;
	add_member(f, "a", "red/one", "");
	add_member(f, "b", "blue/two", "");
	add_member(f, "c", "long/2/3/4/5/6/7/8", "");
	rename_refused(f, "green", "yellow", STATUS_NOT_FOUND, "TEAM_NOT_FOUND");
	rename_refused(f, "red", "blue/two", STATUS_ALREADY_EXISTS, "TEAM_EXISTS");
	rename_refused(f, "red", "blue", STATUS_ALREADY_EXISTS, "TEAM_EXISTS");
	rename_refused(f, "red/one", "red", STATUS_ALREADY_EXISTS, "TEAM_EXISTS");
	rename_refused(f, "red", "red", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	rename_refused(f, "red", "red/inner", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	rename_refused(f, "long/2", "two/and/three", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	rename_refused(f, "a//b", "x", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	rename_refused(f, "red", "", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	set_team(f, "b", "red");
	rename_refused(f, "red", "blue/two", STATUS_ALREADY_EXISTS, "TEAM_EXISTS"); /* its history is there */
	merge_refused(f, "green", "red", STATUS_NOT_FOUND, "TEAM_NOT_FOUND");
	merge_refused(f, "red", "green", STATUS_NOT_FOUND, "TEAM_NOT_FOUND");
	merge_refused(f, "red", "red/one", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	merge_refused(f, "red", "red", STATUS_INVALID_ARGUMENT, "INVALID_FIELD");
	assert_string_equal(tree(f), "long< 0/1, long/2<long 0/1, long/2/3<long/2 0/1, long/2/3/4<long/2/3 0/1, "
								 "long/2/3/4/5<long/2/3/4 0/1, long/2/3/4/5/6<long/2/3/4/5 0/1, "
								 "long/2/3/4/5/6/7<long/2/3/4/5/6 0/1, long/2/3/4/5/6/7/8<long/2/3/4/5/6/7 1/1, "
								 "red< 1/2, red/one<red 1/1");
}

static void merged_teams_are_one_with_those_inside_by_name(void **state)
{
	struct members_fixture *f = *state;
	add_member(f, "a", "red", "");
	add_member(f, "b", "red/social", "");
	add_member(f, "c", "blue", "");
	add_member(f, "d", "blue/social", "");
	add_member(f, "e", "red/video", "");
	const Kleos__Team *team = merge_teams(f, "red", "blue");
	assert_string_equal(team->path, "blue");
	assert_int_equal(team->members, 2);
	assert_string_equal(tree(f), "blue< 2/5, blue/social<blue 2/2, blue/video<blue 1/1");
	rename_team(f, "", "blue", "green"); /* both go on as one */
	assert_string_equal(tree(f), "green< 2/5, green/social<green 2/2, green/video<green 1/1");
	merge_teams(f, "green/social", "green");
	assert_string_equal(tree(f), "green< 4/5, green/video<green 1/1");
}

static void a_repeated_rename_answers_with_the_team_as_it_is_now(void **state)
{
	struct members_fixture *f = *state;
	add_member(f, "a", "red/one", "");
	rename_team(f, "once", "red", "blue");
	rename_team(f, "", "blue", "green");
	assert_string_equal(rename_team(f, "once", "red", "blue")->path, "green");
	assert_true(f->peer.reply.replayed);
	assert_string_equal(team_of(f, "a"), "green/one");
}

static void the_tree_names_who_leads(void **state)
{
	struct members_fixture *f = *state;
	add_member(f, "zoe", "red", "");
	add_member(f, "anna", "red", "");
	add_member(f, "b", "red/inner", "zoe");
	add_member(f, "c", "red/inner", "anna");
	add_member(f, "d", "", "anna");
	assert_string_equal(tree(f), "red< 2/4 @anna @zoe, red/inner<red 2/2");
	deactivate(f, "b");
	assert_string_equal(tree(f), "red< 2/3 @anna, red/inner<red 1/1");
}

#define TESTS(TEST)                                                                                                    \
	{                                                                                                                  \
		TEST(a_renamed_team_takes_everybody_and_the_past_along),                                                       \
			TEST(a_team_keeps_its_identity_and_its_old_path_begins_anew),                                              \
			TEST(whoever_follows_hears_of_teams_and_members), TEST(a_rename_that_cannot_be_is_refused),                \
			TEST(merged_teams_are_one_with_those_inside_by_name),                                                      \
			TEST(a_repeated_rename_answers_with_the_team_as_it_is_now), TEST(the_tree_names_who_leads),                \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = TESTS(MEMBERS_TEST);
	const struct CMUnitTest tcp[] = TESTS(MEMBERS_TEST_TCP);
	return cmocka_run_group_tests_name("teams over inproc", inproc, NULL, NULL) +
		   cmocka_run_group_tests_name("teams over tcp", tcp, NULL, NULL);
}

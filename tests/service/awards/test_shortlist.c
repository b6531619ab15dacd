/* The shortlist: who becomes a candidate when voting opens, by each rule. */
#include "tests/service/awards/stage.h"

#include <string.h>

#define STATUS(name)    KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_##name
#define SHORTLIST(name) KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_##name

static const char *nominating_by(struct awards_stage *stage, Kleos__ShortlistMethod method, int32_t size)
{
	Kleos__CycleRules rules = KLEOS__CYCLE_RULES__INIT;
	rules.shortlist = method;
	rules.shortlist_size = size;
	rules.max_nominations_per_person = 10;
	const char *cycle = draft_with(stage, "spotlight", &rules)->id;
	advance(stage, cycle);
	return cycle;
}

static struct principal person(struct awards_stage *stage, const char *handle)
{
	const struct id id = id_of(add_member(&stage->members, handle, "", "")->id);
	return caller(ROLE_BIT(MEMBER), &id);
}

/* Handles of the candidates in the order of the alphabet, joined by spaces. */
static const char *candidates(struct awards_stage *stage, const char *cycle)
{
	Kleos__ListNominationsRequest request = KLEOS__LIST_NOMINATIONS_REQUEST__INIT;
	const char *handles = "";
	request.cycle = cycle;
	request.status = STATUS(SHORTLISTED);
	const Kleos__ListNominationsResponse *list =
		peer_must(&stage->peer, &stage->eleni, AWARDS, "ListNominations", &request.base);
	for (const char *after = "";;) {
		const char *next = NULL;
		for (size_t i = 0; i < list->n_nominations; i++) {
			const char *handle = list->nominations[i]->nominee->handle;
			if (strcmp(handle, after) > 0 && (!next || strcmp(handle, next) < 0))
				next = handle;
		}
		if (!next)
			return handles;
		handles = arena_printf(&stage->members.base.arena, "%s%s%s", handles, *handles ? " " : "", next);
		after = next;
	}
}

static void a_phase_without_anybody_to_vote_for_does_not_open(void **state)
{
	struct awards_stage *stage = *state;
	static const Kleos__ShortlistMethod methods[] = {SHORTLIST(EPH), SHORTLIST(APPROVAL), SHORTLIST(NONE)};
	for (size_t i = 0; i < 3; i++) {
		const char *cycle = nominating_by(stage, methods[i], 5);
		const char *id = nominate_as(stage, &stage->nikos, cycle, "maria")->id;
		advance(stage, cycle);
		Kleos__AdvanceCycleRequest request = KLEOS__ADVANCE_CYCLE_REQUEST__INIT;
		request.cycle = cycle;
		peer_refused(&stage->peer, &stage->eleni, AWARDS, "AdvanceCycle", &request.base, STATUS_FAILED_PRECONDITION,
					 "NO_CANDIDATES");
		assert_int_equal(cycle_of(stage, cycle)->phase, PHASE(SHORTLISTING));
		accept_as(stage, &stage->maria, id);
		assert_int_equal(advance(stage, cycle)->phase, PHASE(VOTING));
		assert_string_equal(candidates(stage, cycle), "maria");
	}
}

static void only_the_oldest_nomination_of_a_nominee_that_stands_is_the_candidate(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_by(stage, SHORTLIST(NONE), 5);
	const char *gone = nominate_as(stage, &stage->nikos, cycle, "maria")->id;
	const char *oldest = nominate_as(stage, &stage->eleni, cycle, "maria")->id;
	stage->members.base.world.now_ms += 1000;
	const struct principal late = person(stage, "late");
	const char *later = nominate_as(stage, &late, cycle, "maria")->id;
	nominate_as(stage, &stage->eleni, cycle, "maria"); /* written anew, and still the oldest */
	withdraw_as(stage, &stage->nikos, gone);
	accept_as(stage, &stage->maria, later);
	advance_to(stage, cycle, PHASE(VOTING));
	const struct id subject = id_of(oldest), other = id_of(later);
	assert_string_equal(peer_events(&stage->peer, &subject), "award.nominated award.nominated award.shortlisted");
	assert_null(strstr(peer_events(&stage->peer, &other), "award.shortlisted"));
	assert_string_equal(candidates(stage, cycle), "maria");
}

static void who_was_erased_is_no_candidate(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_by(stage, SHORTLIST(NONE), 5);
	const struct principal gone = person(stage, "gone");
	accept_as(stage, &gone, nominate_as(stage, &stage->nikos, cycle, "gone")->id);
	add_candidate(stage, cycle);
	Kleos__EraseMemberRequest erase = KLEOS__ERASE_MEMBER_REQUEST__INIT;
	erase.member = "gone";
	peer_must(&stage->members.peer, &stage->members.hr, MEMBERS, "EraseMember", &erase.base);
	add_member(&stage->members, "after", "", "");
	nominate_as(stage, &stage->nikos, cycle, "after"); /* so awards has heard of it */
	advance_to(stage, cycle, PHASE(VOTING));
	assert_string_equal(candidates(stage, cycle), "maria");
}

static void by_approval_those_tied_at_the_border_stay_in(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_by(stage, SHORTLIST(APPROVAL), 2);
	static const char *const handles[] = {"ada", "bob", "cem", "dot"};
	struct principal who[4];
	const char *ids[4];
	for (size_t i = 0; i < 4; i++)
		who[i] = person(stage, handles[i]);
	for (size_t i = 0; i < 4; i++)
		ids[i] = nominate_as(stage, &stage->nikos, cycle, handles[i])->id;
	for (size_t i = 0; i < 4; i++)
		accept_as(stage, &who[i], ids[i]);
	/* ada 3, bob 2 (an endorsement and a nomination of one person are one), cem 2, dot 1 */
	endorse_as(stage, &stage->eleni, ids[0]);
	endorse_as(stage, &stage->maria, ids[0]);
	endorse_as(stage, &stage->eleni, ids[1]);
	nominate_as(stage, &stage->eleni, cycle, "bob");
	nominate_as(stage, &stage->maria, cycle, "cem");
	advance_to(stage, cycle, PHASE(VOTING));
	assert_string_equal(candidates(stage, cycle), "ada bob cem");
}

/* voting.md: EPH, S=5. A slate of 26 fills a plain count; EPH leaves it two places. */
static void a_slate_does_not_take_every_place(void **state)
{
	static const struct {
		int voters;
		const char *names; /* a letter a nominee; digits: S1 to S5 */
	} lists[] = {{26, "12345"}, {2, "12"}, {1, "3"},  {12, "ab"}, {10, "ac"}, {9, "bd"}, {8, "ce"}, {8, "de"},
				 {7, "a"},      {6, "fb"}, {6, "fe"}, {5, "gc"},  {5, "gd"},  {4, "f"},  {4, "g"}};
	struct awards_stage *stage = *state;
	struct arena *arena = &stage->members.base.arena;
	const char *cycle = nominating_by(stage, SHORTLIST(EPH), 5);
	const char *ids[128] = {NULL};
	for (const char *letter = "12345abcdefg"; *letter; letter++)
		person(stage, arena_printf(arena, "n%c", *letter));
	for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
		for (int voter = 0; voter < lists[i].voters; voter++) {
			const struct principal who = person(stage, arena_printf(arena, "voter-%zu-%d", i, voter));
			for (const char *name = lists[i].names; *name; name++)
				if (ids[(int)*name] && voter % 2) /* a list is of those nominated and those endorsed */
					endorse_as(stage, &who, ids[(int)*name]);
				else
					ids[(int)*name] = nominate_as(stage, &who, cycle, arena_printf(arena, "n%c", *name))->id;
		}
	for (const char *letter = "12345abcdefg"; *letter; letter++) {
		Kleos__GetMemberRequest ask = KLEOS__GET_MEMBER_REQUEST__INIT;
		ask.member = arena_printf(arena, "n%c", *letter);
		const Kleos__GetMemberResponse *got =
			peer_must(&stage->members.peer, &stage->members.hr, MEMBERS, "GetMember", &ask.base);
		const struct id id = id_of(got->member->id);
		const struct principal nominee = caller(ROLE_BIT(MEMBER), &id);
		accept_as(stage, &nominee, ids[(int)*letter]);
	}
	advance_to(stage, cycle, PHASE(VOTING));
	assert_string_equal(candidates(stage, cycle), "n1 n2 na nb ne");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_phase_without_anybody_to_vote_for_does_not_open, awards_open_inproc,
										awards_close_stage),
		cmocka_unit_test_setup_teardown(only_the_oldest_nomination_of_a_nominee_that_stands_is_the_candidate,
										awards_open_inproc, awards_close_stage),
		cmocka_unit_test_setup_teardown(who_was_erased_is_no_candidate, awards_open_inproc, awards_close_stage),
		cmocka_unit_test_setup_teardown(by_approval_those_tied_at_the_border_stay_in, awards_open_inproc,
										awards_close_stage),
		cmocka_unit_test_setup_teardown(a_slate_does_not_take_every_place, awards_open_inproc, awards_close_stage),
	};
	return cmocka_run_group_tests_name("shortlist", tests, NULL, NULL);
}

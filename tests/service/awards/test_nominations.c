/* Nominations: who may name whom, and who sees how much of it. */
#include "tests/service/awards/papers.h"

#include <string.h>

/* ---- naming ---- */

static void people_are_named_only_while_nominations_are_taken(void **state)
{
	struct awards_stage *stage = *state;
	const Kleos__Cycle *cycle = draft(stage, 0, false);
	Kleos__NominateRequest request = naming(cycle->id, "maria");
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_FAILED_PRECONDITION,
				 "PHASE_NOT_OPEN");
	advance(stage, cycle->id);
	assert_string_equal(nominate_as(stage, &stage->nikos, cycle->id, "maria")->nominee->handle, "maria");
	advance(stage, cycle->id);
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_FAILED_PRECONDITION,
				 "PHASE_NOT_OPEN");
}

static void naming_somebody_again_replaces_the_reason(void **state)
{
	struct awards_stage *stage = *state;
	const Kleos__Cycle *cycle = draft(stage, 1, false);
	advance(stage, cycle->id);
	const Kleos__Nomination *first = nominate_as(stage, &stage->nikos, cycle->id, "maria");
	Kleos__NominateRequest request = naming(cycle->id, "maria");
	request.reason = "And the crisis in May.";
	const Kleos__NominateResponse *again = peer_must(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base);
	assert_string_equal(again->nomination->id, first->id);
	assert_string_equal(again->nomination->reason, "And the crisis in May.");
	assert_int_equal(nominations_seen(stage, &stage->nikos, cycle->id), 1);
}

static void the_cycles_rules_are_kept(void **state)
{
	struct awards_stage *stage = *state;
	const Kleos__Cycle *cycle = draft(stage, 1, false);
	advance(stage, cycle->id);
	Kleos__NominateRequest request = naming(cycle->id, "nikos");
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_FAILED_PRECONDITION,
				 "SELF_NOMINATION");
	nominate_as(stage, &stage->nikos, cycle->id, "maria");
	request.nominee = "eleni";
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_FAILED_PRECONDITION,
				 "TOO_MANY_NOMINATIONS");
	request.nominee = "nobody";
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND");
	request.nominee = "maria";
	request.nominator = "eleni";
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_PERMISSION_DENIED,
				 "NOMINATOR_NOT_ALLOWED");
	request.nominator = "";
	request.reason = " ";
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
}

static void whoever_was_just_created_can_be_named_at_once(void **state)
{
	struct awards_stage *stage = *state;
	const Kleos__Cycle *cycle = draft(stage, 0, false);
	advance(stage, cycle->id);
	add_member(&stage->members, "fresh", "", "");
	assert_string_equal(nominate_as(stage, &stage->nikos, cycle->id, "fresh")->nominee->display_name, "fresh");
}

static void who_acted_for_a_nominator_does_not_read_what_they_wrote_since(void **state)
{
	struct awards_stage *stage = *state;
	const Kleos__Cycle *cycle = draft(stage, 0, false);
	advance(stage, cycle->id);
	struct principal integration = caller(ROLE_BIT(SERVICE), NULL);
	Kleos__NominateRequest request = naming(cycle->id, "maria");
	request.nominator = "nikos";
	assert_non_null(peer_call(&stage->peer, &integration, AWARDS, "Nominate", "once", &request.base));
	Kleos__NominateRequest own = naming(cycle->id, "maria");
	own.reason = "In her own words.";
	peer_must(&stage->peer, &stage->nikos, AWARDS, "Nominate", &own.base);
	const Kleos__NominateResponse *again =
		peer_call(&stage->peer, &integration, AWARDS, "Nominate", "once", &request.base);
	assert_true(stage->peer.reply.replayed);
	assert_string_equal(again->nomination->reason, "");
}

static void work_that_speaks_for_somebody_is_attached_by_its_name(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, false);
	const char *good[] = {"recognitions/0195A0B1-0000-7000-8000-000000000001",
						  "highlights/0195a0b1-0000-7000-8000-000000000002"};
	const char *bad[] = {"members/0195a0b1-0000-7000-8000-000000000001", "recognitions/mine", ""};
	Kleos__NominateRequest request = naming(cycle, "maria");
	request.attachments = good;
	request.n_attachments = 2;
	const Kleos__NominateResponse *made = peer_must(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base);
	assert_int_equal(made->nomination->n_attachments, 2);
	assert_string_equal(made->nomination->attachments[0], "recognitions/0195a0b1-0000-7000-8000-000000000001");
	request.attachments = bad;
	request.n_attachments = 3;
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	assert_int_equal(stage->peer.reply.n_violations, 3);
	assert_string_equal(stage->peer.reply.violations[2]->field, "attachments[2]");
}

static void somebody_outside_is_the_same_by_the_address_of_their_profile(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_community(stage);
	Kleos__Outsider outsider;
	Kleos__NominateRequest request = naming_outsider(cycle, &outsider, " Zoe  P. ", "https://Social.example/@zoe/");
	const Kleos__NominateResponse *first = peer_must(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base);
	assert_string_equal(first->nomination->outsider->name, "Zoe P.");
	assert_string_equal(first->nomination->outsider->profile_url, "https://social.example/@zoe");
	assert_string_equal(first->nomination->nominee->display_name, "Zoe P.");
	assert_string_equal(first->nomination->nominee->handle, "");
	request = naming_outsider(cycle, &outsider, "Zoë", "HTTPS://social.example/@zoe");
	const Kleos__NominateResponse *second = peer_must(&stage->peer, &stage->maria, AWARDS, "Nominate", &request.base);
	assert_string_equal(second->nomination->outsider->name, "Zoë"); /* not told what others call her */
	assert_string_equal(second->nomination->nominee->id, first->nomination->nominee->id);
	assert_string_not_equal(second->nomination->id, first->nomination->id);
	accept_as(stage, &stage->eleni, first->nomination->id);
	assert_int_equal(seen_as(stage, &stage->maria, second->nomination->id)->status, STATUS(ACCEPTED));
}

static void somebody_outside_is_named_only_where_they_take_part_and_only_properly(void **state)
{
	struct awards_stage *stage = *state;
	const char *internal = nominating(stage, 0, false), *community = nominating_community(stage);
	Kleos__Outsider outsider;
	Kleos__NominateRequest request = naming_outsider(internal, &outsider, "Zoe", "https://social.example/@zoe");
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_FAILED_PRECONDITION,
				 "MEMBERS_ONLY");
	request = naming_outsider(community, &outsider, " ", "http://social.example/@zoe");
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	assert_int_equal(stage->peer.reply.n_violations, 2);
	request = naming_outsider(community, &outsider, "Zoe", "https://zoe@social.example/");
	request.nominee = "maria";
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base, STATUS_INVALID_ARGUMENT,
				 "INVALID_FIELD");
	assert_string_equal(stage->peer.reply.violations[0]->field, "nominee");
}

static void a_report_does_not_count_who_is_no_member(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_community(stage);
	Kleos__Outsider outsider;
	Kleos__NominateRequest request = naming_outsider(cycle, &outsider, "Zoe", "https://social.example/@zoe");
	Kleos__SummarizeAwardsRequest ask = KLEOS__SUMMARIZE_AWARDS_REQUEST__INIT;
	const struct principal gateway = principal_internal("gateway");
	peer_must(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base);
	ask.to_day = 30000;
	const Kleos__SummarizeAwardsResponse *summary =
		peer_must(&stage->peer, &gateway, SUMMARY, "SummarizeAwards", &ask.base);
	assert_int_equal(summary->nominations, 0);
	assert_int_equal(summary->n_teams, 0);
}

static void whoever_names_themselves_has_accepted(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, true);
	const char *of_others = nominate_as(stage, &stage->nikos, cycle, "maria")->id;
	assert_int_equal(nominate_as(stage, &stage->maria, cycle, "maria")->status, STATUS(ACCEPTED));
	assert_int_equal(seen_as(stage, &stage->nikos, of_others)->status, STATUS(ACCEPTED));
}

/* ---- the seal ---- */

static void a_sealed_nomination_tells_its_nominee_that_and_nobody_else_anything(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, false);
	const char *id = nominate_as(stage, &stage->nikos, cycle, "maria")->id;
	const struct principal service = caller(ROLE_BIT(SERVICE), NULL), auditor = caller(ROLE_BIT(AUDITOR), NULL);
	assert_int_equal(nominations_seen(stage, &stage->nikos, cycle), 1);
	assert_int_equal(nominations_seen(stage, &stage->maria, cycle), 1);
	assert_sealed(seen_as(stage, &stage->maria, id));
	assert_int_equal(nominations_seen(stage, &stage->eleni, cycle), 0);
	unseen_as(stage, &stage->eleni, id);
	unseen_as(stage, &service, id);
	unseen_as(stage, &auditor, id);
	advance(stage, cycle);
	assert_string_equal(seen_as(stage, &stage->maria, id)->nominator->handle, "nikos");
	assert_int_equal(nominations_seen(stage, &stage->eleni, cycle), 1);
	assert_string_equal(seen_as(stage, &stage->eleni, id)->nominator->handle, "nikos");
	unseen_as(stage, &auditor, id);
}

static void what_is_hidden_is_refused_as_if_it_were_not_there(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, false);
	const char *id = nominate_as(stage, &stage->nikos, cycle, "maria")->id;
	const struct principal stranger = newcomer(stage, "stranger");
	static const char *const methods[] = {"AcceptNomination", "DeclineNomination", "WithdrawNomination"};
	for (size_t i = 0; i < 3; i++) {
		refused(stage, &stranger, methods[i], id, STATUS_NOT_FOUND, "NOMINATION_NOT_FOUND");
		const char *hidden = arena_text(&stage->members.base.arena, stage->peer.reply.message);
		assert_string_equal(hidden, arena_printf(&stage->members.base.arena, "no nomination '%s'", id));
	}
	refused(stage, &stage->eleni, "AcceptNomination", id, STATUS_NOT_FOUND, "NOMINATION_NOT_FOUND");
}

static void candidates_are_seen_by_everybody_once_voting_opens(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, false);
	const char *id = add_candidate(stage, cycle)->id;
	const char *silent = nominate_as(stage, &stage->maria, cycle, "nikos")->id;
	const struct principal stranger = newcomer(stage, "stranger");
	advance_to(stage, cycle, PHASE(SHORTLISTING));
	unseen_as(stage, &stranger, id);
	advance(stage, cycle);
	assert_int_equal(seen_as(stage, &stranger, id)->status, STATUS(SHORTLISTED));
	assert_string_equal(seen_as(stage, &stranger, id)->reason, "She answered every one of them.");
	unseen_as(stage, &stranger, silent);
	assert_int_equal(nominations_seen(stage, &stranger, cycle), 1);
}

static void a_list_shows_those_of_one_status_or_one_nominee(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, false);
	add_candidate(stage, cycle);
	nominate_as(stage, &stage->nikos, cycle, "eleni");
	Kleos__ListNominationsRequest request = KLEOS__LIST_NOMINATIONS_REQUEST__INIT;
	request.cycle = cycle;
	request.status = STATUS(ACCEPTED);
	const Kleos__ListNominationsResponse *list =
		peer_must(&stage->peer, &stage->nikos, AWARDS, "ListNominations", &request.base);
	assert_int_equal(list->n_nominations, 1);
	assert_string_equal(list->nominations[0]->nominee->handle, "maria");
	request.status = STATUS(UNSPECIFIED);
	request.nominee = "Eleni";
	list = peer_must(&stage->peer, &stage->nikos, AWARDS, "ListNominations", &request.base);
	assert_int_equal(list->n_nominations, 1);
	assert_string_equal(list->nominations[0]->nominee->handle, "eleni");
	list = peer_must(&stage->peer, &stage->maria, AWARDS, "ListNominations", &request.base);
	assert_int_equal(list->n_nominations, 0);
	request.nominee = "nobody";
	peer_refused(&stage->peer, &stage->nikos, AWARDS, "ListNominations", &request.base, STATUS_NOT_FOUND,
				 "MEMBER_NOT_FOUND");
}

#define TEST(name, open) cmocka_unit_test_setup_teardown(name, open, awards_close_stage)
#define NOMINATIONS_TESTS(open)                                                                                        \
	{                                                                                                                  \
		TEST(people_are_named_only_while_nominations_are_taken, open),                                                 \
			TEST(naming_somebody_again_replaces_the_reason, open), TEST(the_cycles_rules_are_kept, open),              \
			TEST(whoever_was_just_created_can_be_named_at_once, open),                                                 \
			TEST(who_acted_for_a_nominator_does_not_read_what_they_wrote_since, open),                                 \
			TEST(work_that_speaks_for_somebody_is_attached_by_its_name, open),                                         \
			TEST(somebody_outside_is_the_same_by_the_address_of_their_profile, open),                                  \
			TEST(somebody_outside_is_named_only_where_they_take_part_and_only_properly, open),                         \
			TEST(a_report_does_not_count_who_is_no_member, open), TEST(whoever_names_themselves_has_accepted, open),   \
			TEST(a_sealed_nomination_tells_its_nominee_that_and_nobody_else_anything, open),                           \
			TEST(what_is_hidden_is_refused_as_if_it_were_not_there, open),                                             \
			TEST(candidates_are_seen_by_everybody_once_voting_opens, open),                                            \
			TEST(a_list_shows_those_of_one_status_or_one_nominee, open),                                               \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = NOMINATIONS_TESTS(awards_open_inproc);
	const struct CMUnitTest tcp[] = NOMINATIONS_TESTS(awards_open_tcp);
	int failed = cmocka_run_group_tests_name("nominations over inproc", inproc, NULL, NULL);
	return failed + cmocka_run_group_tests_name("nominations over tcp", tcp, NULL, NULL);
}

/* What others do with a nomination: endorse, accept, decline, withdraw. */
#include "tests/service/awards/papers.h"

/* ---- endorsing ---- */

static void who_is_given_the_id_endorses_once_and_learns_nothing(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, false);
	const char *id = nominate_as(stage, &stage->nikos, cycle, "maria")->id;
	const struct principal friend = newcomer(stage, "friend");
	unseen_as(stage, &friend, id);
	assert_sealed(endorse_as(stage, &friend, id));
	assert_sealed(endorse_as(stage, &friend, id));
	assert_sealed(seen_as(stage, &friend, id));
	assert_int_equal(seen_as(stage, &stage->nikos, id)->endorsements, 1);
	advance(stage, cycle);
	assert_sealed(seen_as(stage, &friend, id));
	refused(stage, &stage->eleni, "Endorse", id, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN");
}

static void nobody_endorses_themselves_or_their_own_words_or_what_is_not_there(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, false);
	const char *id = nominate_as(stage, &stage->nikos, cycle, "maria")->id;
	const struct principal service = caller(ROLE_BIT(SERVICE), NULL);
	refused(stage, &stage->nikos, "Endorse", id, STATUS_FAILED_PRECONDITION, "OWN_NOMINATION");
	refused(stage, &stage->maria, "Endorse", id, STATUS_FAILED_PRECONDITION, "SELF_ENDORSEMENT");
	refused(stage, &service, "Endorse", id, STATUS_PERMISSION_DENIED, "NOT_A_MEMBER");
	refused(stage, &stage->eleni, "Endorse", "0195a0b1-0000-7000-8000-000000000001", STATUS_NOT_FOUND,
			"NOMINATION_NOT_FOUND");
}

static void endorsed_people_are_on_the_list_of_people_one_names(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 1, false);
	const char *id = nominate_as(stage, &stage->nikos, cycle, "maria")->id;
	endorse_as(stage, &stage->eleni, id);
	Kleos__NominateRequest request = naming(cycle, "nikos");
	peer_refused(&stage->peer, &stage->eleni, AWARDS, "Nominate", &request.base, STATUS_FAILED_PRECONDITION,
				 "TOO_MANY_NOMINATIONS");
	nominate_as(stage, &stage->eleni, cycle, "maria"); /* one person, however often */
	const struct principal friend = newcomer(stage, "friend");
	nominate_as(stage, &friend, cycle, "nikos");
	refused(stage, &friend, "Endorse", id, STATUS_FAILED_PRECONDITION, "TOO_MANY_NOMINATIONS");
}

/* ---- consent ---- */

static void what_a_nominee_answers_counts_for_all_who_named_them(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, false);
	const char *first = nominate_as(stage, &stage->nikos, cycle, "maria")->id;
	const char *second = nominate_as(stage, &stage->eleni, cycle, "maria")->id;
	const struct id subject = id_of(first);
	assert_int_equal(accept_as(stage, &stage->maria, first)->status, STATUS(ACCEPTED));
	assert_int_equal(accept_as(stage, &stage->maria, first)->status, STATUS(ACCEPTED));
	assert_string_equal(peer_events(&stage->peer, &subject), "award.nominated award.accepted");
	assert_int_equal(seen_as(stage, &stage->eleni, second)->status, STATUS(ACCEPTED));
	const struct principal late = newcomer(stage, "late");
	assert_int_equal(nominate_as(stage, &late, cycle, "maria")->status, STATUS(ACCEPTED));
	advance(stage, cycle);
	assert_int_equal(decline_as(stage, &stage->maria, second)->status, STATUS(DECLINED));
	assert_int_equal(seen_as(stage, &stage->nikos, first)->status, STATUS(DECLINED));
}

static void only_the_nominee_answers(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, false);
	const char *id = nominate_as(stage, &stage->nikos, cycle, "maria")->id;
	refused(stage, &stage->nikos, "AcceptNomination", id, STATUS_PERMISSION_DENIED, "NOT_NOMINEE");
	advance(stage, cycle);
	refused(stage, &stage->eleni, "DeclineNomination", id, STATUS_PERMISSION_DENIED, "NOT_NOMINEE");
	assert_int_equal(seen_as(stage, &stage->nikos, id)->status, STATUS(PENDING));
}

static void who_names_a_member_in_their_own_name_does_not_answer_for_them(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, true);
	const struct principal admin = caller(ROLE_BIT(ADMIN), NULL);
	Kleos__NominateRequest request = naming(cycle, "maria");
	request.nominator = "maria";
	const Kleos__NominateResponse *made = peer_must(&stage->peer, &admin, AWARDS, "Nominate", &request.base);
	assert_int_equal(made->nomination->status, STATUS(PENDING));
	decline_as(stage, &stage->maria, made->nomination->id);
	peer_must(&stage->peer, &admin, AWARDS, "Nominate", &request.base);
	assert_int_equal(seen_as(stage, &stage->maria, made->nomination->id)->status, STATUS(DECLINED));
	request.nominator = "";
	peer_must(&stage->peer, &stage->maria, AWARDS, "Nominate", &request.base);
	assert_int_equal(seen_as(stage, &stage->maria, made->nomination->id)->status, STATUS(ACCEPTED));
}

static void what_somebody_outside_answered_is_written_down_and_told(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating_community(stage);
	const struct id subject = id_of(cycle);
	Kleos__Outsider outsider;
	Kleos__NominateRequest request = naming_outsider(cycle, &outsider, "Zoe", "https://social.example/@zoe");
	const Kleos__NominateResponse *made = peer_must(&stage->peer, &stage->nikos, AWARDS, "Nominate", &request.base);
	const char *id = made->nomination->id;
	refused(stage, &stage->nikos, "AcceptNomination", id, STATUS_PERMISSION_DENIED, "NOT_NOMINEE");
	const Kleos__Nomination *sealed = accept_as(stage, &stage->eleni, id);
	assert_int_equal(sealed->status, STATUS(ACCEPTED));
	assert_string_equal(sealed->reason, "");
	assert_string_equal(peer_events(&stage->peer, &subject), "award.tree_head award.edited_by_staff");
}

/* ---- taking back ---- */

static void a_nominator_takes_back_while_nominations_are_taken(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 1, false);
	const char *id = nominate_as(stage, &stage->nikos, cycle, "maria")->id;
	const struct principal friend = newcomer(stage, "friend");
	endorse_as(stage, &friend, id);
	refused(stage, &friend, "WithdrawNomination", id, STATUS_PERMISSION_DENIED, "NOT_NOMINATOR");
	assert_int_equal(withdraw_as(stage, &stage->nikos, id)->status, STATUS(WITHDRAWN));
	assert_int_equal(withdraw_as(stage, &stage->nikos, id)->endorsements, 0);
	refused(stage, &stage->maria, "AcceptNomination", id, STATUS_FAILED_PRECONDITION, "NOMINATION_WITHDRAWN");
	refused(stage, &friend, "Endorse", id, STATUS_FAILED_PRECONDITION, "NOMINATION_WITHDRAWN");
	nominate_as(stage, &friend, cycle, "eleni"); /* both have room again */
	const char *other = nominate_as(stage, &stage->nikos, cycle, "eleni")->id;
	advance(stage, cycle);
	refused(stage, &stage->nikos, "WithdrawNomination", other, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN");
}

static void who_names_somebody_again_after_taking_it_back_starts_anew(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 1, false);
	const char *id = add_candidate(stage, cycle)->id;
	withdraw_as(stage, &stage->nikos, id);
	const Kleos__Nomination *again = nominate_as(stage, &stage->nikos, cycle, "maria");
	assert_string_equal(again->id, id);
	assert_int_equal(again->status, STATUS(PENDING));
}

static void staff_take_a_nomination_out_until_voting_opens_and_are_seen(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, false);
	const struct id subject = id_of(cycle);
	const char *stays = add_candidate(stage, cycle)->id, *goes = nominate_as(stage, &stage->nikos, cycle, "eleni")->id;
	advance(stage, cycle);
	assert_int_equal(withdraw_as(stage, &stage->eleni, goes)->status, STATUS(WITHDRAWN));
	assert_string_equal(peer_events(&stage->peer, &subject), "award.tree_head award.edited_by_staff");
	advance(stage, cycle);
	refused(stage, &stage->eleni, "WithdrawNomination", stays, STATUS_FAILED_PRECONDITION, "NOMINATIONS_FIXED");
}

static void nothing_changes_once_voting_has_opened(void **state)
{
	struct awards_stage *stage = *state;
	const char *cycle = nominating(stage, 0, false);
	const char *id = add_candidate(stage, cycle)->id;
	advance_to(stage, cycle, PHASE(VOTING));
	refused(stage, &stage->maria, "DeclineNomination", id, STATUS_FAILED_PRECONDITION, "NOMINATIONS_FIXED");
	refused(stage, &stage->maria, "AcceptNomination", id, STATUS_FAILED_PRECONDITION, "NOMINATIONS_FIXED");
	refused(stage, &stage->nikos, "WithdrawNomination", id, STATUS_FAILED_PRECONDITION, "NOMINATIONS_FIXED");
	refused(stage, &stage->eleni, "Endorse", id, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN");
}

#define TEST(name, open) cmocka_unit_test_setup_teardown(name, open, awards_close_stage)
#define CONSENT_TESTS(open)                                                                                            \
	{                                                                                                                  \
		TEST(who_is_given_the_id_endorses_once_and_learns_nothing, open),                                              \
			TEST(nobody_endorses_themselves_or_their_own_words_or_what_is_not_there, open),                            \
			TEST(endorsed_people_are_on_the_list_of_people_one_names, open),                                           \
			TEST(what_a_nominee_answers_counts_for_all_who_named_them, open), TEST(only_the_nominee_answers, open),    \
			TEST(who_names_a_member_in_their_own_name_does_not_answer_for_them, open),                                 \
			TEST(what_somebody_outside_answered_is_written_down_and_told, open),                                       \
			TEST(a_nominator_takes_back_while_nominations_are_taken, open),                                            \
			TEST(who_names_somebody_again_after_taking_it_back_starts_anew, open),                                     \
			TEST(staff_take_a_nomination_out_until_voting_opens_and_are_seen, open),                                   \
			TEST(nothing_changes_once_voting_has_opened, open),                                                        \
	}

int main(void)
{
	const struct CMUnitTest inproc[] = CONSENT_TESTS(awards_open_inproc);
	const struct CMUnitTest tcp[] = CONSENT_TESTS(awards_open_tcp);
	int failed = cmocka_run_group_tests_name("consent over inproc", inproc, NULL, NULL);
	return failed + cmocka_run_group_tests_name("consent over tcp", tcp, NULL, NULL);
}

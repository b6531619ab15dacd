/* The agenda of a 1:1. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include "common/base/calendar.h"

#include <string.h>

static const Kleos__Agenda *agenda_of(struct stage *stage, const struct principal *who, const char *member)
{
	Kleos__GetAgendaRequest request = KLEOS__GET_AGENDA_REQUEST__INIT;
	request.member = member;
	const Kleos__GetAgendaResponse *response = peer_must(&stage->peer, who, RECOGNITIONS, "GetAgenda", &request.base);
	return response->agenda;
}

static void is_refused(struct stage *stage, const struct principal *who, const char *member, enum status status,
					   const char *reason)
{
	Kleos__GetAgendaRequest request = KLEOS__GET_AGENDA_REQUEST__INIT;
	request.member = member;
	peer_refused(&stage->peer, who, RECOGNITIONS, "GetAgenda", &request.base, status, reason);
}

static void an_agenda_is_for_the_person_and_who_manages_them(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "w-boss", "", "", 0);
	struct id anna = stage_member(stage, "w-anna", "wood", "w-boss", 0);
	struct id mate = stage_member(stage, "w-mate", "wood", "w-boss", 0);
	struct principal own = a_member(&anna), manager = caller(ROLE_BIT(LEADER), &boss);
	struct principal plain = a_member(&boss), other = caller(ROLE_BIT(LEADER), &mate);
	struct principal people = caller(ROLE_BIT(PEOPLE_ADMIN), &mate), admin = a_key(ROLE_BIT(ADMIN));
	struct principal auditor = a_key(ROLE_BIT(AUDITOR)), service = a_key(ROLE_BIT(SERVICE));
	assert_string_equal(agenda_of(stage, &own, "me")->member->handle, "w-anna");
	assert_string_equal(agenda_of(stage, &manager, "W-Anna")->member->handle, "w-anna");
	is_refused(stage, &plain, "w-anna", STATUS_PERMISSION_DENIED, "NOT_YOUR_AGENDA");
	is_refused(stage, &other, "w-anna", STATUS_PERMISSION_DENIED, "NOT_YOUR_AGENDA");
	is_refused(stage, &people, "w-anna", STATUS_PERMISSION_DENIED, "NOT_YOUR_AGENDA");
	is_refused(stage, &admin, "w-anna", STATUS_PERMISSION_DENIED, "NOT_YOUR_AGENDA");
	is_refused(stage, &auditor, "w-anna", STATUS_PERMISSION_DENIED, NULL);
	is_refused(stage, &service, "w-anna", STATUS_PERMISSION_DENIED, NULL);
	is_refused(stage, &manager, "nobody-here", STATUS_NOT_FOUND, "MEMBER_NOT_FOUND");
}

static void thanks_are_the_newest_five_that_the_reader_may_see(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "t-boss", "", "", 0);
	struct id anna = stage_member(stage, "t-anna", "tent", "t-boss", VISIBILITY(EXTERNAL));
	struct id bill = stage_member(stage, "t-bill", "tent", "", VISIBILITY(PRIVATE));
	struct principal own = a_member(&anna), manager = caller(ROLE_BIT(LEADER), &boss), giver = a_member(&bill);
	const char *levels[] = {"private", "manager", "team", "organization", "external"};
	for (Kleos__Visibility level = VISIBILITY(PRIVATE); level <= VISIBILITY(EXTERNAL); level++)
		for (int i = 0; i < 2; i++) {
			Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "t-anna", levels[level - 1]);
			request->visibility = level;
			stage_later(stage, 10);
			stage_give(stage, &giver, request);
		}
	stage_later(stage, 10);
	Kleos__GiveRecognitionRequest *secret = stage_thanks(stage, "t-anna", "the last, between us");
	secret->visibility = VISIBILITY(PRIVATE);
	stage_give(stage, &giver, secret);
	stage_give(stage, &own, stage_thanks(stage, "t-bill", "back to you"));
	const Kleos__Agenda *mine = agenda_of(stage, &own, "me"), *theirs = agenda_of(stage, &manager, "t-anna");
	assert_int_equal(mine->n_received, 5);
	assert_string_equal(mine->received[0]->message, "the last, between us");
	assert_string_equal(mine->received[1]->message, "external");
	assert_int_equal(mine->n_given, 1);
	assert_int_equal(theirs->n_received, 5);
	const char *seen[] = {"external", "external", "organization", "organization", "team"};
	for (size_t i = 0; i < 5; i++)
		assert_string_equal(theirs->received[i]->message, seen[i]);
	assert_int_equal(theirs->n_given, 0);
}

static void the_team_mates_nobody_thanked_are_named_by_handle(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "m-boss", "", "", 0);
	struct id anna = stage_member(stage, "m-anna", "mast", "m-boss", 0);
	stage_member(stage, "m-zoe", "mast", "m-boss", VISIBILITY(ORGANIZATION));
	stage_member(stage, "m-carl", "mast", "m-boss", VISIBILITY(PRIVATE));
	stage_member(stage, "m-inner", "mast/top", "m-boss", 0);
	stage_settle(stage);
	struct principal own = a_member(&anna), manager = caller(ROLE_BIT(LEADER), &boss);
	stage_give(stage, &own, stage_thanks(stage, "m-carl", "between us"));
	stage_give(stage, &own, stage_thanks(stage, "m-zoe", "for all"));
	const Kleos__Agenda *mine = agenda_of(stage, &own, "me"), *theirs = agenda_of(stage, &manager, "m-anna");
	assert_int_equal(mine->n_overlooked, 0);
	assert_int_equal(theirs->n_overlooked, 2); /* of the word to carl they may not know */
	assert_string_equal(theirs->overlooked[0]->member->handle, "m-anna");
	assert_string_equal(theirs->overlooked[1]->member->handle, "m-carl");
	assert_null(theirs->overlooked[1]->last_thanked_on);
	stage_later(stage, 30 * DAY_MS + 1);
	mine = agenda_of(stage, &own, "me");
	assert_int_equal(mine->n_overlooked, 2);
	assert_string_equal(mine->overlooked[0]->member->handle, "m-carl");
	assert_non_null(mine->overlooked[0]->last_thanked_on);
	assert_string_equal(mine->overlooked[1]->member->handle, "m-zoe");
}

static void preferences_and_the_question_of_the_week_are_there(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "p-boss", "far", "", 0);
	struct id anna = stage_member(stage, "p-anna", "pool", "p-boss", 0);
	struct principal own = a_member(&anna), manager = caller(ROLE_BIT(LEADER), &boss);
	Kleos__UpdatePreferencesRequest request = KLEOS__UPDATE_PREFERENCES_REQUEST__INIT;
	Kleos__Channel channels[] = {KLEOS__CHANNEL__CHANNEL_EMAIL, KLEOS__CHANNEL__CHANNEL_CHAT};
	request.member = "me";
	request.channels = channels;
	request.n_channels = 2;
	request.note = "Not in front of everybody, please.";
	peer_must(&stage->peer, &own, RECOGNITIONS, "UpdatePreferences", &request.base);
	Kleos__ListPromptsRequest ask = KLEOS__LIST_PROMPTS_REQUEST__INIT;
	const Kleos__ListPromptsResponse *prompts = peer_must(&stage->peer, &own, RECOGNITIONS, "ListPrompts", &ask.base);
	const Kleos__Agenda *agenda = agenda_of(stage, &manager, "p-anna");
	assert_string_equal(agenda->preferences->note, request.note);
	assert_int_equal(agenda->preferences->n_channels, 2);
	assert_int_equal(agenda->preferences->channels[0], KLEOS__CHANNEL__CHANNEL_EMAIL);
	assert_int_equal(agenda->prompt->prompt, prompts->prompt_of_week); /* of the person's team, not of the reader's */
	assert_string_equal(agenda->prompt->locale, "en");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_agenda_is_for_the_person_and_who_manages_them),
		cmocka_unit_test(thanks_are_the_newest_five_that_the_reader_may_see),
		cmocka_unit_test(the_team_mates_nobody_thanked_are_named_by_handle),
		cmocka_unit_test(preferences_and_the_question_of_the_week_are_there),
	};
	return stage_run("agenda", tests, sizeof tests / sizeof *tests);
}

/* Reporting words that should not stand, and deciding about them. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include <string.h>

#define DISMISS KLEOS__MODERATION_OUTCOME__MODERATION_OUTCOME_DISMISS
#define REMOVE  KLEOS__MODERATION_OUTCOME__MODERATION_OUTCOME_REMOVE

/* A giver and a mate of the giver's team, who see a TEAM recognition with a comment; and a moderator who does not. */
struct scene {
	struct stage *stage;
	struct principal giver, mate, moderator;
	const char *recognition, *comment; /* by the mate */
};

static struct id somebody(struct stage *stage, const char *scene, const char *who, const char *team)
{
	return stage_member(stage, arena_printf(&stage->fixture.arena, "%s-%s", scene, who), team, "", VISIBILITY(TEAM));
}

static const char *comment(struct stage *stage, const struct principal *who, const char *id, const char *message)
{
	Kleos__CreateCommentRequest request = KLEOS__CREATE_COMMENT_REQUEST__INIT;
	request.recognition = id;
	request.message = message;
	const Kleos__CreateCommentResponse *response =
		peer_must(&stage->peer, who, RECOGNITIONS, "CreateComment", &request.base);
	return response->comment->id;
}

static struct scene a_scene(struct stage *stage, const char *name)
{
	struct id giver = somebody(stage, name, "giver", "reef"), mate = somebody(stage, name, "mate", "reef"),
			  moderator = somebody(stage, name, "hr", "people");
	somebody(stage, name, "thanked", "reef");
	struct scene scene = {.stage = stage,
						  .giver = a_member(&giver),
						  .mate = a_member(&mate),
						  .moderator = caller(ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(MEMBER), &moderator)};
	const char *receiver = arena_printf(&stage->fixture.arena, "%s-thanked", name);
	scene.recognition = stage_give(stage, &scene.giver, stage_thanks(stage, receiver, "well said"))->id;
	scene.comment = comment(stage, &scene.mate, scene.recognition, "badly said");
	return scene;
}

static Kleos__ReportContentRequest *reporting(struct scene *scene, const char *comment_id)
{
	Kleos__ReportContentRequest *request = arena_alloc(&scene->stage->fixture.arena, sizeof *request);
	kleos__report_content_request__init(request);
	request->recognition = scene->recognition;
	request->comment = comment_id;
	request->reason = "this hurts";
	return request;
}

static void report(struct scene *scene, const struct principal *who, const char *comment_id)
{
	peer_must(&scene->stage->peer, who, RECOGNITIONS, "ReportContent", &reporting(scene, comment_id)->base);
}

/* The reports about the scene's recognition, newest first. */
static size_t reports(struct scene *scene, const struct principal *who, bool resolved, const Kleos__ContentReport **out)
{
	size_t n = 0;
	Kleos__ListContentReportsRequest request = KLEOS__LIST_CONTENT_REPORTS_REQUEST__INIT;
	request.resolved = resolved;
	request.page_size = 2;
	do {
		const Kleos__ListContentReportsResponse *page =
			peer_must(&scene->stage->peer, who, RECOGNITIONS, "ListContentReports", &request.base);
		for (size_t i = 0; i < page->n_content_reports; i++)
			if (strcmp(page->content_reports[i]->recognition, scene->recognition) == 0)
				out[n++] = page->content_reports[i];
		request.page_token = page->next_page_token;
	} while (*request.page_token);
	return n;
}

static const Kleos__GetContentReportResponse *get(struct scene *scene, const struct principal *who, const char *id)
{
	Kleos__GetContentReportRequest request = KLEOS__GET_CONTENT_REPORT_REQUEST__INIT;
	request.content_report = id;
	return peer_must(&scene->stage->peer, who, RECOGNITIONS, "GetContentReport", &request.base);
}

static Kleos__ResolveContentReportRequest *deciding(struct scene *scene, const char *id,
													Kleos__ModerationOutcome outcome)
{
	Kleos__ResolveContentReportRequest *request = arena_alloc(&scene->stage->fixture.arena, sizeof *request);
	kleos__resolve_content_report_request__init(request);
	request->content_report = id;
	request->outcome = outcome;
	request->note = "talked to both";
	return request;
}

static const Kleos__ContentReport *decide(struct scene *scene, const char *id, Kleos__ModerationOutcome outcome)
{
	const Kleos__ResolveContentReportResponse *response =
		peer_must(&scene->stage->peer, &scene->moderator, RECOGNITIONS, "ResolveContentReport",
				  &deciding(scene, id, outcome)->base);
	return response->content_report;
}

static void a_moderator_sees_what_was_reported_to_them(void **state)
{
	struct scene scene = a_scene(*state, "m");
	const Kleos__ContentReport *list[4];
	assert_null(stage_get(scene.stage, &scene.moderator, scene.recognition));
	report(&scene, &scene.giver, scene.comment);
	stage_later(scene.stage, 1000);
	report(&scene, &scene.mate, "");
	assert_int_equal(reports(&scene, &scene.moderator, false, list), 2);
	assert_string_equal(list[0]->comment, "");
	assert_string_equal(list[0]->reporter->handle, "m-mate");
	assert_string_equal(list[1]->comment, scene.comment);
	assert_string_equal(list[1]->reporter->handle, "m-giver");
	assert_string_equal(list[1]->reason, "this hurts");
	assert_int_equal(list[1]->outcome, 0);
	assert_null(list[1]->resolver);
	const Kleos__GetContentReportResponse *first = get(&scene, &scene.moderator, list[0]->id),
										  *second = get(&scene, &scene.moderator, list[1]->id);
	assert_string_equal(first->recognition->message, "well said");
	assert_null(first->comment);
	assert_string_equal(second->comment->message, "badly said");
	assert_string_equal(second->comment->author->handle, "m-mate");
	assert_null(second->recognition);
	assert_null(stage_get(scene.stage, &scene.moderator, scene.recognition)); /* and nothing more than that */
}

static void reporting_again_changes_nothing(void **state)
{
	struct scene scene = a_scene(*state, "a");
	const Kleos__ContentReport *list[4];
	Kleos__ReportContentRequest *again = reporting(&scene, scene.comment);
	report(&scene, &scene.giver, scene.comment);
	again->reason = "and again";
	peer_must(&scene.stage->peer, &scene.giver, RECOGNITIONS, "ReportContent", &again->base);
	assert_int_equal(reports(&scene, &scene.moderator, false, list), 1);
	assert_string_equal(list[0]->reason, "this hurts");
	decide(&scene, list[0]->id, DISMISS);
	report(&scene, &scene.giver, scene.comment);
	assert_int_equal(reports(&scene, &scene.moderator, false, list), 0);
}

static void the_reported_never_see_who_reported(void **state)
{
	struct scene scene = a_scene(*state, "s");
	struct principal author = caller(ROLE_BIT(PEOPLE_ADMIN) | ROLE_BIT(ADMIN), &scene.mate.member);
	const Kleos__ContentReport *list[4];
	report(&scene, &scene.giver, scene.comment);
	assert_int_equal(reports(&scene, &author, false, list), 0);
	assert_int_equal(reports(&scene, &scene.moderator, false, list), 1);
	Kleos__GetContentReportRequest read = KLEOS__GET_CONTENT_REPORT_REQUEST__INIT;
	read.content_report = list[0]->id;
	peer_refused(&scene.stage->peer, &author, RECOGNITIONS, "GetContentReport", &read.base, STATUS_NOT_FOUND,
				 "CONTENT_REPORT_NOT_FOUND");
	peer_refused(&scene.stage->peer, &author, RECOGNITIONS, "ResolveContentReport",
				 &deciding(&scene, list[0]->id, DISMISS)->base, STATUS_NOT_FOUND, "CONTENT_REPORT_NOT_FOUND");
	decide(&scene, list[0]->id, DISMISS);
	assert_int_equal(reports(&scene, &author, true, list), 0);
}

/* Ids get into the audit log of who wrote the words, beside lines of when everybody did something. */
static void the_id_of_a_report_tells_no_time(void **state)
{
	struct scene scene = a_scene(*state, "t");
	const Kleos__ContentReport *list[4];
	report(&scene, &scene.giver, scene.comment);
	report(&scene, &scene.mate, "");
	assert_int_equal(reports(&scene, &scene.moderator, false, list), 2);
	struct id first = id_of(list[0]->id), second = id_of(list[1]->id), now = id_of(scene.recognition);
	assert_memory_not_equal(first.bytes, now.bytes, 4);
	assert_memory_not_equal(first.bytes, second.bytes, 4);
}

static void only_moderators_see_reports(void **state)
{
	struct scene scene = a_scene(*state, "o");
	struct principal leader = caller(ROLE_BIT(LEADER) | ROLE_BIT(AWARDS_ADMIN), &scene.giver.member),
					 auditor = a_key(ROLE_BIT(AUDITOR)), service = a_key(ROLE_BIT(SERVICE)),
					 admin = a_key(ROLE_BIT(ADMIN));
	const struct principal *others[] = {&scene.giver, &leader, &auditor, &service};
	const Kleos__ContentReport *list[4];
	report(&scene, &scene.giver, scene.comment);
	assert_int_equal(reports(&scene, &admin, false, list), 1); /* a key that belongs to nobody */
	assert_string_equal(get(&scene, &admin, list[0]->id)->comment->message, "badly said");
	for (size_t i = 0; i < 4; i++) {
		Kleos__ListContentReportsRequest all = KLEOS__LIST_CONTENT_REPORTS_REQUEST__INIT;
		Kleos__GetContentReportRequest read = KLEOS__GET_CONTENT_REPORT_REQUEST__INIT;
		read.content_report = list[0]->id;
		peer_refused(&scene.stage->peer, others[i], RECOGNITIONS, "ListContentReports", &all.base,
					 STATUS_PERMISSION_DENIED, NULL);
		peer_refused(&scene.stage->peer, others[i], RECOGNITIONS, "GetContentReport", &read.base,
					 STATUS_PERMISSION_DENIED, NULL);
		peer_refused(&scene.stage->peer, others[i], RECOGNITIONS, "ResolveContentReport",
					 &deciding(&scene, list[0]->id, DISMISS)->base, STATUS_PERMISSION_DENIED, NULL);
	}
}

static void a_removed_comment_is_gone_and_every_report_of_it_closed(void **state)
{
	struct scene scene = a_scene(*state, "r");
	struct id other = somebody(scene.stage, "r", "other", "reef");
	struct principal witness = a_member(&other);
	const Kleos__ContentReport *list[4];
	report(&scene, &scene.giver, scene.comment);
	report(&scene, &witness, scene.comment);
	report(&scene, &witness, "");
	assert_int_equal(reports(&scene, &scene.moderator, false, list), 3);
	const char *id = *list[0]->comment ? list[0]->id : list[1]->id;
	const Kleos__ContentReport *decided = decide(&scene, id, REMOVE);
	assert_int_equal(decided->outcome, REMOVE);
	assert_string_equal(decided->resolver->handle, "r-hr");
	assert_string_equal(decided->note, "talked to both");
	assert_int_equal(decided->resolve_time->seconds, scene.stage->fixture.world.now_ms / 1000);
	assert_int_equal(reports(&scene, &scene.moderator, true, list), 2);
	assert_int_equal(reports(&scene, &scene.moderator, false, list), 1);
	assert_string_equal(list[0]->comment, "");
	assert_int_equal(stage_get(scene.stage, &scene.giver, scene.recognition)->comment_count, 0);
	assert_null(get(&scene, &scene.moderator, id)->comment);
	decide(&scene, id, REMOVE); /* the same again: fine */
	peer_refused(&scene.stage->peer, &scene.moderator, RECOGNITIONS, "ResolveContentReport",
				 &deciding(&scene, id, DISMISS)->base, STATUS_FAILED_PRECONDITION, "REPORT_RESOLVED");
}

static void a_removed_recognition_is_withdrawn(void **state)
{
	struct scene scene = a_scene(*state, "w");
	struct id subject = id_of(scene.recognition);
	const Kleos__ContentReport *list[4];
	report(&scene, &scene.giver, scene.comment);
	report(&scene, &scene.mate, "");
	assert_int_equal(reports(&scene, &scene.moderator, false, list), 2);
	decide(&scene, *list[0]->comment ? list[1]->id : list[0]->id, REMOVE);
	assert_null(stage_get(scene.stage, &scene.giver, scene.recognition));
	assert_int_equal(reports(&scene, &scene.moderator, false, list), 0); /* the comment went along */
	assert_int_equal(reports(&scene, &scene.moderator, true, list), 2);
	for (size_t i = 0; i < 2; i++) {
		const Kleos__GetContentReportResponse *gone = get(&scene, &scene.moderator, list[i]->id);
		assert_null(gone->recognition);
		assert_null(gone->comment);
	}
	assert_string_equal(peer_events(&scene.stage->peer, &subject),
						"recognition.given recognition.commented recognition.withdrawn");
}

static void a_moderator_deletes_a_comment_only_when_it_was_reported(void **state)
{
	struct scene scene = a_scene(*state, "d");
	const Kleos__ContentReport *list[4];
	Kleos__DeleteCommentRequest request = KLEOS__DELETE_COMMENT_REQUEST__INIT;
	request.recognition = scene.recognition;
	request.comment = scene.comment;
	peer_refused(&scene.stage->peer, &scene.moderator, RECOGNITIONS, "DeleteComment", &request.base, STATUS_NOT_FOUND,
				 "RECOGNITION_NOT_FOUND"); /* not even visible */
	report(&scene, &scene.giver, scene.comment);
	peer_must(&scene.stage->peer, &scene.moderator, RECOGNITIONS, "DeleteComment", &request.base);
	assert_int_equal(stage_get(scene.stage, &scene.giver, scene.recognition)->comment_count, 0);
	assert_int_equal(reports(&scene, &scene.moderator, true, list), 1);
	assert_int_equal(list[0]->outcome, REMOVE);
	assert_string_equal(list[0]->resolver->handle, "d-hr");
}

static void who_wrote_it_or_cannot_see_it_cannot_report_it(void **state)
{
	struct scene scene = a_scene(*state, "c");
	struct principal admin = a_key(ROLE_BIT(ADMIN));
	peer_refused(&scene.stage->peer, &scene.giver, RECOGNITIONS, "ReportContent", &reporting(&scene, "")->base,
				 STATUS_FAILED_PRECONDITION, "REPORT_OF_OWN_CONTENT");
	peer_refused(&scene.stage->peer, &scene.mate, RECOGNITIONS, "ReportContent",
				 &reporting(&scene, scene.comment)->base, STATUS_FAILED_PRECONDITION, "REPORT_OF_OWN_CONTENT");
	peer_refused(&scene.stage->peer, &scene.moderator, RECOGNITIONS, "ReportContent",
				 &reporting(&scene, scene.comment)->base, STATUS_NOT_FOUND, "RECOGNITION_NOT_FOUND");
	peer_refused(&scene.stage->peer, &scene.mate, RECOGNITIONS, "ReportContent",
				 &reporting(&scene, scene.recognition)->base, STATUS_NOT_FOUND, "COMMENT_NOT_FOUND");
	peer_refused(&scene.stage->peer, &admin, RECOGNITIONS, "ReportContent", &reporting(&scene, "")->base,
				 STATUS_PERMISSION_DENIED, "MEMBER_NEEDED");
}

static void at_most_a_hundred_reports_of_one_member_are_open(void **state)
{
	struct scene scene = a_scene(*state, "b");
	const Kleos__ContentReport *list[128];
	for (int i = 0; i < 100; i++)
		report(&scene, &scene.giver, comment(scene.stage, &scene.mate, scene.recognition, "more"));
	const char *one_more = comment(scene.stage, &scene.mate, scene.recognition, "too many");
	peer_refused(&scene.stage->peer, &scene.giver, RECOGNITIONS, "ReportContent", &reporting(&scene, one_more)->base,
				 STATUS_FAILED_PRECONDITION, "TOO_MANY_REPORTS");
	assert_int_equal(reports(&scene, &scene.moderator, false, list), 100);
	decide(&scene, list[50]->id, DISMISS);
	report(&scene, &scene.giver, one_more);
}

/* Of the longest reasons a page ends early, and none is lost. */
static void three_hundred_long_reports_are_paged_each_once(void **state)
{
	struct scene scene = a_scene(*state, "l");
	stage_later(scene.stage, 1000); /* so that its reports are the newest */
	struct arena *arena = &scene.stage->fixture.arena;
	char *reason = arena_alloc(arena, 4 * 1001 + 1);
	for (size_t i = 0; i < 1001; i++)
		memcpy(reason + 4 * i, "🎉", 4);
	Kleos__ReportContentRequest *request = reporting(&scene, scene.comment);
	request->reason = reason;
	peer_refused(&scene.stage->peer, &scene.giver, RECOGNITIONS, "ReportContent", &request->base,
				 STATUS_INVALID_ARGUMENT, NULL);
	reason[4000] = '\0';
	for (int i = 0; i < 3; i++) {
		struct id id = somebody(scene.stage, "l", arena_printf(arena, "%d", i), "reef");
		struct principal who = a_member(&id);
		for (int j = 0; j < 100; j++) {
			request->comment = comment(scene.stage, &scene.mate, scene.recognition, "again");
			peer_must(&scene.stage->peer, &who, RECOGNITIONS, "ReportContent", &request->base);
		}
	}
	Kleos__ListContentReportsRequest list = KLEOS__LIST_CONTENT_REPORTS_REQUEST__INIT;
	list.page_size = 500;
	const Kleos__ListContentReportsResponse *page =
		peer_must(&scene.stage->peer, &scene.moderator, RECOGNITIONS, "ListContentReports", &list.base);
	assert_true(page->n_content_reports < 300 && *page->next_page_token);
	const Kleos__ContentReport **all = arena_array(arena, 1000, sizeof(*all));
	assert_int_equal(reports(&scene, &scene.moderator, false, all), 300);
	for (size_t i = 1; i < 300; i++)
		assert_true(strcmp(all[i]->id, all[i - 1]->id) < 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_moderator_sees_what_was_reported_to_them),
		cmocka_unit_test(reporting_again_changes_nothing),
		cmocka_unit_test(the_reported_never_see_who_reported),
		cmocka_unit_test(the_id_of_a_report_tells_no_time),
		cmocka_unit_test(only_moderators_see_reports),
		cmocka_unit_test(a_removed_comment_is_gone_and_every_report_of_it_closed),
		cmocka_unit_test(a_removed_recognition_is_withdrawn),
		cmocka_unit_test(a_moderator_deletes_a_comment_only_when_it_was_reported),
		cmocka_unit_test(who_wrote_it_or_cannot_see_it_cannot_report_it),
		cmocka_unit_test(at_most_a_hundred_reports_of_one_member_are_open),
		cmocka_unit_test(three_hundred_long_reports_are_paged_each_once),
	};
	return stage_run("content reports", tests, sizeof tests / sizeof *tests);
}

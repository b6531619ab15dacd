/* Comments. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include <string.h>

static const Kleos__Comment *comment(struct stage *stage, const struct principal *who, const char *id,
									 const char *message)
{
	Kleos__CreateCommentRequest request = KLEOS__CREATE_COMMENT_REQUEST__INIT;
	request.recognition = id;
	request.message = message;
	const Kleos__CreateCommentResponse *response =
		peer_must(&stage->peer, who, RECOGNITIONS, "CreateComment", &request.base);
	return response->comment;
}

static const Kleos__ListCommentsResponse *list(struct stage *stage, const struct principal *who, const char *id,
											   int32_t size, const char *token)
{
	Kleos__ListCommentsRequest request = KLEOS__LIST_COMMENTS_REQUEST__INIT;
	request.recognition = id;
	request.page_size = size;
	request.page_token = token;
	return peer_must(&stage->peer, who, RECOGNITIONS, "ListComments", &request.base);
}

static const ProtobufCMessage *deletion(struct stage *stage, const char *recognition, const char *id)
{
	Kleos__DeleteCommentRequest *request = arena_alloc(&stage->fixture.arena, sizeof *request);
	kleos__delete_comment_request__init(request);
	request->recognition = recognition;
	request->comment = id;
	return &request->base;
}

static void comments_are_read_newest_first_by_whoever_sees_the_recognition(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "w-giver", "reef", "", 0);
	struct id thanked = stage_member(stage, "w-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), other = a_member(&thanked), service = a_key(ROLE_BIT(SERVICE));
	const char *id = stage_give(stage, &who, stage_thanks(stage, "w-thanked", "well"))->id;
	assert_string_equal(comment(stage, &other, id, " Να 'σαι καλά!\r\n ")->message, "Να 'σαι καλά!");
	stage_later(stage, 1000);
	const Kleos__Comment *last = comment(stage, &who, id, "any time");
	assert_string_equal(last->author->handle, "w-giver");
	assert_string_equal(last->author->display_name, "The w-giver");
	assert_int_equal(last->create_time->seconds, stage->fixture.world.now_ms / 1000);
	const struct principal *readers[] = {&who, &other, &service};
	for (size_t i = 0; i < 3; i++) {
		const Kleos__ListCommentsResponse *page = list(stage, readers[i], id, 0, "");
		assert_int_equal(page->n_comments, 2);
		assert_string_equal(page->comments[0]->id, last->id);
		assert_string_equal(page->comments[1]->author->handle, "w-thanked");
		assert_string_equal(page->next_page_token, "");
		assert_int_equal(stage_get(stage, readers[i], id)->comment_count, 2);
	}
	struct id subject = id_of(id);
	assert_string_equal(peer_events(&stage->peer, &subject),
						"recognition.given recognition.commented recognition.commented");
}

static void who_does_not_see_the_recognition_sees_no_comments(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "h-giver", "reef", "", 0),
			  outsider = stage_member(stage, "h-out", "hull", "", 0);
	stage_member(stage, "h-thanked", "reef", "", VISIBILITY(TEAM));
	stage_member(stage, "h-open", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), out = a_member(&outsider), admin = a_key(ROLE_BIT(ADMIN));
	const char *hidden = stage_give(stage, &who, stage_thanks(stage, "h-thanked", "among us"))->id;
	const char *open = stage_give(stage, &who, stage_thanks(stage, "h-open", "for all"))->id;
	const char *id = comment(stage, &who, hidden, "still among us")->id;
	const char *texts[] = {hidden, "01890000-0000-7000-8000-000000000001", "no id at all"};
	for (size_t i = 0; i < 3; i++) {
		const char *message = arena_printf(&stage->fixture.arena, "no recognition '%s'", texts[i]);
		Kleos__ListCommentsRequest read = KLEOS__LIST_COMMENTS_REQUEST__INIT;
		Kleos__CreateCommentRequest write = KLEOS__CREATE_COMMENT_REQUEST__INIT;
		read.recognition = write.recognition = texts[i];
		write.message = "let me in";
		peer_refused(&stage->peer, &out, RECOGNITIONS, "ListComments", &read.base, STATUS_NOT_FOUND, NULL);
		assert_string_equal(stage->peer.reply.message, message);
		peer_refused(&stage->peer, &out, RECOGNITIONS, "CreateComment", &write.base, STATUS_NOT_FOUND, NULL);
		assert_string_equal(stage->peer.reply.message, message);
		peer_refused(&stage->peer, &out, RECOGNITIONS, "DeleteComment", deletion(stage, texts[i], id), STATUS_NOT_FOUND,
					 NULL);
		assert_string_equal(stage->peer.reply.message, message);
	}
	/* nor by way of another recognition */
	peer_refused(&stage->peer, &out, RECOGNITIONS, "DeleteComment", deletion(stage, open, id), STATUS_NOT_FOUND,
				 "COMMENT_NOT_FOUND");
	Kleos__CreateCommentRequest write = KLEOS__CREATE_COMMENT_REQUEST__INIT;
	write.recognition = open;
	write.message = "from nobody";
	peer_refused(&stage->peer, &admin, RECOGNITIONS, "CreateComment", &write.base, STATUS_PERMISSION_DENIED,
				 "MEMBER_NEEDED");
}

static void a_comment_is_deleted_by_its_author_alone(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "d-giver", "reef", "", 0), one = stage_member(stage, "d-one", "reef", "", 0);
	stage_member(stage, "d-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), author = a_member(&one), people = caller(ROLE_BIT(PEOPLE_ADMIN), &giver);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "d-thanked", "well"))->id;
	const char *words = comment(stage, &author, id, "delete me")->id;
	const struct principal *others[] = {&who, &people};
	for (size_t i = 0; i < 2; i++)
		peer_refused(&stage->peer, others[i], RECOGNITIONS, "DeleteComment", deletion(stage, id, words),
					 STATUS_PERMISSION_DENIED, "NOT_YOUR_COMMENT");
	for (int i = 0; i < 2; i++)
		assert_non_null(peer_call(&stage->peer, &author, RECOGNITIONS, "DeleteComment",
								  arena_printf(&stage->fixture.arena, "gone-%s", words), deletion(stage, id, words)));
	assert_true(stage->peer.reply.replayed);
	peer_refused(&stage->peer, &author, RECOGNITIONS, "DeleteComment", deletion(stage, id, words), STATUS_NOT_FOUND,
				 "COMMENT_NOT_FOUND");
	assert_int_equal(stage_get(stage, &who, id)->comment_count, 0);
	assert_int_equal(list(stage, &who, id, 0, "")->n_comments, 0);
}

static void a_comment_with_a_request_id_is_written_once(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "q-giver", "reef", "", 0);
	stage_member(stage, "q-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver);
	Kleos__CreateCommentRequest request = KLEOS__CREATE_COMMENT_REQUEST__INIT;
	request.recognition = stage_give(stage, &who, stage_thanks(stage, "q-thanked", "well"))->id;
	request.message = "once";
	const Kleos__CreateCommentResponse *first =
		peer_call(&stage->peer, &who, RECOGNITIONS, "CreateComment", "words", &request.base);
	const Kleos__CreateCommentResponse *again =
		peer_call(&stage->peer, &who, RECOGNITIONS, "CreateComment", "words", &request.base);
	assert_string_equal(again->comment->id, first->comment->id);
	assert_string_equal(again->comment->message, "once");
	assert_int_equal(stage_get(stage, &who, request.recognition)->comment_count, 1);
	peer_must(&stage->peer, &who, RECOGNITIONS, "DeleteComment",
			  deletion(stage, request.recognition, first->comment->id));
	peer_call(&stage->peer, &who, RECOGNITIONS, "CreateComment", "words", &request.base);
	assert_string_equal(stage->peer.reply.reason, "COMMENT_NOT_FOUND");
}

/* Of the longest comments a page ends early, and none is lost. */
static void five_hundred_comments_are_paged_each_once(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "p-giver", "reef", "", 0);
	stage_member(stage, "p-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver);
	const char *id = stage_give(stage, &who, stage_thanks(stage, "p-thanked", "well"))->id, *token = "", *seen = "";
	char *longest = arena_alloc(&stage->fixture.arena, 4 * 2000 + 1);
	for (size_t i = 0; i < 2000; i++)
		memcpy(longest + 4 * i, "🎉", 4);
	for (int i = 0; i < 500; i++) {
		comment(stage, &who, id, longest);
		stage_later(stage, i % 2);
	}
	Kleos__CreateCommentRequest request = KLEOS__CREATE_COMMENT_REQUEST__INIT;
	request.recognition = id;
	request.message = "one more";
	peer_refused(&stage->peer, &who, RECOGNITIONS, "CreateComment", &request.base, STATUS_FAILED_PRECONDITION,
				 "TOO_MANY_COMMENTS");
	size_t n = 0, pages = 0;
	do {
		const Kleos__ListCommentsResponse *page = list(stage, &who, id, 500, token);
		for (size_t i = 0; i < page->n_comments; i++, n++) {
			assert_true(n == 0 || strcmp(page->comments[i]->id, seen) < 0);
			seen = page->comments[i]->id;
		}
		token = page->next_page_token;
		pages++;
	} while (*token);
	assert_int_equal(n, 500);
	assert_true(pages > 1);
	assert_int_equal(stage_get(stage, &who, id)->comment_count, 500);
	Kleos__ListCommentsRequest read = KLEOS__LIST_COMMENTS_REQUEST__INIT;
	read.recognition = stage_give(stage, &who, stage_thanks(stage, "p-thanked", "another"))->id;
	read.page_token = list(stage, &who, id, 1, "")->next_page_token;
	peer_refused(&stage->peer, &who, RECOGNITIONS, "ListComments", &read.base, STATUS_INVALID_ARGUMENT, NULL);
}

static void a_comment_has_one_to_two_thousand_characters(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "z-giver", "reef", "", 0);
	stage_member(stage, "z-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver);
	Kleos__CreateCommentRequest request = KLEOS__CREATE_COMMENT_REQUEST__INIT;
	request.recognition = stage_give(stage, &who, stage_thanks(stage, "z-thanked", "well"))->id;
	char *text = arena_alloc(&stage->fixture.arena, 2 * 2001 + 1);
	for (size_t i = 0; i < 2001; i++)
		memcpy(text + 2 * i, "ω", 2);
	const char *wrong[] = {"", " \n ", text};
	for (size_t i = 0; i < 3; i++) {
		request.message = wrong[i];
		peer_refused(&stage->peer, &who, RECOGNITIONS, "CreateComment", &request.base, STATUS_INVALID_ARGUMENT, NULL);
		assert_true(stage_violates(stage, "message"));
	}
	text[4000] = '\0';
	assert_string_equal(comment(stage, &who, request.recognition, text)->message, text);
}

/* The gateway may still take the key when this service has forgotten the person already. */
static void whoever_was_erased_leaves_no_text_behind(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "gone-giver", "reef", "", VISIBILITY(TEAM)),
			  gone = stage_member(stage, "gone-mate", "reef", "", VISIBILITY(TEAM));
	struct principal who = a_member(&giver), mate = a_member(&gone), people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	stage_member(stage, "gone-thanked", "reef", "", VISIBILITY(TEAM));
	const char *id = stage_give(stage, &who, stage_thanks(stage, "gone-thanked", "well said"))->id;
	Kleos__EraseMemberRequest erase = KLEOS__ERASE_MEMBER_REQUEST__INIT;
	Kleos__CreateCommentRequest comment = KLEOS__CREATE_COMMENT_REQUEST__INIT;
	Kleos__JoinRecognitionRequest join = KLEOS__JOIN_RECOGNITION_REQUEST__INIT;
	Kleos__UpdatePreferencesRequest preferences = KLEOS__UPDATE_PREFERENCES_REQUEST__INIT;
	erase.member = "gone-mate";
	peer_must(&stage->members_peer, &people, &kleos__members_service__descriptor, "EraseMember", &erase.base);
	stage_settle(stage);
	comment.recognition = join.recognition = id;
	comment.message = join.note = preferences.note = "still here";
	preferences.member = "me";
	peer_refused(&stage->peer, &mate, RECOGNITIONS, "CreateComment", &comment.base, STATUS_PERMISSION_DENIED,
				 "MEMBER_NEEDED");
	peer_refused(&stage->peer, &mate, RECOGNITIONS, "JoinRecognition", &join.base, STATUS_PERMISSION_DENIED,
				 "MEMBER_NEEDED");
	peer_refused(&stage->peer, &mate, RECOGNITIONS, "UpdatePreferences", &preferences.base, STATUS_NOT_FOUND,
				 "MEMBER_NOT_FOUND");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(comments_are_read_newest_first_by_whoever_sees_the_recognition),
		cmocka_unit_test(who_does_not_see_the_recognition_sees_no_comments),
		cmocka_unit_test(a_comment_is_deleted_by_its_author_alone),
		cmocka_unit_test(a_comment_with_a_request_id_is_written_once),
		cmocka_unit_test(five_hundred_comments_are_paged_each_once),
		cmocka_unit_test(a_comment_has_one_to_two_thousand_characters),
		cmocka_unit_test(whoever_was_erased_leaves_no_text_behind),
	};
	return stage_run("comments", tests, sizeof tests / sizeof *tests);
}

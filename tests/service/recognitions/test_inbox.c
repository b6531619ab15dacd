/* What somebody received, unread first. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include <string.h>

static const Kleos__InboxResponse *inbox(struct stage *stage, const struct principal *who, int32_t size,
										 const char *token)
{
	Kleos__InboxRequest request = KLEOS__INBOX_REQUEST__INIT;
	request.page_size = size;
	request.page_token = token;
	return peer_must(&stage->peer, who, RECOGNITIONS, "Inbox", &request.base);
}

/* "*second first" of all pages, two entries each: messages, those unread with a star. */
static const char *all(struct stage *stage, const struct principal *who)
{
	const char *token = "", *out = "";
	do {
		const Kleos__InboxResponse *page = inbox(stage, who, 2, token);
		for (size_t i = 0; i < page->n_entries; i++)
			out = arena_printf(&stage->fixture.arena, "%s%s%s%s", out, *out ? " " : "",
							   page->entries[i]->unread ? "*" : "", page->entries[i]->recognition->message);
		token = page->next_page_token;
	} while (*token);
	return out;
}

/* How many are unread afterwards. `id` NULL: all. `until_ms` 0: whenever. */
static int32_t mark(struct stage *stage, const struct principal *who, const char *id, int64_t until_ms)
{
	Kleos__MarkReadRequest request = KLEOS__MARK_READ_REQUEST__INIT;
	Google__Protobuf__Timestamp until = GOOGLE__PROTOBUF__TIMESTAMP__INIT;
	const char *ids[] = {id};
	until.seconds = until_ms / 1000;
	until.nanos = (int32_t)(until_ms % 1000) * 1000000;
	request.until = until_ms ? &until : NULL;
	request.all = !id;
	request.recognitions = ids;
	request.n_recognitions = id ? 1 : 0;
	const Kleos__MarkReadResponse *response = peer_must(&stage->peer, who, RECOGNITIONS, "MarkRead", &request.base);
	return response->unread_count;
}

static const char *give(struct stage *stage, const struct principal *who, const char *receivers, const char *message)
{
	stage_later(stage, 1);
	return stage_give(stage, who, stage_thanks(stage, receivers, message))->id;
}

static void join(struct stage *stage, const struct principal *who, const char *id)
{
	Kleos__JoinRecognitionRequest request = KLEOS__JOIN_RECOGNITION_REQUEST__INIT;
	request.recognition = id;
	stage_later(stage, 1);
	peer_must(&stage->peer, who, RECOGNITIONS, "JoinRecognition", &request.base);
}

static void comment(struct stage *stage, const struct principal *who, const char *id)
{
	Kleos__CreateCommentRequest request = KLEOS__CREATE_COMMENT_REQUEST__INIT;
	request.recognition = id;
	request.message = "a word";
	stage_later(stage, 1);
	peer_must(&stage->peer, who, RECOGNITIONS, "CreateComment", &request.base);
}

static void what_is_unread_comes_first_and_is_read_once_marked(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "f-giver", "reef", "", 0);
	struct id thanked = stage_member(stage, "f-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), me = a_member(&thanked);
	const char *ids[5], *words[] = {"one", "two", "three", "four", "five"};
	for (size_t i = 0; i < 5; i++)
		ids[i] = give(stage, &who, "f-thanked", words[i]);
	assert_string_equal(all(stage, &me), "*five *four *three *two *one");
	assert_string_equal(all(stage, &who), "");
	const Kleos__InboxResponse *page = inbox(stage, &me, 2, "");
	assert_int_equal(page->unread_count, 5);
	assert_int_equal(page->entries[0]->last_event, KLEOS__INBOX_EVENT__INBOX_EVENT_GIVEN);
	assert_int_equal(page->entries[0]->event_time->seconds, stage->fixture.world.now_ms / 1000);
	assert_int_equal(mark(stage, &me, ids[4], 0), 4);
	for (int i = 0; i < 2; i++)
		assert_int_equal(mark(stage, &me, ids[1], 0), 3);
	assert_string_equal(all(stage, &me), "*four *three *one five two");
	assert_int_equal(mark(stage, &me, NULL, stage->fixture.world.now_ms - 2), 1);
	assert_string_equal(all(stage, &me), "*four five three two one");
	assert_int_equal(mark(stage, &me, ids[3], stage->fixture.world.now_ms - 2), 1); /* it came later */
	assert_int_equal(mark(stage, &me, NULL, 0), 0);
	assert_string_equal(all(stage, &me), "five four three two one");
}

static void joins_and_comments_of_others_make_it_unread_again(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "a-giver", "reef", "", 0);
	struct id one = stage_member(stage, "a-one", "reef", "", VISIBILITY(ORGANIZATION));
	struct id two = stage_member(stage, "a-two", "reef", "", VISIBILITY(ORGANIZATION));
	struct id other = stage_member(stage, "a-other", "reef", "", 0);
	struct principal who = a_member(&giver), first = a_member(&one), second = a_member(&two), joins = a_member(&other);
	const char *id = give(stage, &who, "a-one a-two", "both");
	give(stage, &who, "a-one a-two", "later");
	mark(stage, &first, NULL, 0);
	mark(stage, &second, NULL, 0);
	comment(stage, &first, id);
	assert_string_equal(all(stage, &first), "later both");
	assert_string_equal(all(stage, &second), "*both later");
	mark(stage, &second, NULL, 0);
	join(stage, &joins, id);
	assert_string_equal(all(stage, &first), "*both later");
	assert_int_equal(inbox(stage, &second, 1, "")->entries[0]->last_event, KLEOS__INBOX_EVENT__INBOX_EVENT_JOINED);
	mark(stage, &second, NULL, 0);
	join(stage, &joins, id); /* nothing new was said */
	assert_string_equal(all(stage, &second), "later both");
	comment(stage, &who, id);
	const Kleos__InboxEntry *entry = inbox(stage, &second, 1, "")->entries[0];
	assert_true(entry->unread);
	assert_int_equal(entry->last_event, KLEOS__INBOX_EVENT__INBOX_EVENT_COMMENTED);
	assert_int_equal(entry->recognition->comment_count, 2);
	Kleos__ReactRequest reaction = KLEOS__REACT_REQUEST__INIT;
	reaction.recognition = id;
	reaction.emoji = "🎉";
	mark(stage, &second, NULL, 0);
	peer_must(&stage->peer, &who, RECOGNITIONS, "React", &reaction.base);
	assert_string_equal(all(stage, &second), "later both");
}

static void what_is_withdrawn_leaves_the_inbox(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "w-giver", "reef", "", 0);
	struct id thanked = stage_member(stage, "w-thanked", "reef", "", VISIBILITY(PRIVATE));
	struct principal who = a_member(&giver), me = a_member(&thanked);
	const char *unread = give(stage, &who, "w-thanked", "unread"), *read = give(stage, &who, "w-thanked", "read");
	mark(stage, &me, read, 0);
	assert_string_equal(all(stage, &me), "*unread read");
	assert_true(stage_withdraw(stage, &who, read));
	assert_string_equal(all(stage, &me), "*unread");
	assert_true(stage_withdraw(stage, &who, unread));
	assert_string_equal(all(stage, &me), "");
	assert_int_equal(inbox(stage, &me, 0, "")->unread_count, 0);
}

/* The clocks of two calls may show the same moment, and a call that waited has an older one. */
static void what_comes_when_everything_was_marked_is_unread_whatever_its_time(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "k-giver", "reef", "", 0);
	struct id thanked = stage_member(stage, "k-thanked", "reef", "", VISIBILITY(TEAM));
	struct principal who = a_member(&giver), me = a_member(&thanked);
	give(stage, &who, "k-thanked", "before");
	assert_int_equal(mark(stage, &me, NULL, 0), 0);
	assert_int_equal(mark(stage, &me, NULL, stage->fixture.world.now_ms - 5000), 0); /* a mark does not go back */
	const char *id = stage_give(stage, &who, stage_thanks(stage, "k-thanked", "same"))->id;
	assert_string_equal(all(stage, &me), "*same before");
	assert_int_equal(mark(stage, &me, id, 0), 0);
	give(stage, &who, "k-thanked", "after");
	assert_true(strncmp(all(stage, &me), "*after ", 7) == 0);
	/* nor does one from the future reach what is still to come */
	assert_int_equal(mark(stage, &me, NULL, stage->fixture.world.now_ms + 60000), 0);
	give(stage, &who, "k-thanked", "later");
	assert_true(strncmp(all(stage, &me), "*later after ", 13) == 0);
	assert_int_equal(inbox(stage, &me, 1, "")->unread_count, 1);
}

static void imported_history_is_read(void **state)
{
	struct stage *stage = *state;
	stage_member(stage, "h-giver", "reef", "", 0);
	struct id thanked = stage_member(stage, "h-thanked", "reef", "", VISIBILITY(PRIVATE));
	struct principal me = a_member(&thanked);
	Kleos__RecognitionRow row = KLEOS__RECOGNITION_ROW__INIT, *rows[] = {&row};
	row.given_at = "2024-05-01T10:00:00Z";
	row.giver = "h-giver";
	row.receivers = "h-thanked";
	row.message = "history";
	assert_int_equal(stage_import(stage, rows, 1)->created, 1);
	assert_string_equal(all(stage, &me), "history");
	assert_int_equal(inbox(stage, &me, 0, "")->entries[0]->event_time->seconds, 1714557600);
}

static void an_inbox_is_its_members_alone(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "o-giver", "reef", "", 0);
	struct id thanked = stage_member(stage, "o-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver), me = a_member(&thanked), people = caller(ROLE_BIT(ADMIN), &giver),
					 admin = a_key(ROLE_BIT(ADMIN));
	const char *id = give(stage, &who, "o-thanked", "mine");
	assert_int_equal(mark(stage, &people, id, 0), 0);
	assert_int_equal(mark(stage, &people, NULL, 0), 0);
	assert_string_equal(all(stage, &people), "");
	assert_string_equal(all(stage, &me), "*mine");
	Kleos__InboxRequest request = KLEOS__INBOX_REQUEST__INIT;
	peer_refused(&stage->peer, &admin, RECOGNITIONS, "Inbox", &request.base, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED");
	give(stage, &who, "o-thanked", "another");
	request.page_token = inbox(stage, &me, 1, "")->next_page_token;
	peer_refused(&stage->peer, &who, RECOGNITIONS, "Inbox", &request.base, STATUS_INVALID_ARGUMENT, NULL);
}

static void what_is_wrong_with_a_mark_is_said(void **state)
{
	struct stage *stage = *state;
	struct id member = stage_member(stage, "m-member", "reef", "", 0);
	struct principal who = a_member(&member);
	const char *ids[501];
	for (size_t i = 0; i < 501; i++)
		ids[i] = "01890000-0000-7000-8000-000000000001";
	const struct {
		size_t n;
		bool all;
	} wrong[] = {{0, false}, {1, true}, {501, false}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		Kleos__MarkReadRequest request = KLEOS__MARK_READ_REQUEST__INIT;
		request.recognitions = ids;
		request.n_recognitions = wrong[i].n;
		request.all = wrong[i].all;
		peer_refused(&stage->peer, &who, RECOGNITIONS, "MarkRead", &request.base, STATUS_INVALID_ARGUMENT, NULL);
		assert_true(stage_violates(stage, "recognitions"));
	}
	assert_int_equal(mark(stage, &who, ids[0], 0), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_unread_comes_first_and_is_read_once_marked),
		cmocka_unit_test(joins_and_comments_of_others_make_it_unread_again),
		cmocka_unit_test(what_is_withdrawn_leaves_the_inbox),
		cmocka_unit_test(what_comes_when_everything_was_marked_is_unread_whatever_its_time),
		cmocka_unit_test(imported_history_is_read),
		cmocka_unit_test(an_inbox_is_its_members_alone),
		cmocka_unit_test(what_is_wrong_with_a_mark_is_said),
	};
	return stage_run("inbox", tests, sizeof tests / sizeof *tests);
}

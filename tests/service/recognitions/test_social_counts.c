/* Whatever members add and take back in whatever order: what a recognition shows is what is there. */
#include "tests/service/recognitions/stage.h"

#include <string.h>

#define MEMBERS  5
#define EMOJI    4
#define COMMENTS 40
#define CASES    25
#define STEPS    60

static const char *const emoji[EMOJI] = {"🎉", "❤️", "👏🏽", "🇬🇷"};

/* What should be there. */
struct model {
	struct stage *stage;
	struct principal members[MEMBERS];
	const char *id;
	uint64_t random;
	bool joined[MEMBERS], reacted[MEMBERS][EMOJI];
	struct {
		const char *id;
		unsigned author;
	} comments[COMMENTS];
	size_t n_comments;
};

static unsigned draw(struct model *model, unsigned bound)
{
	model->random = model->random * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)((model->random >> 33) % bound);
}

static void *ask(struct model *model, unsigned who, const char *method, const ProtobufCMessage *request)
{
	return peer_must(&model->stage->peer, &model->members[who], RECOGNITIONS, method, request);
}

static void step_join(struct model *model, unsigned who)
{
	Kleos__JoinRecognitionRequest join = KLEOS__JOIN_RECOGNITION_REQUEST__INIT;
	Kleos__LeaveRecognitionRequest leave = KLEOS__LEAVE_RECOGNITION_REQUEST__INIT;
	join.recognition = leave.recognition = model->id;
	model->joined[who] = draw(model, 2);
	if (model->joined[who])
		ask(model, who, "JoinRecognition", &join.base);
	else
		ask(model, who, "LeaveRecognition", &leave.base);
}

static void step_react(struct model *model, unsigned who)
{
	Kleos__ReactRequest react = KLEOS__REACT_REQUEST__INIT;
	Kleos__UnreactRequest back = KLEOS__UNREACT_REQUEST__INIT;
	unsigned which = draw(model, EMOJI);
	react.recognition = back.recognition = model->id;
	react.emoji = back.emoji = emoji[which];
	model->reacted[who][which] = draw(model, 2);
	if (model->reacted[who][which])
		ask(model, who, "React", &react.base);
	else
		ask(model, who, "Unreact", &back.base);
}

static void step_comment(struct model *model, unsigned who)
{
	Kleos__CreateCommentRequest create = KLEOS__CREATE_COMMENT_REQUEST__INIT;
	create.recognition = model->id;
	create.message = "a word";
	if (model->n_comments == COMMENTS)
		return;
	const Kleos__CreateCommentResponse *response = ask(model, who, "CreateComment", &create.base);
	model->comments[model->n_comments].id = response->comment->id;
	model->comments[model->n_comments++].author = who;
}

static void step_delete(struct model *model)
{
	Kleos__DeleteCommentRequest delete = KLEOS__DELETE_COMMENT_REQUEST__INIT;
	if (!model->n_comments)
		return;
	unsigned which = draw(model, (unsigned)model->n_comments);
	delete.recognition = model->id;
	delete.comment = model->comments[which].id;
	ask(model, model->comments[which].author, "DeleteComment", &delete.base);
	model->comments[which] = model->comments[--model->n_comments];
}

static int32_t joined(const struct model *model)
{
	int32_t n = 0;
	for (size_t i = 0; i < MEMBERS; i++)
		n += model->joined[i];
	return n;
}

static int32_t reacted(const struct model *model, size_t which)
{
	int32_t n = 0;
	for (size_t i = 0; i < MEMBERS; i++)
		n += model->reacted[i][which];
	return n;
}

static void check_reactions(const struct model *model, unsigned who, const Kleos__Recognition *shown)
{
	size_t kinds = 0;
	for (size_t i = 0; i < EMOJI; i++) {
		const Kleos__Reaction *reaction = NULL;
		for (size_t j = 0; j < shown->n_reactions; j++)
			if (strcmp(shown->reactions[j]->emoji, emoji[i]) == 0)
				reaction = shown->reactions[j];
		assert_int_equal(reaction ? reaction->count : 0, reacted(model, i));
		assert_int_equal(reaction && reaction->mine, model->reacted[who][i]);
		kinds += reaction != NULL;
	}
	assert_int_equal(shown->n_reactions, kinds);
}

static void check(struct model *model)
{
	unsigned who = draw(model, MEMBERS);
	const Kleos__Recognition *shown = stage_get(model->stage, &model->members[who], model->id);
	Kleos__ListCommentsRequest list = KLEOS__LIST_COMMENTS_REQUEST__INIT;
	list.recognition = model->id;
	const Kleos__ListCommentsResponse *comments = ask(model, who, "ListComments", &list.base);
	assert_int_equal(shown->joiner_count, joined(model));
	assert_int_equal(shown->n_joiners, joined(model));
	assert_int_equal(shown->comment_count, model->n_comments);
	assert_int_equal(comments->n_comments, model->n_comments);
	check_reactions(model, who, shown);
}

static void what_is_shown_is_what_is_there(void **state)
{
	struct stage *stage = *state;
	struct model model = {.stage = stage};
	struct id giver = stage_member(stage, "giver", "reef", "", 0);
	struct principal who = a_member(&giver);
	stage_member(stage, "thanked", "reef", "", VISIBILITY(TEAM));
	for (int i = 0; i < MEMBERS; i++) {
		struct id id = stage_member(stage, arena_printf(&stage->fixture.arena, "mate%d", i), "reef", "", 0);
		model.members[i] = a_member(&id);
	}
	for (uint64_t seed = 1; seed <= CASES; seed++) {
		struct model one = {.stage = stage, .random = seed};
		memcpy(one.members, model.members, sizeof one.members);
		one.id = stage_give(stage, &who, stage_thanks(stage, "thanked", "well"))->id;
		for (int i = 0; i < STEPS; i++) {
			unsigned kind = draw(&one, 8), member = draw(&one, MEMBERS);
			if (kind < 2)
				step_join(&one, member);
			else if (kind < 5)
				step_react(&one, member);
			else if (kind < 7)
				step_comment(&one, member);
			else
				step_delete(&one);
			if (i % 6 == 5)
				check(&one);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(what_is_shown_is_what_is_there)};
	return stage_run("counts of what was added", tests, 1);
}

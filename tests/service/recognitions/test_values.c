/* The values an organisation thanks each other for. Every test runs over inproc and over tcp. */
#include "tests/service/recognitions/stage.h"

#include <string.h>

static const Kleos__CreateValueRequest *value(struct stage *stage, const char *slug, const char *title)
{
	Kleos__CreateValueRequest *request = arena_alloc(&stage->fixture.arena, sizeof *request);
	kleos__create_value_request__init(request);
	request->slug = slug;
	request->title = title;
	return request;
}

static const Kleos__Value *create(struct stage *stage, const char *slug, const char *title)
{
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	const Kleos__CreateValueResponse *response =
		peer_must(&stage->peer, &people, RECOGNITIONS, "CreateValue", &value(stage, slug, title)->base);
	return response->value;
}

static const Kleos__Value *retire(struct stage *stage, const char *slug)
{
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	Kleos__RetireValueRequest request = KLEOS__RETIRE_VALUE_REQUEST__INIT;
	request.value = slug;
	const Kleos__RetireValueResponse *response =
		peer_must(&stage->peer, &people, RECOGNITIONS, "RetireValue", &request.base);
	return response->value;
}

static const Kleos__ListValuesResponse *list(struct stage *stage, const struct principal *who, bool show_retired)
{
	Kleos__ListValuesRequest request = KLEOS__LIST_VALUES_REQUEST__INIT;
	request.show_retired = show_retired;
	return peer_must(&stage->peer, who, RECOGNITIONS, "ListValues", &request.base);
}

/* "craft courage" of the list, so that a test names what it expects. */
static const char *slugs(struct stage *stage, bool show_retired)
{
	struct principal auditor = a_key(ROLE_BIT(AUDITOR));
	const Kleos__ListValuesResponse *response = list(stage, &auditor, show_retired);
	const char *out = "";
	for (size_t i = 0; i < response->n_values; i++)
		out = arena_printf(&stage->fixture.arena, "%s%s%s", out, i ? " " : "", response->values[i]->slug);
	return out;
}

static void values_are_listed_by_slug_and_retired_ones_on_request(void **state)
{
	struct stage *stage = *state;
	assert_string_equal(create(stage, "craft", " Μεράκι  και τέχνη ")->title, "Μεράκι και τέχνη");
	assert_null(create(stage, "candour", "Candour")->retire_time);
	assert_string_equal(slugs(stage, false), "candour craft");
	const Kleos__Value *gone = retire(stage, "craft");
	assert_int_equal(gone->retire_time->seconds, stage->fixture.world.now_ms / 1000);
	assert_string_equal(slugs(stage, false), "candour");
	assert_string_equal(slugs(stage, true), "candour craft");
	stage_later(stage, 5000);
	assert_int_equal(retire(stage, "craft")->retire_time->seconds, gone->retire_time->seconds);
	retire(stage, "candour");
}

static void creating_a_retired_value_revives_it(void **state)
{
	struct stage *stage = *state;
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	const Kleos__Value *first = create(stage, "revived", "Before");
	peer_refused(&stage->peer, &people, RECOGNITIONS, "CreateValue", &value(stage, "revived", "Twice")->base,
				 STATUS_ALREADY_EXISTS, "VALUE_EXISTS");
	retire(stage, "revived");
	stage_later(stage, 5000);
	const Kleos__Value *again = create(stage, "revived", "After");
	assert_string_equal(again->title, "After");
	assert_null(again->retire_time);
	assert_int_equal(again->create_time->seconds, first->create_time->seconds);
	retire(stage, "revived");
}

static void nobody_thanks_with_a_retired_value(void **state)
{
	struct stage *stage = *state;
	struct id giver = stage_member(stage, "v-giver", "reef", "", 0);
	stage_member(stage, "v-thanked", "reef", "", VISIBILITY(ORGANIZATION));
	struct principal who = a_member(&giver);
	Kleos__GiveRecognitionRequest *thanks = stage_thanks(stage, "v-thanked", "well");
	thanks->value = "patience";
	assert_string_equal(stage_give(stage, &who, thanks)->value, "patience"); /* nobody configured it */
	create(stage, "patience", "Patience");
	const char *kept = stage_give(stage, &who, thanks)->id;
	retire(stage, "patience");
	stage_refuses(stage, &who, thanks, STATUS_FAILED_PRECONDITION, "VALUE_RETIRED");
	assert_string_equal(stage->peer.reply.message, "the value 'patience' is out of use; ListValues shows those in use");
	assert_string_equal(stage_get(stage, &who, kept)->value, "patience");
	create(stage, "patience", "Patience");
	stage_give(stage, &who, thanks);
	retire(stage, "patience");
}

static void only_administrators_of_people_change_values(void **state)
{
	struct stage *stage = *state;
	struct id member = stage_member(stage, "r-member", "reef", "", 0);
	const struct principal others[] = {a_member(&member), caller(ROLE_BIT(LEADER), &member), a_key(ROLE_BIT(SERVICE)),
									   a_key(ROLE_BIT(AUDITOR)), a_key(ROLE_BIT(AWARDS_ADMIN))};
	Kleos__RetireValueRequest request = KLEOS__RETIRE_VALUE_REQUEST__INIT;
	request.value = "never";
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		peer_refused(&stage->peer, &others[i], RECOGNITIONS, "CreateValue", &value(stage, "never", "Never")->base,
					 STATUS_PERMISSION_DENIED, NULL);
		peer_refused(&stage->peer, &others[i], RECOGNITIONS, "RetireValue", &request.base, STATUS_PERMISSION_DENIED,
					 NULL);
		list(stage, &others[i], true);
	}
	struct principal people = a_key(ROLE_BIT(ADMIN));
	peer_refused(&stage->peer, &people, RECOGNITIONS, "RetireValue", &request.base, STATUS_NOT_FOUND,
				 "VALUE_NOT_FOUND");
}

static void what_is_wrong_with_a_value_is_said(void **state)
{
	struct stage *stage = *state;
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	char text[502] = {0};
	memset(text, 'x', sizeof text - 1);
	const struct {
		const char *slug, *title, *description, *field;
	} wrong[] = {{"", "A", "", "slug"},      {"No Slug", "A", "", "slug"}, {"ok", "", "", "title"},
				 {"ok", " \t", "", "title"}, {"ok", text, "", "title"},    {"ok", "A", text, "description"}};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		Kleos__CreateValueRequest request = *value(stage, wrong[i].slug, wrong[i].title);
		request.description = wrong[i].description;
		peer_refused(&stage->peer, &people, RECOGNITIONS, "CreateValue", &request.base, STATUS_INVALID_ARGUMENT, NULL);
		assert_true(stage_violates(stage, wrong[i].field));
	}
}

static void a_replay_shows_the_value_as_it_is_now(void **state)
{
	struct stage *stage = *state;
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	const ProtobufCMessage *request = &value(stage, "again", "Again")->base;
	peer_call(&stage->peer, &people, RECOGNITIONS, "CreateValue", "value-again", request);
	retire(stage, "again");
	const Kleos__CreateValueResponse *replay =
		peer_call(&stage->peer, &people, RECOGNITIONS, "CreateValue", "value-again", request);
	assert_true(stage->peer.reply.replayed);
	assert_non_null(replay->value->retire_time);
}

static void a_hundred_values_are_in_use_at_most(void **state)
{
	struct stage *stage = *state;
	struct principal people = a_key(ROLE_BIT(PEOPLE_ADMIN));
	for (int i = 0; i < 100; i++)
		create(stage, arena_printf(&stage->fixture.arena, "many-%d", i), "One of many");
	const Kleos__CreateValueRequest *one_more = value(stage, "many-100", "Too many");
	peer_refused(&stage->peer, &people, RECOGNITIONS, "CreateValue", &one_more->base, STATUS_FAILED_PRECONDITION,
				 "TOO_MANY_VALUES");
	retire(stage, "many-0");
	peer_must(&stage->peer, &people, RECOGNITIONS, "CreateValue", &one_more->base);
	assert_int_equal(list(stage, &people, false)->n_values, 100);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(values_are_listed_by_slug_and_retired_ones_on_request),
		cmocka_unit_test(creating_a_retired_value_revives_it),
		cmocka_unit_test(nobody_thanks_with_a_retired_value),
		cmocka_unit_test(only_administrators_of_people_change_values),
		cmocka_unit_test(what_is_wrong_with_a_value_is_said),
		cmocka_unit_test(a_replay_shows_the_value_as_it_is_now),
		cmocka_unit_test(a_hundred_values_are_in_use_at_most),
	};
	return stage_run("values", tests, sizeof tests / sizeof *tests);
}

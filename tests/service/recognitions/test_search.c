/* Finding recognitions by their words, and only those that the caller may see. */
#include "tests/service/recognitions/stage.h"

#include "common/base/text.h"

#include <stdio.h>

struct asked {
	struct stage *stage;
	struct principal who;
	Kleos__ListRecognitionsRequest request;
	size_t expected;
};

static size_t found(struct stage *stage, const struct principal *who, Kleos__ListRecognitionsRequest request)
{
	size_t n = 0;
	do {
		const Kleos__ListRecognitionsResponse *page = stage_list(stage, who, &request);
		n += page->n_recognitions;
		request.page_token = page->next_page_token;
	} while (*request.page_token);
	return n;
}

static bool finds_so_many(void *context)
{
	struct asked *asked = context;
	return found(asked->stage, &asked->who, asked->request) == asked->expected;
}

static Kleos__ListRecognitionsRequest query(const char *text)
{
	Kleos__ListRecognitionsRequest request = LIST_INIT;
	request.query = text;
	return request;
}

/* The index is some moments behind the commits. */
static void awaits(struct stage *stage, const struct principal *who, const char *text, size_t expected)
{
	struct asked asked = {stage, *who, query(text), expected};
	wait_until(finds_so_many, &asked);
}

static void finds(struct stage *stage, const struct principal *who, const char *text, size_t expected)
{
	size_t n = found(stage, who, query(text));
	if (n != expected)
		fail_msg("'%s' finds %zu, not %zu", text, n, expected);
}

static struct principal somebody(struct stage *stage, const char *handle, const char *team)
{
	struct id id = stage_member(stage, handle, team, "", VISIBILITY(EXTERNAL));
	return a_member(&id);
}

static void accents_case_and_final_sigma_make_no_difference(void **state)
{
	struct stage *stage = *state;
	struct principal giver = somebody(stage, "f-giver", "quay");
	somebody(stage, "f-receiver", "quay");
	stage_give(stage, &giver,
			   stage_thanks(stage, "f-receiver", "Ευχαριστώ πολύ, Κώστας: προϋπόθεση, naïve, ᾠδή, 東京都"));
	awaits(stage, &giver, "ευχαριστω", 1);
	static const char *const same[] = {"ΕΥΧΑΡΙΣΤΩ", "Ευχαριστώ",  "κωστασ",     "ΚΏΣΤΑΣ",
									   "κωστας",    "προυποθεση", "ΠΡΟΫΠΌΘΕΣΗ", "naive",
									   "NAÏVE",     "ωδη",        "ευχαρ*",     "\"ευχαριστω πολυ κωστας\"",
									   "京都",      "東*"};
	for (size_t i = 0; i < sizeof same / sizeof *same; i++)
		finds(stage, &giver, same[i], 1);
	finds(stage, &giver, "ευχαρ", 0);
	finds(stage, &giver, "\"πολυ ευχαριστω\"", 0);
	finds(stage, &giver, "ευχαριστω λιγο", 0);
}

static void syntax_of_the_engine_is_only_text(void **state)
{
	struct stage *stage = *state;
	struct principal giver = somebody(stage, "s-giver", "quay");
	somebody(stage, "s-receiver", "quay");
	stage_give(stage, &giver, stage_thanks(stage, "s-receiver", "tidal wave, and don't stop; near or not"));
	awaits(stage, &giver, "tidal wave", 1);
	finds(stage, &giver, "tidal OR nothing", 0);
	finds(stage, &giver, "tidal NOT wave", 1); /* 'not' is a word of it */
	finds(stage, &giver, "terms:tidal", 0);
	finds(stage, &giver, "tidal) OR (wave", 1);
	finds(stage, &giver, "e.tidal", 0);
	finds(stage, &giver, "don't", 1);
	finds(stage, &giver, "t'don", 0);
	finds(stage, &giver, "\"tidal wave", 1);
	finds(stage, &giver, "^tidal + {wave} - \\ ; --", 1);
	finds(stage, &giver, "+w1 tidal", 0);
	const char *const wrong[] = {"...", "\"\"", "*", "t*", "a b c d e f g h i j k l m n o p q"};
	for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
		Kleos__ListRecognitionsRequest request = query(wrong[i]);
		peer_refused(&stage->peer, &giver, RECOGNITIONS, "ListRecognitions", &request.base, STATUS_INVALID_ARGUMENT,
					 "INVALID_FIELD");
		assert_true(stage_violates(stage, "query"));
	}
}

static void only_who_may_see_it_finds_it(void **state)
{
	struct stage *stage = *state;
	struct id boss = stage_member(stage, "w-boss", "moon", "", 0);
	struct id giver = stage_member(stage, "w-giver", "reef", "", 0);
	struct id receiver = stage_member(stage, "w-receiver", "reef/deep", "w-boss", VISIBILITY(EXTERNAL));
	struct id mate = stage_member(stage, "w-mate", "reef/deep/dark", "", 0);
	struct id other = stage_member(stage, "w-other", "moon", "", 0);
	struct principal who[] = {
		a_member(&giver),       a_member(&receiver),          a_member(&boss), a_member(&mate), a_member(&other),
		a_key(ROLE_BIT(ADMIN)), a_key(ROLE_BIT(PEOPLE_ADMIN))};
	static const size_t levels_seen[] = {5, 5, 4, 3, 2, 2, 1};
	for (Kleos__Visibility level = VISIBILITY(PRIVATE); level <= VISIBILITY(EXTERNAL); level++) {
		Kleos__GiveRecognitionRequest *request = stage_thanks(stage, "w-receiver", "the kraken was calm");
		request->visibility = level;
		stage_give(stage, &who[0], request);
	}
	awaits(stage, &who[0], "kraken", 5);
	for (size_t i = 0; i < sizeof who / sizeof *who; i++) {
		if (found(stage, &who[i], query("kraken")) != levels_seen[i])
			fail_msg("reader %zu finds another number", i);
		finds(stage, &who[i], "krak* calm", levels_seen[i]);
	}
}

static void filters_and_pages_narrow_what_is_found(void **state)
{
	struct stage *stage = *state;
	struct principal giver = somebody(stage, "p-giver", "delta/one"), other = somebody(stage, "p-other", "sky");
	somebody(stage, "p-receiver", "delta/two");
	for (int i = 0; i < 7; i++) {
		Kleos__GiveRecognitionRequest *request = stage_thanks(stage, i % 2 ? "p-receiver" : "p-other", "orchid");
		request->value = i < 3 ? "craft" : "care";
		request->win = i ? KLEOS__WIN__WIN_SMALL : KLEOS__WIN__WIN_BIG;
		stage_give(stage, &giver, request);
		stage_later(stage, 10);
	}
	awaits(stage, &other, "orchid", 7);
	Kleos__ListRecognitionsRequest request = query("orchid");
	request.value = "craft";
	assert_int_equal(found(stage, &other, request), 3);
	request.win = KLEOS__WIN__WIN_BIG;
	assert_int_equal(found(stage, &other, request), 1);
	request = query("orchid");
	request.receiver = "p-receiver";
	assert_int_equal(found(stage, &other, request), 3);
	request.giver = "p-other";
	assert_int_equal(found(stage, &other, request), 0);
	request = query("orchid");
	request.team = "delta";
	assert_int_equal(found(stage, &other, request), 7);
	request.team = "delta/two";
	assert_int_equal(found(stage, &other, request), 3);
	request.team = "delta/three";
	assert_int_equal(found(stage, &other, request), 0);
	request = query("orchid");
	request.page_size = 2;
	assert_int_equal(found(stage, &other, request), 7);
	const Kleos__ListRecognitionsResponse *page = stage_list(stage, &other, &request);
	assert_true(page->recognitions[0]->give_time->seconds * 1000000000 + page->recognitions[0]->give_time->nanos >
				page->recognitions[1]->give_time->seconds * 1000000000 + page->recognitions[1]->give_time->nanos);
	request.until = page->recognitions[1]->give_time;
	assert_int_equal(found(stage, &other, request), 5);
	request.until = NULL;
	request.since = page->recognitions[1]->give_time;
	assert_int_equal(found(stage, &other, request), 2);
}

static void what_changes_is_found_as_it_is_then(void **state)
{
	struct stage *stage = *state;
	struct principal giver = somebody(stage, "c-giver", "mill"), other = somebody(stage, "c-other", "barn");
	somebody(stage, "c-receiver", "mill");
	const char *id = stage_give(stage, &giver, stage_thanks(stage, "c-receiver", "teh windmill"))->id;
	awaits(stage, &other, "windmill", 1);
	Kleos__EditRecognitionRequest edit = KLEOS__EDIT_RECOGNITION_REQUEST__INIT;
	Google__Protobuf__FieldMask mask = GOOGLE__PROTOBUF__FIELD_MASK__INIT;
	char field[] = "message", *paths[] = {field};
	mask.paths = paths;
	mask.n_paths = 1;
	edit.recognition = id;
	edit.update_mask = &mask;
	edit.message = "the watermill";
	peer_must(&stage->peer, &giver, RECOGNITIONS, "EditRecognition", &edit.base);
	awaits(stage, &other, "watermill", 1);
	finds(stage, &other, "windmill", 0);
	Kleos__LowerVisibilityRequest lower = KLEOS__LOWER_VISIBILITY_REQUEST__INIT;
	lower.recognition = id;
	lower.visibility = VISIBILITY(PRIVATE);
	peer_must(&stage->peer, &giver, RECOGNITIONS, "LowerVisibility", &lower.base);
	finds(stage, &other, "watermill", 0); /* at once, though the index hears of it later */
	awaits(stage, &giver, "watermill", 1);
	Kleos__WithdrawRecognitionRequest back = KLEOS__WITHDRAW_RECOGNITION_REQUEST__INIT;
	back.recognition = id;
	peer_must(&stage->peer, &giver, RECOGNITIONS, "WithdrawRecognition", &back.base);
	finds(stage, &giver, "watermill", 0);
}

static void reopen(struct stage *stage)
{
	rpc_client_close(stage->peer.client);
	stage_close_recognitions(stage);
	stage_open_recognitions(stage);
	peer_connect(&stage->peer);
}

static void what_was_found_is_found_after_a_restart(void **state)
{
	struct stage *stage = *state;
	struct principal giver = somebody(stage, "r-giver", "isle");
	somebody(stage, "r-receiver", "isle");
	stage_give(stage, &giver, stage_thanks(stage, "r-receiver", "lighthouse"));
	awaits(stage, &giver, "lighthouse", 1);
	reopen(stage);
	awaits(stage, &giver, "lighthouse", 1);
	rpc_client_close(stage->peer.client);
	stage_close_recognitions(stage);
	FILE *file = fopen(arena_printf(&stage->fixture.arena, "%s/recognitions-search.db", stage->fixture.folder), "w");
	assert_non_null(file);
	fputs("not a database at all", file);
	fclose(file);
	stage_open_recognitions(stage); /* what it was made from is whole: it is made anew */
	peer_connect(&stage->peer);
	awaits(stage, &giver, "lighthouse", 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accents_case_and_final_sigma_make_no_difference),
		cmocka_unit_test(syntax_of_the_engine_is_only_text),
		cmocka_unit_test(only_who_may_see_it_finds_it),
		cmocka_unit_test(filters_and_pages_narrow_what_is_found),
		cmocka_unit_test(what_changes_is_found_as_it_is_then),
		cmocka_unit_test(what_was_found_is_found_after_a_restart),
	};
	return stage_run("search", tests, sizeof tests / sizeof *tests);
}

/* When there is nothing to vote on: why, what to do, and after the vote what it came to. */
#include "services/gateway/vote/sheet.h"

#include <string.h>

struct refusal {
	unsigned http_status;
	enum word title, text;
	bool again; /* it may go better */
};

static const struct refusal refusals[REFUSAL_COUNT] = {
	[REFUSAL_UNKNOWN] = {404, WORD_UNKNOWN_TITLE, WORD_UNKNOWN_TEXT, false},
	[REFUSAL_USED] = {410, WORD_USED_TITLE, WORD_USED_TEXT, false},
	[REFUSAL_EXPIRED] = {410, WORD_EXPIRED_TITLE, WORD_EXPIRED_TEXT, false},
	[REFUSAL_EARLY] = {409, WORD_EARLY_TITLE, WORD_EARLY_TEXT, true},
	[REFUSAL_CLOSED] = {410, WORD_CLOSED_TITLE, WORD_CLOSED_TEXT, false},
	[REFUSAL_AWAY] = {503, WORD_AWAY_TITLE, WORD_AWAY_TEXT, true},
	[REFUSAL_BUSY] = {429, WORD_BUSY_TITLE, WORD_BUSY_TEXT, true},
	[REFUSAL_FORM] = {400, WORD_FORM_TITLE, WORD_FORM_TEXT, true},
	[REFUSAL_BROKEN] = {500, WORD_BROKEN_TITLE, WORD_BROKEN_TEXT, true},
};

unsigned refusal_http(enum refusal_kind kind)
{
	return refusals[kind].http_status;
}

static void add_opening(struct sheet *sheet, const Kleos__BallotPaper *paper)
{
	const Google__Protobuf__Timestamp *opens = paper->opens_voting_time;
	if (!opens)
		return;
	html_add(&sheet->out, "<p>");
	sheet_say(sheet, WORD_OPENS, words_time(sheet->out.arena, sheet->language, sheet->zone, opens->seconds * 1000));
	html_add(&sheet->out, "</p>\n");
}

void sheet_refusal(struct sheet *sheet, enum refusal_kind kind, const Kleos__BallotPaper *paper)
{
	const struct refusal *refusal = &refusals[kind];
	struct buffer *out = &sheet->out;
	sheet_begin(sheet, word(sheet->language, refusal->title), STEP_NONE);
	if (paper)
		sheet_add_award(sheet, paper->award_title, paper->cycle_title);
	html_add(out, "<section class=\"card notice\"><h1>");
	sheet_say(sheet, refusal->title, NULL);
	html_add(out, "</h1>\n<p class=\"lead\">");
	sheet_say(sheet, refusal->text, NULL);
	html_add(out, "</p>\n");
	if (paper && kind == REFUSAL_EARLY)
		add_opening(sheet, paper);
	if (refusal->again) {
		html_add(out, "<p><a class=\"button\" href=\"?lang=%s\">", language_code(sheet->language));
		sheet_say(sheet, WORD_AGAIN, NULL);
		html_add(out, "</a></p>\n");
	}
	html_add(out, "</section>\n");
	sheet_end(sheet);
}

/* ---- the result ---- */

static const char *name_of(struct sheet *sheet, const Kleos__CycleResult *result, const char *id)
{
	for (size_t i = 0; i < result->n_candidates; i++) {
		const Kleos__ResultCandidate *candidate = result->candidates[i];
		if (strcmp(candidate->id, id) == 0 && *candidate->display_name)
			return candidate->display_name;
	}
	return word(sheet->language, WORD_NO_AWARD);
}

static void add_winners(struct sheet *sheet, const Kleos__CycleResult *result)
{
	struct buffer *out = &sheet->out;
	html_add(out, "<section class=\"card winner\"><p class=\"kicker\">");
	if (!result->ballots || (result->n_winners == 1 && strcmp(result->winners[0], BALLOT_NO_AWARD) == 0)) {
		sheet_say(sheet, WORD_RESULT_TITLE, NULL);
		html_add(out, "</p><p class=\"names\">");
		sheet_say(sheet, WORD_RESULT_NOBODY, NULL);
		html_add(out, "</p></section>\n");
		return;
	}
	sheet_say(sheet, result->n_winners == 1 ? WORD_RESULT_WINNER : WORD_RESULT_TIE, NULL);
	html_add(out, "</p><p class=\"names\">");
	for (size_t i = 0; i < result->n_winners; i++)
		html_add(out, "%s<bdi>%s</bdi>", i ? ", " : "", name_of(sheet, result, result->winners[i]));
	html_add(out, "</p></section>\n");
}

static void add_ranking(struct sheet *sheet, const Kleos__CycleResult *result)
{
	struct buffer *out = &sheet->out;
	int place = 1;
	html_add(out, "<section class=\"card\"><h2>");
	sheet_say(sheet, WORD_RESULT_RANKING, NULL);
	html_add(out, "</h2>\n<dl class=\"places\">\n");
	for (size_t i = 0; i < result->n_ranking; i++) {
		const Kleos__RankingPlace *shared = result->ranking[i];
		html_add(out, "<div><dt>");
		sheet_say(sheet, words_place(place), arena_printf(out->arena, "%d", place));
		html_add(out, "</dt><dd>");
		for (size_t j = 0; j < shared->n_candidates; j++)
			html_add(out, "%s<bdi>%s</bdi>", j ? ", " : "", name_of(sheet, result, shared->candidates[j]));
		html_add(out, "</dd></div>\n");
		place += (int)shared->n_candidates;
	}
	html_add(out, "</dl>\n<p class=\"soft\">");
	sheet_say(sheet, WORD_RESULT_BALLOTS, arena_printf(out->arena, "%d", result->ballots));
	html_add(out, " · ");
	sheet_say(sheet, WORD_RESULT_VOTERS, arena_printf(out->arena, "%d", result->voters));
	html_add(out, "</p></section>\n");
}

static void add_item(struct sheet *sheet, const char *address, enum word label)
{
	html_add(&sheet->out, "<li><a href=\"%s\">", address);
	sheet_say(sheet, label, NULL);
	html_add(&sheet->out, "</a></li>\n");
}

static void add_check(struct sheet *sheet, const char *cycle)
{
	struct arena *arena = sheet->out.arena;
	html_add(&sheet->out, "<section><h2>");
	sheet_say(sheet, WORD_RESULT_CHECK, NULL);
	html_add(&sheet->out, "</h2>\n<ul class=\"check\">\n");
	add_item(sheet, arena_printf(arena, "/v1/cycles/%s/log", cycle), WORD_RESULT_LOG);
	add_item(sheet, "/verify-ballots", WORD_RESULT_VERIFY);
	add_item(sheet, arena_printf(arena, "/v1/cycles/%s/result", cycle), WORD_RESULT_JSON);
	html_add(&sheet->out, "</ul></section>\n");
}

void sheet_result(struct sheet *sheet, const Kleos__BallotPaper *paper, const Kleos__CycleResult *result)
{
	sheet_begin(sheet,
				arena_printf(sheet->out.arena, "%s: %s", word(sheet->language, WORD_RESULT_TITLE), paper->award_title),
				STEP_NONE);
	html_add(&sheet->out, "<h1><bdi>%s</bdi></h1>\n<p class=\"kicker\"><bdi>%s</bdi></p>\n", paper->award_title,
			 paper->cycle_title);
	add_winners(sheet, result);
	add_ranking(sheet, result);
	add_check(sheet, paper->cycle);
	sheet_end(sheet);
}

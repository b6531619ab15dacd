#include "services/gateway/vote/sheet.h"

#include "common/base/array.h"
#include "common/base/calendar.h"

#include <string.h>

#define MINUTE_MS  INT64_C(60000)
#define HOUR_MS    (60 * MINUTE_MS)
#define ROUGH_DAYS 2 /* below so many days hours are told, below so many hours minutes */

static const struct {
	const char *name;
	enum word label;
} steps[] = {
	[STEP_CHOOSE] = {"choose", WORD_STEP_CHOOSE},
	[STEP_REVIEW] = {"review", WORD_STEP_REVIEW},
	[STEP_RECEIPT] = {"receipt", WORD_STEP_RECEIPT},
};

void sheet_say(struct sheet *sheet, enum word word, const char *value)
{
	html_say(&sheet->out, sheet->language, word, value);
}

/* ---- head and foot ---- */

/* Where nothing was filled in a link does; else a button of the form, which carries along what was. */
static void add_languages(struct sheet *sheet, enum sheet_step step)
{
	struct buffer *out = &sheet->out;
	html_add(out, "<div class=\"language-choice\" role=\"group\" aria-label=\"Language · Γλώσσα\">");
	for (enum language language = 0; language < LANGUAGE_COUNT; language++) {
		const char *code = language_code(language), *name = language_name(language);
		if (language == sheet->language)
			html_add(out, "<span aria-current=\"true\" lang=\"%s\">%s</span>", code, name);
		else if (step == STEP_NONE)
			html_add(out, "<a href=\"?lang=%s\" hreflang=\"%s\" lang=\"%s\">%s</a>", code, code, code, name);
		else
			html_add(out, "<button form=\"" SHEET_FORM_ID "\" name=\"language\" value=\"%s\" lang=\"%s\">%s</button>",
					 code, code, name);
	}
	html_add(out, "</div>");
}

static void add_steps(struct sheet *sheet, enum sheet_step at)
{
	struct buffer *out = &sheet->out;
	html_add(out, "<nav class=\"steps\" aria-label=\"");
	sheet_say(sheet, WORD_STEPS, NULL);
	html_add(out, "\"><ol>");
	for (size_t i = STEP_CHOOSE; i < ARRAY_LENGTH(steps); i++) {
		html_add(out, i == at ? "<li aria-current=\"step\">" : i < at ? "<li class=\"done\">" : "<li>");
		sheet_say(sheet, steps[i].label, NULL);
		html_add(out, "</li>");
	}
	html_add(out, "</ol></nav>");
}

void sheet_begin(struct sheet *sheet, const char *title, enum sheet_step step)
{
	struct buffer *out = &sheet->out;
	html_add(
		out,
		"<!doctype html>\n<html lang=\"%s\">\n<head>\n<meta charset=\"utf-8\">\n"
		"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
		"<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n"
		"<title>%s · Kleos</title>\n<link rel=\"icon\" href=\"/assets/kleos.svg\" type=\"image/svg+xml\">\n"
		"<link rel=\"stylesheet\" href=\"/assets/kleos.css\">\n<link rel=\"stylesheet\" href=\"/assets/vote.css\">\n"
		"</head>\n<body>\n<a class=\"skip\" href=\"#main\">",
		language_code(sheet->language), title);
	sheet_say(sheet, WORD_SKIP, NULL);
	html_add(out,
			 "</a>\n<header class=\"wide masthead\"><img src=\"/assets/kleos.svg\" alt=\"\" width=\"36\" height=\"36\">"
			 "<span class=\"name\">Kleos</span>");
	/* Enter in a field presses a form's first button, which is not to be the one of another language */
	if (step == STEP_CHOOSE)
		html_add(out, "<button class=\"away\" form=\"" SHEET_FORM_ID "\" name=\"do\" value=\"review\" tabindex=\"-1\" "
					  "aria-hidden=\"true\"></button>");
	add_languages(sheet, step);
	html_add(out, "</header>\n<main class=\"wide vote\" id=\"main\" tabindex=\"-1\">\n");
	if (step)
		add_steps(sheet, step);
}

void sheet_end(struct sheet *sheet)
{
	html_add(&sheet->out, "</main>\n<footer class=\"wide soft\"><p>");
	sheet_say(sheet, WORD_FOOTER, NULL);
	html_add(&sheet->out, "</p></footer>\n</body>\n</html>\n");
}

/* ---- what pages share ---- */

void sheet_add_award(struct sheet *sheet, const char *award, const char *cycle)
{
	html_add(&sheet->out, "<p class=\"kicker\"><bdi>%s</bdi> · <bdi>%s</bdi></p>\n", award, cycle);
}

/* "3 days left", in the largest unit that is not too rough. */
static void add_left(struct sheet *sheet, int64_t ms)
{
	static const struct {
		int64_t unit_ms;
		enum word one, many;
	} units[] = {
		{DAY_MS, WORD_LEFT_DAY, WORD_LEFT_DAYS},
		{HOUR_MS, WORD_LEFT_HOUR, WORD_LEFT_HOURS},
		{MINUTE_MS, WORD_LEFT_MINUTE, WORD_LEFT_MINUTES},
	};
	size_t i = 0;
	while (i + 1 < ARRAY_LENGTH(units) && ms < ROUGH_DAYS * units[i].unit_ms)
		i++;
	int count = (int)(ms / units[i].unit_ms);
	sheet_say(sheet, count <= 1 ? units[i].one : units[i].many, arena_printf(sheet->out.arena, "%d", count));
}

void sheet_add_closing(struct sheet *sheet, const Kleos__BallotPaper *paper)
{
	const Google__Protobuf__Timestamp *closes = paper->closes_voting_time;
	html_add(&sheet->out, "<p class=\"closing\">");
	if (closes) {
		int64_t ms = closes->seconds * 1000 + closes->nanos / 1000000;
		sheet_say(sheet, WORD_CLOSES, words_time(sheet->out.arena, sheet->language, sheet->zone, ms));
		html_add(&sheet->out, " <span class=\"left\">");
		add_left(sheet, ms > sheet->now_ms ? ms - sheet->now_ms : 0);
		html_add(&sheet->out, "</span>");
	} else {
		sheet_say(sheet, WORD_CLOSES_BY_HAND, NULL);
	}
	html_add(&sheet->out, "</p>\n");
}

void sheet_begin_form(struct sheet *sheet, enum sheet_step step)
{
	html_add(
		&sheet->out,
		"<form id=\"" SHEET_FORM_ID "\" method=\"post\">\n<input type=\"hidden\" name=\"at\" value=\"%s\">"
		"<input type=\"hidden\" name=\"lang\" value=\"%s\"><input type=\"hidden\" name=\"request\" value=\"%s\">\n",
		steps[step].name, language_code(sheet->language), sheet->request_id);
}

void sheet_add_hidden(struct sheet *sheet, const struct ballot *ballot)
{
	for (size_t i = 0; i < ballot->n; i++) {
		const struct choice *choice = &ballot->choices[i];
		if (choice->ticked)
			html_add(&sheet->out, "<input type=\"hidden\" name=\"" BALLOT_TICK_PREFIX "%s\" value=\"1\">\n",
					 choice->id);
		if (choice->place)
			html_add(&sheet->out, "<input type=\"hidden\" name=\"" BALLOT_PLACE_PREFIX "%s\" value=\"%d\">\n",
					 choice->id, choice->place);
	}
}

/* ---- a ballot in words ---- */

static void add_names(struct sheet *sheet, const struct ballot *ballot, int place, bool ticked)
{
	const char *between = "";
	for (size_t i = 0; i < ballot->n; i++) {
		const struct choice *choice = &ballot->choices[i];
		if (choice->place != place || choice->ticked != ticked)
			continue;
		html_add(&sheet->out, "%s<bdi>%s</bdi>", between, choice->name);
		between = ", ";
	}
}

static bool has_rest(const struct ballot *ballot)
{
	for (size_t i = 0; i < ballot->n; i++) {
		if (!ballot->choices[i].place && !ballot->choices[i].ticked)
			return true;
	}
	return false;
}

static void add_places(struct sheet *sheet, const struct ballot *ballot)
{
	int count = 0;
	for (int place = ballot_next_place(ballot, 0); place; place = ballot_next_place(ballot, place)) {
		const char *number = arena_printf(sheet->out.arena, "%d", ++count);
		html_add(&sheet->out, "<div><dt>");
		sheet_say(sheet, words_place(count), number);
		html_add(&sheet->out, "</dt><dd>");
		add_names(sheet, ballot, place, false);
		html_add(&sheet->out, "</dd></div>\n");
	}
}

void sheet_add_ballot(struct sheet *sheet, const struct ballot *ballot)
{
	html_add(&sheet->out, "<dl class=\"places\">\n");
	if (ballot->approvals) {
		html_add(&sheet->out, "<div><dt>");
		sheet_say(sheet, WORD_YOU_APPROVED, NULL);
		html_add(&sheet->out, "</dt><dd>");
		add_names(sheet, ballot, 0, true);
		html_add(&sheet->out, "</dd></div>\n");
	} else {
		add_places(sheet, ballot);
	}
	if (has_rest(ballot)) {
		html_add(&sheet->out, "<div class=\"rest\"><dt>");
		sheet_say(sheet, ballot->approvals ? WORD_NOT_TICKED : WORD_NO_PLACE, NULL);
		html_add(&sheet->out, "</dt><dd>");
		add_names(sheet, ballot, 0, false);
		html_add(&sheet->out, "</dd></div>\n");
	}
	html_add(&sheet->out, "</dl>\n");
}

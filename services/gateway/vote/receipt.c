/* The second and the third step: the ballot once more before it is cast, and what the voter is given for it. */
#include "services/gateway/vote/sheet.h"

#include <string.h>

static void add_button(struct sheet *sheet, const char *what, const char *class, enum word label)
{
	html_add(&sheet->out, "<button class=\"%s\" name=\"do\" value=\"%s\">", class, what);
	sheet_say(sheet, label, NULL);
	html_add(&sheet->out, "</button>\n");
}

void sheet_review(struct sheet *sheet, const Kleos__BallotPaper *paper, const struct ballot *ballot)
{
	struct buffer *out = &sheet->out;
	sheet_begin(sheet, word(sheet->language, WORD_REVIEW_TITLE), STEP_REVIEW);
	sheet_add_award(sheet, paper->award_title, paper->cycle_title);
	html_add(out, "<h1>");
	sheet_say(sheet, WORD_REVIEW_TITLE, NULL);
	html_add(out, "</h1>\n");
	sheet_begin_form(sheet, STEP_REVIEW);
	sheet_add_hidden(sheet, ballot);
	html_add(out, "<section class=\"card\" aria-labelledby=\"yours\"><h2 id=\"yours\">");
	sheet_say(sheet, ballot->approvals ? WORD_RECEIPT_BALLOT : WORD_YOU_RANKED, NULL);
	html_add(out, "</h2>\n");
	sheet_add_ballot(sheet, ballot);
	html_add(out, "</section>\n<p class=\"final\">");
	sheet_say(sheet, WORD_FINAL, NULL);
	html_add(out, "</p>\n<div class=\"go\">");
	add_button(sheet, "cast", "button", WORD_CAST);
	add_button(sheet, "change", "button quiet", WORD_CHANGE);
	html_add(out, "</div>\n</form>\n");
	sheet_end(sheet);
}

static void add_datum(struct sheet *sheet, enum word label, const char *value)
{
	html_add(&sheet->out, "<div><dt>");
	sheet_say(sheet, label, NULL);
	html_add(&sheet->out, "</dt><dd><code>%s</code></dd></div>\n", value);
}

static void add_receipt(struct sheet *sheet, const struct ballot *ballot, const Kleos__BallotReceipt *receipt)
{
	html_add(&sheet->out, "<section class=\"card\" aria-labelledby=\"receipt\"><h2 id=\"receipt\">");
	sheet_say(sheet, WORD_RECEIPT, NULL);
	html_add(&sheet->out, "</h2>\n<dl class=\"receipt\">\n");
	add_datum(sheet, WORD_RECEIPT_ENTRY, receipt->entry);
	add_datum(sheet, WORD_RECEIPT_CYCLE, receipt->cycle);
	add_datum(sheet, WORD_RECEIPT_SIGNATURE, receipt->signature);
	html_add(&sheet->out, "</dl>\n");
	sheet_begin_form(sheet, STEP_RECEIPT);
	sheet_add_hidden(sheet, ballot);
	add_button(sheet, "save", "button", WORD_SAVE);
	html_add(&sheet->out, "</form></section>\n");
}

/* The sentence with an address in it that can be followed. */
static void say_with_link(struct sheet *sheet, enum word name, const char *address)
{
	const char *text = word(sheet->language, name);
	const char *gap = strstr(text, "{}");
	html_text(&sheet->out, arena_text_n(sheet->out.arena, text, (size_t)(gap - text)));
	html_add(&sheet->out, "<a href=\"%s\">%s</a>%s", address, address, gap + 2);
}

static void add_check(struct sheet *sheet, const Kleos__BallotReceipt *receipt)
{
	struct buffer *out = &sheet->out;
	html_add(out, "<section aria-labelledby=\"check\"><h2 id=\"check\">");
	sheet_say(sheet, WORD_CHECK_TITLE, NULL);
	html_add(out, "</h2>\n<ol class=\"check\"><li>");
	say_with_link(sheet, WORD_CHECK_LOG, arena_printf(out->arena, "/v1/cycles/%s/log", receipt->cycle));
	html_add(out, "</li><li>");
	say_with_link(sheet, WORD_CHECK_PAGE, "/verify-ballots");
	html_add(out, "</li><li>");
	sheet_say(sheet, WORD_CHECK_OFFLINE, NULL);
	html_add(out, "</li></ol>\n<p class=\"soft\">");
	sheet_say(sheet, WORD_SECRECY, NULL);
	html_add(out, "</p></section>\n");
}

void sheet_receipt(struct sheet *sheet, const Kleos__BallotPaper *paper, const struct ballot *ballot,
				   const Kleos__BallotReceipt *receipt)
{
	sheet_begin(sheet, word(sheet->language, WORD_RECEIPT_TITLE), STEP_RECEIPT);
	sheet_add_award(sheet, paper->award_title, paper->cycle_title);
	html_add(&sheet->out, "<h1 class=\"good\">");
	sheet_say(sheet, WORD_RECEIPT_TITLE, NULL);
	html_add(&sheet->out, "</h1>\n<p class=\"lead\">");
	sheet_say(sheet, WORD_RECEIPT_THANKS, NULL);
	html_add(&sheet->out, "</p>\n");
	add_receipt(sheet, ballot, receipt);
	add_check(sheet, receipt);
	sheet_end(sheet);
}

/* The first step: the paper, and the form in which one chooses. */
#include "services/gateway/vote/sheet.h"

/* The control of one line; the summary of what is wrong leads there. */
static const char *field_id(struct sheet *sheet, size_t i)
{
	return arena_printf(sheet->out.arena, "choice-%zu", i);
}

/* ---- what is wrong ---- */

static size_t first_wrong(const struct ballot *ballot)
{
	for (size_t i = 0; i < ballot->n; i++) {
		if (ballot->choices[i].wrong)
			return i;
	}
	return 0;
}

/* Focused as the page opens, so that a screen reader says it and Tab goes on from it. */
static void add_problem(struct sheet *sheet, const struct ballot *ballot, enum word problem)
{
	struct buffer *out = &sheet->out;
	html_add(out, "<div class=\"problem\" id=\"problem\" role=\"alert\" tabindex=\"-1\" autofocus><h2>");
	sheet_say(sheet, WORD_PROBLEM, NULL);
	html_add(out, "</h2>\n<ul>");
	if (problem == WORD_PROBLEM_PLACE) {
		for (size_t i = 0; i < ballot->n; i++) {
			if (!ballot->choices[i].wrong)
				continue;
			html_add(out, "<li><a href=\"#%s\">", field_id(sheet, i));
			sheet_say(sheet, problem, ballot->choices[i].name);
			html_add(out, "</a></li>");
		}
	} else {
		html_add(out, "<li><a href=\"#%s\">", field_id(sheet, first_wrong(ballot)));
		sheet_say(sheet, problem, NULL);
		html_add(out, "</a></li>");
	}
	html_add(out, "</ul></div>\n");
}

/* ---- one candidate ---- */

static void add_links(struct sheet *sheet, const Kleos__BallotCandidate *candidate)
{
	struct buffer *out = &sheet->out;
	if (!candidate->n_links)
		return;
	html_add(out, "<ul class=\"links\">");
	for (size_t i = 0; i < candidate->n_links; i++) {
		const Kleos__Link *link = candidate->links[i];
		const char *title = *link->title ? link->title : link->url;
		if (!html_may_link(link->url))
			continue;
		html_add(out,
				 "<li><a href=\"%s\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"><bdi>%s</bdi> <span "
				 "class=\"away\">",
				 link->url, title);
		sheet_say(sheet, WORD_NEW_TAB, NULL);
		html_add(out, "</span></a></li>");
	}
	html_add(out, "</ul>\n");
}

static void add_name(struct sheet *sheet, const struct choice *choice)
{
	const char *profile = choice->candidate ? choice->candidate->profile_url : "";
	html_add(&sheet->out, "<h3>");
	if (html_may_link(profile)) {
		html_add(
			&sheet->out,
			"<a href=\"%s\" target=\"_blank\" rel=\"noopener noreferrer nofollow\"><bdi>%s</bdi> <span class=\"away\">",
			profile, choice->name);
		sheet_say(sheet, WORD_NEW_TAB, NULL);
		html_add(&sheet->out, "</span></a></h3>\n");
	} else {
		html_add(&sheet->out, "<bdi>%s</bdi></h3>\n", choice->name);
	}
}

/* What marks a control: that something is wrong with it, and where that is said. */
static void add_marks(struct sheet *sheet, bool wrong, const char *id)
{
	if (wrong)
		html_add(&sheet->out, " aria-invalid=\"true\" aria-describedby=\"%s-error\"", id);
}

static void add_error(struct sheet *sheet, const struct choice *choice, const char *id)
{
	html_add(&sheet->out, "<p class=\"error\" id=\"%s-error\">", id);
	sheet_say(sheet, WORD_ERROR_PREFIX,
			  words_with(sheet->out.arena, sheet->language, WORD_PROBLEM_PLACE, choice->name));
	html_add(&sheet->out, "</p>\n");
}

static void add_places(struct sheet *sheet, const struct ballot *ballot, const struct choice *choice, const char *id)
{
	struct buffer *out = &sheet->out;
	html_add(out, "<div class=\"pick\"><label for=\"%s\"><span>", id);
	sheet_say(sheet, WORD_PLACE_OF, choice->name);
	html_add(out, "</span></label>\n<select id=\"%s\" name=\"" BALLOT_PLACE_PREFIX "%s\"", id, choice->id);
	add_marks(sheet, choice->wrong, id);
	html_add(out, ">\n<option value=\"\">");
	sheet_say(sheet, WORD_PLACE_NONE, NULL);
	html_add(out, "</option>");
	for (int place = 1; place <= (int)ballot->n; place++) {
		html_add(out, place == choice->place ? "<option value=\"%d\" selected>" : "<option value=\"%d\">", place);
		sheet_say(sheet, words_place(place), arena_printf(out->arena, "%d", place));
		html_add(out, "</option>");
	}
	html_add(out, "</select></div>\n");
	if (choice->wrong)
		add_error(sheet, choice, id);
}

static void add_tick(struct sheet *sheet, const struct choice *choice, const char *id)
{
	html_add(&sheet->out,
			 "<div class=\"pick tick\"><input type=\"checkbox\" id=\"%s\" name=\"" BALLOT_TICK_PREFIX
			 "%s\" value=\"1\"%s>",
			 id, choice->id, choice->ticked ? " checked" : "");
	html_add(&sheet->out, "<label for=\"%s\">", id);
	sheet_say(sheet, WORD_APPROVE, choice->name);
	html_add(&sheet->out, "</label></div>\n");
}

static void add_choice(struct sheet *sheet, const struct ballot *ballot, size_t i)
{
	const struct choice *choice = &ballot->choices[i];
	struct buffer *out = &sheet->out;
	const char *id = field_id(sheet, i);
	html_add(out, choice->wrong ? "<li class=\"card candidate wrong\">\n" : "<li class=\"card candidate\">\n");
	add_name(sheet, choice);
	if (choice->candidate) {
		html_add(out, "<p class=\"reason\">%s</p>\n", choice->candidate->reason);
		add_links(sheet, choice->candidate);
	} else {
		html_add(out, "<p class=\"reason\">");
		sheet_say(sheet, ballot->approvals ? WORD_NO_AWARD_TICK : WORD_NO_AWARD_REASON, NULL);
		html_add(out, "</p>\n");
	}
	if (ballot->approvals)
		add_tick(sheet, choice, id);
	else
		add_places(sheet, ballot, choice, id);
	html_add(out, "</li>\n");
}

/* ---- the page ---- */

static enum word rule_of(Kleos__TallyMethod method)
{
	switch (method) {
	case KLEOS__TALLY_METHOD__TALLY_METHOD_IRV:
		return WORD_RULE_IRV;
	case KLEOS__TALLY_METHOD__TALLY_METHOD_APPROVAL:
		return WORD_RULE_APPROVAL;
	case KLEOS__TALLY_METHOD__TALLY_METHOD_PLURALITY:
		return WORD_RULE_PLURALITY;
	case KLEOS__TALLY_METHOD__TALLY_METHOD_BORDA:
		return WORD_RULE_BORDA;
	default:
		return WORD_RULE_SCHULZE;
	}
}

static void add_instructions(struct sheet *sheet, const Kleos__BallotPaper *paper, const struct ballot *ballot)
{
	struct buffer *out = &sheet->out;
	html_add(out, "<p class=\"lead\">");
	sheet_say(sheet, ballot->approvals ? WORD_HOW_APPROVALS : WORD_HOW_RANKING, NULL);
	html_add(out, "</p>\n<p class=\"soft\">");
	sheet_say(sheet, rule_of(paper->tally), NULL);
	html_add(out, " ");
	sheet_say(sheet, WORD_ORDER, NULL);
	html_add(out, "</p>\n");
}

static void add_send(struct sheet *sheet)
{
	html_add(&sheet->out, "<div class=\"go\"><button class=\"button\" name=\"do\" value=\"review\">");
	sheet_say(sheet, WORD_TO_REVIEW, NULL);
	html_add(&sheet->out, "</button>\n<p class=\"soft\">");
	sheet_say(sheet, WORD_NOTHING_CAST, NULL);
	html_add(&sheet->out, "</p></div>\n</form>\n");
}

static void add_criteria(struct sheet *sheet, const Kleos__BallotPaper *paper)
{
	if (*paper->award_criteria)
		html_add(&sheet->out, "<p class=\"reason\"><bdi>%s</bdi></p>\n", paper->award_criteria);
}

void sheet_choose(struct sheet *sheet, const Kleos__BallotPaper *paper, const struct ballot *ballot, enum word problem)
{
	struct arena *arena = sheet->out.arena;
	const char *title = word(sheet->language, WORD_TITLE);
	if (problem != WORD_COUNT)
		title = words_with(arena, sheet->language, WORD_ERROR_PREFIX, title);
	sheet_begin(sheet, arena_printf(arena, "%s: %s", title, paper->award_title), STEP_CHOOSE);
	html_add(&sheet->out, "<h1><bdi>%s</bdi></h1>\n<p class=\"kicker\"><bdi>%s</bdi></p>\n", paper->award_title,
			 paper->cycle_title);
	add_criteria(sheet, paper);
	sheet_add_closing(sheet, paper);
	if (problem != WORD_COUNT)
		add_problem(sheet, ballot, problem);
	sheet_begin_form(sheet, STEP_CHOOSE);
	add_instructions(sheet, paper, ballot);
	html_add(&sheet->out, "<h2>");
	sheet_say(sheet, WORD_CANDIDATES, NULL);
	html_add(&sheet->out, "</h2>\n<ul class=\"candidates\">\n");
	for (size_t i = 0; i < ballot->n; i++)
		add_choice(sheet, ballot, i);
	html_add(&sheet->out, "</ul>\n");
	add_send(sheet);
	sheet_end(sheet);
}

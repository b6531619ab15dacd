#include "clients/cli/report_text.h"

#include "clients/cli/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_leadership(const struct report_view *view)
{
	print_heading(view->cli, "Are leaders there?");
	print_share(view, "need them", "leadership.need");
	print_share(view, "have them", "leadership.have");
	print_number(view, "gap", "leadership.gapPoints", 1, "points");
	print_share(view, "thanked by theirs", "leadership.managerCoverage");
	print_share(view, "of all thanks", "leadership.leaderShare");
	const char *answers = json_at(view->report, "strain.n");
	char unit[64];
	snprintf(unit, sizeof unit, "of 100, from %s answers", answers);
	print_number(view, "strain", "strain.mean", 1, unit);
	if (strcmp(answers, "0") == 0)
		puts("  Nobody answered a pulse in the whole months of these days.");
}

static void print_totals(const struct report_view *view)
{
	static const char *const lines[][2] = {{"people", "headcount"},
										   {"recognitions", "totals.recognitions"},
										   {"thanks received", "totals.arcs"},
										   {"thanks given", "totals.givenArcs"},
										   {"big wins", "totals.bigWins"},
										   {"small wins", "totals.smallWins"},
										   {"highlights", "totals.highlights"},
										   {"nominations", "totals.nominations"},
										   {"awards won", "totals.awardsWon"}};
	print_heading(view->cli, "Totals");
	/* Among everybody, what is given is received: one line says both. */
	bool same = !*json_at(view->report, "team") &&
				strcmp(figure_text(view, "totals.arcs"), figure_text(view, "totals.givenArcs")) == 0;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		bool given = strcmp(lines[i][1], "totals.givenArcs") == 0, received = strcmp(lines[i][1], "totals.arcs") == 0;
		if (!same || !given)
			print_count(view, same && received ? "thanks" : lines[i][0], lines[i][1]);
	}
}

static void print_spread(const struct report_view *view)
{
	print_heading(view->cli, "Who takes part");
	print_share(view, "took part", "rates.participation");
	print_share(view, "gave", "rates.giving");
	print_share(view, "received", "rates.coverage");
	print_share(view, "across teams", "rates.crossTeam");
	print_heading(view->cli, "How long since they were thanked");
	print_number(view, "half of them", "recency.medianDaysSinceLast", 1, "days or less");
	print_share(view, "over 30 days", "recency.over30");
	print_share(view, "over 60 days", "recency.over60");
	print_heading(view->cli, "How evenly (0 even, 1 all to one)");
	print_number(view, "Gini of receipts", "concentration.giniReceived", 2, "");
	print_number(view, "Gini of gifts", "concentration.giniGiven", 2, "");
	print_number(view, "most thanked 10 %", "concentration.topDecileShare", 2, "of all thanks");
	print_line(stdout, "  thanks that come back: %s of %s pairs", figure_text(view, "reciprocity.mutual"),
			   figure_text(view, "reciprocity.distinct"));
}

static void print_direction(const struct report_view *view)
{
	static const char *const lines[][2] = {{"to one's people", "direction.down"},
										   {"from far above", "direction.skip"},
										   {"to those above", "direction.up"},
										   {"among peers", "direction.peer"},
										   {"elsewhere", "direction.other"}};
	double most = 0;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		double count = figure_number(view, lines[i][1]);
		most = count > most ? count : most;
	}
	print_heading(view->cli, "Where thanks go");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		print_part(view, lines[i][0], lines[i][1], most);
}

static bool holds(const json_t *list, const json_t *wanted)
{
	size_t i;
	json_t *item;
	json_array_foreach(list, i, item) if (json_equal(item, wanted)) return true;
	return false;
}

/* What is true of both ranges is said once. */
static void print_caveats(const struct report_view *view)
{
	size_t i;
	json_t *item;
	const json_t *comparison = json_object_get(view->report, "comparison");
	const json_t *suppressed = json_object_get(view->report, "suppressed");
	putchar('\n');
	json_array_foreach(suppressed, i, item) print_line(stdout, "Not shown: %s", json_string_value(item));
	json_array_foreach(json_object_get(comparison, "suppressed"), i, item) if (!holds(suppressed, item))
		print_line(stdout, "Not compared: %s", json_string_value(item));
	json_array_foreach(json_object_get(view->report, "sources"), i, item) if (*json_at(item, "message"))
		print_line(stdout, "Missing: %s: %s", json_at(item, "service"), json_at(item, "message"));
	print_words(json_at(view->report, "purpose"), 0);
}

/* Whether no figure at all may be shown, so that only the reasons are worth reading. */
static bool is_withheld(const json_t *report)
{
	return json_array_size(json_object_get(report, "suppressed")) && !*json_at(report, "headcount") &&
		   !*json_at(report, "totals.arcs") && !*json_at(report, "totals.nominations");
}

static void print_title(const struct report_view *view)
{
	const json_t *report = view->report;
	const char *team = json_at(report, "team");
	fputs(view->cli->color ? "\033[1m" : "", stdout);
	print_line(stdout, "Impact of recognition, %s to %s, %s", json_at(report, "range.from"),
			   json_at(report, "range.to"), *team ? team : "everybody");
	fputs(view->cli->color ? "\033[0m" : "", stdout);
	if (json_array_size(view->changes))
		print_line(stdout, "%s against %s to %s",
				   view->cli->unicode ? "▲ ▼ =" : "+ - =", json_at(report, "comparison.range.from"),
				   json_at(report, "comparison.range.to"));
}

int print_report(struct cli *cli, const json_t *report)
{
	const struct report_view view = {cli, report, json_object_get(json_object_get(report, "comparison"), "changes")};
	print_title(&view);
	if (!is_withheld(report)) {
		print_leadership(&view);
		print_totals(&view);
		print_spread(&view);
		print_direction(&view);
		print_report_lists(&view);
	}
	print_caveats(&view);
	return EXIT_SUCCESS;
}

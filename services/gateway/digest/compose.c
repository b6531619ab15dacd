#include "services/gateway/digest/digest.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "services/gateway/digest/phrases.h"
#include "services/gateway/exchange.h"

#include <math.h>
#include <string.h>

#define LISTED       5    /* highlights, and awards */
#define METRICS_TOLD 3    /* of a highlight */
#define MANAGED_LOW  0.5  /* of those who have a manager */
#define WAITING_MANY 0.25 /* of all, for more than 30 days */

struct composing {
	struct letter *letter;
	const struct digest_facts *facts;
	const Kleos__ImpactReport *report;
};

#define FILL(composing, phrase, ...)                                                                                   \
	PHRASE_FILL((composing)->letter->arena, (composing)->letter->language, phrase, __VA_ARGS__)

static const char *say(const struct composing *composing, enum phrase name)
{
	return phrase(composing->letter->language, name);
}

static const char *number(const struct composing *composing, double value)
{
	return phrase_number(composing->letter->arena, composing->letter->language, value);
}

static const char *percent(const struct composing *composing, double share)
{
	return phrase_percent(composing->letter->arena, share);
}

static const char *points(const struct composing *composing, int64_t count)
{
	return FILL(composing, phrase_of_number(PHRASE_POINTS_ONE, count), number(composing, (double)count));
}

static void add(struct composing *composing, enum letter_kind kind, const char *text)
{
	letter_add(composing->letter, kind, text);
}

/* Two sentences in one line; either may be "". */
static const char *join(const struct composing *composing, const char *one, const char *two)
{
	return *one && *two ? arena_printf(composing->letter->arena, "%s %s", one, two) : *one ? one : two;
}

static const Kleos__ReportSource *source_of(const Kleos__ImpactReport *report, enum gateway_service service)
{
	for (size_t i = 0; i < report->n_sources; i++)
		if (text_equal(report->sources[i]->service, gateway_service_name(service)))
			return report->sources[i];
	return NULL;
}

static bool has_told(const Kleos__ImpactReport *report, enum gateway_service service)
{
	const Kleos__ReportSource *source = source_of(report, service);
	return source && source->ok;
}

/* ---- beside the time before ---- */

static const Kleos__ReportChange *change_of(const Kleos__ImpactReport *report, const char *figure)
{
	const Kleos__ReportComparison *comparison = report->comparison;
	for (size_t i = 0; comparison && i < comparison->n_changes; i++)
		if (text_equal(comparison->changes[i]->figure, figure))
			return comparison->changes[i];
	return NULL;
}

static const char *change_say(const struct composing *composing, int sign, const char *amount)
{
	static const enum phrase phrases[PERIOD_KINDS][3] = {
		[PERIOD_WEEK] = {PHRASE_DOWN_WEEK, PHRASE_SAME_WEEK, PHRASE_UP_WEEK},
		[PERIOD_MONTH] = {PHRASE_DOWN_MONTH, PHRASE_SAME_MONTH, PHRASE_UP_MONTH}};
	return FILL(composing, phrases[composing->facts->period.kind][sign + 1], amount);
}

/* ", 6 points up on the week before"; "": not known. */
static const char *share_change(const struct composing *composing, const char *figure)
{
	const Kleos__ReportChange *change = change_of(composing->report, figure);
	if (!change)
		return "";
	int64_t delta = lround(change->delta * 100);
	return change_say(composing, (delta > 0) - (delta < 0), points(composing, delta < 0 ? -delta : delta));
}

static const char *count_change(const struct composing *composing, const char *figure)
{
	const Kleos__ReportChange *change = change_of(composing->report, figure);
	if (!change)
		return "";
	return change_say(composing, (change->delta > 0) - (change->delta < 0), number(composing, fabs(change->delta)));
}

/* "1 of 41 …: 2 %, as in the week before." by the phrases that begin at `one`. The ratio is known, its whole not 0. */
static const char *part_of_all(const struct composing *composing, enum phrase one, const Kleos__Ratio *ratio,
							   const char *figure)
{
	int32_t part = ratio->numerator->value;
	return FILL(composing, phrase_of_number(one, part), number(composing, part),
				number(composing, ratio->denominator->value), percent(composing, ratio->value->value),
				share_change(composing, figure));
}

static bool is_known(const Kleos__Ratio *ratio)
{
	return ratio && ratio->numerator && ratio->denominator;
}

/* ---- whether leaders are there ---- */

static const char *gap_say(const struct composing *composing, const char *month)
{
	const Kleos__ReportLeadership *leadership = composing->report->leadership;
	int64_t answers = leadership->need->denominator->value;
	int64_t missing = lround(leadership->gap_points ? leadership->gap_points->value : 0);
	enum phrase name = missing > 0 ? phrase_of_number(PHRASE_GAP_ONE, missing) : PHRASE_GAP_NONE;
	return FILL(composing, name, month, percent(composing, leadership->need->value->value),
				percent(composing, leadership->have->value->value),
				FILL(composing, phrase_of_number(PHRASE_ANSWERS_ONE, answers), number(composing, (double)answers)),
				number(composing, (double)missing));
}

static void add_gap(struct composing *composing)
{
	const Kleos__ImpactReport *report = composing->report;
	const char *month =
		phrase_of_month(composing->letter->arena, composing->letter->language, composing->facts->pulse_day);
	if (!has_told(report, SERVICE_MEMBERS))
		return; /* said at the end */
	if (!is_known(report->leadership->need) || !is_known(report->leadership->have))
		add(composing, LETTER_TEXT, FILL(composing, PHRASE_PULSE_HIDDEN, month));
	else if (report->leadership->need->denominator->value == 0)
		add(composing, LETTER_TEXT, FILL(composing, PHRASE_PULSE_NOBODY, month));
	else
		add(composing, LETTER_TEXT, gap_say(composing, month));
}

static void add_involvement(struct composing *composing)
{
	const Kleos__Ratio *managed = composing->report->leadership->manager_coverage;
	const Kleos__Ratio *share = composing->report->leadership->leader_share;
	if (!is_known(managed))
		add(composing, LETTER_TEXT, say(composing, PHRASE_MANAGED_HIDDEN));
	else if (managed->denominator->value == 0)
		add(composing, LETTER_TEXT, say(composing, PHRASE_MANAGED_NOBODY));
	else
		add(composing, LETTER_TEXT, part_of_all(composing, PHRASE_MANAGED_ONE, managed, "leadership.managerCoverage"));
	if (is_known(share) && share->denominator->value)
		add(composing, LETTER_TEXT,
			FILL(composing, PHRASE_LEADER_SHARE, percent(composing, share->value->value),
				 share_change(composing, "leadership.leaderShare")));
}

/* ---- who takes part ---- */

static const char *given_say(const struct composing *composing)
{
	const Kleos__ReportTotals *totals = composing->report->totals;
	if (!totals->recognitions || !totals->big_wins)
		return "";
	int32_t given = totals->recognitions->value, big = totals->big_wins->value;
	if (!given)
		return say(composing, PHRASE_GIVEN_NONE);
	return join(composing,
				FILL(composing, phrase_of_number(PHRASE_GIVEN_ONE, given), number(composing, given),
					 count_change(composing, "totals.recognitions")),
				big ? FILL(composing, phrase_of_number(PHRASE_BIG_ONE, big), number(composing, big)) : "");
}

static void add_people(struct composing *composing)
{
	const Kleos__ImpactReport *report = composing->report;
	const Kleos__Ratio *part = report->rates->participation, *covered = report->rates->coverage;
	add(composing, LETTER_HEADING, say(composing, PHRASE_PEOPLE));
	if (is_known(part) && is_known(covered) && part->denominator->value && covered->denominator->value)
		add(composing, LETTER_TEXT,
			join(composing, part_of_all(composing, PHRASE_PART_ONE, part, "rates.participation"),
				 part_of_all(composing, PHRASE_COVERED_ONE, covered, "rates.coverage")));
	else if (is_known(part))
		add(composing, LETTER_TEXT, say(composing, PHRASE_NOBODY));
	const char *given = given_say(composing);
	if (*given)
		add(composing, LETTER_TEXT, given);
	const Kleos__Ratio *waiting = report->recency->over_30;
	if (is_known(waiting) && waiting->numerator->value)
		add(composing, LETTER_TEXT,
			FILL(composing, phrase_of_number(PHRASE_WAITING_ONE, waiting->numerator->value),
				 number(composing, waiting->numerator->value), number(composing, waiting->denominator->value)));
}

/* ---- what is worth celebrating ---- */

static const char *day_say(const struct composing *composing, const char *text)
{
	int32_t day;
	return day_parse(&day, text) ? phrase_day(composing->letter->arena, composing->letter->language, day) : text;
}

/* "12,000 views, 3.5 % click rate"; "": nothing was measured. */
static const char *metrics_say(const struct composing *composing, const Kleos__ReportHighlight *highlight)
{
	const char *text = "";
	for (size_t i = 0; i < highlight->n_metrics && i < METRICS_TOLD; i++) {
		const Kleos__Metric *metric = highlight->metrics[i];
		text = arena_printf(composing->letter->arena, "%s%s%s %s%s%s", text, i ? ", " : "", metric->name,
							number(composing, metric->value), *metric->unit ? " " : "", metric->unit);
	}
	return text;
}

static const char *highlight_say(const struct composing *composing, const Kleos__ReportHighlight *highlight)
{
	const char *metrics = metrics_say(composing, highlight);
	return FILL(composing, *metrics ? PHRASE_HIGHLIGHT_MEASURED : PHRASE_HIGHLIGHT, highlight->title,
				day_say(composing, highlight->on_date), metrics);
}

static const char *award_say(const struct composing *composing, const Kleos__ReportAward *award)
{
	return FILL(composing, phrase_of_number(PHRASE_AWARD_ONE, award->winners), award->award_title, award->cycle_title,
				day_say(composing, award->announced_on), number(composing, award->winners));
}

static void add_more(struct composing *composing, int64_t more)
{
	if (more > 0)
		add(composing, LETTER_ITEM,
			FILL(composing, phrase_of_number(PHRASE_MORE_ONE, more), number(composing, (double)more)));
}

/* How many there are: the list has the newest of them only. */
static int64_t counted(const Google__Protobuf__Int32Value *count, size_t listed)
{
	return count && count->value > (int64_t)listed ? count->value : (int64_t)listed;
}

static void add_moments(struct composing *composing)
{
	const Kleos__ImpactReport *report = composing->report;
	size_t highlights = report->n_highlights < LISTED ? report->n_highlights : LISTED;
	size_t awards = report->n_awards < LISTED ? report->n_awards : LISTED;
	add(composing, LETTER_HEADING, say(composing, PHRASE_MOMENTS));
	for (size_t i = 0; i < awards; i++)
		add(composing, LETTER_ITEM, award_say(composing, report->awards[i]));
	for (size_t i = 0; i < highlights; i++)
		add(composing, LETTER_ITEM, highlight_say(composing, report->highlights[i]));
	add_more(composing, counted(report->totals->highlights, report->n_highlights) - (int64_t)highlights +
							(int64_t)(report->n_awards - awards));
	if (!highlights && !awards && has_told(report, SERVICE_AWARDS))
		add(composing, LETTER_TEXT, say(composing, PHRASE_MOMENTS_NONE));
}

/* ---- what to do next ---- */

static bool is_below(const Kleos__Ratio *ratio, double bound)
{
	return is_known(ratio) && ratio->value && ratio->value->value < bound;
}

static void add_next(struct composing *composing)
{
	const Kleos__ImpactReport *report = composing->report;
	const char *question = composing->facts->question;
	add(composing, LETTER_HEADING, say(composing, PHRASE_NEXT));
	add(composing, LETTER_TEXT,
		question ? FILL(composing, PHRASE_PROMPT, question) : say(composing, PHRASE_PROMPT_AWAY));
	if (is_below(report->leadership->manager_coverage, MANAGED_LOW))
		add(composing, LETTER_TEXT, say(composing, PHRASE_HINT_MANAGERS));
	if (is_known(report->recency->over_30) && report->recency->over_30->value &&
		!is_below(report->recency->over_30, WAITING_MANY))
		add(composing, LETTER_TEXT, say(composing, PHRASE_HINT_WAITING));
}

/* ---- the whole ---- */

static const char *title_say(const struct composing *composing)
{
	struct arena *arena = composing->letter->arena;
	enum language language = composing->letter->language;
	const struct period *period = &composing->facts->period;
	const char *team = composing->report->team;
	const char *title;
	if (period->kind == PERIOD_WEEK)
		title = FILL(composing, PHRASE_TITLE_WEEK, arena_printf(arena, "%d", period_week(period)),
					 phrase_days(arena, language, period->from_day, period->to_day));
	else
		title = FILL(composing, PHRASE_TITLE_MONTH, phrase_month(arena, language, period->from_day));
	return *team ? FILL(composing, PHRASE_TITLE_TEAM, title, team) : title;
}

static void add_notes(struct composing *composing)
{
	const Kleos__ImpactReport *report = composing->report;
	bool all = true;
	for (size_t i = 0; i < report->n_sources; i++) {
		all = all && report->sources[i]->ok;
		if (!report->sources[i]->ok)
			add(composing, LETTER_NOTE, FILL(composing, PHRASE_AWAY, report->sources[i]->service));
	}
	if (all && !report->comparison)
		add(composing, LETTER_NOTE, say(composing, PHRASE_UNCOMPARED));
	add(composing, LETTER_NOTE,
		join(composing, FILL(composing, PHRASE_ZONE, composing->facts->zone), say(composing, PHRASE_PURPOSE)));
}

void digest_compose(struct letter *letter, const struct digest_facts *facts)
{
	struct composing composing = {letter, facts, facts->report};
	bool told = has_told(facts->report, SERVICE_RECOGNITIONS), shown = facts->report->headcount;
	letter->title = title_say(&composing);
	if (!facts->over)
		add(&composing, LETTER_TEXT,
			say(&composing, facts->period.kind == PERIOD_WEEK ? PHRASE_NOT_OVER_WEEK : PHRASE_NOT_OVER_MONTH));
	if (told && !shown)
		add(&composing, LETTER_TEXT, say(&composing, PHRASE_HIDDEN));
	if (shown) {
		add(&composing, LETTER_HEADING, say(&composing, PHRASE_LEADERS));
		add_gap(&composing);
		add_involvement(&composing);
		add_people(&composing);
		add_moments(&composing);
	}
	add_next(&composing);
	add_notes(&composing);
}

#include "services/gateway/report/disclosure.h"

#include "common/base/text.h"
#include "services/gateway/report/figures.h"
#include "services/gateway/report/groups.h"

#include <stdlib.h>
#include <string.h>

#define REASONS_BOUND 10

static void say(struct arena *arena, Kleos__ImpactReport *report, const char *reason)
{
	if (!report->suppressed)
		report->suppressed = arena_array(arena, REASONS_BOUND, sizeof *report->suppressed);
	if (report->n_suppressed < REASONS_BOUND)
		report->suppressed[report->n_suppressed++] = (char *)reason;
}

static struct groups *list_groups(struct arena *arena, const struct disclosure *rules)
{
	struct groups *groups = groups_new(arena, rules->min_group);
	for (size_t i = 0; i < rules->n_teams; i++)
		groups_add(groups, rules->teams[i]->team, rules->teams[i]->headcount - rules->teams[i]->left);
	return groups;
}

/* People of the scope who are still there on the last day. */
static int64_t count_present(const struct disclosure *rules, const char *team)
{
	int64_t present = rules->headcount;
	for (size_t i = 0; i < rules->n_teams; i++)
		present -= !*team || text_team_within(rules->teams[i]->team, team) ? rules->teams[i]->left : 0;
	return present;
}

static bool is_split(struct arena *arena, const struct disclosure *rules, const char *team)
{
	struct groups *groups = list_groups(arena, rules);
	groups_merge(groups);
	return groups_is_split(groups, team);
}

const char *disclosure_hides(struct arena *arena, const struct disclosure *rules, const char *team)
{
	if (!rules->known)
		return "all figures: the head count is not known, so it cannot be told whether they may be shown";
	if (rules->headcount == 0 && rules->happenings == 0)
		return NULL;
	if (count_present(rules, team) < rules->min_group)
		return arena_printf(arena, "all figures: groups smaller than %d people are not shown", rules->min_group);
	if (!*team || !is_split(arena, rules, team))
		return NULL;
	return arena_printf(arena,
						"all figures: beside those of the teams around and inside this one they would tell, by "
						"subtraction, the figures of a group smaller than %d people",
						rules->min_group);
}

/* Teams in which nobody has a manager have nothing to hide. That the counts by team do not add up cannot be; if it was,
 * nothing could be judged. */
bool disclosure_hides_managed(struct arena *arena, const struct disclosure *rules, const char *team)
{
	struct groups *groups = groups_new(arena, rules->min_group);
	int64_t managed = 0;
	for (size_t i = 0; i < rules->n_teams; i++) {
		const Kleos__ImpactTeam *listed = rules->teams[i];
		if (!listed->managed)
			continue;
		groups_add(groups, listed->team, listed->managed);
		managed += !*team || text_team_within(listed->team, team) ? listed->managed : 0;
	}
	groups_merge(groups);
	return managed != rules->managed || (managed && managed < rules->min_group) || groups_is_split(groups, team);
}

static int compare_names(const void *a, const void *b)
{
	const Kleos__ReportFlow *x = *(Kleos__ReportFlow *const *)a, *y = *(Kleos__ReportFlow *const *)b;
	int order = strcmp(x->from_team, y->from_team);
	return order ? order : strcmp(x->to_team, y->to_team);
}

static int compare_counts(const void *a, const void *b)
{
	const Kleos__ReportFlow *x = *(Kleos__ReportFlow *const *)a, *y = *(Kleos__ReportFlow *const *)b;
	if (x->arcs != y->arcs)
		return x->arcs > y->arcs ? -1 : 1;
	return compare_names(a, b);
}

static int32_t add_counts(int32_t a, int32_t b)
{
	int32_t sum;
	return __builtin_add_overflow(a, b, &sum) ? INT32_MAX : sum;
}

/* Flows between the same two groups become one. */
static void sum_flows(Kleos__ImpactReport *report)
{
	qsort(report->flows, report->n_flows, sizeof *report->flows, compare_names);
	size_t kept = 0;
	for (size_t i = 1; i < report->n_flows; i++) {
		Kleos__ReportFlow *last = report->flows[kept], *flow = report->flows[i];
		if (compare_names(&last, &flow) == 0)
			last->arcs = add_counts(last->arcs, flow->arcs);
		else
			report->flows[++kept] = flow;
	}
	report->n_flows = kept + 1;
	qsort(report->flows, report->n_flows, sizeof *report->flows, compare_counts);
}

static void merge_small_teams(struct arena *arena, const struct disclosure *rules, Kleos__ImpactReport *report)
{
	if (!report->n_flows)
		return;
	struct groups *groups = list_groups(arena, rules);
	bool merged = false;
	for (size_t i = 0; i < report->n_flows; i++) {
		groups_add(groups, report->flows[i]->from_team, 0);
		groups_add(groups, report->flows[i]->to_team, 0);
	}
	groups_merge(groups);
	for (size_t i = 0; i < report->n_flows; i++) {
		Kleos__ReportFlow *flow = report->flows[i];
		merged = merged || groups_is_merged(groups, flow->from_team) || groups_is_merged(groups, flow->to_team);
		flow->from_team = (char *)groups_name(groups, flow->from_team);
		flow->to_team = (char *)groups_name(groups, flow->to_team);
	}
	sum_flows(report);
	if (merged)
		say(arena, report,
			arena_printf(arena, "flows: teams smaller than %d people are merged with their next smallest sibling",
						 rules->min_group));
}

static void hide_managed(struct arena *arena, const struct disclosure *rules, Kleos__ImpactReport *report)
{
	if (!report->leadership || !disclosure_hides_managed(arena, rules, report->team))
		return;
	figures_hide_ratio(report->leadership->manager_coverage);
	say(arena, report,
		arena_printf(arena,
					 "managerCoverage: fewer than %d people here, or in what remains of the teams around, have a "
					 "manager",
					 rules->min_group));
}

static void tell_cut(struct arena *arena, Kleos__ImpactReport *report, const char *list, size_t count)
{
	if (count >= DISCLOSURE_LISTED_BOUND)
		say(arena, report,
			arena_printf(arena, "%s: only the %d greatest are listed and summed", list, DISCLOSURE_LISTED_BOUND));
}

static void tell_newest(struct arena *arena, Kleos__ImpactReport *report, const char *list, size_t count)
{
	if (count >= DISCLOSURE_NEWEST_BOUND)
		say(arena, report, arena_printf(arena, "%s: only the %d newest are listed", list, DISCLOSURE_NEWEST_BOUND));
}

void disclosure_apply(struct arena *arena, const struct disclosure *rules, Kleos__ImpactReport *report)
{
	const char *hidden = disclosure_hides(arena, rules, report->team);
	if (hidden) {
		figures_hide(report);
		say(arena, report, hidden);
		return;
	}
	tell_cut(arena, report, "flows", report->n_flows);
	tell_cut(arena, report, "values", report->n_values);
	tell_newest(arena, report, "highlights", report->n_highlights);
	tell_newest(arena, report, "awards", report->n_awards);
	merge_small_teams(arena, rules, report);
	hide_managed(arena, rules, report);
	if (rules->months_left_out)
		say(arena, report,
			arena_printf(arena,
						 "leadership and strain: of the closed months %d left out, in which fewer than %d people "
						 "answered, here or in what remains of the teams around",
						 rules->months_left_out, rules->min_group));
	if (rules->quiet_arcs)
		say(arena, report,
			"series, flows, values, prompts, reciprocity and direction: private and manager-only recognitions are left "
			"out of them, and counted in the totals");
}

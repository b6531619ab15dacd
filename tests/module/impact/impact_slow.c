#include "tests/module/impact/impact_slow.h"

#include "common/base/calendar.h"

#include <stdlib.h>
#include <string.h>

bool slow_inside(const char *team, const char *scope)
{
	size_t length = strlen(scope);
	return !length || strcmp(team, scope) == 0 || (strncmp(team, scope, length) == 0 && team[length] == '/');
}

const char *slow_path(const struct slow *slow, uint32_t team)
{
	return slow->world->paths[team];
}

const struct impact_spell *slow_spell(const struct slow *slow, const struct impact_member *member)
{
	int32_t day = member->left_day < slow->question->to_day ? member->left_day : slow->question->to_day;
	const struct impact_spell *spell = &member->spells[0];
	for (size_t i = 1; i < member->n_spells; i++)
		if (member->spells[i].from_day <= day)
			spell = &member->spells[i];
	return spell;
}

static const char *team_at_the_end(const struct slow *slow, const struct impact_member *member)
{
	return slow_path(slow, slow_spell(slow, member)->team);
}

static bool was_active(const struct slow *slow, const struct impact_member *member)
{
	return member->joined_day <= slow->question->to_day && member->left_day >= slow->question->from_day;
}

static void look(struct slow *slow)
{
	const struct impact_world *world = slow->world;
	for (size_t i = 0; i < world->n_recognitions; i++) {
		const struct impact_recognition *told = &world->recognitions[i].told;
		if (told->day < slow->question->from_day || told->day > slow->question->to_day)
			continue;
		for (size_t k = 0; k < told->n_receivers; k++) {
			struct seen seen = {told, &told->receivers[k]};
			if (slow_inside(slow_path(slow, told->giver_team), slow->question->team))
				slow->given[slow->n_given++] = seen;
			if (!slow_inside(slow_path(slow, seen.receiver->team), slow->question->team))
				continue;
			slow->received[slow->n_received++] = seen;
			if (!told->quiet)
				slow->shown[slow->n_shown++] = seen;
		}
	}
	for (size_t i = 0; i < world->n_members; i++)
		slow->in_headcount[i] = was_active(slow, &world->members[i].told) &&
								slow_inside(team_at_the_end(slow, &world->members[i].told), slow->question->team);
}

static void check_totals(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	int recognitions = 0, big = 0, cross = 0, leader = 0, manager = 0;
	for (size_t i = 0; i < slow->n_received; i++) {
		const struct seen *seen = &slow->received[i];
		bool is_first = !i || slow->received[i - 1].recognition != seen->recognition;
		recognitions += is_first;
		big += is_first && seen->recognition->big;
		cross += strcmp(slow_path(slow, seen->recognition->giver_team), slow_path(slow, seen->receiver->team)) != 0;
		leader += seen->recognition->giver_leads;
		manager += seen->receiver->direction == DIRECTION_DOWN;
	}
	assert_int_equal(summary->arcs, slow->n_received);
	assert_int_equal(summary->given_arcs, slow->n_given);
	assert_int_equal(summary->recognitions, recognitions);
	assert_int_equal(summary->big_wins, big);
	assert_int_equal(summary->small_wins, recognitions - big);
	assert_int_equal(summary->cross_team_arcs, cross);
	assert_int_equal(summary->leader_arcs, leader);
	assert_int_equal(summary->manager_arcs, manager);
	assert_int_equal(summary->quiet_arcs, slow->n_shown != slow->n_received);
	assert_int_equal(summary->days, slow->question->to_day - slow->question->from_day + 1);
}

static void check_external(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	int external = 0;
	for (size_t i = 0; i < slow->n_received; i++) {
		const struct impact_recognition *recognition = slow->received[i].recognition;
		bool is_first = !i || slow->received[i - 1].recognition != recognition;
		external += is_first && recognition->external;
	}
	assert_int_equal(summary->external, external);
}

static void check_direction(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	int arcs[DIRECTIONS] = {0};
	for (size_t i = 0; i < slow->n_shown; i++)
		arcs[slow->shown[i].receiver->direction]++;
	assert_int_equal(summary->direction->down, arcs[DIRECTION_DOWN]);
	assert_int_equal(summary->direction->skip, arcs[DIRECTION_SKIP]);
	assert_int_equal(summary->direction->up, arcs[DIRECTION_UP]);
	assert_int_equal(summary->direction->peer, arcs[DIRECTION_PEER]);
	assert_int_equal(summary->direction->other, arcs[DIRECTION_OTHER]);
}

static int prompts_shown(const struct slow *slow, int prompt)
{
	int count = 0;
	for (size_t i = 0; i < slow->n_shown; i++)
		count += slow->shown[i].recognition->prompt == prompt &&
				 (!i || slow->shown[i - 1].recognition != slow->shown[i].recognition);
	return count;
}

static void check_prompts(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	size_t n = 0;
	for (int i = 1; i <= WORLD_PROMPTS; i++)
		n += prompts_shown(slow, i) > 0;
	assert_int_equal(summary->n_prompts, n);
	for (size_t i = 0; i < n; i++) {
		const Kleos__ImpactPrompt *prompt = summary->prompts[i], *before = i ? summary->prompts[i - 1] : NULL;
		assert_int_equal(prompt->recognitions, prompts_shown(slow, prompt->prompt));
		assert_true(!before || before->recognitions > prompt->recognitions ||
					(before->recognitions == prompt->recognitions && before->prompt < prompt->prompt));
	}
}

/* The first day of the bucket after the one that starts on `day`, by looking at one day after another. */
static int32_t slow_next(int32_t day, Kleos__Interval interval)
{
	for (int32_t next = day + 1;; next++) {
		int year, month, day_of_month;
		day_to_civil(next, &year, &month, &day_of_month);
		bool is_monday = ((next % 7) + 7) % 7 == 4; /* 1970-01-05 was one */
		if (interval == KLEOS__INTERVAL__INTERVAL_DAY || (interval == KLEOS__INTERVAL__INTERVAL_WEEK && is_monday) ||
			(interval != KLEOS__INTERVAL__INTERVAL_WEEK && day_of_month == 1))
			return next;
	}
}

static void check_bucket(const struct slow *slow, const Kleos__ImpactBucket *bucket, int32_t end)
{
	bool gave[256] = {0}, got[256] = {0};
	const struct impact_recognition *last = NULL;
	int arcs = 0, recognitions = 0, givers = 0, receivers = 0;
	for (size_t i = 0; i < slow->n_shown; i++) {
		const struct seen *seen = &slow->shown[i];
		if (seen->recognition->day < bucket->start_day || seen->recognition->day >= end)
			continue;
		arcs++;
		recognitions += seen->recognition != last;
		last = seen->recognition;
		gave[seen->recognition->giver.bytes[0]] = true;
		got[seen->receiver->member.bytes[0]] = true;
	}
	for (size_t i = 0; i < 256; i++) {
		givers += gave[i];
		receivers += got[i];
	}
	assert_int_equal(bucket->arcs, arcs);
	assert_int_equal(bucket->recognitions, recognitions);
	assert_int_equal(bucket->givers, givers);
	assert_int_equal(bucket->receivers, receivers);
}

static void check_series(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	size_t n = 0;
	for (int32_t day = slow->question->from_day; day <= slow->question->to_day;) {
		int32_t next = slow_next(day, slow->question->interval);
		assert_true(n < summary->n_series);
		assert_int_equal(summary->series[n]->start_day, day);
		check_bucket(slow, summary->series[n++], next <= slow->question->to_day ? next : slow->question->to_day + 1);
		day = next;
	}
	assert_int_equal(summary->n_series, n);
}

static int values_shown(const struct slow *slow, const char *value)
{
	int count = 0;
	for (size_t i = 0; i < slow->n_shown; i++)
		count += strcmp(slow->shown[i].recognition->value, value) == 0;
	return count;
}

static int flow_shown(const struct slow *slow, const char *from, const char *to)
{
	int count = 0;
	for (size_t i = 0; i < slow->n_shown; i++)
		count += strcmp(slow_path(slow, slow->shown[i].recognition->giver_team), from) == 0 &&
				 strcmp(slow_path(slow, slow->shown[i].receiver->team), to) == 0;
	return count;
}

static void check_values(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	size_t n = 0;
	for (size_t i = 0; i < WORLD_VALUES_COUNT; i++)
		n += values_shown(slow, WORLD_VALUES[i]) > 0;
	assert_int_equal(summary->n_values, n);
	for (size_t i = 0; i < n; i++) {
		const Kleos__ImpactValue *value = summary->values[i], *before = i ? summary->values[i - 1] : NULL;
		assert_int_equal(value->arcs, values_shown(slow, value->value));
		assert_true(!before || before->arcs > value->arcs ||
					(before->arcs == value->arcs && strcmp(before->value, value->value) < 0));
	}
}

static void check_flows(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	size_t n = 0;
	for (size_t i = 0; i < WORLD_PATHS_COUNT; i++)
		for (size_t k = 0; k < WORLD_PATHS_COUNT; k++)
			n += flow_shown(slow, WORLD_PATHS[i], WORLD_PATHS[k]) > 0;
	assert_int_equal(summary->n_flows, n);
	for (size_t i = 0; i < n; i++) {
		const Kleos__ImpactFlow *flow = summary->flows[i], *before = i ? summary->flows[i - 1] : NULL;
		assert_int_equal(flow->arcs, flow_shown(slow, flow->from_team, flow->to_team));
		int order = before ? strcmp(before->from_team, flow->from_team) : -1;
		order = order ? order : strcmp(before->to_team, flow->to_team);
		assert_true(!before || before->arcs > flow->arcs || (before->arcs == flow->arcs && order < 0));
	}
}

/* Whether an arc of the range, of whatever scope, started or ended in the team. */
static bool had_arcs(const struct slow *slow, const char *team)
{
	for (size_t i = 0; i < slow->world->n_recognitions; i++) {
		const struct impact_recognition *told = &slow->world->recognitions[i].told;
		if (told->day < slow->question->from_day || told->day > slow->question->to_day)
			continue;
		for (size_t k = 0; k < told->n_receivers; k++)
			if (strcmp(slow_path(slow, told->giver_team), team) == 0 ||
				strcmp(slow_path(slow, told->receivers[k].team), team) == 0)
				return true;
	}
	return false;
}

static void check_teams(const struct slow *slow, const Kleos__SummarizeImpactResponse *summary)
{
	size_t listed = 0;
	for (size_t i = 0; i < WORLD_PATHS_COUNT; i++) { /* WORLD_PATHS is in order of path */
		int heads = 0, managed = 0, left = 0;
		for (size_t k = 0; k < slow->world->n_members; k++) {
			const struct impact_member *member = &slow->world->members[k].told;
			bool here = was_active(slow, member) && strcmp(team_at_the_end(slow, member), WORLD_PATHS[i]) == 0;
			heads += here;
			left += here && member->left_day < slow->question->to_day;
			managed += here && !id_is_zero(&slow_spell(slow, member)->manager);
		}
		if (!heads && !had_arcs(slow, WORLD_PATHS[i]))
			continue;
		assert_true(listed < summary->n_teams);
		assert_string_equal(summary->teams[listed]->team, WORLD_PATHS[i]);
		assert_int_equal(summary->teams[listed]->managed, managed);
		assert_int_equal(summary->teams[listed]->left, left);
		assert_int_equal(summary->teams[listed++]->headcount, heads);
	}
	assert_int_equal(summary->n_teams, listed);
}

void impact_world_check(const struct impact_world *world, const struct impact_question *question,
						const Kleos__SummarizeImpactResponse *summary)
{
	struct slow *slow = calloc(1, sizeof *slow);
	slow->world = world;
	slow->question = question;
	look(slow);
	check_totals(slow, summary);
	check_external(slow, summary);
	check_direction(slow, summary);
	check_prompts(slow, summary);
	slow_check_people(slow, summary);
	slow_check_managers(slow, summary);
	slow_check_recency(slow, summary);
	slow_check_reciprocity(slow, summary);
	check_series(slow, summary);
	check_values(slow, summary);
	check_flows(slow, summary);
	check_teams(slow, summary);
	free(slow);
}

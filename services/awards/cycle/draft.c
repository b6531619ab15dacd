#include "services/awards/cycle/draft.h"

#include "common/base/array.h"
#include "common/base/text.h"
#include "common/directory/directory_teams.h"
#include "common/service/mask.h"
#include "common/service/message.h"
#include "services/awards/cycle/high_water.h"
#include "services/awards/cycle/store_cycles.h"
#include "services/awards/nomination/jury_draft.h"
#include "services/awards/rules.h"

static const struct mask_name names[] = {
	{"title", CYCLE_TITLE},
	{"rules", CYCLE_RULES},
	{"opens_nominating_time", CYCLE_TIME << 0},
	{"closes_nominating_time", CYCLE_TIME << 1},
	{"opens_voting_time", CYCLE_TIME << 2},
	{"closes_voting_time", CYCLE_TIME << 3},
	{"announces_time", CYCLE_TIME << 4},
	{"*", CYCLE_ALL},
};

/* In the order of the phases they end. */
static void times_of(const Kleos__UpdateCycleRequest *request, const Google__Protobuf__Timestamp **out)
{
	out[0] = request->opens_nominating_time;
	out[1] = request->closes_nominating_time;
	out[2] = request->opens_voting_time;
	out[3] = request->closes_voting_time;
	out[4] = request->announces_time;
}

static unsigned fields_with_value(const Kleos__UpdateCycleRequest *request)
{
	const Google__Protobuf__Timestamp *times[CYCLE_TIMES];
	unsigned fields = (*request->title ? CYCLE_TITLE : 0u) | (request->rules ? CYCLE_RULES : 0u);
	times_of(request, times);
	for (int i = 0; i < CYCLE_TIMES; i++)
		fields |= times[i] ? (unsigned)CYCLE_TIME << i : 0u;
	return fields;
}

unsigned cycle_draft_fields(struct call *call, const Kleos__UpdateCycleRequest *request)
{
	return mask_fields(call, request->update_mask, fields_with_value(request), "a cycle", names, ARRAY_LENGTH(names));
}

static void take_team(struct call *call, const char *path, struct cycle_rules *out)
{
	const bool needed = out->electorate == KLEOS__ELECTORATE__ELECTORATE_TEAM;
	out->team_path = text_lower_ascii(call->arena, path);
	out->team = 0;
	if (!needed && *path)
		violate(call, "rules.team", "a team is named where the electorate is TEAM");
	else if (needed && text_is_blank(path))
		violate(call, "rules.team", "say which team votes, such as marketing/social");
}

/* A team that is there now, or that the feed brings; the rule follows it when it is renamed. */
static enum status find_team(struct call *call, struct cycle_rules *out)
{
	if (out->electorate != KLEOS__ELECTORATE__ELECTORATE_TEAM)
		return STATUS_OK;
	out->team = directory_team_claim(call->db, call->arena, out->team_path);
	if (out->team >= 0)
		return STATUS_OK;
	return call_park(call, "TEAM_NOT_FOUND", "no member is in a team '%s'", quotable(call->arena, out->team_path));
}

static enum status take_rules(struct call *call, const Kleos__CycleRules *rules, Kleos__AwardScope scope,
							  struct cycle_rules *out)
{
	static const Kleos__CycleRules unset = KLEOS__CYCLE_RULES__INIT;
	rules = rules ? rules : &unset;
	call_take(call, "rules.maxNominationsPerPerson",
			  nominations_take(rules->max_nominations_per_person, &out->max_nominations));
	call_take(call, "rules.shortlistSize", shortlist_size_take(rules->shortlist_size, &out->shortlist_size));
	call_take(call, "rules.shortlist", shortlist_take(rules->shortlist, &out->shortlist));
	call_take(call, "rules.tally", tally_take(rules->tally, &out->tally));
	call_take(call, "rules.electorate", electorate_take(rules->electorate, scope, &out->electorate));
	take_team(call, rules->team, out);
	out->self_nomination = rules->self_nomination;
	out->no_award = rules->no_award;
	out->recusal = rules->recusal;
	return jury_draft_take(call, rules, out);
}

/* What people took part in until its time came does not go on, also when the clock has not ended the phase yet. */
static bool is_over(const struct cycle *cycle, Kleos__CyclePhase phase, int64_t now_ms)
{
	const bool takes =
		phase == KLEOS__CYCLE_PHASE__CYCLE_PHASE_NOMINATING || phase == KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING;
	return cycle->phase > phase || (takes && cycle->phase == phase && !cycle_is_open(cycle, phase, now_ms));
}

/* Of a phase that is over, the time stays what it was. */
static void take_times(struct call *call, const Kleos__UpdateCycleRequest *request, unsigned fields, struct cycle *out)
{
	const Google__Protobuf__Timestamp *times[CYCLE_TIMES];
	const char *field = "";
	const int64_t now_ms = high_water_now(call->db, call->now_ms);
	times_of(request, times);
	for (int i = 0; i < CYCLE_TIMES; i++) {
		if (!(fields & (unsigned)CYCLE_TIME << i))
			continue;
		const bool over = is_over(out, (Kleos__CyclePhase)(i + 1), now_ms);
		out->times[i] = 0;
		if (over)
			violate(call, cycle_time_name(i), "this phase is over; its time stays");
		else if (times[i] && !time_take(times[i], &out->times[i]))
			violate(call, cycle_time_name(i), "not a time, such as 2026-03-01T09:00:00Z");
	}
	const char *problem = times_take(out->times, &field);
	call_take(call, field, problem);
}

enum status cycle_draft_take(struct call *call, const Kleos__UpdateCycleRequest *request, unsigned fields,
							 Kleos__AwardScope scope, struct cycle *out)
{
	enum status status;
	if (fields & CYCLE_TITLE)
		call_take(call, "title", title_take(call->arena, request->title, &out->title));
	if (fields & CYCLE_RULES && (status = take_rules(call, request->rules, scope, &out->rules)) != STATUS_OK)
		return status;
	take_times(call, request, fields, out);
	if (call_has_violations(call))
		return fail_violations(call);
	return fields & CYCLE_RULES ? find_team(call, &out->rules) : STATUS_OK;
}

#include "services/awards/cycle/cycle.h"

#define PHASE(name) KLEOS__CYCLE_PHASE__CYCLE_PHASE_##name

Kleos__CyclePhase phase_after(Kleos__CyclePhase phase)
{
	return phase >= PHASE(DRAFT) && phase < PHASE(ANNOUNCED) ? phase + 1 : PHASE(UNSPECIFIED);
}

const char *phase_name(Kleos__CyclePhase phase)
{
	static const char *const names[] = {"", "DRAFT", "NOMINATING", "SHORTLISTING", "VOTING", "CLOSED", "ANNOUNCED"};
	return names[phase <= PHASE(ANNOUNCED) ? phase : 0];
}

int64_t cycle_due_ms(const struct cycle *cycle)
{
	return phase_after(cycle->phase) ? cycle->times[cycle->phase - 1] : 0;
}

bool cycle_is_open(const struct cycle *cycle, Kleos__CyclePhase phase, int64_t now_ms)
{
	int64_t due_ms = cycle_due_ms(cycle);
	return cycle->phase == phase && (!due_ms || now_ms < due_ms);
}

bool cycle_is_sealed(const struct cycle *cycle)
{
	return cycle->phase <= PHASE(NOMINATING);
}

const char *nominations_take(int32_t most, int32_t *out)
{
	*out = most ? most : NOMINATIONS_DEFAULT;
	return *out >= 1 && *out <= NOMINATIONS_BOUND ? NULL : "1 to 10, or 0 for 3";
}

const char *shortlist_size_take(int32_t size, int32_t *out)
{
	*out = size ? size : SHORTLIST_DEFAULT;
	return *out >= 1 && *out <= SHORTLIST_BOUND ? NULL : "1 to 50, or 0 for 5";
}

const char *shortlist_take(Kleos__ShortlistMethod method, Kleos__ShortlistMethod *out)
{
	*out = method ? method : KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_NONE;
	return *out <= KLEOS__SHORTLIST_METHOD__SHORTLIST_METHOD_NONE ? NULL : "EPH, APPROVAL, JURY or NONE";
}

const char *tally_take(Kleos__TallyMethod method, Kleos__TallyMethod *out)
{
	*out = method ? method : KLEOS__TALLY_METHOD__TALLY_METHOD_SCHULZE;
	return *out <= KLEOS__TALLY_METHOD__TALLY_METHOD_BORDA ? NULL : "SCHULZE, IRV, APPROVAL, PLURALITY or BORDA";
}

const char *electorate_take(Kleos__Electorate electorate, Kleos__AwardScope scope, Kleos__Electorate *out)
{
	const Kleos__Electorate usual = scope == KLEOS__AWARD_SCOPE__AWARD_SCOPE_COMMUNITY
										? KLEOS__ELECTORATE__ELECTORATE_COMMUNITY
										: KLEOS__ELECTORATE__ELECTORATE_ALL;
	*out = electorate ? electorate : usual;
	return *out <= KLEOS__ELECTORATE__ELECTORATE_COMMUNITY ? NULL : "ALL, TEAM or COMMUNITY";
}

const char *cycle_time_name(int i)
{
	static const char *const names[CYCLE_TIMES] = {"opensNominatingTime", "closesNominatingTime", "opensVotingTime",
												   "closesVotingTime", "announcesTime"};
	return names[i];
}

const char *times_take(const int64_t *times, const char **field)
{
	int64_t before = 0;
	for (int i = 0; i < CYCLE_TIMES; i++) {
		*field = cycle_time_name(i);
		if (times[i] && times[i] <= before)
			return "the times of a cycle come one after another";
		before = times[i] ? times[i] : before;
	}
	return NULL;
}

#include "services/awards/vote/public.h"

#include "services/awards/rpc.h"
#include "services/awards/state.h"

static bool is_for_everybody(const struct cycle *cycle)
{
	return cycle->phase == KLEOS__CYCLE_PHASE__CYCLE_PHASE_ANNOUNCED &&
		   cycle->rules.electorate == KLEOS__ELECTORATE__ELECTORATE_COMMUNITY;
}

enum status public_cycle(struct call *call, const char *id, struct cycle *out)
{
	enum status status = find_cycle(call, id, out);
	if (principal_is_anonymous(&call->principal) && (status != STATUS_OK || !is_for_everybody(out)))
		return fail_without_key(call);
	return status;
}

enum status public_closed_cycle(struct call *call, const char *id, struct cycle *out)
{
	enum status status = public_cycle(call, id, out);
	if (status == STATUS_OK && out->phase < KLEOS__CYCLE_PHASE__CYCLE_PHASE_CLOSED)
		return fail(call, STATUS_FAILED_PRECONDITION, "VOTING_NOT_CLOSED",
					"ballots and results are told when voting is over, not before");
	return status;
}

Kleos__CycleResult *public_result(struct call *call, const struct cycle *cycle)
{
	Kleos__CycleResult *result = count_result(awards_of(call)->counts, call->db, call->arena, cycle);
	if (!result)
		fail(call, STATUS_INTERNAL, "BOX_DAMAGED", "a ballot of this cycle cannot be read");
	return result;
}

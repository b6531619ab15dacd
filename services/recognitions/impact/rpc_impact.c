#include "services/recognitions/impact/rpc_impact.h"

#include "services/recognitions/impact/highlights.h"
#include "services/recognitions/impact/source.h"
#include "services/recognitions/impact/verify.h"
#include "services/recognitions/state.h"

static enum status fail_storage(struct call *call, enum status status)
{
	return fail(call, status, "STORAGE_FAILED", "the figures cannot be read now");
}

/* Answers from all that this call's snapshot sees, or from a little more; from less while a file is written. */
static enum status summarize(struct call *call, const struct impact_question *question,
							 Kleos__SummarizeImpactResponse *response)
{
	struct impact_source *source = recognitions_of(call)->impact;
	if (!directory_is_whole(call->db))
		return fail(call, STATUS_UNAVAILABLE, "MEMBERS_UNAVAILABLE", "not all members are known here yet; try again");
	enum status status = impact_source_catch_up(source, call->db);
	if (status != STATUS_OK)
		return fail_storage(call, status);
	if (impact_summarize(impact_source_impact(source), question, call->arena, response) != STATUS_OK)
		return fail(call, STATUS_INVALID_ARGUMENT, "INVALID_RANGE", "a range has 1 to %d days", IMPACT_DAYS_BOUND);
	highlights_summarize(call->db, call->arena, question, response);
	return STATUS_OK;
}

enum status summarize_impact(struct call *call, const Kleos__SummarizeImpactRequest *request,
							 Kleos__SummarizeImpactResponse *response)
{
	struct impact_question question = {request->from_day, request->to_day, request->team, request->interval};
	if (!protobuf_c_enum_descriptor_get_value(&kleos__interval__descriptor, (int)request->interval))
		return fail(call, STATUS_INVALID_ARGUMENT, "INVALID_INTERVAL", "there is no interval %d", request->interval);
	return summarize(call, &question, response);
}

static enum status verify(struct call *call, const struct impact_question *question,
						  Kleos__VerifyImpactResponse *response)
{
	Kleos__SummarizeImpactResponse summary = KLEOS__SUMMARIZE_IMPACT_RESPONSE__INIT;
	enum status status = summarize(call, question, &summary);
	if (status != STATUS_OK)
		return status;
	if (!impact_source_is_even(recognitions_of(call)->impact, call->db))
		return fail(call, STATUS_ABORTED, "CHANGED_MEANWHILE", "something was recorded meanwhile; ask again");
	status = impact_verify(call->db, call->days, question, &summary, call->arena, response);
	return status == STATUS_OK ? STATUS_OK : fail_storage(call, status);
}

enum status verify_impact(struct call *call, const Kleos__VerifyImpactRequest *request,
						  Kleos__VerifyImpactResponse *response)
{
	struct impact_source *source = recognitions_of(call)->impact;
	struct impact_question question = {request->from_day, request->to_day, request->team,
									   KLEOS__INTERVAL__INTERVAL_MONTH};
	if (!impact_source_verify(source))
		return fail(call, STATUS_RESOURCE_EXHAUSTED, "VERIFYING", "another verification runs; ask when it is over");
	enum status status = verify(call, &question, response);
	impact_source_verified(source);
	return status;
}

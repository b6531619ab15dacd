/* Awards' part of a report. */
#include "common/store/outbox.h"
#include "services/awards/rpc.h"

#define MS_A_DAY 86400000LL

enum status summarize_awards(struct call *call, const Kleos__SummarizeAwardsRequest *request,
                             Kleos__SummarizeAwardsResponse *response)
{
	int64_t from_ms = request->from_day * MS_A_DAY, to_ms = (request->to_day + 1LL) * MS_A_DAY;
	response->nominations = (int32_t)nomination_summary(call->db, from_ms, to_ms, request->team);
	response->as_of_ms = outbox_head_time(call->db);
	return STATUS_OK;
}

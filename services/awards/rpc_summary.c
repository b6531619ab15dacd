/* Awards' part of a report. */
#include "services/awards/rpc.h"

#include "common/base/calendar.h"
#include "common/store/outbox.h"
#include "services/awards/vote/store_roll.h"

enum status summarize_awards(struct call *call, const Kleos__SummarizeAwardsRequest *request,
							 Kleos__SummarizeAwardsResponse *response)
{
	int64_t from_ms = request->from_day * DAY_MS, to_ms = (request->to_day + INT64_C(1)) * DAY_MS;
	response->nominations = (int32_t)nomination_summary(call->db, from_ms, to_ms, request->team);
	response->awards_won = (int32_t)awards_won(call->db, from_ms, to_ms, request->team);
	response->n_teams = nomination_teams(call->db, call->arena, from_ms, to_ms, &response->teams);
	response->as_of_ms = outbox_head_time(call->db);
	return STATUS_OK;
}

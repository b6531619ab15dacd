/* Awards' part of a report. */
#include "services/awards/rpc.h"

#include "common/base/zone_days.h"
#include "common/store/outbox.h"
#include "services/awards/vote/store_roll.h"

enum status summarize_awards(struct call *call, const Kleos__SummarizeAwardsRequest *request,
							 Kleos__SummarizeAwardsResponse *response)
{
	int64_t from_ms = zone_days_start_ms(call->days, request->from_day);
	int64_t to_ms = zone_days_start_ms(call->days, request->to_day + INT64_C(1));
	response->nominations = (int32_t)nomination_summary(call->db, from_ms, to_ms, request->team);
	response->awards_won = (int32_t)awards_won(call->db, from_ms, to_ms, request->team);
	response->n_teams = nomination_teams(call->db, call->arena, from_ms, to_ms, &response->teams);
	response->as_of_ms = outbox_head_time(call->db);
	return STATUS_OK;
}

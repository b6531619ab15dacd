/* Awards' part of a report. */
#include "services/awards/rpc.h"

#include "common/base/zone_days.h"
#include "common/store/outbox.h"
#include "services/awards/vote/store_roll.h"

#define AWARDS_LISTED 50 /* the newest */

static Kleos__SummarizedAward *won_message(struct call *call, const struct award_won *won)
{
	Kleos__SummarizedAward *message = arena_alloc(call->arena, sizeof(*message));
	kleos__summarized_award__init(message);
	message->cycle = id_text(call->arena, &won->cycle);
	message->award_title = won->award_title;
	message->cycle_title = won->cycle_title;
	message->day = zone_days_of_ms(call->days, won->announce_ms);
	message->winners = (int32_t)won->winners;
	return message;
}

static void list_won(struct call *call, int64_t from_ms, int64_t to_ms, const char *team,
					 Kleos__SummarizeAwardsResponse *response)
{
	struct award_won *list;
	size_t n = awards_won_list(call->db, call->arena, from_ms, to_ms, team, AWARDS_LISTED, &list);
	response->awards = arena_array(call->arena, n, sizeof(*response->awards));
	for (; response->n_awards < n; response->n_awards++)
		response->awards[response->n_awards] = won_message(call, &list[response->n_awards]);
}

enum status summarize_awards(struct call *call, const Kleos__SummarizeAwardsRequest *request,
							 Kleos__SummarizeAwardsResponse *response)
{
	int64_t from_ms = zone_days_start_ms(call->days, request->from_day);
	int64_t to_ms = zone_days_start_ms(call->days, request->to_day + INT64_C(1));
	response->nominations = (int32_t)nomination_summary(call->db, from_ms, to_ms, request->team);
	response->awards_won = (int32_t)awards_won(call->db, from_ms, to_ms, request->team);
	list_won(call, from_ms, to_ms, request->team, response);
	response->n_teams = nomination_teams(call->db, call->arena, from_ms, to_ms, &response->teams);
	response->as_of_ms = outbox_head_time(call->db);
	return STATUS_OK;
}

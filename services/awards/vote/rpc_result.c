/* The rpc that tells what a vote came to. */
#include "services/awards/nomination/store_nominations.h"
#include "services/awards/rpc.h"

#include "services/awards/vote/public.h"

/* Names are of now: whoever was erased since has none. */
static void name_candidate(struct call *call, Kleos__ResultCandidate *candidate)
{
	struct id id;
	struct nomination nomination = {0};
	if (!id_parse(&id, candidate->id) || !nomination_read(call->db, call->arena, &id, NULL, &nomination))
		return;
	candidate->display_name = nomination.nominee.display_name;
	candidate->profile_url = nomination.outsider_url;
	candidate->member = *nomination.outsider_url ? "" : id_text(call->arena, &nomination.nominee.id);
}

enum status get_result(struct call *call, const Kleos__GetResultRequest *request, Kleos__GetResultResponse *response)
{
	struct cycle cycle;
	enum status status = public_closed_cycle(call, request->cycle, &cycle);
	if (status != STATUS_OK)
		return status;
	response->result = public_result(call, &cycle);
	if (!response->result)
		return call->status;
	for (size_t i = 0; i < response->result->n_candidates; i++)
		name_candidate(call, response->result->candidates[i]);
	return STATUS_OK;
}

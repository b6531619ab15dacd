/* The rpcs about cycles. */
#include "services/awards/rpc.h"

#include "common/base/text.h"
#include "common/service/message.h"
#include "services/awards/rules.h"
#include "services/awards/state.h"

enum status find_cycle(struct call *call, const char *text, struct cycle *out)
{
	struct id id;
	if (id_parse(&id, text) && cycle_read(call->db, call->arena, &id, out))
		return STATUS_OK;
	return fail(call, STATUS_NOT_FOUND, "CYCLE_NOT_FOUND", "no cycle '%s'", quotable(call->arena, text));
}

/* The cycle as it is now, for a reply; NULL after saying that it is gone. */
static Kleos__Cycle *cycle_now(struct call *call, const struct id *id)
{
	struct cycle cycle;
	if (cycle_read(call->db, call->arena, id, &cycle))
		return cycle_message(call, &cycle);
	fail(call, STATUS_NOT_FOUND, "CYCLE_NOT_FOUND", "the cycle is gone");
	return NULL;
}

enum status create_cycle_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	Kleos__CreateCycleResponse *reply = (Kleos__CreateCycleResponse *)response;
	reply->cycle = cycle_now(call, resource);
	return reply->cycle ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status create_cycle(struct call *call, const Kleos__CreateCycleRequest *request,
						 Kleos__CreateCycleResponse *response)
{
	struct award award;
	struct cycle cycle = {.id = id_new(call->environment),
						  .phase = KLEOS__CYCLE_PHASE__CYCLE_PHASE_DRAFT,
						  .create_ms = call->now_ms,
						  .version = 1,
						  .self_nomination = request->rules && request->rules->self_nomination};
	const int32_t most = request->rules ? request->rules->max_nominations_per_person : 0;
	call_take(call, "title", title_take(call->arena, request->title, &cycle.title));
	call_take(call, "rules.maxNominationsPerPerson", nominations_take(most, &cycle.max_nominations));
	if (call_has_violations(call))
		return fail_violations(call);
	enum status status = find_award(call, request->award, &award);
	if (status != STATUS_OK)
		return status;
	cycle.award = award.id;
	cycle_put(call->db, &cycle);
	call->resource = cycle.id;
	response->cycle = cycle_message(call, &cycle);
	return STATUS_OK;
}

enum status get_cycle(struct call *call, const Kleos__GetCycleRequest *request, Kleos__GetCycleResponse *response)
{
	struct cycle cycle;
	enum status status = find_cycle(call, request->cycle, &cycle);
	if (status == STATUS_OK)
		response->cycle = cycle_message(call, &cycle);
	return status;
}

enum status list_cycles(struct call *call, const Kleos__ListCyclesRequest *request, Kleos__ListCyclesResponse *response)
{
	struct award award;
	struct page page;
	enum status status = find_award(call, request->award, &award);
	if (status != STATUS_OK)
		return status;
	if (page_open(&page, call, awards_of(call)->key, "cycles", request->page_size, request->page_token,
				  PAGE_FILTERS(award.slug)))
		return call->status;
	struct cycle *cycles;
	size_t n = cycle_list(call->db, call->arena, &award.id, &page, &cycles);
	if (n > page.size)
		response->next_page_token = page_next(&page, cycles[page.size - 1].create_ms, &cycles[page.size - 1].id);
	response->n_cycles = n < page.size ? n : page.size;
	response->cycles = arena_array(call->arena, page.size, sizeof(*response->cycles));
	for (size_t i = 0; i < response->n_cycles; i++)
		response->cycles[i] = cycle_message(call, &cycles[i]);
	return STATUS_OK;
}

enum status advance_cycle_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	Kleos__AdvanceCycleResponse *reply = (Kleos__AdvanceCycleResponse *)response;
	reply->cycle = cycle_now(call, resource);
	return reply->cycle ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status advance_cycle(struct call *call, const Kleos__AdvanceCycleRequest *request,
						  Kleos__AdvanceCycleResponse *response)
{
	struct cycle cycle;
	enum status status = find_cycle(call, request->cycle, &cycle);
	if (status != STATUS_OK)
		return status;
	if (*request->etag && !text_equal(request->etag, cycle_etag(call, &cycle)))
		return fail(call, STATUS_ABORTED, "ETAG_MISMATCH", "the cycle has changed since; read it again");
	Kleos__CyclePhase next = phase_after(cycle.phase);
	if (!next)
		return fail(call, STATUS_FAILED_PRECONDITION, "CYCLE_CLOSED", "the cycle is over; it has no next phase");
	cycle_set_phase(call->db, &cycle.id, next);
	if (next == KLEOS__CYCLE_PHASE__CYCLE_PHASE_CLOSED)
		call_publish(call, "award.closed", &cycle.id);
	call->resource = cycle.id;
	response->cycle = cycle_now(call, &cycle.id);
	return response->cycle ? STATUS_OK : STATUS_NOT_FOUND;
}

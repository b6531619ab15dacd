/* The rpcs about cycles. */
#include "services/awards/rpc.h"

#include "common/base/text.h"
#include "common/service/message.h"
#include "services/awards/cycle/cycle_clock.h"
#include "services/awards/cycle/draft.h"
#include "services/awards/cycle/high_water.h"
#include "services/awards/cycle/phase.h"
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

/* A creation has the fields of an update. */
static Kleos__UpdateCycleRequest update_of(const Kleos__CreateCycleRequest *request)
{
	Kleos__UpdateCycleRequest update = KLEOS__UPDATE_CYCLE_REQUEST__INIT;
	update.title = request->title;
	update.rules = request->rules;
	update.opens_nominating_time = request->opens_nominating_time;
	update.closes_nominating_time = request->closes_nominating_time;
	update.opens_voting_time = request->opens_voting_time;
	update.closes_voting_time = request->closes_voting_time;
	update.announces_time = request->announces_time;
	return update;
}

enum status create_cycle(struct call *call, const Kleos__CreateCycleRequest *request,
						 Kleos__CreateCycleResponse *response)
{
	const Kleos__UpdateCycleRequest fields = update_of(request);
	struct award award;
	struct cycle cycle = {.id = id_new(call->environment),
						  .phase = KLEOS__CYCLE_PHASE__CYCLE_PHASE_DRAFT,
						  .create_ms = call->now_ms,
						  .version = 1};
	enum status status = find_award(call, request->award, &award);
	if (status == STATUS_OK)
		status = cycle_draft_take(call, &fields, CYCLE_ALL, award.scope, &cycle);
	if (status != STATUS_OK)
		return status;
	cycle.award = award.id;
	cycle_put(call->db, &cycle);
	cycle_clock_wake(awards_of(call)->clock);
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

/* The cycle that a change names, still as the caller knew it. */
static enum status find_unchanged(struct call *call, const char *id, const char *etag, struct cycle *out)
{
	enum status status = find_cycle(call, id, out);
	if (status == STATUS_OK && *etag && !text_equal(etag, cycle_etag(call, out)))
		return fail(call, STATUS_ABORTED, "ETAG_MISMATCH", "the cycle has changed since; read it again");
	return status;
}

enum status update_cycle_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	Kleos__UpdateCycleResponse *reply = (Kleos__UpdateCycleResponse *)response;
	reply->cycle = cycle_now(call, resource);
	return reply->cycle ? STATUS_OK : STATUS_NOT_FOUND;
}

/* What is no longer a draft is being relied on: who relies is told. */
static void tell_edit(struct call *call, const struct cycle *cycle)
{
	if (cycle->phase != KLEOS__CYCLE_PHASE__CYCLE_PHASE_DRAFT)
		call_publish(call, "award.edited_by_staff", &cycle->id);
}

enum status update_cycle(struct call *call, const Kleos__UpdateCycleRequest *request,
						 Kleos__UpdateCycleResponse *response)
{
	struct cycle cycle;
	struct award award;
	enum status status = find_unchanged(call, request->cycle, request->etag, &cycle);
	if (status == STATUS_OK && !award_by_id(call->db, call->arena, &cycle.award, &award))
		status = fail(call, STATUS_NOT_FOUND, "AWARD_NOT_FOUND", "the award is gone");
	if (status != STATUS_OK)
		return status;
	const unsigned fields = cycle_draft_fields(call, request);
	if (fields & CYCLE_RULES && cycle.phase != KLEOS__CYCLE_PHASE__CYCLE_PHASE_DRAFT)
		return fail(call, STATUS_FAILED_PRECONDITION, "RULES_FIXED", "the rules are fixed since nominations opened");
	status = cycle_draft_take(call, request, fields, award.scope, &cycle);
	if (status != STATUS_OK)
		return status;
	call->resource = cycle.id;
	if (fields) {
		cycle_put(call->db, &cycle);
		tell_edit(call, &cycle);
		cycle_clock_wake(awards_of(call)->clock);
	}
	response->cycle = cycle_now(call, &cycle.id);
	return response->cycle ? STATUS_OK : STATUS_NOT_FOUND;
}

enum status advance_cycle_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	Kleos__AdvanceCycleResponse *reply = (Kleos__AdvanceCycleResponse *)response;
	reply->cycle = cycle_now(call, resource);
	return reply->cycle ? STATUS_OK : STATUS_NOT_FOUND;
}

/* By hand nobody opens a phase that its own time ends at once: there is no way back from it. The clock may, for what
 * passed while the service was down. */
static enum status check_lasting(struct call *call, const struct cycle *cycle, int64_t now_ms)
{
	struct cycle next = *cycle;
	next.phase = phase_after(cycle->phase);
	const bool voting = next.phase == KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING;
	if ((!voting && next.phase != KLEOS__CYCLE_PHASE__CYCLE_PHASE_NOMINATING) ||
		cycle_is_open(&next, next.phase, now_ms))
		return STATUS_OK;
	return fail(call, STATUS_FAILED_PRECONDITION, "PHASE_OVER",
				"%s would be over as soon as it opens: the time at which it closes has come; change that first",
				voting ? "voting" : "nominating");
}

static enum status enter_next(struct call *call, const struct cycle *cycle)
{
	struct phase_change change = {.awards = awards_of(call),
								  .db = call->db,
								  .arena = call->arena,
								  .now_ms = high_water_now(call->db, call->now_ms),
								  .cycle = cycle};
	const enum status status = check_lasting(call, cycle, change.now_ms);
	if (status != STATUS_OK)
		return status;
	if (phase_enter(&change))
		return STATUS_OK;
	return fail(call, STATUS_FAILED_PRECONDITION, change.reason, "%s", change.message);
}

enum status advance_cycle(struct call *call, const Kleos__AdvanceCycleRequest *request,
						  Kleos__AdvanceCycleResponse *response)
{
	struct cycle cycle;
	enum status status = find_unchanged(call, request->cycle, request->etag, &cycle);
	if (status == STATUS_OK && !phase_after(cycle.phase))
		status = fail(call, STATUS_FAILED_PRECONDITION, "CYCLE_OVER", "the cycle is announced; it has no next phase");
	if (status == STATUS_OK)
		status = enter_next(call, &cycle);
	if (status != STATUS_OK)
		return status;
	cycle_clock_wake(awards_of(call)->clock);
	call->resource = cycle.id;
	response->cycle = cycle_now(call, &cycle.id);
	return response->cycle ? STATUS_OK : STATUS_NOT_FOUND;
}

/* The rpcs about nominations. While a cycle takes them they are sealed: a nominator sees their own and nothing else. */
#include "services/awards/rpc.h"

#include "common/base/text.h"
#include "common/service/message.h"
#include "services/awards/cycle/high_water.h"
#include "services/awards/rules.h"
#include "services/awards/state.h"

/* An active member by id, handle or `me`. Not known: the call waits for one catch-up. */
static enum status colleague_named(struct call *call, const char *name, struct colleague *out)
{
	bool me = text_equal(text_lower_ascii(call->arena, name), "me") && principal_is_member(&call->principal);
	if (me)
		name = id_text(call->arena, &call->principal.member);
	if (!colleague_find(call->db, call->arena, name, out))
		return call_park(call, "MEMBER_NOT_FOUND", "no member '%s'", quotable(call->arena, name));
	if (!out->active)
		return fail(call, STATUS_FAILED_PRECONDITION, "MEMBER_INACTIVE", "%s has left", out->handle);
	return STATUS_OK;
}

/* Who names: the caller, or whom an integration acts for. */
static enum status nominator_of(struct call *call, const char *named, struct colleague *out)
{
	if (*named && !principal_has(&call->principal, ROLES_INTEGRATION))
		return fail(call, STATUS_PERMISSION_DENIED, "NOMINATOR_NOT_ALLOWED",
					"only SERVICE and ADMIN may nominate for somebody else");
	if (!*named && !principal_is_member(&call->principal)) {
		violate(call, "nominator", "this key belongs to no member: say who nominates");
		return fail_violations(call);
	}
	return colleague_named(call, *named ? named : "me", out);
}

static void take_links(struct call *call, const Kleos__NominateRequest *request, struct nomination *out)
{
	if (request->n_links > NOMINATION_LINKS) {
		violate(call, "links", "at most %d", NOMINATION_LINKS);
		return;
	}
	for (size_t i = 0; i < request->n_links; i++) {
		const char *field = arena_printf(call->arena, "links[%zu]", i);
		call_take(call, field, link_take(call->arena, request->links[i], &out->links[i]));
	}
	out->n_links = request->n_links;
}

/* The cycle's own rules about this nomination. */
static enum status check_rules(struct call *call, const struct cycle *cycle, const struct nomination *nomination)
{
	struct id before;
	const struct id *nominator = &nomination->nominator.id, *nominee = &nomination->nominee.id;
	if (!cycle_is_open(cycle, KLEOS__CYCLE_PHASE__CYCLE_PHASE_NOMINATING, high_water_now(call->db, call->now_ms)))
		return fail(call, STATUS_FAILED_PRECONDITION, "PHASE_NOT_OPEN", "this cycle takes no nominations now");
	if (!cycle->rules.self_nomination && id_equal(nominator, nominee))
		return fail(call, STATUS_FAILED_PRECONDITION, "SELF_NOMINATION", "in this cycle nobody nominates themselves");
	if (!nomination_find(call->db, &cycle->id, nominator, nominee, &before) &&
		nomination_count(call->db, &cycle->id, nominator) >= cycle->rules.max_nominations)
		return fail(call, STATUS_FAILED_PRECONDITION, "TOO_MANY_NOMINATIONS",
					"one person nominates at most %d in this cycle", cycle->rules.max_nominations);
	return STATUS_OK;
}

/* The nominator may have rewritten it since: what they wrote is sealed from whoever acted for them. */
enum status nominate_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct nomination nomination;
	if (!nomination_read(call->db, call->arena, resource, &nomination))
		return fail(call, STATUS_NOT_FOUND, "NOMINATION_NOT_FOUND", "the nomination is gone");
	if (!id_equal(&nomination.nominator.id, &call->principal.member)) {
		nomination.reason = "";
		nomination.n_links = 0;
	}
	((Kleos__NominateResponse *)response)->nomination = nomination_message(call, &nomination);
	return STATUS_OK;
}

enum status nominate(struct call *call, const Kleos__NominateRequest *request, Kleos__NominateResponse *response)
{
	struct cycle cycle;
	struct nomination nomination = {.id = id_new(call->environment),
									.source = KLEOS__NOMINATION_SOURCE__NOMINATION_SOURCE_INTERNAL,
									.status = KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_PENDING,
									.create_ms = call->now_ms};
	call_take(call, "reason", reason_take(call->arena, request->reason, &nomination.reason));
	if (text_is_blank(request->nominee))
		violate(call, "nominee", "say whom, by id or handle");
	take_links(call, request, &nomination);
	if (call_has_violations(call))
		return fail_violations(call);
	enum status status = find_cycle(call, request->cycle, &cycle);
	if (status == STATUS_OK)
		status = nominator_of(call, request->nominator, &nomination.nominator);
	if (status == STATUS_OK)
		status = colleague_named(call, request->nominee, &nomination.nominee);
	if (status == STATUS_OK)
		status = check_rules(call, &cycle, &nomination);
	if (status != STATUS_OK)
		return status;
	nomination.cycle = cycle.id;
	nomination_put(call->db, &nomination);
	call_publish(call, "award.nominated", &nomination.id);
	call->resource = nomination.id;
	response->nomination = nomination_message(call, &nomination);
	return STATUS_OK;
}

static struct nomination_reader reader_of(const struct call *call, const struct cycle *cycle)
{
	const bool sealed = cycle_is_sealed(cycle);
	return (struct nomination_reader){
		.member = call->principal.member,
		.sees_all = !sealed && principal_has(&call->principal, ROLES_AWARDS),
		.sees_where_named = !sealed,
	};
}

enum status list_nominations(struct call *call, const Kleos__ListNominationsRequest *request,
							 Kleos__ListNominationsResponse *response)
{
	struct cycle cycle;
	struct page page;
	enum status status = find_cycle(call, request->cycle, &cycle);
	if (status != STATUS_OK)
		return status;
	if (page_open(&page, call, awards_of(call)->key, "nominations", request->page_size, request->page_token,
				  PAGE_FILTERS(request->cycle)))
		return call->status;
	struct nomination_reader reader = reader_of(call, &cycle);
	struct nomination *nominations;
	size_t n = nomination_list(call->db, call->arena, &cycle.id, &reader, &page, &nominations);
	if (n > page.size)
		response->next_page_token =
			page_next(&page, nominations[page.size - 1].create_ms, &nominations[page.size - 1].id);
	response->n_nominations = n < page.size ? n : page.size;
	response->nominations = arena_array(call->arena, page.size, sizeof(*response->nominations));
	for (size_t i = 0; i < response->n_nominations; i++)
		response->nominations[i] = nomination_message(call, &nominations[i]);
	return STATUS_OK;
}

/* The rpcs that name somebody and show who is named. */
#include "services/awards/rpc.h"

#include "common/base/text.h"
#include "common/service/message.h"
#include "services/awards/cycle/high_water.h"
#include "services/awards/nomination/paper.h"
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

static void take_attachments(struct call *call, const Kleos__NominateRequest *request, struct nomination *out)
{
	if (request->n_attachments > NOMINATION_ATTACHMENTS) {
		violate(call, "attachments", "at most %d", NOMINATION_ATTACHMENTS);
		return;
	}
	for (size_t i = 0; i < request->n_attachments; i++) {
		const char *field = arena_printf(call->arena, "attachments[%zu]", i);
		call_take(call, field, attachment_take(call->arena, request->attachments[i], &out->attachments[i]));
	}
	out->n_attachments = request->n_attachments;
}

/* A member by name, or somebody who is none. */
static void take_nominee(struct call *call, const Kleos__NominateRequest *request, struct nomination *out)
{
	const Kleos__Outsider *outsider = request->outsider;
	out->outsider_url = "";
	if (!text_is_blank(request->nominee) == !!outsider) {
		violate(call, "nominee", outsider ? "a member or an outsider, not both" : "say whom, by id or handle");
		return;
	}
	if (!outsider)
		return;
	out->nominee.handle = "";
	call_take(call, "outsider.name", outsider_name_take(call->arena, outsider->name, &out->nominee.display_name));
	call_take(call, "outsider.profileUrl", profile_url_take(call->arena, outsider->profile_url, &out->outsider_url));
}

static enum status take(struct call *call, const Kleos__NominateRequest *request, struct nomination *out)
{
	call_take(call, "reason", reason_take(call->arena, request->reason, &out->reason));
	take_nominee(call, request, out);
	take_links(call, request, out);
	take_attachments(call, request, out);
	return call_has_violations(call) ? fail_violations(call) : STATUS_OK;
}

/* Who is named: people outside only where they take part. */
static enum status find_nominee(struct call *call, const Kleos__NominateRequest *request, const struct cycle *cycle,
								struct nomination *out)
{
	struct award award;
	if (!*out->outsider_url)
		return colleague_named(call, request->nominee, &out->nominee);
	if (!award_by_id(call->db, call->arena, &cycle->award, &award) ||
		award.scope != KLEOS__AWARD_SCOPE__AWARD_SCOPE_COMMUNITY)
		return fail(call, STATUS_FAILED_PRECONDITION, "MEMBERS_ONLY", "this award is for members; name one");
	out->nominee.id = outsider_id(&cycle->id, out->outsider_url);
	return STATUS_OK;
}

/* The cycle's own rules about this nomination. */
static enum status check_rules(struct call *call, const struct cycle *cycle, const struct nomination *nomination)
{
	const struct id *nominator = &nomination->nominator.id, *nominee = &nomination->nominee.id;
	enum status status = check_nominating(call, cycle);
	if (status != STATUS_OK)
		return status;
	if (!cycle->rules.self_nomination && id_equal(nominator, nominee))
		return fail(call, STATUS_FAILED_PRECONDITION, "SELF_NOMINATION", "in this cycle nobody nominates themselves");
	return check_room(call, cycle, nominator, nominee);
}

/* Whoever names themselves agrees; whom somebody else names in their own name has not said anything. */
static bool is_agreed(const struct call *call, const struct nomination *nomination)
{
	return principal_is_member(&call->principal) && id_equal(&nomination->nominee.id, &call->principal.member) &&
		   id_equal(&nomination->nominee.id, &nomination->nominator.id);
}

static void nomination_write(struct call *call, struct nomination *nomination)
{
	const struct id *nominee = &nomination->nominee.id;
	if (*nomination->outsider_url)
		outsider_put(call->db, nominee, &nomination->cycle, nomination->outsider_url);
	nomination->status = consent_read(call->db, &nomination->cycle, nominee);
	nomination_put(call->db, nomination);
	if (is_agreed(call, nomination))
		consent_set(call->db, &nomination->cycle, nominee, KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_ACCEPTED);
}

/* The nominator may have rewritten it since: what they wrote is sealed from whoever acted for them. */
enum status nominate_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return nomination_now(call, resource, &((Kleos__NominateResponse *)response)->nomination);
}

enum status nominate(struct call *call, const Kleos__NominateRequest *request, Kleos__NominateResponse *response)
{
	struct cycle cycle;
	struct nomination nomination = {.id = id_new(call->environment),
									.source = KLEOS__NOMINATION_SOURCE__NOMINATION_SOURCE_INTERNAL,
									.create_ms = call->now_ms};
	enum status status = take(call, request, &nomination);
	if (status == STATUS_OK)
		status = find_cycle(call, request->cycle, &cycle);
	if (status == STATUS_OK)
		status = nominator_of(call, request->nominator, &nomination.nominator);
	if (status == STATUS_OK)
		status = find_nominee(call, request, &cycle, &nomination);
	if (status == STATUS_OK)
		status = check_rules(call, &cycle, &nomination);
	if (status != STATUS_OK)
		return status;
	nomination.cycle = cycle.id;
	nomination_write(call, &nomination);
	if (*request->nominator)
		call_concerns(call, &nomination.nominator.id); /* somebody else spoke for them */
	call_publish(call, "award.nominated", &nomination.id);
	call->resource = nomination.id;
	(void)nomination_read(call->db, call->arena, &nomination.id, NULL, &nomination);
	response->nomination = nomination_message(call, &nomination); /* whole: the caller has just said all of it */
	return STATUS_OK;
}

enum status get_nomination(struct call *call, const Kleos__GetNominationRequest *request,
						   Kleos__GetNominationResponse *response)
{
	struct paper paper;
	enum status status = find_paper(call, request->nomination, &paper);
	if (status == STATUS_OK && paper.sight == NOMINATION_HIDDEN)
		status = fail_no_nomination(call, request->nomination);
	if (status == STATUS_OK)
		response->nomination = paper_message(call, &paper);
	return status;
}

/* Of the nominee of a filter; an id that is no member's may be an outsider's. */
static enum status take_filter(struct call *call, const Kleos__ListNominationsRequest *request,
							   struct nomination_filter *out)
{
	struct colleague nominee;
	const bool me = text_equal(text_lower_ascii(call->arena, request->nominee), "me");
	if (request->status > KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_SHORTLISTED) {
		violate(call, "status", "PENDING, ACCEPTED, DECLINED, WITHDRAWN or SHORTLISTED");
		return fail_violations(call);
	}
	out->status = request->status;
	if (!*request->nominee || id_parse(&out->nominee, request->nominee))
		return STATUS_OK;
	if (me && principal_is_member(&call->principal)) {
		out->nominee = call->principal.member;
		return STATUS_OK;
	}
	if (!colleague_find(call->db, call->arena, request->nominee, &nominee))
		return fail(call, STATUS_NOT_FOUND, "MEMBER_NOT_FOUND", "no member '%s'",
					quotable(call->arena, request->nominee));
	out->nominee = nominee.id;
	return STATUS_OK;
}

static enum status open_page(struct call *call, const Kleos__ListNominationsRequest *request, struct page *out)
{
	const char *status = arena_printf(call->arena, "%d", (int)request->status);
	return page_open(out, call, awards_of(call)->key, "nominations", request->page_size, request->page_token,
					 PAGE_FILTERS(request->cycle, status, request->nominee));
}

enum status list_nominations(struct call *call, const Kleos__ListNominationsRequest *request,
							 Kleos__ListNominationsResponse *response)
{
	struct cycle cycle;
	struct page page;
	struct nomination_filter filter = {.cycle = {{0}}};
	enum status status = find_cycle(call, request->cycle, &cycle);
	if (status == STATUS_OK)
		status = take_filter(call, request, &filter);
	if (status == STATUS_OK)
		status = open_page(call, request, &page);
	if (status != STATUS_OK)
		return status;
	filter.cycle = cycle.id;
	const struct nomination_reader reader = nomination_reader_of(call, &cycle);
	struct nomination *nominations;
	size_t n = nomination_list(call->db, call->arena, &filter, &reader, &page, &nominations);
	if (n > page.size)
		response->next_page_token =
			page_next(&page, nominations[page.size - 1].create_ms, &nominations[page.size - 1].id);
	response->n_nominations = n < page.size ? n : page.size;
	response->nominations = arena_array(call->arena, page.size, sizeof(*response->nominations));
	for (size_t i = 0; i < response->n_nominations; i++)
		response->nominations[i] = nomination_message_for(call, &reader, &nominations[i]);
	return STATUS_OK;
}

#include "common/service/rights.h"

#include "common/service/member_data.h"
#include "common/service/message.h"
#include "common/service/parking.h"
#include "common/service/service_state.h"
#include "common/store/audit.h"
#include "common/store/erasure.h"

#define LINES_BOUND 501 /* a page and one more */

static bool is_self(const struct call *call, const struct id *member)
{
	return principal_is_member(&call->principal) && id_equal(&call->principal.member, member);
}

/* An id of a request; empty is zero. */
static struct id take_id(struct call *call, const char *field, ProtobufCBinaryData bytes)
{
	struct id id = {0};
	if (bytes.len && !id_from_bytes(&id, bytes.data, bytes.len))
		violate(call, field, "16 bytes");
	return id;
}

static Kleos__AuditLine *line_message(struct call *call, const struct audit_entry *entry)
{
	Kleos__AuditLine *line = arena_alloc(call->arena, sizeof(*line));
	kleos__audit_line__init(line);
	line->seq = entry->seq;
	line->time_ms = entry->time_ms;
	line->actor = id_message(call->arena, &entry->actor);
	line->action = entry->action;
	line->subject = id_message(call->arena, &entry->subject);
	line->member = id_message(call->arena, &entry->member);
	line->call_id = entry->call_id;
	return line;
}

/* An auditor's lines are all lines; everyone else's are those about themselves. */
static enum status filter_take(struct call *call, const Kleos__ReadAuditRequest *request, struct audit_filter *out)
{
	bool auditor = principal_has(&call->principal, ROLE_BIT(AUDITOR));
	*out = (struct audit_filter){
		.subject = take_id(call, "subject", request->subject),
		.actor = take_id(call, "actor", request->actor),
		.since_ms = request->since_ms,
		.until_ms = request->until_ms ? request->until_ms : INT64_MAX,
		.before_seq = request->before_seq ? request->before_seq : INT64_MAX,
		.limit = (size_t)request->limit,
	};
	if (request->limit < 1 || request->limit > LINES_BOUND)
		violate(call, "limit", "1 to %d", LINES_BOUND);
	if (call_has_violations(call))
		return fail_violations(call);
	if (!auditor && id_is_zero(&out->subject))
		out->subject = call->principal.member;
	if (!auditor && !is_self(call, &out->subject))
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_YOUR_AUDIT_LINES",
					"only an AUDITOR reads more than the lines about themselves");
	out->about = !auditor || is_self(call, &out->subject);
	return STATUS_OK;
}

enum status read_audit(struct call *call, const Kleos__ReadAuditRequest *request, Kleos__ReadAuditResponse *response)
{
	struct audit_filter filter;
	struct audit_entry *entries;
	if (filter_take(call, request, &filter))
		return call->status;
	size_t count = audit_list(call->db, call->arena, &filter, &entries);
	response->lines = arena_array(call->arena, count, sizeof(*response->lines));
	for (size_t i = 0; i < count; i++)
		response->lines[response->n_lines++] = line_message(call, &entries[i]);
	return STATUS_OK;
}

enum status read_member_data(struct call *call, const Kleos__ReadMemberDataRequest *request,
							 Kleos__ReadMemberDataResponse *response)
{
	struct id member = take_id(call, "member", request->member);
	if (id_is_zero(&member) && !call_has_violations(call))
		violate(call, "member", "16 bytes");
	if (request->section < 0 || (request->after.len != 0 && request->after.len != ID_SIZE && request->after.len != 8))
		violate(call, "section", "as the reply before said");
	if (call_has_violations(call))
		return fail_violations(call);
	if (!is_self(call, &member) && !principal_has(&call->principal, ROLES_PEOPLE))
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_YOUR_DATA",
					"somebody's data is for themselves and for PEOPLE_ADMIN");
	call_concerns(call, &member);
	member_data_read(call, service_personal(call->service), &member, request, response);
	return STATUS_OK;
}

enum status get_erasure(struct call *call, const Kleos__GetErasureRequest *request, Kleos__GetErasureResponse *response)
{
	struct id member = take_id(call, "member", request->member);
	if (call_has_violations(call))
		return fail_violations(call);
	if (id_is_zero(&member)) { /* somebody whose name is gone: this service may not even have heard of it yet */
		if (!call->parked_once && parking_follows(service_parking(call->service)))
			return call_park(call, "FEED_BEHIND", "the members' feed was not read yet");
		response->begun = true;
		response->done = !erasure_pending(call->db);
		return STATUS_OK;
	}
	enum erasure_state state = erasure_state(call->db, &member);
	response->begun = state != ERASURE_NONE;
	response->done = state == ERASURE_DONE;
	return STATUS_OK;
}

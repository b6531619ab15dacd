#include "services/members/rpc.h"

#include "common/base/text.h"
#include "common/store/erasure.h"
#include "services/members/personal.h"
#include "services/members/state.h"

/* What spans the services is put together by the gateway, out of each one's RightsService. */
static enum status ask_the_gateway(struct call *call)
{
	return fail(call, STATUS_FAILED_PRECONDITION, "ASK_THE_GATEWAY",
				"this is told by all services together: ask the gateway");
}

enum status list_audit_entries(struct call *call, const Kleos__ListAuditEntriesRequest *request,
							   Kleos__ListAuditEntriesResponse *response)
{
	(void)request;
	(void)response;
	return ask_the_gateway(call);
}

enum status export_member_data(struct call *call, const Kleos__ExportMemberDataRequest *request,
							   Kleos__ExportMemberDataResponse *response)
{
	(void)request;
	(void)response;
	return ask_the_gateway(call);
}

/* Members' own part; the gateway adds the others'. */
static enum status erasure_now(struct call *call, const struct id *member, Kleos__EraseMemberResponse *response)
{
	Kleos__Erasure *erasure = arena_alloc(call->arena, sizeof(*erasure));
	Kleos__ErasureProgress *progress = arena_alloc(call->arena, sizeof(*progress));
	kleos__erasure__init(erasure);
	kleos__erasure_progress__init(progress);
	bool known = member && !id_is_zero(member);
	bool done = known ? erasure_state(call->db, member) == ERASURE_DONE : !erasure_pending(call->db);
	erasure->member = known ? id_text(call->arena, member) : "";
	progress->service = "members";
	progress->state = done ? KLEOS__ERASURE_STATE__ERASURE_STATE_DONE : KLEOS__ERASURE_STATE__ERASURE_STATE_RUNNING;
	erasure->services = arena_array(call->arena, 1, sizeof(*erasure->services));
	erasure->services[erasure->n_services++] = progress;
	response->erasure = erasure;
	return STATUS_OK;
}

enum status erase_member(struct call *call, const Kleos__EraseMemberRequest *request,
						 Kleos__EraseMemberResponse *response)
{
	const char *handle = handle_normal(call->arena, request->member);
	struct member member;
	if (find_member(call, request->member, &member)) {
		/* asked once more by the old handle: whose it was is known no longer */
		if (call->status == STATUS_NOT_FOUND && handle_is_spent(call->db, members_of(call)->key, handle))
			return erasure_now(call, NULL, response);
		return call->status;
	}
	if (member.status != KLEOS__MEMBER_STATUS__MEMBER_STATUS_ERASED)
		member_erase(call, &member);
	call->resource = member.id;
	return erasure_now(call, &member.id, response);
}

enum status erase_member_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return erasure_now(call, resource, (Kleos__EraseMemberResponse *)response);
}

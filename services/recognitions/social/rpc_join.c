#include "services/recognitions/rpc.h"

#include "common/service/service.h"
#include "services/recognitions/inbox/store_inbox.h"
#include "services/recognitions/people.h"
#include "services/recognitions/social/rules.h"
#include "services/recognitions/social/social.h"
#include "services/recognitions/social/store.h"

/* Thanks to oneself are none, and the giver's are said already. */
static enum status may_join(struct call *call, const struct recognition *recognition)
{
	const struct id *member = &call->principal.member;
	if (id_equal(&recognition->giver.id, member))
		return fail(call, STATUS_FAILED_PRECONDITION, "JOIN_OWN_THANKS",
					"these are your own thanks; others may join them");
	if (recognition_has_receiver(recognition, member))
		return fail(call, STATUS_FAILED_PRECONDITION, "JOIN_THANKS_TO_ONESELF",
					"you are thanked here; others may join in");
	return STATUS_OK;
}

static enum status join(struct call *call, struct recognition *recognition, const char *note)
{
	const struct joiner joiner = {.member = call->principal.member, .note = note, .join_ms = call->now_ms};
	if (!joiner_put(call->db, recognition, &joiner))
		return STATUS_OK;
	if (recognition->n_joiners > JOINERS_BOUND)
		return fail(call, STATUS_FAILED_PRECONDITION, "TOO_MANY_JOINERS", "at most %d people join one recognition",
					JOINERS_BOUND);
	inbox_tell(call->db, &recognition->id, &joiner.member, KLEOS__INBOX_EVENT__INBOX_EVENT_JOINED, call->now_ms);
	call_publish(call, "recognition.joined", &recognition->id);
	return STATUS_OK;
}

enum status join_recognition(struct call *call, const Kleos__JoinRecognitionRequest *request,
							 Kleos__JoinRecognitionResponse *response)
{
	struct recognition *recognition;
	const char *note;
	if (!call_take(call, "note", join_note_take(call->arena, request->note, &note)))
		return fail_violations(call);
	enum status status = caller_is_member(call);
	if (status == STATUS_OK)
		status = find_recognition(call, request->recognition, &recognition);
	if (status == STATUS_OK)
		status = may_join(call, recognition);
	if (status == STATUS_OK)
		status = join(call, recognition, note);
	if (status != STATUS_OK)
		return status;
	call->resource = recognition->id;
	response->recognition = recognition_message(call, recognition);
	return STATUS_OK;
}

enum status leave_recognition(struct call *call, const Kleos__LeaveRecognitionRequest *request,
							  Kleos__LeaveRecognitionResponse *response)
{
	struct recognition *recognition;
	enum status status = caller_is_member(call);
	if (status == STATUS_OK)
		status = find_recognition(call, request->recognition, &recognition);
	if (status != STATUS_OK)
		return status;
	joiner_delete(call->db, recognition, &call->principal.member);
	call->resource = recognition->id;
	response->recognition = recognition_message(call, recognition);
	return STATUS_OK;
}

enum status join_recognition_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return recognition_now(call, resource, &((Kleos__JoinRecognitionResponse *)response)->recognition);
}

enum status leave_recognition_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return recognition_now(call, resource, &((Kleos__LeaveRecognitionResponse *)response)->recognition);
}

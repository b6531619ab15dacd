#include "services/recognitions/rpc.h"

#include "common/service/service.h"
#include "services/recognitions/people.h"
#include "services/recognitions/social/social.h"
#include "services/recognitions/social/store.h"

/* What both rpcs ask for: a member, who sees the recognition, and one emoji. */
static enum status reaction_find(struct call *call, const char *recognition, const char *text, struct recognition **out,
								 struct emoji *emoji)
{
	if (!call_take(call, "emoji", emoji_take(call->arena, text, emoji)))
		return fail_violations(call);
	enum status status = caller_is_member(call);
	if (status == STATUS_OK)
		status = find_recognition(call, recognition, out);
	if (status == STATUS_OK)
		call->resource = (*out)->id;
	return status;
}

enum status react(struct call *call, const Kleos__ReactRequest *request, Kleos__ReactResponse *response)
{
	struct recognition *recognition;
	struct emoji emoji;
	enum status status = reaction_find(call, request->recognition, request->emoji, &recognition, &emoji);
	if (status != STATUS_OK)
		return status;
	if (reaction_put(call->db, recognition, &emoji, &call->principal.member, call->now_ms))
		call_publish(call, "recognition.reacted", &recognition->id);
	if (recognition->n_reactions > REACTION_KINDS)
		return fail(call, STATUS_FAILED_PRECONDITION, "TOO_MANY_REACTIONS",
					"a recognition has at most %d kinds of reactions: use one that is there", REACTION_KINDS);
	response->recognition = recognition_message(call, recognition);
	return STATUS_OK;
}

enum status unreact(struct call *call, const Kleos__UnreactRequest *request, Kleos__UnreactResponse *response)
{
	struct recognition *recognition;
	struct emoji emoji;
	enum status status = reaction_find(call, request->recognition, request->emoji, &recognition, &emoji);
	if (status != STATUS_OK)
		return status;
	reaction_delete(call->db, recognition, &emoji, &call->principal.member);
	response->recognition = recognition_message(call, recognition);
	return STATUS_OK;
}

enum status react_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return recognition_now(call, resource, &((Kleos__ReactResponse *)response)->recognition);
}

enum status unreact_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return recognition_now(call, resource, &((Kleos__UnreactResponse *)response)->recognition);
}

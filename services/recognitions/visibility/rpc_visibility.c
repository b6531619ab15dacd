/* Whoever a recognition names makes it quieter at once, and louder when everybody named agrees. */
#include "services/recognitions/rpc.h"

#include "services/recognitions/visibility/agreement.h"
#include "services/recognitions/visibility/caps.h"

/* The recognition, which names the caller. */
static enum status find_own(struct call *call, const char *text, struct recognition **out)
{
	enum status status = find_recognition(call, text, out);
	if (status == STATUS_OK && !cap_of(*out, &call->principal.member))
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_NAMED",
					"how loud a recognition is, is said by those it names");
	return status;
}

enum status lower_visibility(struct call *call, const Kleos__LowerVisibilityRequest *request,
							 Kleos__LowerVisibilityResponse *response)
{
	struct recognition *lowered;
	const struct id *caller = &call->principal.member;
	Kleos__Visibility visibility = request->visibility;
	call_take(call, "visibility",
			  visibility ? visibility_take(visibility, &visibility) : "say how quiet, such as PRIVATE or TEAM");
	if (call_has_violations(call))
		return fail_violations(call);
	enum status status = find_own(call, request->recognition, &lowered);
	if (status != STATUS_OK)
		return status;
	agreement_put(call, lowered, caller, visibility_least(*cap_of(lowered, caller), visibility));
	call->resource = lowered->id;
	response->recognition = recognition_message(call, lowered);
	return STATUS_OK;
}

enum status lower_visibility_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return recognition_now(call, resource, &((Kleos__LowerVisibilityResponse *)response)->recognition);
}

static void share_answer(struct call *call, struct recognition *shared, Kleos__ShareRecognitionResponse *response)
{
	response->recognition = recognition_message(call, shared);
	response->waiting_for = (int32_t)caps_below(shared, &call->principal.member);
}

enum status share_recognition(struct call *call, const Kleos__ShareRecognitionRequest *request,
							  Kleos__ShareRecognitionResponse *response)
{
	struct recognition *shared;
	const struct id *caller = &call->principal.member;
	Kleos__Visibility visibility = request->visibility;
	if (visibility)
		call_take(call, "visibility", visibility_take(visibility, &visibility));
	if (call_has_violations(call))
		return fail_violations(call);
	enum status status = find_own(call, request->recognition, &shared);
	if (status != STATUS_OK)
		return status;
	if (visibility > shared->requested) {
		violate(call, "visibility", "not louder than the giver asked for");
		return fail_violations(call);
	}
	visibility = visibility ? visibility : shared->requested;
	if (visibility > *cap_of(shared, caller))
		agreement_put(call, shared, caller, visibility);
	call->resource = shared->id;
	share_answer(call, shared, response);
	return STATUS_OK;
}

enum status share_recognition_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct recognition *shared;
	enum status status = find_recognition(call, id_text(call->arena, resource), &shared);
	if (status == STATUS_OK)
		share_answer(call, shared, (Kleos__ShareRecognitionResponse *)response);
	return status;
}

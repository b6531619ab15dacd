#include "services/recognitions/rpc.h"

#include "common/base/text.h"
#include "services/recognitions/highlight/rpc_highlights.h"
#include "services/recognitions/people.h"
#include "services/recognitions/visibility/agreement.h"

enum status get_preferences(struct call *call, const Kleos__GetPreferencesRequest *request,
							Kleos__GetPreferencesResponse *response)
{
	struct known_member member;
	struct preference preference;
	enum status status = person_named(call, request->member, &member);
	if (status != STATUS_OK)
		return status;
	preference_read(call->db, call->arena, &member.id, &preference);
	response->preferences = preference_message(call, &preference);
	return STATUS_OK;
}

static void preference_take(struct call *call, const Kleos__UpdatePreferencesRequest *request, struct preference *out)
{
	*out = (struct preference){.note = ""};
	call_take(call, "ceiling", ceiling_take(request->ceiling, &out->ceiling));
	call_take(call, "note", note_take(call->arena, request->note, &out->note));
	if (!call_take(call, "channels", channels_take(request->channels, request->n_channels)))
		return;
	out->n_channels = request->n_channels;
	for (size_t i = 0; i < request->n_channels; i++)
		out->channels[i] = request->channels[i];
}

/* Oneself, or whoever administers people. */
static bool may_update(const struct call *call, const struct id *member)
{
	return principal_has(&call->principal, ROLES_PEOPLE) || caller_is(call, member);
}

/* Whatever names this member gets no louder than the ceiling. */
static void lower_given(struct call *call, const struct id *member, Kleos__Visibility ceiling)
{
	agreement_lower_received(call, member, ceiling);
	highlights_lower(call, member, ceiling);
}

enum status update_preferences(struct call *call, const Kleos__UpdatePreferencesRequest *request,
							   Kleos__UpdatePreferencesResponse *response)
{
	struct known_member member;
	struct preference now, next;
	enum status status = person_named(call, request->member, &member);
	if (status != STATUS_OK)
		return status;
	if (!may_update(call, &member.id))
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_YOUR_PREFERENCES",
					"how somebody likes to be recognised is said by themselves or by PEOPLE_ADMIN");
	preference_take(call, request, &next);
	if (call_has_violations(call))
		return fail_violations(call);
	preference_read(call->db, call->arena, &member.id, &now);
	if (*request->etag && !text_equal(request->etag, preference_etag(call, &now)))
		return fail(call, STATUS_ABORTED, "ETAG_MISMATCH",
					"the preference has changed since it was read; read it again");
	next.version = now.version + 1;
	preference_put(call->db, &member.id, &next, call->now_ms);
	if (request->lower_given)
		lower_given(call, &member.id, ceiling_of(call, next.ceiling));
	call->resource = member.id;
	call_concerns(call, &member.id);
	response->preferences = preference_message(call, &next);
	return STATUS_OK;
}

enum status update_preferences_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct preference preference;
	if (!may_update(call, resource))
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_YOUR_PREFERENCES",
					"how somebody likes to be recognised is said by themselves or by PEOPLE_ADMIN");
	preference_read(call->db, call->arena, resource, &preference);
	((Kleos__UpdatePreferencesResponse *)response)->preferences = preference_message(call, &preference);
	return STATUS_OK;
}

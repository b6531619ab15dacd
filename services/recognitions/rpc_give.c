#include "services/recognitions/rpc.h"

#include "common/service/service.h"
#include "services/recognitions/people.h"
#include "services/recognitions/store_values.h"
#include "services/recognitions/visibility/caps.h"

/* The members a request names, beside its texts. */
struct give {
	struct call *call;
	const Kleos__GiveRecognitionRequest *request;
	struct recognition recognition;
	struct hierarchy hierarchy; /* the giver's */
	const char *unknown;        /* the first name that nobody has; NULL: none */
	const char *inactive;       /* the handle of the first who has left; NULL: none */
};

static enum status give_allowed(struct give *give)
{
	struct call *call = give->call;
	bool integration = principal_has(&call->principal, ROLES_INTEGRATION);
	if (*give->request->giver && !integration)
		return fail(call, STATUS_PERMISSION_DENIED, "GIVER_NOT_ALLOWED",
					"only SERVICE and ADMIN may name the giver; leave it empty to give yourself");
	if (!principal_is_member(&call->principal) && !integration)
		return fail(call, STATUS_PERMISSION_DENIED, "MEMBER_NEEDED",
					"this key belongs to no member, so it cannot give");
	return STATUS_OK;
}

static void give_take_texts(struct give *give)
{
	struct call *call = give->call;
	const Kleos__GiveRecognitionRequest *request = give->request;
	struct recognition *out = &give->recognition;
	call_take(call, "message", message_take(call->arena, request->message, &out->message));
	call_take(call, "value", value_take(request->value, &out->value));
	call_take(call, "win", win_take(request->win, &out->win));
	call_take(call, "prompt", prompt_take(request->prompt, &out->prompt));
	call_take(call, "setting", setting_take(request->setting, &out->setting));
	call_take(call, "visibility", visibility_take(request->visibility, &out->requested));
}

static void give_take_attachments(struct give *give)
{
	const Kleos__GiveRecognitionRequest *request = give->request;
	struct recognition *out = &give->recognition;
	out->n_links = links_take(give->call, request->links, request->n_links, out->links);
	out->n_metrics = metrics_take(give->call, request->metrics, request->n_metrics, out->metrics);
}

static void give_note(struct give *give, bool found, const char *text, const struct known_member *member)
{
	if (!found && !give->unknown)
		give->unknown = text;
	if (found && member->status != KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE && !give->inactive)
		give->inactive = member->handle;
}

static void give_find_giver(struct give *give)
{
	struct call *call = give->call;
	const char *text = give->request->giver;
	struct known_member giver;
	if (!*text && !principal_is_member(&call->principal)) {
		violate(call, "giver", "this key belongs to no member: name the giver");
		return;
	}
	if (!*text)
		text = id_text(call->arena, &call->principal.member);
	bool found = person_find(call, call->arena, text, call->today, &giver);
	if (found) {
		recognition_set_giver(&give->recognition, &giver);
		hierarchy_begin(&give->hierarchy, call->db, call->today, &giver.id, &giver.manager);
	}
	give_note(give, found, text, &giver);
}

static void give_find_receiver(struct give *give, size_t i)
{
	struct call *call = give->call;
	const Kleos__ReceiverInput *input = give->request->receivers[i];
	const char *field = arena_printf(call->arena, "receivers[%zu].member", i);
	const char *credit_field = arena_printf(call->arena, "receivers[%zu].credit", i);
	struct private_text credit = {""};
	struct known_member member;
	call_take(call, credit_field, credit_take(call->arena, input->credit, &credit));
	if (!*input->member) {
		violate(call, field, "name a member by id or handle");
		return;
	}
	bool found = person_find(call, call->arena, input->member, call->today, &member);
	give_note(give, found, input->member, &member);
	if (!found)
		return;
	if (id_equal(&member.id, &give->recognition.giver.id))
		violate(call, field, "members recognise each other, not themselves");
	else if (recognition_has_receiver(&give->recognition, &member.id))
		violate(call, field, "'%s' is named twice", member.handle);
	else
		recognition_add_receiver(call, &give->recognition, &give->hierarchy, &member, credit);
}

static void give_find_receivers(struct give *give)
{
	size_t n = give->request->n_receivers;
	if (n < 1 || n > RECEIVERS_BOUND) {
		violate(give->call, "receivers", "a recognition has 1 to %d receivers", RECEIVERS_BOUND);
		return;
	}
	for (size_t i = 0; i < n; i++)
		give_find_receiver(give, i);
}

/* What nobody said is in use may be named all the same; what is out of use may not. */
static enum status give_check_value(struct give *give)
{
	const char *value = give->recognition.value;
	if (*value && value_is_retired(give->call->db, value))
		return fail(give->call, STATUS_FAILED_PRECONDITION, "VALUE_RETIRED",
					"the value '%s' is out of use; ListValues shows those in use", value);
	return STATUS_OK;
}

static enum status give_check(struct give *give)
{
	enum status status = give_allowed(give);
	if (status != STATUS_OK)
		return status;
	give_take_texts(give);
	give_take_attachments(give);
	give_find_giver(give);
	give_find_receivers(give);
	if (call_has_violations(give->call))
		return fail_violations(give->call);
	if (give->unknown)
		return person_unknown(give->call, give->unknown);
	if (give->inactive)
		return fail(give->call, STATUS_FAILED_PRECONDITION, "MEMBER_INACTIVE", "'%s' is not active", give->inactive);
	return give_check_value(give);
}

enum status give_recognition(struct call *call, const Kleos__GiveRecognitionRequest *request,
							 Kleos__GiveRecognitionResponse *response)
{
	struct give *give = arena_alloc(call->arena, sizeof(*give));
	struct recognition *given = &give->recognition;
	give->call = call;
	give->request = request;
	enum status status = give_check(give);
	if (status != STATUS_OK)
		return status;
	given->id = id_new(call->environment);
	given->give_ms = given->create_ms = call->now_ms;
	given->visibility = caps_least(given);
	recognition_put(call->db, given);
	if (*request->giver)
		call_concerns(call, &given->giver.id); /* somebody else spoke for them */
	call_publish(call, "recognition.given", &given->id);
	call->resource = given->id;
	response->recognition = recognition_message(call, given);
	return STATUS_OK;
}

/* An integration that gave for a member sees on a replay what it saw then: it acts for the giver. The idempotency row
 * belongs to its key alone. */
enum status give_recognition_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct recognition *given = arena_alloc(call->arena, sizeof(*given));
	struct viewer viewer;
	enum status status = viewer_of_call(call, &viewer);
	if (status != STATUS_OK)
		return status;
	bool found = recognition_read(call->db, call->arena, resource, given);
	bool acts_for_giver = principal_has(&call->principal, ROLES_INTEGRATION);
	if (!found || (!acts_for_giver && !recognition_is_visible(given, &viewer)))
		return recognition_unknown(call, id_text(call->arena, resource));
	((Kleos__GiveRecognitionResponse *)response)->recognition = recognition_message(call, given);
	return STATUS_OK;
}

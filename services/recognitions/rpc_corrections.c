/* What a giver mends or takes back, shortly after giving; and what administrators of people take back. */
#include "services/recognitions/rpc.h"

#include "common/base/text.h"
#include "common/service/service.h"
#include "services/recognitions/people.h"

static enum status correction_allowed(struct call *call, const struct recognition *recognition, const char *too_late)
{
	if (!caller_is(call, &recognition->giver.id))
		return fail(call, STATUS_PERMISSION_DENIED, "NOT_YOURS", "only the giver takes back or mends what was said");
	if (!correction_is_open(recognition, call->now_ms))
		return fail(call, STATUS_FAILED_PRECONDITION, "TOO_LATE", "%s", too_late);
	return STATUS_OK;
}

enum status withdraw_recognition(struct call *call, const Kleos__WithdrawRecognitionRequest *request,
								 Kleos__WithdrawRecognitionResponse *response)
{
	struct recognition *found;
	(void)response;
	if (id_parse(&call->resource, request->recognition) && principal_is_member(&call->principal) &&
		recognition_was_withdrawn(call->db, &call->resource, &call->principal.member))
		return STATUS_OK; /* its giver may say so twice */
	enum status status = find_recognition(call, request->recognition, &found);
	if (status == STATUS_OK && !principal_has(&call->principal, ROLES_PEOPLE))
		status = correction_allowed(call, found,
									"a recognition can be taken back for 15 minutes; after that PEOPLE_ADMIN can");
	if (status != STATUS_OK)
		return status;
	recognition_withdraw(call->db, found);
	if (!caller_is(call, &found->giver.id))
		recognition_concerns(call, found);
	call_publish(call, "recognition.withdrawn", &found->id);
	return STATUS_OK;
}

enum status withdraw_recognition_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	(void)call;
	(void)resource;
	(void)response; /* there is nothing left to show */
	return STATUS_OK;
}

/* One recognition with other words, on its way. */
struct edit {
	struct call *call;
	const Kleos__EditRecognitionRequest *request;
	bool message, credits; /* what the mask names */
	struct recognition *recognition;
	bool changed;
};

static void edit_take_mask(struct edit *edit)
{
	const Google__Protobuf__FieldMask *mask = edit->request->update_mask;
	if (!mask || !mask->n_paths) {
		edit->message = *edit->request->message;
		edit->credits = edit->request->n_credits > 0;
		return;
	}
	for (size_t i = 0; i < mask->n_paths; i++) {
		bool all = text_equal(mask->paths[i], "*"), message = text_equal(mask->paths[i], "message"),
			 credits = text_equal(mask->paths[i], "credits");
		edit->message = edit->message || all || message;
		edit->credits = edit->credits || all || credits;
		if (!all && !message && !credits)
			violate(edit->call, "updateMask", "of a recognition only 'message' and 'credits' can be mended");
	}
}

static void edit_text(struct edit *edit, struct private_text *now, struct private_text next)
{
	edit->changed = edit->changed || !text_equal(now->words, next.words);
	*now = next;
}

static void edit_take_message(struct edit *edit)
{
	struct private_text message;
	if (call_take(edit->call, "message", message_take(edit->call->arena, edit->request->message, &message)))
		edit_text(edit, &edit->recognition->message, message);
}

static struct arc *edit_find_arc(struct edit *edit, const char *text)
{
	struct recognition *recognition = edit->recognition;
	struct known_member member;
	if (person_find(edit->call, edit->call->arena, text, 0, &member))
		for (size_t i = 0; i < recognition->n_arcs; i++)
			if (id_equal(&recognition->arcs[i].receiver.id, &member.id))
				return &recognition->arcs[i];
	return NULL;
}

static void edit_take_credit(struct edit *edit, size_t i)
{
	struct call *call = edit->call;
	const Kleos__CreditInput *input = edit->request->credits[i];
	struct arc *arc = edit_find_arc(edit, input->member);
	struct private_text credit;
	if (!arc)
		violate(call, arena_printf(call->arena, "credits[%zu].member", i), "not one of the receivers");
	if (call_take(call, arena_printf(call->arena, "credits[%zu].credit", i),
				  credit_take(call->arena, input->credit, &credit)) &&
		arc)
		edit_text(edit, &arc->credit, credit);
}

static enum status edit_take(struct edit *edit)
{
	if (edit->request->n_credits > RECEIVERS_BOUND)
		violate(edit->call, "credits", "at most %d credits", RECEIVERS_BOUND);
	edit_take_mask(edit);
	if (edit->message)
		edit_take_message(edit);
	for (size_t i = 0; edit->credits && i < edit->request->n_credits && i < RECEIVERS_BOUND; i++)
		edit_take_credit(edit, i);
	return call_has_violations(edit->call) ? fail_violations(edit->call) : STATUS_OK;
}

/* Followers that keep the words (search) hear recognition.edited; subscribers do not: nothing new was said. */
enum status edit_recognition(struct call *call, const Kleos__EditRecognitionRequest *request,
							 Kleos__EditRecognitionResponse *response)
{
	struct edit *edit = arena_alloc(call->arena, sizeof(*edit));
	edit->call = call;
	edit->request = request;
	enum status status = find_recognition(call, request->recognition, &edit->recognition);
	if (status == STATUS_OK)
		status = correction_allowed(call, edit->recognition, "words can be mended for 15 minutes");
	if (status == STATUS_OK && !*edit->recognition->message.words)
		status = fail(call, STATUS_FAILED_PRECONDITION, "WORDS_ERASED", "these words were erased with who was thanked");
	if (status == STATUS_OK)
		status = edit_take(edit);
	if (status != STATUS_OK)
		return status;
	if (edit->changed) {
		edit->recognition->edit_ms = call->now_ms;
		recognition_put_words(call->db, edit->recognition);
		call_publish(call, "recognition.edited", &edit->recognition->id);
	}
	call->resource = edit->recognition->id;
	response->recognition = recognition_message(call, edit->recognition);
	return STATUS_OK;
}

enum status edit_recognition_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return recognition_now(call, resource, &((Kleos__EditRecognitionResponse *)response)->recognition);
}

#include "services/recognitions/rpc.h"

#include "common/service/message.h"
#include "services/recognitions/people.h"

enum status recognition_unknown(struct call *call, const char *text)
{
	return fail(call, STATUS_NOT_FOUND, "RECOGNITION_NOT_FOUND", "no recognition '%s'", quotable(call->arena, text));
}

enum status find_recognition(struct call *call, const char *text, struct recognition **out)
{
	struct recognition *found = arena_alloc(call->arena, sizeof(*found));
	struct viewer viewer;
	struct id id;
	enum status status = viewer_of_call(call, &viewer);
	if (status != STATUS_OK)
		return status;
	if (!id_parse(&id, text) || !recognition_read(call->db, call->arena, &id, found) ||
		!recognition_is_visible(found, &viewer))
		return recognition_unknown(call, text);
	*out = found;
	return STATUS_OK;
}

enum status recognition_now(struct call *call, const struct id *id, Kleos__Recognition **out)
{
	struct recognition *found;
	enum status status = find_recognition(call, id_text(call->arena, id), &found);
	if (status == STATUS_OK)
		*out = recognition_message(call, found);
	return status;
}

enum status get_recognition(struct call *call, const Kleos__GetRecognitionRequest *request,
							Kleos__GetRecognitionResponse *response)
{
	struct recognition *found;
	enum status status = find_recognition(call, request->recognition, &found);
	if (status == STATUS_OK)
		response->recognition = recognition_message(call, found);
	return status;
}

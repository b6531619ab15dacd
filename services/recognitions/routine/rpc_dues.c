#include "common/directory/directory_teams.h"
#include "common/service/message.h"
#include "services/recognitions/people.h"
#include "services/recognitions/prompt.h"
#include "services/recognitions/routine/digest.h"
#include "services/recognitions/routine/rpc_routines.h"
#include "services/recognitions/rpc.h"

/* In every language: whoever puts the question before a team may read another one than the team does. */
static void prompts_message(struct call *call, int32_t prompt, Kleos__RoutineDue *message)
{
	message->prompts = arena_array(call->arena, PROMPT_LANGUAGES, sizeof(*message->prompts));
	for (int language = 0; language < PROMPT_LANGUAGES; language++)
		message->prompts[message->n_prompts++] = prompt_message(call, prompt, (enum prompt_language)language);
}

/* The week of the prompt is that of the calendars on the wall where the routine is due. */
static Kleos__RoutineDue *due_message(struct call *call, const struct routine *routine, const struct due *due,
									  const struct viewer *viewer)
{
	Kleos__RoutineDue *message = arena_alloc(call->arena, sizeof(*message));
	kleos__routine_due__init(message);
	message->routine = routine_message(call, routine);
	message->due_time = time_message(call->arena, due->ms);
	prompts_message(call, prompt_of_week(directory_team_number(call->db, routine->team_path), due->day), message);
	message->digest = digest_message(call, viewer, routine->team_path, due->ms);
	return message;
}

enum status get_routine_due(struct call *call, const Kleos__GetRoutineDueRequest *request,
							Kleos__GetRoutineDueResponse *response)
{
	struct id id, routine_id;
	struct routine routine;
	struct viewer viewer;
	struct due due;
	enum status status = viewer_of_call(call, &viewer);
	if (status != STATUS_OK)
		return status;
	if (!id_parse(&id, request->routine_due) || !due_read(call->db, &id, &routine_id, &due) ||
		!routine_read(call->db, call->arena, &routine_id, &routine) || !routine_is_visible(call, &routine, &viewer))
		return fail(call, STATUS_NOT_FOUND, "ROUTINE_DUE_NOT_FOUND", "no routine was due as '%s'",
					quotable(call->arena, request->routine_due));
	response->routine_due = due_message(call, &routine, &due, &viewer);
	response->routine_due->id = id_text(call->arena, &id);
	return STATUS_OK;
}

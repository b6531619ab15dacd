#include "common/base/limits.h"
#include "services/recognitions/rpc.h"

#include "services/recognitions/people.h"
#include "services/recognitions/prompt.h"

#include <string.h>

Kleos__Prompt *prompt_message(struct call *call, int32_t prompt, enum prompt_language language)
{
	Kleos__Prompt *message = arena_alloc(call->arena, sizeof(*message));
	kleos__prompt__init(message);
	message->prompt = prompt;
	message->text = prompt_text(prompt, language);
	message->locale = prompt_locale(language);
	return message;
}

enum status list_prompts(struct call *call, const Kleos__ListPromptsRequest *request,
						 Kleos__ListPromptsResponse *response)
{
	struct viewer viewer;
	if (strlen(request->locale) > LOCALE_BOUND) {
		violate(call, "locale", "a language tag such as el or en-GB");
		return fail_violations(call);
	}
	enum status status = viewer_of_call(call, &viewer);
	if (status != STATUS_OK)
		return status;
	struct known_standing caller = known_standing(call->db, call->arena, &viewer.member);
	enum prompt_language language = prompt_language_of(*request->locale ? request->locale : caller.locale);
	response->prompts = arena_array(call->arena, PROMPTS, sizeof(*response->prompts));
	while (response->n_prompts < PROMPTS) {
		int32_t prompt = (int32_t)response->n_prompts + 1;
		response->prompts[response->n_prompts++] = prompt_message(call, prompt, language);
	}
	response->prompt_of_week = prompt_of_week(caller.team, call->today);
	return STATUS_OK;
}

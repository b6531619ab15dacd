#include "common/service/message.h"

#include "common/base/calendar.h"
#include "services/recognitions/highlight/rpc_highlights.h"
#include "services/recognitions/rpc.h"

static void people_message(struct call *call, const struct highlight *highlight, Kleos__Highlight *message)
{
	message->member = named_message(call, &highlight->people[0].who);
	message->collaborators = arena_array(call->arena, highlight->n_people, sizeof(*message->collaborators));
	for (size_t i = 1; i < highlight->n_people; i++)
		message->collaborators[message->n_collaborators++] = named_message(call, &highlight->people[i].who);
}

static const char *day_text(struct arena *arena, int32_t day)
{
	char text[DAY_TEXT_SIZE];
	day_format(text, day);
	return arena_text(arena, text);
}

Kleos__Highlight *highlight_message(struct call *call, const struct highlight *highlight)
{
	Kleos__Highlight *message = arena_alloc(call->arena, sizeof(*message));
	kleos__highlight__init(message);
	message->id = id_text(call->arena, &highlight->id);
	people_message(call, highlight, message);
	message->title = highlight->title;
	message->description = highlight->description;
	message->kind = highlight->kind;
	message->links = links_message(call->arena, highlight->links, highlight->n_links);
	message->n_links = highlight->n_links;
	message->metrics = metrics_message(call->arena, highlight->metrics, highlight->n_metrics);
	message->n_metrics = highlight->n_metrics;
	message->requested_visibility = highlight->requested;
	message->visibility = highlight->visibility;
	message->on_date = day_text(call->arena, highlight->on_day);
	message->create_time = time_message(call->arena, highlight->create_ms);
	if (highlight->update_ms)
		message->update_time = time_message(call->arena, highlight->update_ms);
	return message;
}

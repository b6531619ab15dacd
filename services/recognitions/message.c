#include "services/recognitions/message.h"

#include "common/service/message.h"

#include <inttypes.h>

static Kleos__MemberReference *named_message(struct arena *arena, const struct named_member *member)
{
	return reference_message(arena, &member->id, arena_text(arena, member->handle),
	                         arena_text(arena, member->display_name));
}

static void receivers_message(struct arena *arena, const struct recognition *recognition, Kleos__Recognition *message)
{
	message->n_receivers = recognition->n_arcs;
	message->receivers = arena_array(arena, recognition->n_arcs, sizeof(*message->receivers));
	for (size_t i = 0; i < recognition->n_arcs; i++) {
		Kleos__Receiver *receiver = arena_alloc(arena, sizeof(*receiver));
		kleos__receiver__init(receiver);
		receiver->member = named_message(arena, &recognition->arcs[i].receiver);
		receiver->credit = arena_text(arena, recognition->arcs[i].credit);
		message->receivers[i] = receiver;
	}
}

/* The links of a recognition, their texts copied. */
static Kleos__Link **copied_links(struct arena *arena, const struct recognition *recognition)
{
	struct link links[LINKS_BOUND];
	for (size_t i = 0; i < recognition->n_links; i++)
		links[i] = (struct link){.url = arena_text(arena, recognition->links[i].url),
		                         .title = arena_text(arena, recognition->links[i].title)};
	return links_message(arena, links, recognition->n_links);
}

Kleos__Recognition *recognition_message(struct arena *arena, const struct recognition *recognition)
{
	Kleos__Recognition *message = arena_alloc(arena, sizeof(*message));
	kleos__recognition__init(message);
	message->id = id_text(arena, &recognition->id);
	message->giver = named_message(arena, &recognition->giver);
	receivers_message(arena, recognition, message);
	message->message = arena_text(arena, recognition->message);
	message->value = arena_text(arena, recognition->value);
	message->win = recognition->win;
	message->prompt = recognition->prompt;
	message->setting = recognition->setting;
	message->requested_visibility = recognition->requested;
	message->visibility = recognition->visibility;
	message->links = copied_links(arena, recognition);
	message->n_links = recognition->n_links;
	message->give_time = time_message(arena, recognition->give_ms);
	message->create_time = time_message(arena, recognition->create_ms);
	return message;
}

Kleos__Preferences *preference_message(struct arena *arena, const struct preference *preference,
                                       Kleos__Visibility default_ceiling)
{
	Kleos__Preferences *message = arena_alloc(arena, sizeof(*message));
	kleos__preferences__init(message);
	message->ceiling = preference->ceiling ? preference->ceiling : default_ceiling;
	message->n_channels = preference->n_channels;
	message->channels = arena_copy(arena, preference->channels, sizeof(preference->channels));
	message->note = arena_text(arena, preference->note);
	message->etag = arena_printf(arena, "%" PRId64, preference->version);
	return message;
}

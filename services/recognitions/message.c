#include "services/recognitions/message.h"

#include "common/base/id.h"

#include <inttypes.h>

static Kleos__MemberReference *reference_message(struct arena *arena, const struct named_member *member)
{
	Kleos__MemberReference *message = arena_alloc(arena, sizeof(*message));
	kleos__member_reference__init(message);
	message->id = id_text(arena, &member->id);
	message->handle = arena_text(arena, member->handle);
	message->display_name = arena_text(arena, member->display_name);
	return message;
}

static Google__Protobuf__Timestamp *time_message(struct arena *arena, int64_t ms)
{
	int64_t second = ms / 1000 - (ms % 1000 < 0);
	Google__Protobuf__Timestamp *message = arena_alloc(arena, sizeof(*message));
	google__protobuf__timestamp__init(message);
	message->seconds = second;
	message->nanos = (int32_t)(ms - second * 1000) * 1000000;
	return message;
}

static void receivers_message(struct arena *arena, const struct recognition *recognition, Kleos__Recognition *message)
{
	message->n_receivers = recognition->n_arcs;
	message->receivers = arena_array(arena, recognition->n_arcs, sizeof(*message->receivers));
	for (size_t i = 0; i < recognition->n_arcs; i++) {
		Kleos__Receiver *receiver = arena_alloc(arena, sizeof(*receiver));
		kleos__receiver__init(receiver);
		receiver->member = reference_message(arena, &recognition->arcs[i].receiver);
		receiver->credit = arena_text(arena, recognition->arcs[i].credit);
		message->receivers[i] = receiver;
	}
}

static void links_message(struct arena *arena, const struct recognition *recognition, Kleos__Recognition *message)
{
	message->n_links = recognition->n_links;
	message->links = arena_array(arena, recognition->n_links, sizeof(*message->links));
	for (size_t i = 0; i < recognition->n_links; i++) {
		Kleos__Link *link = arena_alloc(arena, sizeof(*link));
		kleos__link__init(link);
		link->url = arena_text(arena, recognition->links[i].url);
		link->title = arena_text(arena, recognition->links[i].title);
		message->links[i] = link;
	}
}

Kleos__Recognition *recognition_message(struct arena *arena, const struct recognition *recognition)
{
	Kleos__Recognition *message = arena_alloc(arena, sizeof(*message));
	kleos__recognition__init(message);
	message->id = id_text(arena, &recognition->id);
	message->giver = reference_message(arena, &recognition->giver);
	receivers_message(arena, recognition, message);
	message->message = arena_text(arena, recognition->message);
	message->value = arena_text(arena, recognition->value);
	message->win = recognition->win;
	message->prompt = recognition->prompt;
	message->setting = recognition->setting;
	message->requested_visibility = recognition->requested;
	message->visibility = recognition->visibility;
	links_message(arena, recognition, message);
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

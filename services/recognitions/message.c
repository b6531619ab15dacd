#include "services/recognitions/rpc.h"

#include "common/service/message.h"
#include "services/recognitions/people.h"
#include "services/recognitions/social/social.h"

#include <inttypes.h>

Kleos__MemberReference *named_message(struct call *call, const struct named_member *member)
{
	return reference_message(call->arena, &member->id, member->handle, member->display_name);
}

static void receivers_message(struct call *call, const struct recognition *recognition, Kleos__Recognition *message)
{
	message->n_receivers = recognition->n_arcs;
	message->receivers = arena_array(call->arena, recognition->n_arcs, sizeof(*message->receivers));
	for (size_t i = 0; i < recognition->n_arcs; i++) {
		Kleos__Receiver *receiver = arena_alloc(call->arena, sizeof(*receiver));
		kleos__receiver__init(receiver);
		receiver->member = named_message(call, &recognition->arcs[i].receiver);
		receiver->credit = recognition->arcs[i].credit.words;
		message->receivers[i] = receiver;
	}
}

static Kleos__Recognition *message_of(struct call *call, const struct recognition *recognition, bool listed)
{
	Kleos__Recognition *message = arena_alloc(call->arena, sizeof(*message));
	kleos__recognition__init(message);
	message->id = id_text(call->arena, &recognition->id);
	message->giver = named_message(call, &recognition->giver);
	receivers_message(call, recognition, message);
	message->message = recognition->message.words;
	message->value = recognition->value;
	message->win = recognition->win;
	message->prompt = recognition->prompt;
	message->setting = recognition->setting;
	message->requested_visibility = recognition->requested;
	message->visibility = recognition->visibility;
	message->links = links_message(call->arena, recognition->links, recognition->n_links);
	message->n_links = recognition->n_links;
	message->metrics = metrics_message(call->arena, recognition->metrics, recognition->n_metrics);
	message->n_metrics = recognition->n_metrics;
	message->give_time = time_message(call->arena, recognition->give_ms);
	message->create_time = time_message(call->arena, recognition->create_ms);
	if (recognition->edit_ms)
		message->edit_time = time_message(call->arena, recognition->edit_ms);
	social_message(call, recognition, listed, message);
	return message;
}

Kleos__Recognition *recognition_message(struct call *call, const struct recognition *recognition)
{
	return message_of(call, recognition, false);
}

Kleos__Recognition *recognition_listed(struct call *call, const struct recognition *recognition)
{
	return message_of(call, recognition, true);
}

const char *preference_etag(struct call *call, const struct preference *preference)
{
	return arena_printf(call->arena, "%" PRId64, preference->version);
}

Kleos__Preferences *preference_message(struct call *call, const struct preference *preference)
{
	Kleos__Preferences *message = arena_alloc(call->arena, sizeof(*message));
	kleos__preferences__init(message);
	message->ceiling = ceiling_of(call, preference->ceiling);
	message->n_channels = preference->n_channels;
	message->channels = arena_copy(call->arena, preference->channels, sizeof(preference->channels));
	message->note = preference->note;
	message->etag = preference_etag(call, preference);
	message->said = preference->version > 0;
	return message;
}

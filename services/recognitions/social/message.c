#include "services/recognitions/social/social.h"

#include "common/service/message.h"
#include "services/recognitions/social/rules.h"
#include "services/recognitions/social/store.h"

static Kleos__Joiner *joiner_message(struct call *call, const struct joiner *joiner)
{
	Kleos__Joiner *message = arena_alloc(call->arena, sizeof(*message));
	kleos__joiner__init(message);
	message->member = reference_message(call->arena, &joiner->member, joiner->handle, joiner->display_name);
	message->note = joiner->note;
	message->join_time = time_message(call->arena, joiner->join_ms);
	return message;
}

static void joiners_message(struct call *call, const struct recognition *recognition, Kleos__Recognition *message)
{
	struct joiner joiners[JOINERS_SHOWN];
	size_t n = joiners_read(call->db, call->arena, &recognition->id, JOINERS_SHOWN, joiners);
	message->joiners = arena_array(call->arena, n, sizeof(*message->joiners));
	while (message->n_joiners < n) {
		message->joiners[message->n_joiners] = joiner_message(call, &joiners[message->n_joiners]);
		message->n_joiners++;
	}
	message->joiner_count = recognition->n_joiners;
}

void social_message(struct call *call, const struct recognition *recognition, Kleos__Recognition *message)
{
	if (recognition->n_joiners)
		joiners_message(call, recognition, message);
}

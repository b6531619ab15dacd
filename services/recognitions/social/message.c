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

static void joiners_message(struct call *call, const struct recognition *recognition, size_t bound,
							Kleos__Recognition *message)
{
	struct joiner joiners[JOINERS_SHOWN];
	size_t n = joiners_read(call->db, call->arena, &recognition->id, bound, joiners);
	message->joiners = arena_array(call->arena, n, sizeof(*message->joiners));
	while (message->n_joiners < n) {
		message->joiners[message->n_joiners] = joiner_message(call, &joiners[message->n_joiners]);
		message->n_joiners++;
	}
	message->joiner_count = recognition->n_joiners;
}

static Kleos__Reaction *reaction_message(struct call *call, const struct reaction *reaction)
{
	Kleos__Reaction *message = arena_alloc(call->arena, sizeof(*message));
	kleos__reaction__init(message);
	message->emoji = reaction->emoji;
	message->count = reaction->members;
	message->mine = reaction->mine;
	return message;
}

static void reactions_message(struct call *call, const struct recognition *recognition, Kleos__Recognition *message)
{
	struct reaction reactions[REACTION_KINDS];
	size_t n = reactions_read(call->db, call->arena, &recognition->id, &call->principal.member, reactions);
	message->reactions = arena_array(call->arena, n, sizeof(*message->reactions));
	while (message->n_reactions < n) {
		message->reactions[message->n_reactions] = reaction_message(call, &reactions[message->n_reactions]);
		message->n_reactions++;
	}
}

void social_message(struct call *call, const struct recognition *recognition, bool listed, Kleos__Recognition *message)
{
	if (recognition->n_joiners)
		joiners_message(call, recognition, listed ? JOINERS_LISTED : JOINERS_SHOWN, message);
	if (recognition->n_reactions)
		reactions_message(call, recognition, message);
	message->comment_count = recognition->n_comments;
}

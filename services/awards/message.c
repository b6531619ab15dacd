#include "services/awards/rpc.h"

#include "common/service/message.h"

#include <inttypes.h>

Kleos__Award *award_message(struct call *call, const struct award *award)
{
	Kleos__Award *message = arena_alloc(call->arena, sizeof(*message));
	kleos__award__init(message);
	message->id = id_text(call->arena, &award->id);
	message->slug = award->slug;
	message->title = award->title;
	message->description = award->description;
	message->criteria = award->criteria;
	message->scope = award->scope;
	message->hashtag = award->hashtag;
	message->create_time = time_message(call->arena, award->create_ms);
	return message;
}

const char *cycle_etag(struct call *call, const struct cycle *cycle)
{
	return arena_printf(call->arena, "%" PRId64, cycle->version);
}

Kleos__Cycle *cycle_message(struct call *call, const struct cycle *cycle)
{
	Kleos__Cycle *message = arena_alloc(call->arena, sizeof(*message));
	Kleos__CycleRules *rules = arena_alloc(call->arena, sizeof(*rules));
	kleos__cycle__init(message);
	kleos__cycle_rules__init(rules);
	rules->max_nominations_per_person = cycle->max_nominations;
	rules->self_nomination = cycle->self_nomination;
	message->id = id_text(call->arena, &cycle->id);
	message->award = id_text(call->arena, &cycle->award);
	message->title = cycle->title;
	message->phase = cycle->phase;
	message->rules = rules;
	message->create_time = time_message(call->arena, cycle->create_ms);
	message->etag = cycle_etag(call, cycle);
	return message;
}

Kleos__Nomination *nomination_message(struct call *call, const struct nomination *nomination)
{
	struct arena *arena = call->arena;
	Kleos__Nomination *message = arena_alloc(arena, sizeof(*message));
	const struct colleague *nominee = &nomination->nominee, *nominator = &nomination->nominator;
	kleos__nomination__init(message);
	message->id = id_text(arena, &nomination->id);
	message->cycle = id_text(arena, &nomination->cycle);
	message->nominee = reference_message(arena, &nominee->id, nominee->handle, nominee->display_name);
	message->nominator = reference_message(arena, &nominator->id, nominator->handle, nominator->display_name);
	message->reason = nomination->reason;
	message->links = links_message(arena, nomination->links, nomination->n_links);
	message->n_links = nomination->n_links;
	message->source = nomination->source;
	message->status = nomination->status;
	message->create_time = time_message(arena, nomination->create_ms);
	return message;
}

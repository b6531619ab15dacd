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

static void jury_message(struct arena *arena, const struct jury *jury, Kleos__CycleRules *out)
{
	out->criteria = arena_array(arena, jury->n_criteria, sizeof(*out->criteria));
	for (; out->n_criteria < jury->n_criteria; out->n_criteria++) {
		Kleos__Criterion *criterion = arena_alloc(arena, sizeof(*criterion));
		kleos__criterion__init(criterion);
		criterion->name = jury->criteria[out->n_criteria].name;
		criterion->weight = jury->criteria[out->n_criteria].weight;
		out->criteria[out->n_criteria] = criterion;
	}
	out->jurors = arena_array(arena, jury->n_jurors, sizeof(*out->jurors));
	for (; out->n_jurors < jury->n_jurors; out->n_jurors++)
		out->jurors[out->n_jurors] = id_text(arena, &jury->jurors[out->n_jurors]);
}

Kleos__CycleRules *rules_message(struct arena *arena, const struct cycle_rules *rules)
{
	Kleos__CycleRules *message = arena_alloc(arena, sizeof(*message));
	kleos__cycle_rules__init(message);
	message->max_nominations_per_person = rules->max_nominations;
	message->self_nomination = rules->self_nomination;
	message->shortlist_size = rules->shortlist_size;
	message->shortlist = rules->shortlist;
	message->tally = rules->tally;
	message->no_award = rules->no_award;
	message->electorate = rules->electorate;
	message->team = rules->team_path;
	message->recusal = rules->recusal;
	jury_message(arena, &rules->jury, message);
	return message;
}

/* NULL: only by hand. */
static Google__Protobuf__Timestamp *phase_time(struct call *call, const struct cycle *cycle, Kleos__CyclePhase phase)
{
	const int64_t ms = cycle->times[phase - 1];
	return ms ? time_message(call->arena, ms) : NULL;
}

Kleos__Cycle *cycle_message(struct call *call, const struct cycle *cycle)
{
	Kleos__Cycle *message = arena_alloc(call->arena, sizeof(*message));
	kleos__cycle__init(message);
	message->id = id_text(call->arena, &cycle->id);
	message->award = id_text(call->arena, &cycle->award);
	message->title = cycle->title;
	message->phase = cycle->phase;
	message->rules = rules_message(call->arena, &cycle->rules);
	message->create_time = time_message(call->arena, cycle->create_ms);
	message->etag = cycle_etag(call, cycle);
	message->opens_nominating_time = phase_time(call, cycle, KLEOS__CYCLE_PHASE__CYCLE_PHASE_DRAFT);
	message->closes_nominating_time = phase_time(call, cycle, KLEOS__CYCLE_PHASE__CYCLE_PHASE_NOMINATING);
	message->opens_voting_time = phase_time(call, cycle, KLEOS__CYCLE_PHASE__CYCLE_PHASE_SHORTLISTING);
	message->closes_voting_time = phase_time(call, cycle, KLEOS__CYCLE_PHASE__CYCLE_PHASE_VOTING);
	message->announces_time = phase_time(call, cycle, KLEOS__CYCLE_PHASE__CYCLE_PHASE_CLOSED);
	return message;
}

static Kleos__Outsider *outsider_message(struct arena *arena, const struct nomination *nomination)
{
	Kleos__Outsider *message = arena_alloc(arena, sizeof(*message));
	kleos__outsider__init(message);
	message->name = nomination->nominee.display_name;
	message->profile_url = nomination->outsider_url;
	return message;
}

static Kleos__MemberReference *colleague_message(struct arena *arena, const struct colleague *colleague)
{
	return reference_message(arena, &colleague->id, colleague->handle, colleague->display_name);
}

Kleos__Nomination *nomination_message(struct call *call, const struct nomination *nomination)
{
	struct arena *arena = call->arena;
	Kleos__Nomination *message = arena_alloc(arena, sizeof(*message));
	kleos__nomination__init(message);
	message->id = id_text(arena, &nomination->id);
	message->cycle = id_text(arena, &nomination->cycle);
	message->nominee = colleague_message(arena, &nomination->nominee);
	if (!id_is_zero(&nomination->nominator.id))
		message->nominator = colleague_message(arena, &nomination->nominator);
	if (*nomination->outsider_url)
		message->outsider = outsider_message(arena, nomination);
	message->reason = nomination->reason;
	message->links = links_message(arena, nomination->links, nomination->n_links);
	message->n_links = nomination->n_links;
	message->attachments = arena_array(arena, nomination->n_attachments, sizeof(*message->attachments));
	for (; message->n_attachments < nomination->n_attachments; message->n_attachments++)
		message->attachments[message->n_attachments] = nomination->attachments[message->n_attachments];
	message->source = nomination->source;
	message->status = nomination->status;
	message->endorsements = (int32_t)nomination->endorsements;
	if (nomination->create_ms)
		message->create_time = time_message(arena, nomination->create_ms);
	return message;
}

#include "services/recognitions/routine/digest.h"

#include "common/base/calendar.h"
#include "common/service/message.h"
#include "services/recognitions/list/audience.h"
#include "services/recognitions/rpc.h"

#define CANDIDATE_BYTES ((size_t)1 << 20)

/* One digest on its way. */
struct digest {
	struct call *call;
	const struct viewer *viewer;
	struct audience_filter filter;
	struct walk walk;
	struct arena scratch; /* of the candidate that is looked at */
	struct recognition candidate;
	struct id *receivers; /* different ones; n of them */
	size_t n_receivers;
	Kleos__RoutineDigest *message;
};

static bool is_counted(const struct digest *digest, const struct id *receiver)
{
	for (size_t i = 0; i < digest->n_receivers; i++)
		if (id_equal(&digest->receivers[i], receiver))
			return true;
	return false;
}

static void count_receivers(struct digest *digest)
{
	for (size_t i = 0; i < digest->candidate.n_arcs; i++) {
		const struct id *receiver = &digest->candidate.arcs[i].receiver.id;
		if (is_counted(digest, receiver))
			continue;
		digest->receivers =
			arena_grow(digest->call->arena, digest->receivers, digest->n_receivers, sizeof(*digest->receivers));
		digest->receivers[digest->n_receivers++] = *receiver;
	}
}

static void show(struct digest *digest)
{
	struct recognition *shown = arena_alloc(digest->call->arena, sizeof(*shown));
	if (recognition_read(digest->call->db, digest->call->arena, &digest->candidate.id, shown))
		digest->message->newest[digest->message->n_newest++] = recognition_message(digest->call, shown);
}

static void digest_fill(struct digest *digest)
{
	Kleos__RoutineDigest *message = digest->message;
	struct walk_position at;
	while (message->recognitions < DIGEST_COUNTS && walk_next(&digest->walk, &at)) {
		arena_reset(&digest->scratch);
		if (!recognition_read(digest->call->db, &digest->scratch, &at.recognition, &digest->candidate) ||
			!recognition_is_visible(&digest->candidate, digest->viewer) ||
			!audience_passes(&digest->candidate, &digest->filter))
			continue;
		message->recognitions++;
		count_receivers(digest);
		if (message->n_newest < DIGEST_NEWEST)
			show(digest);
	}
	message->receivers = (int32_t)digest->n_receivers;
}

Kleos__RoutineDigest *digest_message(struct call *call, const struct viewer *viewer, const char *team, int64_t end_ms)
{
	int64_t start_ms = end_ms - 7 * DAY_MS;
	struct walk_position before = {.give_ms = end_ms}; /* no id is below zero: strictly before */
	struct digest *digest = arena_alloc(call->arena, sizeof(*digest));
	digest->call = call;
	digest->viewer = viewer;
	digest->filter = (struct audience_filter){.team = team, .value = ""};
	digest->message = arena_alloc(call->arena, sizeof(*digest->message));
	kleos__routine_digest__init(digest->message);
	digest->message->start_time = time_message(call->arena, start_ms);
	digest->message->end_time = time_message(call->arena, end_ms);
	digest->message->newest = arena_array(call->arena, DIGEST_NEWEST, sizeof(*digest->message->newest));
	walk_init(&digest->walk, call->db, call->arena, &before, start_ms);
	audience_add_streams(&digest->walk, viewer, &digest->filter);
	arena_init(&digest->scratch, CANDIDATE_BYTES);
	digest_fill(digest);
	arena_fini(&digest->scratch);
	return digest->message;
}

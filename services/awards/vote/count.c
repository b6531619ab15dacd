#include "services/awards/vote/count.h"

#include "common/rpc/wire.h"
#include "services/awards/vote/box_profile.h"
#include "services/awards/vote/result_message.h"
#include "services/awards/vote/store_roll.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#define KEPT 8 /* cycles */

/* A result as it is sent, on the heap. */
struct kept {
	struct id cycle; /* zero: empty */
	uint8_t *bytes;
	size_t length;
};

struct counts {
	pthread_mutex_t lock;
	struct kept kept[KEPT];
	size_t next; /* to be replaced: the one that was kept first */
};

enum status counts_open(struct counts **out)
{
	struct counts *counts = calloc(1, sizeof(*counts));
	if (!counts)
		return STATUS_RESOURCE_EXHAUSTED;
	pthread_mutex_init(&counts->lock, NULL);
	*out = counts;
	return STATUS_OK;
}

void counts_close(struct counts *counts)
{
	if (!counts)
		return;
	for (size_t i = 0; i < KEPT; i++)
		free(counts->kept[i].bytes);
	pthread_mutex_destroy(&counts->lock);
	free(counts);
}

/* A copy in the arena; false: it is not kept. */
static bool find(struct counts *counts, struct arena *arena, const struct id *cycle, ProtobufCBinaryData *out)
{
	bool found = false;
	pthread_mutex_lock(&counts->lock);
	for (size_t i = 0; !found && i < KEPT; i++) {
		const struct kept *kept = &counts->kept[i];
		found = kept->bytes && id_equal(&kept->cycle, cycle);
		if (found)
			*out = (ProtobufCBinaryData){.data = arena_copy(arena, kept->bytes, kept->length), .len = kept->length};
	}
	pthread_mutex_unlock(&counts->lock);
	return found;
}

/* Without memory for it, it is counted again the next time. */
static void keep(struct counts *counts, const struct id *cycle, ProtobufCBinaryData packed)
{
	uint8_t *bytes = malloc(packed.len ? packed.len : 1);
	if (!bytes)
		return;
	memcpy(bytes, packed.data, packed.len);
	pthread_mutex_lock(&counts->lock);
	struct kept *kept = &counts->kept[counts->next++ % KEPT];
	free(kept->bytes);
	*kept = (struct kept){.cycle = *cycle, .bytes = bytes, .length = packed.len};
	pthread_mutex_unlock(&counts->lock);
}

static Kleos__CycleResult *count(struct db *db, struct arena *arena, const struct cycle *cycle)
{
	struct box_profile box;
	if (!box_profile_read(&box, db, arena, cycle))
		return NULL;
	Kleos__CycleResult *result = result_message(arena, cycle, &box);
	result->voters = (int32_t)roll_size(db, &cycle->id);
	box_profile_fini(&box);
	return result;
}

Kleos__CycleResult *count_result(struct counts *counts, struct db *db, struct arena *arena, const struct cycle *cycle)
{
	ProtobufCBinaryData packed;
	ProtobufCMessage *message = NULL;
	const char *problem;
	if (find(counts, arena, &cycle->id, &packed) &&
		wire_unpack(&kleos__cycle_result__descriptor, arena, packed.data, packed.len, WIRE_REPLY_BOUND, &message,
					&problem) == STATUS_OK)
		return (Kleos__CycleResult *)message;
	Kleos__CycleResult *result = count(db, arena, cycle);
	if (result && db_status(db) == STATUS_OK && !arena->exhausted)
		keep(counts, &cycle->id, wire_pack(&result->base, arena));
	return result;
}

#include "services/recognitions/agenda/last_thanks.h"

#include "recognitions/sql.h"
#include "services/recognitions/list/audience.h"
#include "services/recognitions/store.h"

#include <stdlib.h>

#define CIRCLE_BYTES  ((size_t)64 << 20) /* a million thanks of one reader's circle, and the growing of the array */
#define SCRATCH_BYTES ((size_t)1 << 20)

static bool is_visible(struct last_thanks *last, const struct id *recognition)
{
	arena_reset(&last->scratch);
	return recognition_read(last->db, &last->scratch, recognition, &last->candidate) &&
		   recognition_is_visible(&last->candidate, last->viewer);
}

static void circle_add(struct last_thanks *last, const struct walk_position *at)
{
	struct query query = query_begin(last->db, SQL(arc_receivers));
	query_bind_id(&query, 1, &at->recognition);
	while (query_step(&query)) {
		last->circle = arena_grow(&last->arena, last->circle, last->n_circle, sizeof(*last->circle));
		last->circle[last->n_circle++] = (struct circle_thanks){
			.receiver = query_id(&query, "receiver"), .recognition = at->recognition, .give_ms = at->give_ms};
	}
	query_end(&query);
}

static int compare_thanks(const void *a, const void *b)
{
	const struct circle_thanks *one = a, *other = b;
	int order = id_compare(&one->receiver, &other->receiver);
	return order ? order : (one->give_ms < other->give_ms) - (one->give_ms > other->give_ms);
}

static void circle_read(struct last_thanks *last)
{
	struct walk_position at;
	struct walk walk;
	walk_init(&walk, last->db, &last->arena, NULL, INT64_MIN);
	audience_add_circle(&walk, last->viewer);
	while (walk_next(&walk, &at))
		circle_add(last, &at);
	if (last->n_circle)
		qsort(last->circle, last->n_circle, sizeof(*last->circle), compare_thanks);
}

void last_thanks_init(struct last_thanks *last, struct call *call, const struct viewer *viewer)
{
	last->db = call->db;
	last->viewer = viewer;
	last->circle = NULL;
	last->n_circle = 0;
	arena_init(&last->arena, CIRCLE_BYTES);
	arena_init(&last->walking, SCRATCH_BYTES);
	arena_init(&last->scratch, SCRATCH_BYTES);
	circle_read(last);
}

void last_thanks_fini(struct last_thanks *last)
{
	arena_fini(&last->arena);
	arena_fini(&last->walking);
	arena_fini(&last->scratch);
}

/* The newest of the circle; INT64_MIN: none. */
static int64_t in_circle(struct last_thanks *last, const struct id *member)
{
	size_t low = 0, high = last->n_circle;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (id_compare(&last->circle[middle].receiver, member) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < last->n_circle && id_equal(&last->circle[low].receiver, member); low++)
		if (is_visible(last, &last->circle[low].recognition))
			return last->circle[low].give_ms;
	return INT64_MIN;
}

/* The newest that everybody or a team of the reader hears; INT64_MIN: none. */
static int64_t by_hearing(struct last_thanks *last, const struct id *member)
{
	struct walk walk;
	struct walk_position at;
	int64_t newest = INT64_MIN;
	arena_reset(&last->walking);
	walk_init(&walk, last->db, &last->walking, NULL, INT64_MIN);
	audience_add_heard(&walk, last->viewer, member);
	while (newest == INT64_MIN && walk_next(&walk, &at))
		if (is_visible(last, &at.recognition))
			newest = at.give_ms;
	return newest;
}

bool last_thanks_of(struct last_thanks *last, const struct id *member, int64_t *out_ms)
{
	int64_t circle = in_circle(last, member), hearing = by_hearing(last, member);
	*out_ms = circle > hearing ? circle : hearing;
	return *out_ms != INT64_MIN;
}

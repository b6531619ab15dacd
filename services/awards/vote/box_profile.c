#include "services/awards/vote/box_profile.h"

#include "services/awards/vote/store_box.h"
#include "services/awards/vote/store_roll.h"

#include <stdlib.h>
#include <string.h>

#define AT_ONCE   100               /* ballots */
#define ARENA_CAP ((size_t)4 << 20) /* bytes, of so many */

static int compare_ids(const void *a, const void *b)
{
	return strcmp(a, b);
}

static void take_candidates(struct box_profile *out, struct db *db, struct arena *arena, const struct cycle *cycle)
{
	struct candidate *candidates;
	out->count = candidates_list(db, arena, &cycle->id, CANDIDATES_MOST - cycle->rules.no_award, &candidates);
	for (size_t i = 0; i < out->count; i++)
		id_format(out->candidates[i], &candidates[i].nomination);
	if (cycle->rules.no_award)
		memcpy(out->candidates[out->count++], NO_AWARD, sizeof(NO_AWARD));
	qsort(out->candidates, out->count, CANDIDATE_TEXT_SIZE, compare_ids);
}

static bool add(struct box_profile *box, const char *text)
{
	struct ballot ballot;
	if (ballot_read(&ballot, text, strlen(text)))
		return false;
	uint8_t *row = tally_profile_begin(&box->profile);
	for (size_t i = 0; i < ballot.count; i++) {
		const char(*found)[CANDIDATE_TEXT_SIZE] =
			bsearch(ballot.names[i].id, box->candidates, box->count, CANDIDATE_TEXT_SIZE, compare_ids);
		if (!found)
			return false;
		row[found - (const char(*)[CANDIDATE_TEXT_SIZE])box->candidates] = ballot.names[i].place;
	}
	return tally_profile_commit(&box->profile, 1);
}

/* Ballots come and go by the hundred: all of them are more than one call may hold. */
static bool add_all(struct box_profile *box, struct db *db, const struct id *cycle)
{
	struct arena arena;
	struct boxed *ballots;
	uint8_t last[ENTRY_SIZE];
	size_t n;
	bool read = true, first = true;
	arena_init(&arena, ARENA_CAP);
	do {
		arena_reset(&arena);
		n = ballots_list(db, &arena, cycle, first ? NULL : last, AT_ONCE, &ballots);
		for (size_t i = 0; read && i < n; i++)
			read = add(box, ballots[i].text);
		if (n)
			memcpy(last, ballots[n - 1].entry, ENTRY_SIZE);
		first = false;
	} while (read && n == AT_ONCE);
	arena_fini(&arena);
	return read;
}

bool box_profile_read(struct box_profile *out, struct db *db, struct arena *arena, const struct cycle *cycle)
{
	memset(out, 0, sizeof(*out));
	take_candidates(out, db, arena, cycle);
	if (!out->count)
		return true;
	tally_profile_init(&out->profile, out->count);
	if (add_all(out, db, &cycle->id))
		return true;
	box_profile_fini(out);
	return false;
}

void box_profile_fini(struct box_profile *box)
{
	tally_profile_fini(&box->profile);
}

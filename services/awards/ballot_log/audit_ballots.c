#include "services/awards/ballot_log/audit_state.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

bool audit_batches(struct audit_state *state)
{
	const struct audit_log *log = state->log;
	size_t next = 0; /* the first head whose batch is not over */
	for (size_t i = COMMITMENTS + 1; i < log->entry_count; i++) {
		while (log->heads[next].size < i)
			next++;
		bool begins = log->heads[next].size == i;
		if (!begins && memcmp(state->leaves[i - 1], state->leaves[i], MERKLE_SIZE) >= 0)
			return audit_refuse(state, "BATCH_ORDER",
								"the entry at position %zu is not in the order of leaf hashes of its batch", i);
	}
	return true;
}

/* An entry and where it stands. */
struct place {
	uint8_t entry[ENTRY_SIZE];
	size_t position;
};

static int compare_places(const void *a, const void *b)
{
	return memcmp(a, b, ENTRY_SIZE);
}

/* The entries of ballots, sorted. */
static struct place *places_sort(const struct audit_log *log)
{
	size_t count = log->entry_count - COMMITMENTS;
	struct place *places = audit_memory(count, sizeof(*places));
	for (size_t i = 0; i < count; i++) {
		memcpy(places[i].entry, log->entries[COMMITMENTS + i], ENTRY_SIZE);
		places[i].position = COMMITMENTS + i;
	}
	qsort(places, count, sizeof(*places), compare_places);
	return places;
}

static bool refuse_unopened(struct audit_state *state, size_t position)
{
	return audit_refuse(state, "ENTRY_UNOPENED",
						"no ballot opens the entry at position %zu: a ballot is missing or was changed", position);
}

/* Walks ballots and sorted entries side by side: both must be the same list. */
static bool openings_match(struct audit_state *state, const struct place *places)
{
	const struct audit_log *log = state->log;
	size_t count = log->entry_count - COMMITMENTS;
	uint8_t before[ENTRY_SIZE], entry[ENTRY_SIZE];
	for (size_t i = 0; i < log->ballot_count; i++) {
		const struct audit_opening *ballot = &log->ballots[i];
		entry_make(entry, log->cycle, ballot->text, ballot->length, ballot->nonce);
		int order = i < count ? memcmp(entry, places[i].entry, ENTRY_SIZE) : -1;
		if (i > 0 && memcmp(before, entry, ENTRY_SIZE) == 0)
			return audit_refuse(state, "BALLOT_TWICE", "ballot %zu stands there twice", i + 1);
		if (order != 0 && !bsearch(entry, places, count, sizeof(*places), compare_places))
			return audit_refuse(state, "BALLOT_UNKNOWN",
								"ballot %zu opens to no entry of the log: it was added or changed", i + 1);
		if (i > 0 && memcmp(before, entry, ENTRY_SIZE) > 0)
			return audit_refuse(state, "BALLOT_ORDER", "ballot %zu is not in the order of entries", i + 1);
		if (order != 0)
			return refuse_unopened(state, places[i].position);
		memcpy(before, entry, ENTRY_SIZE);
	}
	return log->ballot_count == count || refuse_unopened(state, places[log->ballot_count].position);
}

static bool openings_check(struct audit_state *state)
{
	struct place *places = places_sort(state->log);
	bool holds = openings_match(state, places);
	free(places);
	return holds;
}

/* The candidate's number, or the count when it is none. */
static size_t candidate_find(const struct commitment *voting, const char *id)
{
	size_t low = 0, high = voting->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(id, voting->candidates[middle]);
		if (order == 0)
			return middle;
		low = order < 0 ? low : middle + 1;
		high = order < 0 ? middle : high;
	}
	return voting->count;
}

static bool ballot_check(struct audit_state *state, size_t index, struct ballot *ballot)
{
	const struct audit_opening *opening = &state->log->ballots[index];
	const struct commitment *voting = &state->out->voting;
	const char *why = ballot_read(ballot, opening->text, opening->length);
	if (why)
		return audit_refuse(state, "BALLOT_TEXT", "ballot %zu %s", index + 1, why);
	uint8_t *places = tally_profile_begin(&state->out->ballots);
	for (size_t i = 0; i < ballot->count; i++) {
		size_t candidate = candidate_find(voting, ballot->names[i].id);
		if (candidate == voting->count)
			return audit_refuse(state, "BALLOT_CANDIDATE", "ballot %zu names %s, who is no candidate", index + 1,
								ballot->names[i].id);
		places[candidate] = ballot->names[i].place;
	}
	return tally_profile_commit(&state->out->ballots, 1);
}

bool audit_ballots(struct audit_state *state)
{
	const struct audit_log *log = state->log;
	const struct commitment *voting = &state->out->voting;
	if (!openings_check(state))
		return false;
	if (log->ballot_count > voting->roll_size)
		return audit_refuse(state, "ROLL_SIZE", "there are %zu ballots, but only %" PRIu64 " voters on the roll",
							log->ballot_count, voting->roll_size);
	struct ballot *ballot = audit_memory(1, sizeof(*ballot));
	tally_profile_init(&state->out->ballots, voting->count);
	bool holds = true;
	for (size_t i = 0; holds && i < log->ballot_count; i++)
		holds = ballot_check(state, i, ballot);
	free(ballot);
	return holds;
}

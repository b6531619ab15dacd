/* The rpc that reads a whole log, page by page: heads, then entries, then ballots. */
#include "services/awards/rpc.h"

#include "common/service/message.h"
#include "services/awards/nomination/store_nominations.h"
#include "services/awards/state.h"
#include "services/awards/vote/log_message.h"
#include "services/awards/vote/public.h"
#include "services/awards/vote/receipt.h"
#include "services/awards/vote/store_box.h"

#include <string.h>

#define PAGE_DEFAULT 500
#define PAGE_MOST    5000
#define PAGE_TEXT    ((size_t)512 << 10) /* bytes of ballots, after which a page ends: a call has 4 MiB in all */

enum part { PART_HEADS, PART_ENTRIES, PART_BALLOTS, PARTS };

/* Where a page begins; what a token holds. */
struct place {
	struct id cycle;
	uint64_t size;             /* of the last head seen; entries seen */
	uint8_t entry[ENTRY_SIZE]; /* of the last ballot seen; zeros: none */
	enum part part;
};

struct reading {
	struct call *call;
	Kleos__BallotLog *log;
	struct place place;
	size_t room; /* rows that fit the page */
};

static enum status take_place(struct call *call, const struct id *cycle, const char *token, struct place *out)
{
	uint8_t *bytes;
	size_t length;
	memset(out, 0, sizeof(*out));
	out->cycle = *cycle;
	if (!*token)
		return STATUS_OK;
	if (seal_open(call->arena, awards_of(call)->key, "vote log", token, &bytes, &length) && length == sizeof(*out)) {
		memcpy(out, bytes, sizeof(*out));
		if (id_equal(&out->cycle, cycle) && out->part < PARTS)
			return STATUS_OK;
	}
	return fail(call, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID", "this page token is not one of this list");
}

static enum status take_room(struct call *call, int32_t page_size, size_t *out)
{
	*out = page_size ? (size_t)page_size : PAGE_DEFAULT;
	if (page_size < 0) {
		violate(call, "pageSize", "0 or more");
		return fail_violations(call);
	}
	*out = *out > PAGE_MOST ? PAGE_MOST : *out;
	return STATUS_OK;
}

/* Each reads what fits; true: the part is read to its end. */

static bool read_heads(struct reading *reading)
{
	struct arena *arena = reading->call->arena;
	struct tree_head *heads;
	const size_t n =
		log_heads_list(reading->call->db, arena, &reading->place.cycle, reading->place.size, reading->room, &heads);
	reading->log->heads = arena_array(arena, n, sizeof(*reading->log->heads));
	for (size_t i = 0; i < n; i++)
		reading->log->heads[reading->log->n_heads++] = tree_head_message(arena, &heads[i]);
	const bool over = n < reading->room;
	reading->room -= n;
	reading->place.size = over ? 0 : heads[n - 1].size;
	return over;
}

static bool read_entries(struct reading *reading)
{
	struct arena *arena = reading->call->arena;
	uint8_t(*entries)[ENTRY_SIZE];
	const size_t n =
		log_entries_list(reading->call->db, arena, &reading->place.cycle, reading->place.size, reading->room, &entries);
	reading->log->entries = arena_array(arena, n, sizeof(*reading->log->entries));
	for (size_t i = 0; i < n; i++)
		reading->log->entries[reading->log->n_entries++] = hexadecimal_text(arena, entries[i], ENTRY_SIZE);
	const bool over = n < reading->room;
	reading->room -= n;
	reading->place.size += n;
	return over;
}

static Kleos__Opening *opening_message(struct arena *arena, const struct boxed *ballot)
{
	Kleos__Opening *message = arena_alloc(arena, sizeof(*message));
	kleos__opening__init(message);
	message->text = ballot->text;
	message->nonce = hexadecimal_text(arena, ballot->nonce, NONCE_SIZE);
	return message;
}

#define AT_ONCE ((size_t)32) /* ballots, each of up to 11 KB */

static bool read_ballots(struct reading *reading)
{
	struct arena *arena = reading->call->arena;
	Kleos__BallotLog *log = reading->log;
	struct boxed *ballots;
	size_t text = 0;
	log->ballots = arena_array(arena, reading->room, sizeof(*log->ballots));
	while (reading->room && text < PAGE_TEXT) {
		const size_t most = reading->room < AT_ONCE ? reading->room : AT_ONCE;
		const size_t n =
			ballots_list(reading->call->db, arena, &reading->place.cycle, reading->place.entry, most, &ballots);
		for (size_t i = 0; i < n; i++) {
			log->ballots[log->n_ballots++] = opening_message(arena, &ballots[i]);
			text += strlen(ballots[i].text);
		}
		if (n)
			memcpy(reading->place.entry, ballots[n - 1].entry, ENTRY_SIZE);
		reading->room -= n;
		if (n < most)
			return true;
	}
	return false;
}

/* What candidates are called now; whoever was erased since has no name. */
static void read_names(struct reading *reading, const Kleos__CycleResult *result)
{
	struct call *call = reading->call;
	Kleos__BallotLog *log = reading->log;
	log->names = arena_array(call->arena, result->n_candidates, sizeof(*log->names));
	for (size_t i = 0; i < result->n_candidates; i++) {
		struct nomination nomination = {0};
		struct id id;
		if (!id_parse(&id, result->candidates[i]->id) ||
			!nomination_read(call->db, call->arena, &id, NULL, &nomination))
			continue; /* NO_AWARD */
		Kleos__CandidateName *name = log->names[log->n_names++] = arena_alloc(call->arena, sizeof(*name));
		kleos__candidate_name__init(name);
		name->id = result->candidates[i]->id;
		name->name = nomination.nominee.display_name;
	}
}

/* What is no list stands on the first page. */
static enum status read_beginning(struct reading *reading, const struct cycle *cycle)
{
	struct call *call = reading->call;
	Kleos__BallotLog *log = reading->log;
	struct award award;
	struct log_row row;
	if (award_by_id(call->db, call->arena, &cycle->award, &award))
		log->award = award.slug;
	log->cycle = id_text(call->arena, &cycle->id);
	log->title = cycle->title;
	if (log_row_read(call->db, call->arena, &cycle->id, &row))
		log->public_key = hexadecimal_text(call->arena, row.public_key, PUBLIC_KEY_SIZE);
	log->n_commitments = commitment_messages(call->db, call->arena, &cycle->id, &log->commitments);
	const Kleos__CycleResult *result = public_result(call, cycle);
	if (!result)
		return call->status;
	log->winners = result->winners;
	log->n_winners = result->n_winners;
	log->ranking = result->ranking;
	log->n_ranking = result->n_ranking;
	read_names(reading, result);
	return STATUS_OK;
}

static bool read_parts(struct reading *reading)
{
	static bool (*const parts[PARTS])(struct reading * reading) = {read_heads, read_entries, read_ballots};
	while (reading->room && parts[reading->place.part](reading))
		if (++reading->place.part == PARTS)
			return true;
	return false;
}

enum status get_log(struct call *call, const Kleos__GetLogRequest *request, Kleos__GetLogResponse *response)
{
	struct cycle cycle;
	struct reading reading = {.call = call, .log = arena_alloc(call->arena, sizeof(*reading.log))};
	kleos__ballot_log__init(reading.log);
	enum status status = public_closed_cycle(call, request->cycle, &cycle);
	if (status == STATUS_OK)
		status = take_room(call, request->page_size, &reading.room);
	if (status == STATUS_OK)
		status = take_place(call, &cycle.id, request->page_token, &reading.place);
	if (status == STATUS_OK && !*request->page_token)
		status = read_beginning(&reading, &cycle);
	if (status != STATUS_OK)
		return status;
	if (!read_parts(&reading))
		response->next_page_token = seal(call->arena, call->environment, awards_of(call)->key, "vote log",
										 &reading.place, sizeof(reading.place));
	response->log = reading.log;
	return STATUS_OK;
}

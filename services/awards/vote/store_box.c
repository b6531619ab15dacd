#include "services/awards/vote/store_box.h"

#include "awards/sql.h"

#include <string.h>

/* Bytes of a fixed size; zeros where the row has others, which none has. */
static void take_bytes(struct query *query, const char *column, struct arena *arena, uint8_t *out, size_t size)
{
	const ProtobufCBinaryData bytes = query_bytes(query, column, arena);
	memset(out, 0, size);
	if (bytes.len == size)
		memcpy(out, bytes.data, size);
}

void ballot_put(struct db *db, const struct id *cycle, const struct boxed *ballot)
{
	struct query query = query_begin(db, SQL(ballot_put));
	query_bind_id(&query, 1, cycle);
	query_bind_bytes(&query, 2, ballot->entry, ENTRY_SIZE);
	query_bind_text(&query, 3, ballot->text);
	query_bind_bytes(&query, 4, ballot->nonce, NONCE_SIZE);
	query_run(&query);
	struct query wait = query_begin(db, SQL(ballot_wait));
	query_bind_id(&wait, 1, cycle);
	query_bind_bytes(&wait, 2, ballot->entry, ENTRY_SIZE);
	query_run(&wait);
}

const char *ballot_text(struct db *db, struct arena *arena, const struct id *cycle, const uint8_t entry[ENTRY_SIZE])
{
	struct query query = query_begin(db, SQL(ballot_text));
	query_bind_id(&query, 1, cycle);
	query_bind_bytes(&query, 2, entry, ENTRY_SIZE);
	const char *text = query_step(&query) ? query_text(&query, "text", arena) : NULL;
	query_end(&query);
	return text;
}

bool ballot_is_there(struct db *db, const struct id *cycle, const uint8_t entry[ENTRY_SIZE])
{
	struct query query = query_begin(db, SQL(ballot_text));
	query_bind_id(&query, 1, cycle);
	query_bind_bytes(&query, 2, entry, ENTRY_SIZE);
	const bool found = query_step(&query);
	query_end(&query);
	return found;
}

size_t ballots_list(struct db *db, struct arena *arena, const struct id *cycle, const uint8_t *after, size_t most,
					struct boxed **out)
{
	static const uint8_t first[ENTRY_SIZE]; /* no hash is this */
	size_t n = 0;
	struct query query = query_begin(db, SQL(ballots_list));
	query_bind_id(&query, 1, cycle);
	query_bind_bytes(&query, 2, after ? after : first, ENTRY_SIZE);
	query_bind_number(&query, 3, (int64_t)most);
	*out = arena_array(arena, most, sizeof(**out));
	while (n < most && query_step(&query)) {
		struct boxed *ballot = &(*out)[n++];
		take_bytes(&query, "entry", arena, ballot->entry, ENTRY_SIZE);
		ballot->text = query_text(&query, "text", arena);
		take_bytes(&query, "nonce", arena, ballot->nonce, NONCE_SIZE);
	}
	query_end(&query);
	return n;
}

static int64_t count_of(struct query *query)
{
	const int64_t count = query_step(query) ? query_number(query, "n") : 0;
	query_end(query);
	return count;
}

int64_t ballots_count(struct db *db, const struct id *cycle)
{
	struct query query = query_begin(db, SQL(ballots_count));
	query_bind_id(&query, 1, cycle);
	return count_of(&query);
}

size_t ballots_waiting(struct db *db, const struct id *cycle, size_t most)
{
	struct query query = query_begin(db, SQL(ballots_waiting));
	query_bind_id(&query, 1, cycle);
	query_bind_number(&query, 2, (int64_t)most);
	return (size_t)count_of(&query);
}

size_t ballots_waiting_list(struct db *db, struct arena *arena, const struct id *cycle, size_t most,
							uint8_t (**out)[ENTRY_SIZE])
{
	size_t n = 0;
	struct query query = query_begin(db, SQL(ballots_waiting_list));
	query_bind_id(&query, 1, cycle);
	query_bind_number(&query, 2, (int64_t)most);
	*out = arena_array(arena, most, sizeof(**out));
	while (n < most && query_step(&query))
		take_bytes(&query, "entry", arena, (*out)[n++], ENTRY_SIZE);
	query_end(&query);
	return n;
}

bool ballots_waiting_cycle(struct db *db, size_t least, struct id *out)
{
	struct query query = query_begin(db, SQL(ballots_waiting_cycle));
	query_bind_number(&query, 1, (int64_t)least);
	const bool found = query_step(&query);
	if (found)
		*out = query_id(&query, "cycle");
	query_end(&query);
	return found;
}

void ballot_set_logged(struct db *db, const struct id *cycle, const uint8_t entry[ENTRY_SIZE])
{
	struct query query = query_begin(db, SQL(ballot_set_logged));
	query_bind_id(&query, 1, cycle);
	query_bind_bytes(&query, 2, entry, ENTRY_SIZE);
	query_run(&query);
}

bool ballot_request_put(struct db *db, const struct id *cycle, const uint8_t request[REQUEST_HASH_SIZE],
						const uint8_t entry[ENTRY_SIZE])
{
	struct query query = query_begin(db, SQL(ballot_request_put));
	query_bind_id(&query, 1, cycle);
	query_bind_bytes(&query, 2, request, REQUEST_HASH_SIZE);
	query_bind_bytes(&query, 3, entry, ENTRY_SIZE);
	query_run(&query);
	return query_changes(&query) == 1;
}

bool ballot_request_find(struct db *db, struct arena *arena, const struct id *cycle,
						 const uint8_t request[REQUEST_HASH_SIZE], uint8_t entry[ENTRY_SIZE])
{
	struct query query = query_begin(db, SQL(ballot_request_find));
	query_bind_id(&query, 1, cycle);
	query_bind_bytes(&query, 2, request, REQUEST_HASH_SIZE);
	const bool found = query_step(&query);
	if (found)
		take_bytes(&query, "entry", arena, entry, ENTRY_SIZE);
	query_end(&query);
	return found;
}

void ballot_requests_forget(struct db *db, const struct id *cycle)
{
	struct query query = query_begin(db, SQL(ballot_requests_forget));
	query_bind_id(&query, 1, cycle);
	query_run(&query);
}

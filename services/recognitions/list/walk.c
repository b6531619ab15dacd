#include "services/recognitions/list/walk.h"

#define FETCH 16 /* positions read from an index at once */

struct walk_stream {
	const struct sql *sql;
	size_t n_keys;
	struct walk_key keys[WALK_KEYS_BOUND];
	struct walk_position ahead[FETCH];
	size_t next, n;
	bool dry; /* nothing is left in the index */
};

static bool position_is_newer(const struct walk_position *a, const struct walk_position *b)
{
	if (a->give_ms != b->give_ms)
		return a->give_ms > b->give_ms;
	return id_compare(&a->recognition, &b->recognition) > 0;
}

void walk_init(struct walk *walk, struct db *db, struct arena *arena, const struct walk_position *before,
			   int64_t since_ms)
{
	const struct walk_position now = {.give_ms = INT64_MAX};
	*walk = (struct walk){.db = db, .arena = arena, .before = before ? *before : now, .since_ms = since_ms};
}

void walk_add(struct walk *walk, const struct sql *sql, size_t n_keys, const struct walk_key *keys)
{
	struct walk_stream *stream = arena_alloc(walk->arena, sizeof(*stream));
	walk->streams = arena_grow(walk->arena, walk->streams, walk->n_streams, sizeof(*walk->streams));
	stream->sql = sql;
	for (; stream->n_keys < n_keys; stream->n_keys++)
		stream->keys[stream->n_keys] = keys[stream->n_keys];
	walk->streams[walk->n_streams++] = stream;
}

static void key_bind(const struct walk_key *key, struct query *query, int parameter)
{
	if (key->kind == WALK_ID)
		query_bind_id(query, parameter, &key->id);
	else if (key->kind == WALK_NUMBER)
		query_bind_number(query, parameter, key->number);
	else
		query_bind_text(query, parameter, key->text);
}

static void stream_bind(const struct walk_stream *stream, struct query *query, const struct walk_position *before)
{
	query_bind_number(query, 1, before->give_ms);
	query_bind_bytes(query, 2, before->recognition.bytes, ID_SIZE);
	query_bind_number(query, 3, FETCH);
	for (size_t i = 0; i < stream->n_keys; i++)
		key_bind(&stream->keys[i], query, (int)i + 4);
}

/* Reads on behind what the walk has passed. */
static void stream_fill(struct walk *walk, struct walk_stream *stream)
{
	stream->next = stream->n = 0;
	struct query query = query_begin(walk->db, stream->sql);
	stream_bind(stream, &query, &walk->before);
	while (stream->n < FETCH && query_step(&query))
		stream->ahead[stream->n++] = (struct walk_position){
			.give_ms = query_number(&query, "give_ms"),
			.recognition = query_id(&query, "recognition"),
		};
	query_end(&query);
	stream->dry = stream->n < FETCH;
}

/* The newest that the stream has ahead; NULL: nothing more in the range. Skips what the walk has passed already. */
static const struct walk_position *stream_head(struct walk *walk, struct walk_stream *stream)
{
	for (;;) {
		while (stream->next < stream->n && !position_is_newer(&walk->before, &stream->ahead[stream->next]))
			stream->next++;
		if (stream->next < stream->n)
			break;
		if (stream->dry)
			return NULL;
		stream_fill(walk, stream);
	}
	const struct walk_position *head = &stream->ahead[stream->next];
	return head->give_ms < walk->since_ms ? NULL : head;
}

bool walk_next(struct walk *walk, struct walk_position *out)
{
	const struct walk_position *newest = NULL;
	for (size_t i = 0; i < walk->n_streams; i++) {
		const struct walk_position *head = stream_head(walk, walk->streams[i]);
		if (head && (!newest || position_is_newer(head, newest)))
			newest = head;
	}
	if (!newest)
		return false;
	*out = walk->before = *newest;
	return true;
}

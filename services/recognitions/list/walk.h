/* walk: recognitions from several indexes at once, newest first, each once: a merge of streams that are each in the
 * order (give time, id). Only the streams that are added are read, so what is in none of them costs nothing.
 * Highlights are walked likewise, under the same names of columns. */
#ifndef KLEOS_RECOGNITIONS_LIST_WALK_H
#define KLEOS_RECOGNITIONS_LIST_WALK_H

#include "common/store/db.h"

struct walk_position {
	int64_t give_ms;
	struct id recognition;
};

/* What a statement asks for beside the position. */
struct walk_key {
	enum { WALK_NUMBER, WALK_ID, WALK_TEXT } kind;
	int64_t number;
	struct id id;
	const char *text; /* borrowed */
};

#define WALK_KEYS_BOUND 4

struct walk_stream;

struct walk {
	struct db *db;
	struct arena *arena;
	struct walk_stream **streams;
	size_t n_streams;
	struct walk_position before; /* only what is older */
	int64_t since_ms;            /* only what is not older than this */
};

/* `before` NULL: from the newest on. */
void walk_init(struct walk *walk, struct db *db, struct arena *arena, const struct walk_position *before,
			   int64_t since_ms);
/* A statement with $1, $2 the position, $3 the limit, and its keys, at most WALK_KEYS_BOUND, from $4 on. */
void walk_add(struct walk *walk, const struct sql *sql, size_t n_keys, const struct walk_key *keys);

#define WALK_ADD(walk, sql, ...)                                                                                       \
	walk_add(walk, sql, sizeof((struct walk_key[]){__VA_ARGS__}) / sizeof(struct walk_key),                            \
			 (struct walk_key[]){__VA_ARGS__})

static inline struct walk_key walk_id(const struct id *id)
{
	return (struct walk_key){.kind = WALK_ID, .id = *id};
}

static inline struct walk_key walk_number(int64_t number)
{
	return (struct walk_key){.kind = WALK_NUMBER, .number = number};
}

static inline struct walk_key walk_text(const char *text)
{
	return (struct walk_key){.kind = WALK_TEXT, .text = text};
}

bool walk_next(struct walk *walk, struct walk_position *out); /* false: the end */

#endif

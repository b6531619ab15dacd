/* walk: recognitions from several indexes at once, newest first, each once: a merge of streams that are each in the
 * order (give time, id). Only the streams that are added are read, so what is in none of them costs nothing. */
#ifndef KLEOS_RECOGNITIONS_WALK_H
#define KLEOS_RECOGNITIONS_WALK_H

#include "common/store/db.h"

struct walk_position {
	int64_t give_ms;
	struct id recognition;
};

struct walk_stream;

struct walk {
	struct db *db;
	struct arena *arena;
	struct walk_stream **streams;
	size_t n_streams;
	struct walk_position before; /* only what is older */
	int64_t since_ms;            /* only what is not older than this */
};

void walk_init(struct walk *walk, struct db *db, struct arena *arena, const struct walk_position *before,
			   int64_t since_ms);
/* A statement with $1, $2 the position, $3 the limit, and $4, when it has one, the key. */
void walk_add(struct walk *walk, const struct sql *sql);
void walk_add_id(struct walk *walk, const struct sql *sql, const struct id *key);
void walk_add_number(struct walk *walk, const struct sql *sql, int64_t key);
void walk_add_text(struct walk *walk, const struct sql *sql, const char *key); /* borrowed */

bool walk_next(struct walk *walk, struct walk_position *out); /* false: the end */

#endif

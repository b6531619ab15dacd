#include "services/recognitions/search/store_entries.h"

#include "common/base/text.h"
#include "search/sql.h"

#define ENTRY_WORDS_CAP ((size_t)16 << 20) /* of one entry; far more than any has */

static bool entry_find(struct db *db, struct arena *arena, const struct id *recognition, struct entry *out,
					   int64_t *row)
{
	struct query query = query_begin(db, SQL(entry_find));
	query_bind_id(&query, 1, recognition);
	bool found = query_step(&query);
	if (found) {
		*row = query_number(&query, "row");
		*out = (struct entry){
			.recognition = *recognition,
			.give_ms = query_number(&query, "give_ms"),
			.scopes = query_text(&query, "scopes", arena),
			.words = query_text(&query, "words", arena),
		};
	}
	query_end(&query);
	return found;
}

static int64_t last_row_of(struct db *db, int64_t from, int64_t to)
{
	struct query query = query_begin(db, SQL(entry_last_of));
	query_bind_number(&query, 1, from);
	query_bind_number(&query, 2, to);
	int64_t row = query_step(&query) && !query_is_null(&query, "row") ? query_number(&query, "row") : from - 1;
	query_end(&query);
	return row;
}

static int64_t row_free(struct db *db, int64_t give_ms)
{
	int64_t from = give_ms * ENTRY_SLOTS, free = last_row_of(db, from, from + ENTRY_SLOTS) + 1;
	while (free == from + ENTRY_SLOTS && db_status(db) == STATUS_OK) {
		from += ENTRY_SLOTS;
		free = last_row_of(db, from, from + ENTRY_SLOTS) + 1;
	}
	return free;
}

static void row_put(struct db *db, struct arena *arena, int64_t row, const struct entry *entry)
{
	struct query query = query_begin(db, SQL(entry_put));
	query_bind_number(&query, 1, row);
	query_bind_id(&query, 2, &entry->recognition);
	query_bind_number(&query, 3, entry->give_ms);
	query_bind_text(&query, 4, entry->scopes);
	query_bind_text(&query, 5, entry->words);
	query_run(&query);
	query = query_begin(db, SQL(heard_put));
	query_bind_number(&query, 1, row);
	query_bind_text(&query, 2, entry_terms(arena, entry));
	query_run(&query);
}

static void row_remove(struct db *db, struct arena *arena, int64_t row, const struct entry *entry)
{
	struct query query = query_begin(db, SQL(heard_delete));
	query_bind_number(&query, 1, row);
	query_bind_text(&query, 2, entry_terms(arena, entry));
	query_run(&query);
	query = query_begin(db, SQL(entry_delete));
	query_bind_number(&query, 1, row);
	query_run(&query);
}

void entry_put(struct db *db, struct arena *arena, const struct entry *entry)
{
	struct entry before;
	int64_t row;
	if (!entry_find(db, arena, &entry->recognition, &before, &row)) {
		row_put(db, arena, row_free(db, entry->give_ms), entry);
		return;
	}
	if (text_equal(before.scopes, entry->scopes) && text_equal(before.words, entry->words))
		return;
	row_remove(db, arena, row, &before);
	row_put(db, arena, row, entry);
}

void entry_remove(struct db *db, struct arena *arena, const struct id *recognition)
{
	struct entry before;
	int64_t row;
	if (entry_find(db, arena, recognition, &before, &row))
		row_remove(db, arena, row, &before);
}

static struct hit hit_of(struct query *query)
{
	return (struct hit){
		.row = query_number(query, "row"),
		.give_ms = query_number(query, "give_ms"),
		.recognition = query_id(query, "recognition"),
	};
}

size_t entries_find(struct db *db, const char *match, int64_t before, int64_t least, size_t limit, struct hit *out)
{
	size_t n = 0;
	struct query query = query_begin(db, SQL(heard_find));
	query_bind_text(&query, 1, match);
	query_bind_number(&query, 2, before);
	query_bind_number(&query, 3, least);
	query_bind_number(&query, 4, (int64_t)limit);
	while (n < limit && query_step(&query))
		out[n++] = hit_of(&query);
	query_end(&query);
	return n;
}

void entries_show(struct db *db, const char *match, int64_t before, int64_t least, entry_look *look, void *context)
{
	struct arena arena;
	arena_init(&arena, ENTRY_WORDS_CAP);
	struct query query = query_begin(db, SQL(heard_show));
	query_bind_text(&query, 1, match);
	query_bind_number(&query, 2, before);
	query_bind_number(&query, 3, least);
	for (bool more = true; more && query_step(&query); arena_reset(&arena)) {
		struct hit hit = hit_of(&query);
		more = look(context, &hit, query_text(&query, "words", &arena));
	}
	query_end(&query);
	arena_fini(&arena);
}

/* NULL: there is none. */
static const char *term_next(struct db *db, struct arena *arena, const char *from)
{
	const char *term = NULL;
	struct query query = query_begin(db, SQL(term_next));
	query_bind_text(&query, 1, from);
	if (query_step(&query))
		term = query_text(&query, "term", arena);
	query_end(&query);
	return term;
}

bool entry_terms_from(struct db *db, struct arena *arena, const char *beginning, size_t bound, struct words *out)
{
	const char *term = beginning;
	out->n = 0;
	out->at = arena_array(arena, bound, sizeof(*out->at));
	while ((term = term_next(db, arena, term)) && text_starts_with(term, beginning)) {
		if (out->n == bound)
			return false;
		out->at[out->n++] = term;
		term = arena_printf(arena, "%s ", term); /* behind it, before whatever goes on with a letter */
	}
	return true;
}

bool entry_row(struct db *db, const struct id *recognition, int64_t *row)
{
	struct query query = query_begin(db, SQL(entry_row));
	query_bind_id(&query, 1, recognition);
	bool found = query_step(&query);
	if (found)
		*row = query_number(&query, "row");
	query_end(&query);
	return found;
}

int64_t form_read(struct db *db)
{
	struct query query = query_begin(db, SQL(form_read));
	int64_t version = query_step(&query) ? query_number(&query, "version") : 0;
	query_end(&query);
	return version;
}

void form_put(struct db *db, int64_t version)
{
	struct query query = query_begin(db, SQL(form_put));
	query_bind_number(&query, 1, version);
	query_run(&query);
}

void entries_optimize(struct db *db)
{
	struct query query = query_begin(db, SQL(heard_optimize));
	query_run(&query);
}

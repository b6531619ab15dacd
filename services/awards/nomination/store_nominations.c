#include "services/awards/nomination/store_nominations.h"

#include "awards/sql.h"
#include "common/base/array.h"

/* Whatever stands in rows of its own is written anew. */
static void parts_delete(struct db *db, const struct id *nomination)
{
	static const struct sql *const statements[] = {SQL(nomination_links_delete), SQL(nomination_attachments_delete)};
	for (size_t i = 0; i < ARRAY_LENGTH(statements); i++) {
		struct query query = query_begin(db, statements[i]);
		query_bind_id(&query, 1, nomination);
		query_run(&query);
	}
}

static void parts_put(struct db *db, const struct nomination *nomination)
{
	parts_delete(db, &nomination->id);
	for (size_t i = 0; i < nomination->n_links; i++) {
		struct query query = query_begin(db, SQL(nomination_link_put));
		query_bind_id(&query, 1, &nomination->id);
		query_bind_number(&query, 2, (int64_t)i);
		query_bind_text(&query, 3, nomination->links[i].url);
		query_bind_text(&query, 4, nomination->links[i].title);
		query_run(&query);
	}
	for (size_t i = 0; i < nomination->n_attachments; i++) {
		struct query query = query_begin(db, SQL(nomination_attachment_put));
		query_bind_id(&query, 1, &nomination->id);
		query_bind_number(&query, 2, (int64_t)i);
		query_bind_text(&query, 3, nomination->attachments[i]);
		query_run(&query);
	}
}

/* The id that it has already, if it has one. */
static void id_keep(struct db *db, struct nomination *nomination)
{
	struct query query = query_begin(db, SQL(nomination_find));
	query_bind_id(&query, 1, &nomination->cycle);
	query_bind_id(&query, 2, &nomination->nominator.id);
	query_bind_id(&query, 3, &nomination->nominee.id);
	if (query_step(&query))
		nomination->id = query_id(&query, "id");
	query_end(&query);
}

void nomination_put(struct db *db, struct nomination *nomination)
{
	id_keep(db, nomination);
	struct query query = query_begin(db, SQL(nomination_put));
	query_bind_id(&query, 1, &nomination->id);
	query_bind_id(&query, 2, &nomination->cycle);
	query_bind_id(&query, 3, &nomination->nominee.id);
	query_bind_id(&query, 4, &nomination->nominator.id);
	query_bind_text(&query, 5, nomination->reason);
	query_bind_number(&query, 6, nomination->source);
	query_bind_number(&query, 7, nomination->status);
	query_bind_number(&query, 8, nomination->nominee.team);
	query_bind_number(&query, 9, nomination->create_ms);
	query_bind_text(&query, 10, *nomination->outsider_url ? nomination->nominee.display_name : "");
	query_run(&query);
	parts_put(db, nomination);
}

int64_t names_count(struct db *db, const struct id *cycle, const struct id *member, const struct id *nominee)
{
	struct query query = query_begin(db, SQL(names_count));
	query_bind_id(&query, 1, cycle);
	query_bind_id(&query, 2, member);
	query_bind_id(&query, 3, nominee);
	int64_t count = query_step(&query) ? query_number(&query, "n") : 0;
	query_end(&query);
	return count;
}

static void parts_read(struct db *db, struct arena *arena, struct nomination *out)
{
	struct query links = query_begin(db, SQL(nomination_links_read));
	query_bind_id(&links, 1, &out->id);
	while (out->n_links < NOMINATION_LINKS && query_step(&links))
		out->links[out->n_links++] =
			(struct link){.url = query_text(&links, "url", arena), .title = query_text(&links, "title", arena)};
	query_end(&links);
	struct query attachments = query_begin(db, SQL(nomination_attachments_read));
	query_bind_id(&attachments, 1, &out->id);
	while (out->n_attachments < NOMINATION_ATTACHMENTS && query_step(&attachments))
		out->attachments[out->n_attachments++] = query_text(&attachments, "name", arena);
	query_end(&attachments);
}

static void nomination_row(struct query *query, struct arena *arena, struct nomination *out)
{
	*out = (struct nomination){
		.id = query_id(query, "id"),
		.cycle = query_id(query, "cycle"),
		.nominee = {.id = query_id(query, "nominee"),
					.handle = query_text(query, "nominee_handle", arena),
					.display_name = query_text(query, "nominee_name", arena),
					.team = query_number(query, "nominee_team")},
		.nominator = {.id = query_id(query, "nominator"),
					  .handle = query_text(query, "nominator_handle", arena),
					  .display_name = query_text(query, "nominator_name", arena)},
		.outsider_url = query_text(query, "profile_url", arena),
		.reason = query_text(query, "reason", arena),
		.source = (Kleos__NominationSource)query_number(query, "source"),
		.status = (Kleos__NominationStatus)query_number(query, "status"),
		.endorsements = query_number(query, "endorsements"),
		.endorsed = query_number(query, "endorsed") != 0,
		.create_ms = query_number(query, "create_ms"),
	};
}

bool nomination_read(struct db *db, struct arena *arena, const struct id *id, const struct id *reader,
					 struct nomination *out)
{
	struct query query = query_begin(db, SQL(nomination_read));
	query_bind_id(&query, 1, id);
	query_bind_id(&query, 2, reader);
	bool found = query_step(&query);
	if (found)
		nomination_row(&query, arena, out);
	query_end(&query);
	if (found)
		parts_read(db, arena, out);
	return found;
}

/* The rows of a query, at most `most`, which is ended. */
static size_t nomination_rows(struct query *query, struct arena *arena, size_t most, struct nomination **out)
{
	struct db *db = query->db;
	size_t n = 0;
	*out = arena_array(arena, most, sizeof(**out));
	while (n < most && query_step(query))
		nomination_row(query, arena, &(*out)[n++]);
	query_end(query);
	for (size_t i = 0; i < n; i++)
		parts_read(db, arena, &(*out)[i]);
	return n;
}

size_t nomination_list(struct db *db, struct arena *arena, const struct nomination_filter *filter,
					   const struct nomination_reader *reader, const struct page *page, struct nomination **out)
{
	struct query query = query_begin(db, SQL(nominations_list));
	query_bind_id(&query, 1, &filter->cycle);
	query_bind_number(&query, 2, page->before_ms);
	query_bind_id(&query, 3, &page->before_id);
	query_bind_number(&query, 4, nomination_sight_is_wide(reader));
	query_bind_id(&query, 5, &reader->member);
	query_bind_number(&query, 6, candidates_are_open(reader->phase));
	query_bind_number(&query, 7, filter->status);
	query_bind_id(&query, 8, &filter->nominee);
	query_bind_number(&query, 9, (int64_t)page->size + 1);
	return nomination_rows(&query, arena, page->size + 1, out);
}

static void set_status(struct db *db, const struct id *id, Kleos__NominationStatus status)
{
	struct query query = query_begin(db, SQL(nomination_set_status));
	query_bind_id(&query, 1, id);
	query_bind_number(&query, 2, status);
	query_run(&query);
}

void nomination_shortlist(struct db *db, const struct id *id)
{
	set_status(db, id, KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_SHORTLISTED);
}

void nomination_withdraw(struct db *db, const struct id *id)
{
	struct query query = query_begin(db, SQL(endorsements_delete));
	query_bind_id(&query, 1, id);
	query_run(&query);
	set_status(db, id, KLEOS__NOMINATION_STATUS__NOMINATION_STATUS_WITHDRAWN);
}

void outsider_put(struct db *db, const struct id *id, const struct id *cycle, const char *profile_url)
{
	struct query query = query_begin(db, SQL(outsider_put));
	query_bind_id(&query, 1, id);
	query_bind_id(&query, 2, cycle);
	query_bind_text(&query, 3, profile_url);
	query_run(&query);
}

int64_t nomination_summary(struct db *db, int64_t from_ms, int64_t to_ms, const char *team)
{
	struct query query = query_begin(db, SQL(nominations_summary));
	query_bind_number(&query, 1, from_ms);
	query_bind_number(&query, 2, to_ms);
	query_bind_text(&query, 3, team);
	int64_t count = query_step(&query) ? query_number(&query, "n") : 0;
	query_end(&query);
	return count;
}

size_t nomination_teams(struct db *db, struct arena *arena, int64_t from_ms, int64_t to_ms, const char ***out)
{
	size_t n = 0;
	*out = NULL;
	struct query query = query_begin(db, SQL(nominations_teams));
	query_bind_number(&query, 1, from_ms);
	query_bind_number(&query, 2, to_ms);
	while (query_step(&query)) {
		*out = arena_grow(arena, *out, n, sizeof(**out));
		(*out)[n++] = query_text(&query, "team", arena);
	}
	query_end(&query);
	return n;
}

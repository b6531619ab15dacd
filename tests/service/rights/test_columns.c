/* Every column of every database is classified, and what the classes promise holds: a database is filled, column by
 * column, with a text of its own; an export shows the PERSONAL ones, and after an erasure neither they nor the DERIVED
 * ones are in the file. Whoever adds a column adds its row in columns.def; whoever adds a PERSONAL one, a statement for
 * the export and one for the erasure (personal.c). */
#include "tests/support/service_fixture.h"

#include "common/base/array.h"
#include "common/base/buffer.h"
#include "common/base/file.h"
#include "common/store/columns.h"
#include "kleos/rights/v1/rights_service.pb-c.h"
#include "services/awards/awards.h"
#include "services/members/members.h"
#include "services/recognitions/recognitions.h"

#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

#define COLUMN COLUMN_ROW
static const struct column store_columns[] = {
#include "common/store/columns.def"
};
static const struct column members_columns[] = {
#include "services/members/columns.def"
};
static const struct column recognitions_columns[] = {
#include "services/recognitions/columns.def"
};
static const struct column search_columns[] = {
#include "services/recognitions/search/columns.def"
};
static const struct column awards_columns[] = {
#include "services/awards/columns.def"
};

#define RIGHTS (&kleos__rights_service__descriptor)

struct subject;
struct service_kind {
	const char *name;
	const char *file; /* the database */
	const struct column *columns;
	size_t n_columns;
	void *(*open)(struct subject *subject);
	void (*close)(void *service);
};

struct subject {
	struct service_fixture base;
	struct peer peer;
	const struct service_kind *kind;
	void *service;
	char *away; /* where members would be */
	struct id member;
};

static void *open_members(struct subject *subject)
{
	struct members *service = NULL;
	const struct members_config config = {.site = fixture_site(&subject->base, subject->peer.url)};
	assert_int_equal(members_open(&service, &config), STATUS_OK);
	return service;
}

static void *open_recognitions(struct subject *subject)
{
	struct recognitions *service = NULL;
	const struct recognitions_config config = {.site = fixture_site(&subject->base, subject->peer.url),
											   .members_url = subject->away};
	assert_int_equal(recognitions_open(&service, &config), STATUS_OK);
	return service;
}

static void *open_awards(struct subject *subject)
{
	struct awards *service = NULL;
	const struct awards_config config = {.site = fixture_site(&subject->base, subject->peer.url),
										 .members_url = subject->away};
	assert_int_equal(awards_open(&service, &config), STATUS_OK);
	return service;
}

static void close_members(void *service)
{
	members_close(service);
}
static void close_recognitions(void *service)
{
	recognitions_close(service);
}
static void close_awards(void *service)
{
	awards_close(service);
}

static const struct service_kind kinds[] = {
	{"members", "members.db", members_columns, ARRAY_LENGTH(members_columns), open_members, close_members},
	{"recognitions", "recognitions.db", recognitions_columns, ARRAY_LENGTH(recognitions_columns), open_recognitions,
	 close_recognitions},
	{"awards", "awards.db", awards_columns, ARRAY_LENGTH(awards_columns), open_awards, close_awards},
	{"recognitions", "recognitions-search.db", search_columns, ARRAY_LENGTH(search_columns), open_recognitions,
	 close_recognitions},
};

/* ---- the stage ---- */

static int set_up(void **state, const struct service_kind *kind)
{
	struct subject *subject = calloc(1, sizeof(*subject));
	service_fixture_init(&subject->base);
	peer_init(&subject->peer, &subject->base, kind->name, PEER_INPROC);
	subject->kind = kind;
	subject->away = test_inproc_url("members");
	subject->member = id_new(&subject->base.world.environment);
	*state = subject;
	return 0;
}

static int set_up_members(void **state)
{
	return set_up(state, &kinds[0]);
}
static int set_up_recognitions(void **state)
{
	return set_up(state, &kinds[1]);
}
static int set_up_awards(void **state)
{
	return set_up(state, &kinds[2]);
}

static int set_up_search(void **state)
{
	return set_up(state, &kinds[3]);
}

static int tear_down(void **state)
{
	struct subject *subject = *state;
	if (subject->service)
		subject->kind->close(subject->service);
	peer_fini(&subject->peer);
	free(subject->away);
	service_fixture_fini(&subject->base);
	free(subject);
	return 0;
}

static const char *path_of(struct subject *subject, const char *suffix)
{
	return arena_printf(&subject->base.arena, "%s/%s%s", subject->base.folder, subject->kind->name, suffix);
}

/* The database as its migrations make it, while no service has it open. */
static sqlite3 *open_database(struct subject *subject)
{
	sqlite3 *db;
	if (!subject->service)
		subject->service = subject->kind->open(subject);
	subject->kind->close(subject->service);
	subject->service = NULL;
	assert_int_equal(
		sqlite3_open(arena_printf(&subject->base.arena, "%s/%s", subject->base.folder, subject->kind->file), &db),
		SQLITE_OK);
	sqlite3_exec(db, "PRAGMA foreign_keys=OFF", NULL, NULL, NULL);
	return db;
}

static void close_database(sqlite3 *db)
{
	sqlite3_exec(db, "PRAGMA wal_checkpoint(TRUNCATE)", NULL, NULL, NULL);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static const struct column *column_find(const struct service_kind *kind, const char *table, const char *name)
{
	for (size_t i = 0; i < ARRAY_LENGTH(store_columns) + kind->n_columns; i++) {
		const struct column *column =
			i < ARRAY_LENGTH(store_columns) ? &store_columns[i] : &kind->columns[i - ARRAY_LENGTH(store_columns)];
		if (strcmp(column->table, table) == 0 && strcmp(column->name, name) == 0)
			return column;
	}
	return NULL;
}

/* Every column of every table and virtual table; not what SQLite keeps behind a virtual one, which the file's bytes are
 * searched for. */
static void each_column(sqlite3 *db, void (*look)(void *context, const char *table, const char *name, const char *type),
						void *context)
{
	sqlite3_stmt *statement;
	const char *sql = "SELECT t.name, c.name, c.type FROM pragma_table_list t, pragma_table_xinfo(t.name) c "
					  "WHERE t.schema = 'main' AND t.type IN ('table', 'virtual') AND t.name NOT LIKE 'sqlite_%' "
					  "AND c.hidden <> 1 ORDER BY t.name, c.cid";
	assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
	while (sqlite3_step(statement) == SQLITE_ROW)
		look(context, (const char *)sqlite3_column_text(statement, 0), (const char *)sqlite3_column_text(statement, 1),
			 (const char *)sqlite3_column_text(statement, 2));
	sqlite3_finalize(statement);
}

/* ---- both directions ---- */

struct census {
	struct subject *subject;
	size_t columns;
	bool whole;
};

static void count_column(void *context, const char *table, const char *name, const char *type)
{
	struct census *census = context;
	(void)type;
	census->columns++;
	if (column_find(census->subject->kind, table, name))
		return;
	print_error("%s: %s.%s has no row in a columns.def\n", census->subject->kind->file, table, name);
	census->whole = false;
}

static void every_column_is_classified(void **state)
{
	struct subject *subject = *state;
	struct census census = {.subject = subject, .whole = true};
	sqlite3 *db = open_database(subject);
	each_column(db, count_column, &census);
	close_database(db);
	assert_true(census.whole);
	assert_int_equal(census.columns, ARRAY_LENGTH(store_columns) + subject->kind->n_columns); /* no row too many */
}

/* ---- what the classes promise ---- */

static const char *canary(struct arena *arena, const char *table, const char *name)
{
	return arena_printf(arena, "canary-%s-%s-end", table, name);
}

/* Rows of one table on their way: `INSERT INTO table (names) VALUES (values)`. */
struct filling {
	struct subject *subject;
	sqlite3 *db;
	char table[128];
	struct buffer names, values;
};

static void fill_row(struct filling *filling)
{
	if (!*filling->table)
		return;
	const char *sql = arena_printf(&filling->subject->base.arena, "INSERT OR IGNORE INTO %s (%s) VALUES (%s)",
								   filling->table, buffer_text(&filling->names), buffer_text(&filling->values));
	if (sqlite3_exec(filling->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(filling->db));
}

/* Every id is the member's, so that whatever joins tables finds its row. */
static void add_value(struct filling *filling, const struct column *column, const char *type)
{
	struct arena *arena = &filling->subject->base.arena;
	struct buffer *out = &filling->values;
	if (column->class == COLUMN_PERSONAL || column->class == COLUMN_DERIVED) {
		buffer_printf(out, "'%s'", canary(arena, column->table, column->name));
	} else if (strcmp(type, "BLOB") != 0) {
		buffer_add_text(out, strcmp(type, "TEXT") == 0 ? "'x'" : "1");
	} else if (strcmp(column->name, "hash") == 0) {
		buffer_add_text(out, "randomblob(32)");
	} else {
		buffer_add_text(out, "x'");
		for (size_t i = 0; i < ID_SIZE; i++)
			buffer_printf(out, "%02x", filling->subject->member.bytes[i]);
		buffer_add_text(out, "'");
	}
}

static void fill_column(void *context, const char *table, const char *name, const char *type)
{
	struct filling *filling = context;
	const struct column *column = column_find(filling->subject->kind, table, name);
	if (strcmp(table, filling->table) != 0) {
		fill_row(filling);
		strcpy(filling->table, table);
		buffer_clear(&filling->names);
		buffer_clear(&filling->values);
	}
	const char *comma = filling->names.length ? ", " : "";
	buffer_printf(&filling->names, "%s%s", comma, name);
	buffer_add_text(&filling->values, comma);
	add_value(filling, column, type);
}

static void fill(struct subject *subject)
{
	struct filling filling = {.subject = subject, .db = open_database(subject)};
	buffer_init(&filling.names, &subject->base.arena, 1 << 16);
	buffer_init(&filling.values, &subject->base.arena, 1 << 16);
	/* what the store itself lives by stays as it is */
	sqlite3_exec(filling.db, "DELETE FROM outbox", NULL, NULL, NULL);
	each_column(filling.db, fill_column, &filling);
	fill_row(&filling);
	sqlite3_exec(filling.db, "DELETE FROM outbox; DELETE FROM erasure; DELETE FROM cursor WHERE source = 'x'", NULL,
				 NULL, NULL);
	sqlite3_exec(filling.db, "DELETE FROM schema_version WHERE component = 'x'; DELETE FROM meta WHERE name = 'x'",
				 NULL, NULL, NULL);
	close_database(filling.db);
}

static const char *export_all(struct subject *subject)
{
	const struct principal who = caller(ROLE_BIT(MEMBER), &subject->member);
	Kleos__ReadMemberDataRequest ask = KLEOS__READ_MEMBER_DATA_REQUEST__INIT;
	struct buffer out;
	buffer_init(&out, &subject->base.arena, 8 << 20);
	ask.member = (ProtobufCBinaryData){.len = ID_SIZE, .data = subject->member.bytes};
	do {
		const Kleos__ReadMemberDataResponse *got = peer_must(&subject->peer, &who, RIGHTS, "ReadMemberData", &ask.base);
		for (size_t i = 0; i < got->n_data; i++)
			buffer_add_text(&out, got->data[i]->json);
		ask.section = got->next_section;
		ask.after = got->next_after;
	} while (ask.section >= 0);
	return buffer_text(&out);
}

static void each_text(struct subject *subject, void (*look)(struct subject *subject, const struct column *column))
{
	for (size_t i = 0; i < subject->kind->n_columns; i++)
		if (subject->kind->columns[i].class == COLUMN_PERSONAL || subject->kind->columns[i].class == COLUMN_DERIVED)
			look(subject, &subject->kind->columns[i]);
}

static void an_export_shows_what_is_personal(void **state)
{
	struct subject *subject = *state;
	fill(subject);
	subject->service = subject->kind->open(subject);
	peer_connect(&subject->peer);
	const char *all = export_all(subject);
	for (size_t i = 0; i < subject->kind->n_columns; i++) {
		const struct column *column = &subject->kind->columns[i];
		if (column->class == COLUMN_PERSONAL && !strstr(all, canary(&subject->base.arena, column->table, column->name)))
			fail_msg("%s.%s.%s is PERSONAL and not exported", subject->kind->name, column->table, column->name);
	}
}

static bool is_erased(void *context)
{
	struct subject *subject = context;
	const struct principal who = caller(ROLE_BIT(PEOPLE_ADMIN), NULL);
	Kleos__GetErasureRequest ask = KLEOS__GET_ERASURE_REQUEST__INIT;
	ask.member = (ProtobufCBinaryData){.len = ID_SIZE, .data = subject->member.bytes};
	const Kleos__GetErasureResponse *got = peer_must(&subject->peer, &who, RIGHTS, "GetErasure", &ask.base);
	return got->done;
}

static bool file_holds(struct subject *subject, const char *text)
{
	static const char *const suffixes[] = {".db", ".db-wal", ".db-shm", ".impact", "-search.db", "-search.db-wal"};
	for (size_t i = 0; i < ARRAY_LENGTH(suffixes); i++) {
		char *bytes;
		size_t length;
		if (file_read(&subject->base.arena, path_of(subject, suffixes[i]), 4 << 20, &bytes, &length) == STATUS_OK &&
			memmem(bytes, length, text, strlen(text)))
			return true;
	}
	return false;
}

static void assert_there(struct subject *subject, const struct column *column)
{
	if (!file_holds(subject, canary(&subject->base.arena, column->table, column->name)))
		fail_msg("%s.%s was not filled", column->table, column->name);
}

static void assert_gone(struct subject *subject, const struct column *column)
{
	if (file_holds(subject, canary(&subject->base.arena, column->table, column->name)))
		fail_msg("%s.%s.%s is not erased", subject->kind->name, column->table, column->name);
}

/* Begun by the ledger, as after a database was put back: so it needs nobody but the service itself. */
static void an_erasure_leaves_nothing_personal(void **state)
{
	struct subject *subject = *state;
	fill(subject);
	each_text(subject, assert_there);
	const char *line = arena_printf(&subject->base.arena, "%s\n", id_text(&subject->base.arena, &subject->member));
	assert_int_equal(file_write(path_of(subject, ".erased"), line, ID_TEXT_SIZE, 0600), STATUS_OK);
	subject->service = subject->kind->open(subject);
	peer_connect(&subject->peer);
	wait_until(is_erased, subject);
	each_text(subject, assert_gone);
}

#define OF_EACH(name)                                                                                                  \
	{#name " (members)", name, set_up_members, tear_down, NULL},                                                       \
		{#name " (recognitions)", name, set_up_recognitions, tear_down, NULL},                                         \
	{                                                                                                                  \
#name " (awards)", name, set_up_awards, tear_down, NULL                                                        \
	}

int main(void)
{
	const struct CMUnitTest tests[] = {
		OF_EACH(every_column_is_classified),
		{"every_column_is_classified (search)", every_column_is_classified, set_up_search, tear_down, NULL},
		OF_EACH(an_export_shows_what_is_personal),
		OF_EACH(an_erasure_leaves_nothing_personal),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

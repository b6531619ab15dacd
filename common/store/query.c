#include "common/store/connection.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A wrong name or number in a query is a bug of the program that every run of it shows: stop where it is. */
static _Noreturn void query_bug(const struct query *query, const char *what, const char *name)
{
	log_error(query->db->log, "a query does not fit its statement", log_text("statement", query->prepared->sql->name),
			  log_text(what, name));
	abort();
}

static struct prepared **bucket_of(struct db *db, const struct sql *sql)
{
	return &db->buckets[((uintptr_t)sql / sizeof(struct sql)) % CONNECTION_BUCKETS];
}

/* `$7` → 7; 0 for other names. */
static unsigned parameter_number(const char *name)
{
	char *end;
	unsigned long number;

	if (!name || name[0] != '$')
		return 0;
	number = strtoul(name + 1, &end, 10);
	return *end == '\0' && number <= PARAMETER_MOST ? (unsigned)number : 0;
}

static bool look_up_parameters(struct prepared *prepared)
{
	int n = sqlite3_bind_parameter_count(prepared->statement);

	for (int i = 1; i <= n; i++) {
		unsigned number = parameter_number(sqlite3_bind_parameter_name(prepared->statement, i));
		if (number == 0)
			return false;
		prepared->parameter[number] = (uint8_t)i;
	}
	return true;
}

static bool look_up_columns(struct prepared *prepared)
{
	int n = sqlite3_column_count(prepared->statement);

	prepared->columns = calloc((size_t)n + 1, sizeof(*prepared->columns));
	for (int i = 0; prepared->columns && i < n; i++) {
		prepared->columns[i] = strdup(sqlite3_column_name(prepared->statement, i));
		if (!prepared->columns[i])
			return false;
		prepared->n_columns = i + 1;
	}
	return prepared->columns != NULL;
}

static void prepared_free(struct prepared *prepared)
{
	for (int i = 0; i < prepared->n_columns; i++)
		free(prepared->columns[i]);
	free(prepared->columns);
	sqlite3_finalize(prepared->statement);
	free(prepared);
}

static struct prepared *prepared_make(struct db *db, const struct sql *sql)
{
	sqlite3_stmt *statement = NULL;
	struct prepared *prepared;
	int code = sqlite3_prepare_v3(db->handle, sql->text, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL);

	if (code != SQLITE_OK) {
		connection_fail(db, code, sql->name);
		return NULL;
	}
	prepared = calloc(1, sizeof(*prepared) + ((size_t)sqlite3_bind_parameter_count(statement) + 1) * sizeof(struct id));
	if (!prepared)
		abort();
	*prepared = (struct prepared){.sql = sql, .statement = statement};
	if (!look_up_parameters(prepared) || !look_up_columns(prepared)) {
		connection_fail(db, SQLITE_MISUSE, sql->name);
		prepared_free(prepared);
		return NULL;
	}
	prepared->next = *bucket_of(db, sql);
	*bucket_of(db, sql) = prepared;
	return prepared;
}

/* A statement that is being read is left alone: the same one inside its own loop is prepared once more. */
static struct prepared *prepared_find(struct db *db, const struct sql *sql)
{
	for (struct prepared *prepared = *bucket_of(db, sql); prepared; prepared = prepared->next)
		if (prepared->sql == sql && !prepared->busy)
			return prepared;
	return prepared_make(db, sql);
}

void prepared_free_all(struct db *db)
{
	for (size_t i = 0; i < CONNECTION_BUCKETS; i++) {
		for (struct prepared *prepared = db->buckets[i], *next; prepared; prepared = next) {
			next = prepared->next;
			prepared_free(prepared);
		}
		db->buckets[i] = NULL;
	}
}

int64_t db_steps(const struct db *db)
{
	int64_t steps = 0;

	for (size_t i = 0; i < CONNECTION_BUCKETS; i++)
		for (const struct prepared *prepared = db->buckets[i]; prepared; prepared = prepared->next)
			steps += sqlite3_stmt_status(prepared->statement, SQLITE_STMTSTATUS_VM_STEP, 0);
	return steps;
}

static void prepared_end(struct db *db, struct prepared *prepared)
{
	sqlite3_reset(prepared->statement); /* repeats the step's error, which was handled there */
	sqlite3_clear_bindings(prepared->statement);
	prepared->busy = false;
	db->n_busy--;
}

void connection_settle(struct db *db)
{
	for (size_t i = 0; db->n_busy > 0 && i < CONNECTION_BUCKETS; i++)
		for (struct prepared *prepared = db->buckets[i]; prepared; prepared = prepared->next) {
			if (!prepared->busy)
				continue;
			log_error(db->log, "a query was not ended", log_text("statement", prepared->sql->name));
			prepared_end(db, prepared);
		}
}

struct query query_begin(struct db *db, const struct sql *sql)
{
	struct query query = {.db = db};

	if (db->status == STATUS_OK)
		query.prepared = prepared_find(db, sql);
	if (query.prepared) {
		query.prepared->busy = true;
		query.prepared->finished = false;
		query.prepared->next_column = 0;
		db->n_busy++;
	}
	return query;
}

/* A broken rule of the data that nobody expected must not be kept half: the whole job fails. */
void query_end(struct query *query)
{
	if (!query->prepared)
		return;
	if (query->conflict && !query->conflict_asked)
		connection_fail(query->db, SQLITE_CONSTRAINT, query->prepared->sql->name);
	prepared_end(query->db, query->prepared);
	query->prepared = NULL;
}

/* 0: the connection is broken, nothing is to bind. */
static int parameter_index(struct query *query, int parameter)
{
	char name[16];
	int index;

	if (!query->prepared)
		return 0;
	index = parameter >= 1 && parameter <= PARAMETER_MOST ? query->prepared->parameter[parameter] : 0;
	if (index == 0) {
		snprintf(name, sizeof(name), "$%d", parameter);
		query_bug(query, "parameter", name);
	}
	return index;
}

bool query_takes(const struct query *query, int parameter)
{
	return query->prepared && query->prepared->parameter[parameter] > 0;
}

static void bound(struct query *query, int code)
{
	if (code != SQLITE_OK)
		connection_fail(query->db, code, query->prepared->sql->name);
}

void query_bind_text(struct query *query, int parameter, const char *text)
{
	int index = parameter_index(query, parameter);

	if (index)
		bound(query, sqlite3_bind_text(query->prepared->statement, index, text, -1, SQLITE_STATIC));
}

void query_bind_bytes(struct query *query, int parameter, const void *bytes, size_t length)
{
	int index = parameter_index(query, parameter);
	const void *value = length ? bytes : ""; /* no bytes is an empty value, not NULL */

	if (index)
		bound(query, sqlite3_bind_blob64(query->prepared->statement, index, value, length, SQLITE_STATIC));
}

void query_bind_id(struct query *query, int parameter, const struct id *id)
{
	int index = parameter_index(query, parameter);
	struct id *copy;

	if (!index)
		return;
	if (!id || id_is_zero(id)) {
		bound(query, sqlite3_bind_null(query->prepared->statement, index));
		return;
	}
	copy = &query->prepared->ids[index];
	*copy = *id;
	bound(query, sqlite3_bind_blob(query->prepared->statement, index, copy, ID_SIZE, SQLITE_STATIC));
}

void query_bind_number(struct query *query, int parameter, int64_t number)
{
	int index = parameter_index(query, parameter);

	if (index)
		bound(query, sqlite3_bind_int64(query->prepared->statement, index, number));
}

void query_bind_null(struct query *query, int parameter)
{
	int index = parameter_index(query, parameter);

	if (index)
		bound(query, sqlite3_bind_null(query->prepared->statement, index));
}

/* What data can break. NOT NULL and the types of STRICT tables are the program's own to keep. */
static bool is_conflict(int code)
{
	switch (code) {
	case SQLITE_CONSTRAINT_UNIQUE:
	case SQLITE_CONSTRAINT_PRIMARYKEY:
	case SQLITE_CONSTRAINT_ROWID:
	case SQLITE_CONSTRAINT_CHECK:
	case SQLITE_CONSTRAINT_FOREIGNKEY:
	case SQLITE_CONSTRAINT_TRIGGER:
		return true;
	default:
		return false;
	}
}

bool query_step(struct query *query)
{
	int code;

	if (!query->prepared || query->prepared->finished || query->db->status != STATUS_OK)
		return false;
	code = sqlite3_step(query->prepared->statement);
	query->prepared->next_column = 0;
	if (code == SQLITE_ROW)
		return true;
	query->prepared->finished = true;
	if (code == SQLITE_DONE)
		query->changes = sqlite3_changes64(query->db->handle);
	else if (is_conflict(code))
		query->conflict = true;
	else
		connection_fail(query->db, code, query->prepared->sql->name);
	return false;
}

bool query_conflict(struct query *query)
{
	query->conflict_asked = true;
	return query->conflict;
}

int64_t query_changes(struct query *query)
{
	return query->changes;
}

bool query_run(struct query *query)
{
	while (query_step(query))
		;
	query_end(query);
	return query->db->status == STATUS_OK;
}

bool query_has_row(struct query *query)
{
	bool found = query_step(query);
	query_end(query);
	return found;
}

/* -1: there is no row to read from. */
static int column_index(struct query *query, const char *name)
{
	struct prepared *prepared = query->prepared;

	if (!prepared)
		return -1;
	for (int i = 0; i < prepared->n_columns; i++) {
		int column = (prepared->next_column + i) % prepared->n_columns;
		if (strcmp(prepared->columns[column], name) != 0)
			continue;
		prepared->next_column = column + 1;
		return prepared->finished ? -1 : column;
	}
	query_bug(query, "column", name);
}

int64_t query_number(struct query *query, const char *column)
{
	int index = column_index(query, column);

	return index < 0 ? 0 : sqlite3_column_int64(query->prepared->statement, index);
}

bool query_is_null(struct query *query, const char *column)
{
	int index = column_index(query, column);

	return index < 0 || sqlite3_column_type(query->prepared->statement, index) == SQLITE_NULL;
}

static bool is_type(struct query *query, const char *column, int type)
{
	int index = column_index(query, column);

	return index >= 0 && sqlite3_column_type(query->prepared->statement, index) == type;
}

bool query_is_number(struct query *query, const char *column)
{
	return is_type(query, column, SQLITE_INTEGER);
}

bool query_is_text(struct query *query, const char *column)
{
	return is_type(query, column, SQLITE_TEXT);
}

size_t query_width(const struct query *query)
{
	return query->prepared ? (size_t)query->prepared->n_columns : 0;
}

const char *query_column(const struct query *query, size_t i)
{
	return query->prepared->columns[i];
}

/* Texts too: SQLite then hands out its bytes without copying them for a NUL. Empty for NULL. */
static const void *column_bytes(struct query *query, const char *column, size_t *length)
{
	int index = column_index(query, column);
	const void *bytes = index < 0 ? NULL : sqlite3_column_blob(query->prepared->statement, index);

	*length = bytes ? (size_t)sqlite3_column_bytes(query->prepared->statement, index) : 0;
	return bytes ? bytes : "";
}

const char *query_text(struct query *query, const char *column, struct arena *arena)
{
	size_t length;
	const char *text = column_bytes(query, column, &length);

	return length ? arena_text_n(arena, text, length) : "";
}

struct id query_id(struct query *query, const char *column)
{
	struct id id = {0};
	size_t length;
	const void *bytes = column_bytes(query, column, &length);

	(void)id_from_bytes(&id, bytes, length);
	return id;
}

ProtobufCBinaryData query_bytes(struct query *query, const char *column, struct arena *arena)
{
	size_t length;
	const void *bytes = column_bytes(query, column, &length);

	return (ProtobufCBinaryData){.len = length, .data = length ? arena_copy(arena, bytes, length) : NULL};
}

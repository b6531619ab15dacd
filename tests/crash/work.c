#include "tests/crash/work.h"

#include "common/store/audit.h"
#include "common/store/idempotency.h"
#include "common/store/outbox.h"

#include <stdio.h>
#include <string.h>

static const struct sql thing_table = {
	"001_thing", "CREATE TABLE thing (number INTEGER NOT NULL PRIMARY KEY, text TEXT NOT NULL) STRICT;"
				 "CREATE INDEX thing_by_text ON thing (text, number);"};
static const struct sql thing_insert = {"thing_insert", "INSERT INTO thing (number, text) VALUES ($1, $2)"};
static const struct sql thing_get = {"thing_get", "SELECT number FROM thing WHERE number = $1"};
static const struct sql integrity = {"integrity", "PRAGMA integrity_check"};
static const struct sql agreement = {
	"agreement", "SELECT (SELECT count(*) FROM thing) AS things, (SELECT count(*) FROM idempotency) AS keys,"
				 " (SELECT count(*) FROM audit) AS audits, (SELECT count(*) FROM outbox) AS events,"
				 " (SELECT coalesce(max(seq), 0) FROM outbox) AS head"};

const struct migration_set work_migrations = {"things", (const struct sql *const[]){&thing_table}, 1};

bool work_put(struct db *db, int64_t number, int64_t now_ms)
{
	struct id subject = {.bytes = {1, (uint8_t)(number >> 8), (uint8_t)number}};
	struct payload_digest payload = payload_digest(&number, sizeof(number));
	struct idempotency_key key;
	char text[256];
	struct query query = query_begin(db, &thing_insert);

	snprintf(text, sizeof(text), "%lld thing that fills its row so that pages split %150s",
			 (long long)(number * 7919 % 1000), "");
	query_bind_number(&query, 1, number);
	query_bind_text(&query, 2, text);
	if (!query_run(&query))
		return false;
	key = idempotency_key(&subject, "put", text);
	idempotency_insert(db, &key, &payload, &subject, now_ms);
	outbox_append(db, "thing.created", &subject, now_ms, false);
	audit_append(
		db, &(struct audit_entry){
				.time_ms = now_ms, .actor = subject, .action = "thing.create", .subject = subject, .call_id = "call"});
	return true;
}

static bool integrity_holds(struct db *db)
{
	struct query query = query_begin(db, &integrity);
	struct arena arena;
	bool holds;

	arena_init(&arena, 64 * 1024);
	holds = query_step(&query) && strcmp(query_text(&query, "integrity_check", &arena), "ok") == 0;
	query_end(&query);
	arena_fini(&arena);
	return holds;
}

struct work_seen work_check(struct db *db, const int64_t *wanted, size_t n_wanted)
{
	struct work_seen seen = {.whole = integrity_holds(db)};
	struct query query = query_begin(db, &agreement);
	int64_t things;

	if (!query_step(&query))
		seen.whole = false;
	seen.things = things = query_number(&query, "things");
	seen.whole = seen.whole && query_number(&query, "keys") == things && query_number(&query, "audits") == things &&
				 query_number(&query, "events") == things && query_number(&query, "head") == things;
	query_end(&query);
	for (size_t i = 0; i < n_wanted; i++) {
		query = query_begin(db, &thing_get);
		query_bind_number(&query, 1, wanted[i]);
		if (!query_step(&query))
			seen.lost++;
		query_end(&query);
	}
	return seen;
}

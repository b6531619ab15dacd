#include "services/members/store.h"

#include "members/sql.h"

#include <string.h>

static struct session_row read_session(struct query *query, struct arena *arena)
{
	struct session_row session = {
		.id = query_id(query, "id"),
		.owner = query_id(query, "api_key"),
		.roles = (uint32_t)query_number(query, "roles"),
		.create_ms = query_number(query, "create_ms"),
		.expire_ms = query_number(query, "expire_ms"),
	};
	const ProtobufCBinaryData hash = query_bytes(query, "hash", arena);
	if (hash.len == API_KEY_HASH_SIZE)
		memcpy(session.hash, hash.data, API_KEY_HASH_SIZE);
	session.of_member = id_is_zero(&session.owner);
	if (session.of_member)
		session.owner = query_id(query, "member");
	return session;
}

static bool read_one(struct query *query, struct arena *arena, struct session_row *out)
{
	bool found = query_step(query);
	if (found)
		*out = read_session(query, arena);
	query_end(query);
	return found;
}

void session_insert(struct db *db, const struct session_row *session)
{
	struct query query = query_begin(db, SQL(session_insert));
	query_bind_id(&query, 1, &session->id);
	query_bind_bytes(&query, 2, session->hash, API_KEY_HASH_SIZE);
	query_bind_id(&query, 3, session->of_member ? NULL : &session->owner);
	query_bind_id(&query, 4, session->of_member ? &session->owner : NULL);
	query_bind_number(&query, 5, session->roles);
	query_bind_number(&query, 6, session->create_ms);
	query_bind_number(&query, 7, session->expire_ms);
	query_run(&query);
}

bool session_by_hash(struct db *db, struct arena *arena, const uint8_t hash[API_KEY_HASH_SIZE], int64_t now_ms,
					 struct session_row *out)
{
	struct query query = query_begin(db, SQL(session_by_hash));
	query_bind_bytes(&query, 1, hash, API_KEY_HASH_SIZE);
	query_bind_number(&query, 2, now_ms);
	return read_one(&query, arena, out);
}

bool session_by_id(struct db *db, struct arena *arena, const struct id *id, struct session_row *out)
{
	struct query query = query_begin(db, SQL(session_by_id));
	query_bind_id(&query, 1, id);
	return read_one(&query, arena, out);
}

size_t session_list(struct db *db, struct arena *arena, const struct id *owner, int64_t now_ms,
					struct session_row **out)
{
	struct query query = query_begin(db, SQL(session_list));
	struct session_row *sessions = NULL;
	size_t count = 0;

	query_bind_id(&query, 1, owner);
	query_bind_number(&query, 2, now_ms);
	while (query_step(&query)) {
		sessions = arena_grow(arena, sessions, count, sizeof(*sessions));
		sessions[count++] = read_session(&query, arena);
	}
	query_end(&query);
	*out = sessions;
	return count;
}

void session_end(struct db *db, const struct id *id)
{
	struct query query = query_begin(db, SQL(session_end));
	query_bind_id(&query, 1, id);
	query_run(&query);
}

bool sessions_end(struct db *db, const struct id *owner)
{
	struct query query = query_begin(db, SQL(sessions_end));
	query_bind_id(&query, 1, owner);
	query_step(&query);
	bool changed = query_changes(&query) > 0;
	query_end(&query);
	return changed;
}

void sessions_forget(struct db *db)
{
	struct query query = query_begin(db, SQL(sessions_forget));
	query_run(&query);
}

void sessions_expire(struct db *db, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(sessions_expire));
	query_bind_number(&query, 1, now_ms);
	query_run(&query);
}

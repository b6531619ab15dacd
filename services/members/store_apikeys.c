#include "services/members/store.h"

#include "members/sql.h"

#include <string.h>

uint32_t key_roles(const struct key_row *key)
{
	return roles_left(key->roles, SCOPES_ALL & ~key->scopes);
}

bool key_works(const struct key_row *key, int64_t now_ms)
{
	return key->active && (!key->expire_ms || key->expire_ms > now_ms);
}

static struct key_row read_key(struct query *query, struct arena *arena)
{
	struct key_row key = {
		.id = query_id(query, "id"),
		.name = query_text(query, "name", arena),
		.member = query_id(query, "member"),
		.member_handle = query_text(query, "member_handle", arena),
		.member_display_name = query_text(query, "member_display_name", arena),
		.roles = (uint32_t)query_number(query, "roles"),
		.scopes = (uint32_t)query_number(query, "scopes"),
		.create_ms = query_number(query, "create_ms"),
		.revoke_ms = query_number(query, "revoke_ms"),
		.expire_ms = query_number(query, "expire_ms"),
		.use_ms = query_number(query, "use_ms"),
		.successor = query_id(query, "successor"),
		.active = query_number(query, "active"),
	};
	const ProtobufCBinaryData hash = query_bytes(query, "hash", arena);
	if (hash.len == API_KEY_HASH_SIZE)
		memcpy(key.hash, hash.data, API_KEY_HASH_SIZE);
	return key;
}

static bool read_one(struct query *query, struct arena *arena, struct key_row *out)
{
	bool found = query_step(query);
	if (found)
		*out = read_key(query, arena);
	query_end(query);
	return found;
}

void key_insert(struct db *db, const struct key_row *key)
{
	struct query query = query_begin(db, SQL(api_key_insert));
	query_bind_id(&query, 1, &key->id);
	query_bind_text(&query, 2, key->name);
	query_bind_id(&query, 3, &key->member);
	query_bind_bytes(&query, 4, key->hash, API_KEY_HASH_SIZE);
	query_bind_number(&query, 5, key->roles);
	query_bind_number(&query, 6, key->create_ms);
	query_bind_number(&query, 7, key->scopes);
	if (key->expire_ms)
		query_bind_number(&query, 8, key->expire_ms);
	else
		query_bind_null(&query, 8);
	query_run(&query);
}

bool key_by_id(struct db *db, struct arena *arena, const struct id *id, struct key_row *out)
{
	struct query query = query_begin(db, SQL(api_key_by_id));
	query_bind_id(&query, 1, id);
	return read_one(&query, arena, out);
}

bool key_by_hash(struct db *db, struct arena *arena, const uint8_t hash[API_KEY_HASH_SIZE], struct key_row *out)
{
	struct query query = query_begin(db, SQL(api_key_by_hash));
	query_bind_bytes(&query, 1, hash, API_KEY_HASH_SIZE);
	return read_one(&query, arena, out);
}

size_t key_list(struct db *db, struct arena *arena, const struct principal *owner, const struct page *page,
				struct key_row **out)
{
	struct query query = query_begin(db, SQL(api_key_list));
	size_t count = 0;

	*out = arena_array(arena, page->size + 1, sizeof(**out));
	query_bind_number(&query, 1, page->before_ms);
	query_bind_id(&query, 2, &page->before_id);
	query_bind_number(&query, 3, owner ? 0 : 1);
	query_bind_id(&query, 4, owner ? &owner->member : NULL);
	query_bind_id(&query, 5, owner ? &owner->key : NULL);
	query_bind_number(&query, 6, (int64_t)page->size + 1);
	while (query_step(&query))
		(*out)[count++] = read_key(&query, arena);
	query_end(&query);
	return count;
}

size_t key_list_of_member(struct db *db, struct arena *arena, const struct id *member, struct key_row **out)
{
	struct query query = query_begin(db, SQL(api_key_of_member));
	struct key_row *keys = NULL;
	size_t count = 0;

	query_bind_id(&query, 1, member);
	while (query_step(&query)) {
		keys = arena_grow(arena, keys, count, sizeof(*keys));
		keys[count++] = read_key(&query, arena);
	}
	query_end(&query);
	*out = keys;
	return count;
}

void keys_erase(struct db *db, const struct id *member, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(api_keys_erase));
	query_bind_id(&query, 1, member);
	query_bind_number(&query, 2, now_ms);
	query_run(&query);
}

bool key_revoke(struct db *db, const struct id *id, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(api_key_revoke));
	query_bind_id(&query, 1, id);
	query_bind_number(&query, 2, now_ms);
	query_step(&query);
	bool changed = query_changes(&query) > 0;
	query_end(&query);
	return changed;
}

bool key_exists_with(struct db *db, uint32_t roles, int64_t now_ms)
{
	struct query query = query_begin(db, SQL(api_key_admins));
	query_bind_number(&query, 1, roles);
	query_bind_number(&query, 2, SCOPES_ALL);
	query_bind_number(&query, 3, now_ms);
	return query_has_row(&query);
}

void key_replace(struct db *db, const struct id *id, const struct id *successor, int64_t expire_ms)
{
	struct query query = query_begin(db, SQL(api_key_replace));
	query_bind_id(&query, 1, id);
	query_bind_id(&query, 2, successor);
	query_bind_number(&query, 3, expire_ms);
	query_run(&query);
}

void key_note_use(struct db *db, const struct id *id, int64_t use_ms)
{
	struct query query = query_begin(db, SQL(api_key_use));
	query_bind_id(&query, 1, id);
	query_bind_number(&query, 2, use_ms);
	query_run(&query);
}

#include "services/awards/vote/store_log.h"

#include "awards/sql.h"

#include <string.h>

/* Bytes of a fixed size; false where the row has others. */
static bool take_bytes(struct query *query, const char *column, struct arena *arena, uint8_t *out, size_t size)
{
	const ProtobufCBinaryData bytes = query_bytes(query, column, arena);
	if (bytes.len != size)
		return false;
	memcpy(out, bytes.data, size);
	return true;
}

void log_row_put(struct db *db, const struct id *cycle, const struct log_row *row)
{
	struct query query = query_begin(db, SQL(log_row_put));
	query_bind_id(&query, 1, cycle);
	query_bind_bytes(&query, 2, row->public_key, PUBLIC_KEY_SIZE);
	query_bind_number(&query, 3, (int64_t)row->size);
	query_run(&query);
}

bool log_row_read(struct db *db, struct arena *arena, const struct id *cycle, struct log_row *out)
{
	struct query query = query_begin(db, SQL(log_row_read));
	query_bind_id(&query, 1, cycle);
	const bool found = query_step(&query) && take_bytes(&query, "public_key", arena, out->public_key, PUBLIC_KEY_SIZE);
	if (found)
		out->size = (uint64_t)query_number(&query, "size");
	query_end(&query);
	return found;
}

void log_entry_put(struct db *db, const struct id *cycle, uint64_t position, const uint8_t entry[ENTRY_SIZE])
{
	struct query query = query_begin(db, SQL(log_entry_put));
	query_bind_id(&query, 1, cycle);
	query_bind_number(&query, 2, (int64_t)position);
	query_bind_bytes(&query, 3, entry, ENTRY_SIZE);
	query_run(&query);
}

bool log_entry_find(struct db *db, const struct id *cycle, const uint8_t entry[ENTRY_SIZE], uint64_t *position)
{
	struct query query = query_begin(db, SQL(log_entry_find));
	query_bind_id(&query, 1, cycle);
	query_bind_bytes(&query, 2, entry, ENTRY_SIZE);
	const bool found = query_step(&query);
	if (found)
		*position = (uint64_t)query_number(&query, "position");
	query_end(&query);
	return found;
}

size_t log_entries_list(struct db *db, struct arena *arena, const struct id *cycle, uint64_t from, size_t most,
						uint8_t (**out)[ENTRY_SIZE])
{
	size_t n = 0;
	struct query query = query_begin(db, SQL(log_entries_list));
	query_bind_id(&query, 1, cycle);
	query_bind_number(&query, 2, (int64_t)from);
	query_bind_number(&query, 3, (int64_t)most);
	*out = arena_array(arena, most, sizeof(**out));
	while (n < most && query_step(&query) && take_bytes(&query, "entry", arena, (*out)[n], ENTRY_SIZE))
		n++;
	query_end(&query);
	return n;
}

void log_node_put(struct db *db, const struct id *cycle, const struct merkle_node *node)
{
	struct query query = query_begin(db, SQL(log_node_put));
	query_bind_id(&query, 1, cycle);
	query_bind_number(&query, 2, node->level);
	query_bind_number(&query, 3, (int64_t)node->position);
	query_bind_bytes(&query, 4, node->hash, MERKLE_SIZE);
	query_run(&query);
}

static bool read_node(void *host, unsigned level, uint64_t position, uint8_t out[MERKLE_SIZE])
{
	const struct log_nodes *nodes = host;
	struct query query = query_begin(nodes->db, SQL(log_node_read));
	query_bind_id(&query, 1, nodes->cycle);
	query_bind_number(&query, 2, level);
	query_bind_number(&query, 3, (int64_t)position);
	const bool found = query_step(&query);
	if (found) {
		const struct id head = query_id(&query, "head"), tail = query_id(&query, "tail");
		memcpy(out, head.bytes, ID_SIZE);
		memcpy(out + ID_SIZE, tail.bytes, ID_SIZE);
	}
	query_end(&query);
	return found;
}

struct merkle_source log_source(struct log_nodes *nodes)
{
	return (struct merkle_source){.node = read_node, .host = nodes};
}

void log_head_put(struct db *db, const struct id *cycle, const struct tree_head *head)
{
	struct query query = query_begin(db, SQL(log_head_put));
	query_bind_id(&query, 1, cycle);
	query_bind_number(&query, 2, (int64_t)head->size);
	query_bind_bytes(&query, 3, head->root, MERKLE_SIZE);
	query_bind_bytes(&query, 4, head->signature, SIGNATURE_SIZE);
	query_run(&query);
}

static bool head_row(struct query *query, struct arena *arena, struct tree_head *out)
{
	out->size = (uint64_t)query_number(query, "size");
	return take_bytes(query, "root", arena, out->root, MERKLE_SIZE) &&
		   take_bytes(query, "signature", arena, out->signature, SIGNATURE_SIZE);
}

bool log_head_newest(struct db *db, struct arena *arena, const struct id *cycle, struct tree_head *out)
{
	struct query query = query_begin(db, SQL(log_head_newest));
	query_bind_id(&query, 1, cycle);
	const bool found = query_step(&query) && head_row(&query, arena, out);
	query_end(&query);
	return found;
}

size_t log_heads_list(struct db *db, struct arena *arena, const struct id *cycle, uint64_t above, size_t most,
					  struct tree_head **out)
{
	size_t n = 0;
	struct query query = query_begin(db, SQL(log_heads_list));
	query_bind_id(&query, 1, cycle);
	query_bind_number(&query, 2, (int64_t)above);
	query_bind_number(&query, 3, (int64_t)most);
	*out = arena_array(arena, most, sizeof(**out));
	while (n < most && query_step(&query) && head_row(&query, arena, &(*out)[n]))
		n++;
	query_end(&query);
	return n;
}

void log_commitment_put(struct db *db, const struct id *cycle, const struct log_commitment *commitment)
{
	struct query query = query_begin(db, SQL(log_commitment_put));
	query_bind_id(&query, 1, cycle);
	query_bind_number(&query, 2, commitment->position);
	query_bind_text(&query, 3, commitment->text);
	query_bind_bytes(&query, 4, commitment->nonce, NONCE_SIZE);
	query_run(&query);
}

size_t log_commitments(struct db *db, struct arena *arena, const struct id *cycle,
					   struct log_commitment out[LOG_COMMITMENTS])
{
	size_t n = 0;
	struct query query = query_begin(db, SQL(log_commitments));
	query_bind_id(&query, 1, cycle);
	while (n < LOG_COMMITMENTS && query_step(&query)) {
		out[n].position = query_number(&query, "position");
		out[n].text = query_text(&query, "text", arena);
		if (take_bytes(&query, "nonce", arena, out[n].nonce, NONCE_SIZE))
			n++;
	}
	query_end(&query);
	return n;
}

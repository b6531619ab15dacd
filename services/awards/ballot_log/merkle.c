#include "services/awards/ballot_log/merkle.h"

#include <sodium.h>
#include <string.h>

void merkle_leaf(uint8_t out[MERKLE_SIZE], const uint8_t *entry, size_t length)
{
	static const uint8_t prefix = 0x00;
	crypto_hash_sha256_state state;
	crypto_hash_sha256_init(&state);
	crypto_hash_sha256_update(&state, &prefix, 1);
	crypto_hash_sha256_update(&state, entry, length);
	crypto_hash_sha256_final(&state, out);
}

void merkle_parent(uint8_t out[MERKLE_SIZE], const uint8_t left[MERKLE_SIZE], const uint8_t right[MERKLE_SIZE])
{
	uint8_t bytes[1 + 2 * MERKLE_SIZE] = {0x01};
	memcpy(bytes + 1, left, MERKLE_SIZE);
	memcpy(bytes + 1 + MERKLE_SIZE, right, MERKLE_SIZE);
	crypto_hash_sha256(out, bytes, sizeof(bytes));
}

size_t merkle_append(struct merkle_frontier *frontier, const uint8_t leaf[MERKLE_SIZE],
					 struct merkle_node out[MERKLE_LEVELS])
{
	struct merkle_node node = {.level = 0, .position = frontier->size};
	size_t count = 0;
	memcpy(node.hash, leaf, MERKLE_SIZE);
	out[count++] = node;
	while (frontier->size >> node.level & 1) {
		merkle_parent(node.hash, frontier->peaks[node.level], node.hash);
		node.level++;
		node.position >>= 1;
		out[count++] = node;
	}
	memcpy(frontier->peaks[node.level], node.hash, MERKLE_SIZE);
	frontier->size++;
	return count;
}

void merkle_frontier_root(const struct merkle_frontier *frontier, uint8_t out[MERKLE_SIZE])
{
	bool begun = false;
	if (frontier->size == 0)
		crypto_hash_sha256(out, NULL, 0);
	for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
		if (!(frontier->size >> level & 1))
			continue;
		if (begun)
			merkle_parent(out, frontier->peaks[level], out);
		else
			memcpy(out, frontier->peaks[level], MERKLE_SIZE);
		begun = true;
	}
}

bool merkle_frontier_load(struct merkle_frontier *out, const struct merkle_source *source, uint64_t size)
{
	struct merkle_frontier frontier = {.size = size};
	if (size > MERKLE_MOST)
		return false;
	for (unsigned level = 0; level < MERKLE_LEVELS; level++) {
		/* the subtree of this bit lies behind those of the higher bits */
		uint64_t position = (size >> level) - 1;
		if (size >> level & 1 && !source->node(source->host, level, position, frontier.peaks[level]))
			return false;
	}
	*out = frontier;
	return true;
}

void merkle_root(uint8_t out[MERKLE_SIZE], const uint8_t *leaves, size_t count)
{
	struct merkle_frontier frontier = {0};
	struct merkle_node nodes[MERKLE_LEVELS];
	for (size_t i = 0; i < count; i++)
		merkle_append(&frontier, leaves + i * MERKLE_SIZE, nodes);
	merkle_frontier_root(&frontier, out);
}

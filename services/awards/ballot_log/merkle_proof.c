#include "services/awards/ballot_log/merkle.h"

#include <string.h>

/* The largest power of two below n, as its exponent; n >= 2. */
static unsigned split_level(uint64_t n)
{
	return 63 - (unsigned)__builtin_clzll(n - 1);
}

/* Root of the entries from `start` to before `end`, which begin where a node of their size may begin. */
static bool range_hash(const struct merkle_source *source, uint64_t start, uint64_t end, uint8_t out[MERKLE_SIZE])
{
	if (end - start == 1)
		return source->node(source->host, 0, start, out);
	unsigned level = split_level(end - start);
	uint64_t middle = start + (UINT64_C(1) << level);
	uint8_t right[MERKLE_SIZE];
	if (middle + (UINT64_C(1) << level) == end)
		return source->node(source->host, level + 1, start >> (level + 1), out);
	if (!source->node(source->host, level, start >> level, out) || !range_hash(source, middle, end, right))
		return false;
	merkle_parent(out, out, right);
	return true;
}

static bool add(struct merkle_proof *proof, const struct merkle_source *source, uint64_t start, uint64_t end)
{
	return proof->count < MERKLE_PROOF_MOST && range_hash(source, start, end, proof->hashes[proof->count++]);
}

/* PATH of the RFC, over the entries from `start` to before `end`; as deep as the tree. */
static bool path(struct merkle_proof *proof, const struct merkle_source *source, uint64_t index, uint64_t start,
				 uint64_t end)
{
	if (end - start == 1)
		return true;
	uint64_t middle = start + (UINT64_C(1) << split_level(end - start));
	if (index < middle)
		return path(proof, source, index, start, middle) && add(proof, source, middle, end);
	return path(proof, source, index, middle, end) && add(proof, source, start, middle);
}

/* SUBPROOF of the RFC; `whole`: what is compared is the older tree itself, whose root the verifier has. */
static bool subproof(struct merkle_proof *proof, const struct merkle_source *source, uint64_t from, uint64_t start,
					 uint64_t end, bool whole)
{
	if (from == end)
		return whole || add(proof, source, start, end);
	uint64_t middle = start + (UINT64_C(1) << split_level(end - start));
	if (from <= middle)
		return subproof(proof, source, from, start, middle, whole) && add(proof, source, middle, end);
	return subproof(proof, source, from, middle, end, false) && add(proof, source, start, middle);
}

bool merkle_prove_inclusion(struct merkle_proof *out, const struct merkle_source *source, uint64_t index, uint64_t size)
{
	out->count = 0;
	return index < size && size <= MERKLE_MOST && path(out, source, index, 0, size);
}

bool merkle_prove_consistency(struct merkle_proof *out, const struct merkle_source *source, uint64_t from,
							  uint64_t size)
{
	out->count = 0;
	return from > 0 && from <= size && size <= MERKLE_MOST && subproof(out, source, from, 0, size, true);
}

#include "services/awards/ballot_log/merkle.h"

#include <string.h>

static bool is_same(const uint8_t a[MERKLE_SIZE], const uint8_t b[MERKLE_SIZE])
{
	return memcmp(a, b, MERKLE_SIZE) == 0;
}

/* The names fn, sn, r, fr, sr and the order of the steps are those of RFC 9162 §2.1.3.2 and §2.1.4.2. */
bool merkle_verify_inclusion(const struct merkle_proof *proof, uint64_t index, uint64_t size,
							 const uint8_t leaf[MERKLE_SIZE], const uint8_t root[MERKLE_SIZE])
{
	if (index >= size)
		return false;
	uint64_t fn = index, sn = size - 1;
	uint8_t r[MERKLE_SIZE];
	memcpy(r, leaf, sizeof(r));
	for (size_t i = 0; i < proof->count; i++) {
		if (sn == 0)
			return false;
		if (fn & 1 || fn == sn) {
			merkle_parent(r, proof->hashes[i], r);
			for (; !(fn & 1) && fn != 0; fn >>= 1)
				sn >>= 1;
		} else {
			merkle_parent(r, r, proof->hashes[i]);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && is_same(r, root);
}

/* From step 4 of §2.1.4.2 on, with the first value of the path taken out. */
static bool consistency_walk(const struct merkle_proof *proof, size_t next, const uint8_t first[MERKLE_SIZE],
							 uint64_t fn, uint64_t sn, const uint8_t from_root[MERKLE_SIZE],
							 const uint8_t root[MERKLE_SIZE])
{
	uint8_t fr[MERKLE_SIZE], sr[MERKLE_SIZE];
	memcpy(fr, first, sizeof(fr));
	memcpy(sr, first, sizeof(sr));
	for (; fn & 1; fn >>= 1)
		sn >>= 1;
	for (; next < proof->count; next++) {
		const uint8_t *c = proof->hashes[next];
		if (sn == 0)
			return false;
		if (fn & 1 || fn == sn) {
			merkle_parent(fr, c, fr);
			merkle_parent(sr, c, sr);
			for (; !(fn & 1) && fn != 0; fn >>= 1)
				sn >>= 1;
		} else {
			merkle_parent(sr, sr, c);
		}
		fn >>= 1;
		sn >>= 1;
	}
	return sn == 0 && is_same(fr, from_root) && is_same(sr, root);
}

bool merkle_verify_consistency(const struct merkle_proof *proof, uint64_t from, uint64_t size,
							   const uint8_t from_root[MERKLE_SIZE], const uint8_t root[MERKLE_SIZE])
{
	if (from == size)
		return from > 0 && proof->count == 0 && is_same(from_root, root);
	if (from == 0 || from > size || proof->count == 0)
		return false;
	/* An older tree that is a complete node stands at the front of the path, left out because its root is known. */
	bool complete = (from & (from - 1)) == 0;
	return consistency_walk(proof, complete ? 0 : 1, complete ? from_root : proof->hashes[0], from - 1, size - 1,
							from_root, root);
}

#include "services/awards/vote/log_message.h"

#include "services/awards/vote/receipt.h"

Kleos__TreeHead *tree_head_message(struct arena *arena, const struct tree_head *head)
{
	Kleos__TreeHead *message = arena_alloc(arena, sizeof(*message));
	kleos__tree_head__init(message);
	message->tree_size = (int32_t)head->size;
	message->root_hash = hexadecimal_text(arena, head->root, MERKLE_SIZE);
	message->signature = hexadecimal_text(arena, head->signature, SIGNATURE_SIZE);
	return message;
}

static Kleos__Commitment *commitment_message(struct arena *arena, const struct log_commitment *commitment)
{
	Kleos__Commitment *message = arena_alloc(arena, sizeof(*message));
	kleos__commitment__init(message);
	message->position = (int32_t)commitment->position;
	message->text = commitment->text;
	message->nonce = hexadecimal_text(arena, commitment->nonce, NONCE_SIZE);
	return message;
}

size_t commitment_messages(struct db *db, struct arena *arena, const struct id *cycle, Kleos__Commitment ***out)
{
	struct log_commitment rows[LOG_COMMITMENTS];
	const size_t n = log_commitments(db, arena, cycle, rows);
	*out = arena_array(arena, n, sizeof(**out));
	for (size_t i = 0; i < n; i++)
		(*out)[i] = commitment_message(arena, &rows[i]);
	return n;
}

static const char **hashes_text(struct arena *arena, const struct merkle_proof *proof)
{
	const char **hashes = arena_array(arena, proof->count, sizeof(*hashes));
	for (size_t i = 0; i < proof->count; i++)
		hashes[i] = hexadecimal_text(arena, proof->hashes[i], MERKLE_SIZE);
	return hashes;
}

Kleos__InclusionProof *inclusion_message(struct arena *arena, const struct merkle_proof *proof, uint64_t index,
										 uint64_t size)
{
	Kleos__InclusionProof *message = arena_alloc(arena, sizeof(*message));
	kleos__inclusion_proof__init(message);
	message->leaf_index = (int32_t)index;
	message->tree_size = (int32_t)size;
	message->n_hashes = proof->count;
	message->hashes = hashes_text(arena, proof);
	return message;
}

Kleos__ConsistencyProof *consistency_message(struct arena *arena, const struct merkle_proof *proof, uint64_t from,
											 uint64_t size)
{
	Kleos__ConsistencyProof *message = arena_alloc(arena, sizeof(*message));
	kleos__consistency_proof__init(message);
	message->from_size = (int32_t)from;
	message->tree_size = (int32_t)size;
	message->n_hashes = proof->count;
	message->hashes = hashes_text(arena, proof);
	return message;
}

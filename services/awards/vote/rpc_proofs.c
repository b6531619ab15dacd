/* The rpcs about a log that answer at any time: its newest head, and proofs against that. */
#include "services/awards/rpc.h"

#include "common/service/message.h"
#include "services/awards/ballot_log/hexadecimal.h"
#include "services/awards/vote/log_message.h"
#include "services/awards/vote/public.h"
#include "services/awards/vote/receipt.h"
#include "services/awards/vote/store_box.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static enum status find_head(struct call *call, const struct cycle *cycle, struct tree_head *out)
{
	if (log_head_newest(call->db, call->arena, &cycle->id, out))
		return STATUS_OK;
	return fail(call, STATUS_FAILED_PRECONDITION, "LOG_NOT_BEGUN", "the log of a cycle begins with its nominations");
}

enum status get_tree_head(struct call *call, const Kleos__GetTreeHeadRequest *request,
						  Kleos__GetTreeHeadResponse *response)
{
	struct cycle cycle;
	struct tree_head head;
	struct log_row row;
	enum status status = public_cycle(call, request->cycle, &cycle);
	if (status == STATUS_OK)
		status = find_head(call, &cycle, &head);
	if (status != STATUS_OK)
		return status;
	response->head = tree_head_message(call->arena, &head);
	if (log_row_read(call->db, call->arena, &cycle.id, &row))
		response->public_key = hexadecimal_text(call->arena, row.public_key, PUBLIC_KEY_SIZE);
	response->n_commitments = commitment_messages(call->db, call->arena, &cycle.id, &response->commitments);
	return STATUS_OK;
}

/* 0 to 2 147 483 646 in decimal digits; false: it is no index. */
static bool index_read(const char *text, uint64_t *out)
{
	if (!*text || strlen(text) > 10 || strspn(text, "0123456789") != strlen(text))
		return false;
	*out = strtoull(text, NULL, 10);
	return *out < MERKLE_MOST;
}

static enum status find_leaf(struct call *call, const struct id *cycle, const char *leaf, uint64_t *out)
{
	uint8_t entry[ENTRY_SIZE];
	if (index_read(leaf, out))
		return STATUS_OK;
	if (!hexadecimal_read(entry, ENTRY_SIZE, leaf)) {
		violate(call, "leaf", "the entry of a receipt, 64 hexadecimal digits, or an index");
		return fail_violations(call);
	}
	if (log_entry_find(call->db, cycle, entry, out))
		return STATUS_OK;
	if (ballot_is_there(call->db, cycle, entry))
		return fail(call, STATUS_FAILED_PRECONDITION, "NOT_IN_LOG_YET",
					"this ballot waits for others to enter the log with; ask again later, at the latest when voting is "
					"over");
	return fail(call, STATUS_NOT_FOUND, "ENTRY_NOT_FOUND", "no such entry in the log of this cycle");
}

static enum status fail_log(struct call *call)
{
	return fail(call, STATUS_INTERNAL, "LOG_DAMAGED", "the log of this cycle cannot be read");
}

static enum status prove_inclusion(struct call *call, const struct merkle_source *source, uint64_t index, uint64_t size,
								   Kleos__GetProofResponse *response)
{
	struct merkle_proof proof;
	if (index >= size)
		return fail(call, STATUS_NOT_FOUND, "ENTRY_NOT_FOUND", "the log of this cycle has %llu entries",
					(unsigned long long)size);
	if (!merkle_prove_inclusion(&proof, source, index, size))
		return fail_log(call);
	response->inclusion = inclusion_message(call->arena, &proof, index, size);
	return STATUS_OK;
}

static enum status prove_consistency(struct call *call, const struct merkle_source *source, int32_t from, uint64_t size,
									 Kleos__GetProofResponse *response)
{
	struct merkle_proof proof;
	if (!from)
		return STATUS_OK;
	if (from < 0 || (uint64_t)from > size) {
		violate(call, "fromSize", "1 to %llu, the size of the newest head", (unsigned long long)size);
		return fail_violations(call);
	}
	if (!merkle_prove_consistency(&proof, source, (uint64_t)from, size))
		return fail_log(call);
	response->consistency = consistency_message(call->arena, &proof, (uint64_t)from, size);
	return STATUS_OK;
}

enum status get_proof(struct call *call, const Kleos__GetProofRequest *request, Kleos__GetProofResponse *response)
{
	struct cycle cycle;
	struct tree_head head;
	uint64_t index = 0;
	enum status status = public_cycle(call, request->cycle, &cycle);
	if (status == STATUS_OK)
		status = find_head(call, &cycle, &head);
	if (status == STATUS_OK)
		status = find_leaf(call, &cycle.id, request->leaf, &index);
	if (status != STATUS_OK)
		return status;
	struct log_nodes nodes = {.db = call->db, .cycle = &cycle.id};
	const struct merkle_source source = log_source(&nodes);
	response->head = tree_head_message(call->arena, &head);
	status = prove_inclusion(call, &source, index, head.size, response);
	return status == STATUS_OK ? prove_consistency(call, &source, request->from_size, head.size, response) : status;
}

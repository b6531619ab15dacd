#include "services/awards/ballot_log/audit_state.h"

#include <inttypes.h>
#include <string.h>

/* Everything about a head but its root. Heads are counted from 1, as people do. */
static bool head_check(struct audit_state *state, size_t index)
{
	const struct audit_log *log = state->log;
	const struct tree_head *head = &log->heads[index];
	uint64_t before = index ? log->heads[index - 1].size : 0;
	if (!head_verify(head, log->public_key, log->cycle))
		return audit_refuse(state, "HEAD_SIGNATURE", "head %zu, of size %" PRIu64 ", is not signed by the log's key",
							index + 1, head->size);
	if (head->size <= before)
		return audit_refuse(state, "HEAD_ORDER",
							"head %zu is of size %" PRIu64 " and follows one of size %" PRIu64 "; sizes must rise",
							index + 1, head->size, before);
	if (head->size > log->entry_count)
		return audit_refuse(state, "HEAD_BEYOND",
							"head %zu is of size %" PRIu64 ", but the log has only %zu entries: some are missing",
							index + 1, head->size, log->entry_count);
	return true;
}

static bool is_root(const struct merkle_frontier *frontier, const struct tree_head *head)
{
	uint8_t root[MERKLE_SIZE];
	merkle_frontier_root(frontier, root);
	return memcmp(root, head->root, MERKLE_SIZE) == 0;
}

static bool published_check(struct audit_state *state)
{
	const struct audit_log *log = state->log;
	const struct tree_head *head = log->published;
	if (head && !head_verify(head, log->public_key, log->cycle))
		return audit_refuse(state, "PUBLISHED_SIGNATURE",
							"the published head, of size %" PRIu64 ", is not signed by the log's key for this cycle",
							head->size);
	if (head && head->size > log->entry_count)
		return audit_refuse(state, "ROLLED_BACK",
							"the published head is of size %" PRIu64
							", but the log has only %zu entries: it was rolled back",
							head->size, log->entry_count);
	return true;
}

/* Whether this is the size of the published head and the root is another. */
static bool is_rewritten(const struct audit_state *state, const struct merkle_frontier *frontier)
{
	const struct tree_head *head = state->log->published;
	return head && head->size == frontier->size && !is_root(frontier, head);
}

/* Lets the tree grow and compares its root with every head on the way. */
static bool roots_check(struct audit_state *state)
{
	const struct audit_log *log = state->log;
	struct merkle_frontier frontier = {0};
	struct merkle_node nodes[MERKLE_LEVELS];
	bool rewritten = is_rewritten(state, &frontier);
	size_t next = 0;
	for (size_t i = 0; i < log->entry_count; i++) {
		merkle_append(&frontier, state->leaves[i], nodes);
		rewritten = rewritten || is_rewritten(state, &frontier);
		if (next == log->head_count || log->heads[next].size != frontier.size)
			continue;
		if (!is_root(&frontier, &log->heads[next]))
			return audit_refuse(state, "HEAD_ROOT",
								"head %zu signs another root than the first %" PRIu64
								" entries have: one of them was changed, added, left out or moved",
								next + 1, frontier.size);
		next++;
	}
	if (rewritten)
		return audit_refuse(state, "REWRITTEN",
							"the published head signs another root than the first %" PRIu64
							" entries have: the log was rewritten",
							log->published->size);
	return true;
}

bool audit_heads(struct audit_state *state)
{
	const struct audit_log *log = state->log;
	if (log->head_count == 0)
		return audit_refuse(state, "HEADS_MISSING", "the log has no signed head");
	if (!published_check(state))
		return false;
	for (size_t i = 0; i < log->head_count; i++)
		if (!head_check(state, i))
			return false;
	if (!roots_check(state))
		return false;
	uint64_t last = log->heads[log->head_count - 1].size;
	if (last != log->entry_count)
		return audit_refuse(state, "HEAD_LAST",
							"the last head is of size %" PRIu64
							", but the log has %zu entries: some are signed by nobody",
							last, log->entry_count);
	return true;
}

#include "services/awards/ballot_log/audit_state.h"

#include <inttypes.h>
#include <string.h>

static const char *const phases[COMMITMENTS] = {"NOMINATING", "VOTING"};

static bool is_signed_alone(const struct audit_log *log, uint64_t size)
{
	for (size_t i = 0; i < log->head_count && log->heads[i].size <= size; i++)
		if (log->heads[i].size == size)
			return true;
	return false;
}

/* That the entry opens to the text, and the text to *out, which the caller fini's when true. */
static bool opening_check(struct audit_state *state, size_t index, struct commitment *out)
{
	const struct audit_log *log = state->log;
	const struct audit_commitment *said = &log->commitments[index];
	uint8_t entry[ENTRY_SIZE];
	if (said->position != index)
		return audit_refuse(state, "COMMITMENT_POSITION",
							"the commitment to %s is said to be at position %" PRIu64 "; its place is %zu",
							phases[index], said->position, index);
	entry_make(entry, log->cycle, said->opening.text, said->opening.length, said->opening.nonce);
	if (memcmp(entry, log->entries[index], ENTRY_SIZE) != 0)
		return audit_refuse(state, "COMMITMENT_ENTRY",
							"the entry at position %zu does not open to the commitment to %s", index, phases[index]);
	const char *why = commitment_read(out, said->opening.text, said->opening.length);
	if (why)
		return audit_refuse(state, "COMMITMENT_TEXT", "the commitment to %s %s", phases[index], why);
	if (out->voting == (index == 1))
		return true;
	commitment_fini(out);
	return audit_refuse(state, "COMMITMENT_PHASE", "the commitment at position %zu is of another phase than %s", index,
						phases[index]);
}

static bool rules_check(struct audit_state *state, const struct commitment *nominating)
{
	if (strcmp(nominating->rules, state->out->voting.rules) != 0)
		return audit_refuse(state, "COMMITMENT_RULES",
							"the rules committed to for voting are not those committed to for nominations");
	for (size_t i = 0; i < COMMITMENTS; i++)
		if (!is_signed_alone(state->log, i + 1))
			return audit_refuse(state, "COMMITMENT_HEAD",
								"no head of size %zu signs the commitment to %s before what follows it", i + 1,
								phases[i]);
	return true;
}

bool audit_commitments(struct audit_state *state)
{
	const struct audit_log *log = state->log;
	struct commitment nominating;
	if (log->commitment_count != COMMITMENTS || log->entry_count < COMMITMENTS)
		return audit_refuse(state, "COMMITMENT_COUNT",
							"a log begins with two commitments, to NOMINATING and to VOTING; this one has %zu",
							log->commitment_count < log->entry_count ? log->commitment_count : log->entry_count);
	if (!opening_check(state, 0, &nominating))
		return false;
	bool holds = opening_check(state, 1, &state->out->voting) && rules_check(state, &nominating);
	commitment_fini(&nominating);
	return holds;
}

#include "services/awards/ballot_log/audit_state.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool audit_refuse(struct audit_state *state, const char *reason, const char *format, ...)
{
	va_list values;
	va_start(values, format);
	state->out->reason = reason;
	vsnprintf(state->out->sentence, sizeof(state->out->sentence), format, values);
	va_end(values);
	return false;
}

void *audit_memory(size_t count, size_t size)
{
	void *memory = calloc(count ? count : 1, size);
	if (!memory)
		abort();
	return memory;
}

bool audit_check(struct audit *out, const struct audit_log *log)
{
	struct audit_state state = {.log = log, .out = out};
	memset(out, 0, sizeof(*out));
	if (log->entry_count > MERKLE_MOST)
		return audit_refuse(&state, "TOO_LONG", "the log has %zu entries; no log has more than %d", log->entry_count,
							MERKLE_MOST);
	state.leaves = audit_memory(log->entry_count, sizeof(state.leaves[0]));
	for (size_t i = 0; i < log->entry_count; i++)
		merkle_leaf(state.leaves[i], log->entries[i], ENTRY_SIZE);
	bool holds = audit_heads(&state) && audit_commitments(&state) && audit_batches(&state) && audit_ballots(&state) &&
				 audit_count(&state);
	free(state.leaves);
	return holds;
}

void audit_fini(struct audit *audit)
{
	commitment_fini(&audit->voting);
	tally_profile_fini(&audit->ballots);
	tally_result_fini(&audit->count);
}

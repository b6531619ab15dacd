/* audit_state: what the parts of an audit share. Private to audit*.c. */
#ifndef KLEOS_BALLOT_LOG_AUDIT_STATE_H
#define KLEOS_BALLOT_LOG_AUDIT_STATE_H

#include "services/awards/ballot_log/audit.h"

#define COMMITMENTS 2 /* nominating, voting; ballots follow */

struct audit_state {
	const struct audit_log *log;
	struct audit *out;
	uint8_t (*leaves)[MERKLE_SIZE]; /* of every entry */
};

/* Each is true when its part holds; else audit_refuse was called. */
bool audit_heads(struct audit_state *state);
bool audit_commitments(struct audit_state *state);
bool audit_batches(struct audit_state *state);
bool audit_ballots(struct audit_state *state);
bool audit_count(struct audit_state *state);

/* Says what is wrong; always false, so that callers read `return audit_refuse(...)`. */
bool audit_refuse(struct audit_state *state, const char *reason, const char *format, ...)
	__attribute__((format(printf, 3, 4)));
/* count * size bytes, zeroed, never NULL. */
void *audit_memory(size_t count, size_t size);

#endif

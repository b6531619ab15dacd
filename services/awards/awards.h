/* awards: who stands out, said by many: awards, their cycles, nominations.
 * One instance owns one database (<data_dir>/awards.db) and answers on one URL. Follows members' events to know who is
 * who, so it answers while members is away. */
#ifndef KLEOS_AWARDS_AWARDS_H
#define KLEOS_AWARDS_AWARDS_H

#include "common/base/environment.h"
#include "common/base/seal.h"
#include "common/base/status.h"
#include "common/store/db.h"

struct awards;
struct process;
struct rpc_local;

struct awards_config {
	const char *url;         /* where it listens */
	const char *members_url; /* whose events it follows */
	const char *data_dir;    /* is there already */
	enum db_synchronous synchronous;
	const struct environment *environment; /* outlives the instance */
	const struct cluster_key *key;         /* outlives the instance */
	struct rpc_local *local;               /* outlives it too; NULL: callers in this process come over nng as well */
};

/* From the settings of a process that was started. */
struct awards_config awards_config_of(const struct process *process);

/* Listening when it returns OK; *out is untouched otherwise, and the reason is logged. */
enum status awards_open(struct awards **out, const struct awards_config *config);
void awards_close(struct awards *awards); /* NULL is fine */

#endif

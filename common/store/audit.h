/* audit: who changed what, committed with the change. */
#ifndef KLEOS_STORE_AUDIT_H
#define KLEOS_STORE_AUDIT_H

#include "common/base/id.h"
#include "common/store/db.h"

/* actor: the member's id, or the key's when it belongs to none; zero: a process of the deployment. */
void audit_append(struct db *db, const struct id *actor, const char *action, const struct id *subject,
				  const char *call_id, int64_t now_ms);

#endif

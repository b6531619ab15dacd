/* admin_key: the key that lets the first person in. */
#ifndef KLEOS_MEMBERS_ADMIN_KEY_H
#define KLEOS_MEMBERS_ADMIN_KEY_H

#include "common/base/environment.h"
#include "common/base/seal.h"
#include "common/store/store.h"

/* Takes the text of the file at `path` as an ADMIN key of the integration "admin", unless it is one already or was
 * revoked. Without the file, and without any other ADMIN key that works, makes both (*made). FAILED_PRECONDITION, and
 * logged, when the file holds no key. */
enum status admin_key_settle(struct store *store, const struct environment *environment, const struct cluster_key *key,
							 const char *path, bool *made);

#endif

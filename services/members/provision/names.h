/* names: what a provider's names become in Kleos. Pure. */
#ifndef KLEOS_MEMBERS_PROVISION_NAMES_H
#define KLEOS_MEMBERS_PROVISION_NAMES_H

#include "common/base/arena.h"

/* What two names share that are the same in any case. */
const char *name_key(struct arena *arena, const char *name);

/* The handle that a user name leads to: of an address what stands before the @, of DOMAIN\name the name; folded, and
 * with a '-' for what a handle may not have. `number` from 2 on is put behind it. Always shaped like a handle. */
const char *name_handle(struct arena *arena, const char *user_name, unsigned number);

/* The path that the name of a group or a department leads to: "Marketing / Social Media" is marketing/social-media.
 * NULL: nothing of it can stand in a path, or it has too many parts. The name is short: a check of its length is first.
 */
const char *name_team(struct arena *arena, const char *name);

#endif

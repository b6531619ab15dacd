/* personal: the personal data that members keeps (columns.def): how it is exported and how it leaves. */
#ifndef KLEOS_MEMBERS_PERSONAL_H
#define KLEOS_MEMBERS_PERSONAL_H

#include "common/rpc/call.h"
#include "common/service/personal.h"
#include "services/members/rules.h"

extern const struct personal_data members_personal;

/* Inside a write: leaves a tombstone of the member, spends the handle, revokes the keys and tells of it. Whoever was
 * still here leaves today. */
void member_erase(struct call *call, const struct member *before);

#endif

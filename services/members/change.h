/* change: what a new or changed member does to everything around: spells, the leadership of managers, keys, events.
 * The one way in which a member is written, for requests and for rows of a file. */
#ifndef KLEOS_MEMBERS_CHANGE_H
#define KLEOS_MEMBERS_CHANGE_H

#include "common/rpc/call.h"
#include "services/members/rules.h"

/* The manager that a draft names, written into `member`; problems when there is no such member, or the line of managers
 * would close. False: there is nobody of that name, which a file may still mend. Nothing named: OK. */
bool manager_take(struct call *call, const struct member_draft *draft, struct member *member,
				  struct problems *problems);

/* Ends what somebody opened through an identity provider, and tells of it. */
void sign_ins_end(struct call *call, const struct id *member);
/* A provider names people by such a text: whoever it belonged to does not go on under another one. */
bool name_is_taken_away(const char *before, const char *after);

/* Gives the member an id and times, writes it with its first spell, tells of it. False: the handle is taken. The member
 * is then as it was read back. `imported`: people are not told. */
bool member_add(struct call *call, struct member *member, bool imported);
/* Writes `after` over `before`, with the spells that follow from it, and tells of it by an event of this type. */
void member_change(struct call *call, const struct member *before, struct member *after, const char *event,
				   bool imported);

#endif

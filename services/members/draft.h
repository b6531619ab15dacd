/* draft: what a request or a row of a file says about a member, in the one form that member_take understands. */
#ifndef KLEOS_MEMBERS_DRAFT_H
#define KLEOS_MEMBERS_DRAFT_H

#include "kleos/members/v1/members_service.pb-c.h"
#include "services/members/rules.h"

struct member_draft draft_of_create(struct arena *arena, const Kleos__CreateMemberRequest *request);
/* An empty cell is not said. */
struct member_draft draft_of_row(struct arena *arena, const Kleos__MemberRow *row);
/* The fields that the mask names; without one, those with a value; `*`: all. False: *unknown is the path that names no
 * field that can change. */
bool draft_of_update(struct arena *arena, const Kleos__UpdateMemberRequest *request, struct member_draft *out,
					 const char **unknown);

#endif

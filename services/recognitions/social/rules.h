/* rules: what may be added to a recognition. Pure; take functions as in services/recognitions/rules.h. */
#ifndef KLEOS_RECOGNITIONS_SOCIAL_RULES_H
#define KLEOS_RECOGNITIONS_SOCIAL_RULES_H

#include "common/base/arena.h"
#include "common/base/limits.h"
#include "common/base/private_text.h"

#define JOINERS_SHOWN  50 /* of one recognition */
#define JOINERS_LISTED 10 /* of each in a list, where all are counted too */

const char *join_note_take(struct arena *arena, const char *text, const char **out);
const char *comment_take(struct arena *arena, const char *text, struct private_text *out);
const char *report_reason_take(struct arena *arena, const char *text, const char **out); /* a moderator's note too */

#endif

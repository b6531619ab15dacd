/* rules: what may be added to a recognition. Pure; take functions as in services/recognitions/rules.h. */
#ifndef KLEOS_RECOGNITIONS_SOCIAL_RULES_H
#define KLEOS_RECOGNITIONS_SOCIAL_RULES_H

#include "common/base/arena.h"
#include "common/base/private_text.h"

#define JOIN_NOTE_BOUND    200 /* code points, as all bounds of texts here */
#define COMMENT_BOUND      2000
#define COMMENTS_BOUND     500 /* of one recognition */
#define REASON_BOUND       1000
#define OPEN_REPORTS_BOUND 100 /* of one reporter */
#define JOINERS_BOUND      10000
#define JOINERS_SHOWN      50 /* of one recognition */
#define JOINERS_LISTED     10 /* of each in a list, where all are counted too */

const char *join_note_take(struct arena *arena, const char *text, const char **out);
const char *comment_take(struct arena *arena, const char *text, struct private_text *out);
const char *report_reason_take(struct arena *arena, const char *text, const char **out); /* a moderator's note too */

#endif

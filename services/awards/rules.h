/* rules: what an award may say. Pure: no database, no clock. A `take` function reads what
 * somebody wrote into its proper form; it returns NULL, or a sentence saying what is wrong and what would be right. */
#ifndef KLEOS_AWARDS_RULES_H
#define KLEOS_AWARDS_RULES_H

#include "common/base/arena.h"
#include "common/base/limits.h"
#include "kleos/awards/v1/award.pb-c.h"

const char *slug_take(struct arena *arena, const char *text, const char **out);
const char *title_take(struct arena *arena, const char *text, const char **out);
const char *long_text_take(struct arena *arena, const char *text, const char **out);
const char *hashtag_take(struct arena *arena, const char *text, const char **out); /* with or without the # */
const char *scope_take(Kleos__AwardScope scope, Kleos__AwardScope *out);

#endif

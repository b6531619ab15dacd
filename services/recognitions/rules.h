/* rules: what may be said, how loud it becomes, and who sees it. Pure: no database, no clock.
 * A `take` function reads what somebody wrote into its proper form; it returns NULL, or a sentence saying what is wrong
 * and what would be right, and leaves *out alone then. Memory is from `arena`. */
#ifndef KLEOS_RECOGNITIONS_RULES_H
#define KLEOS_RECOGNITIONS_RULES_H

#include "common/base/arena.h"
#include "common/base/limits.h"
#include "services/recognitions/recognition.h"
#include "services/recognitions/sight.h"

#define PROMPTS  5
#define CHANNELS 5

const char *message_take(struct arena *arena, const char *text, struct private_text *out);
const char *credit_take(struct arena *arena, const char *text, struct private_text *out);
const char *value_take(const char *text, const char **out); /* "" is no value */
const char *value_title_take(struct arena *arena, const char *text, const char **out);
const char *value_description_take(struct arena *arena, const char *text, const char **out);
const char *note_take(struct arena *arena, const char *text, const char **out);
const char *team_take(struct arena *arena, const char *text, const char **out);
const char *team_filter_take(struct arena *arena, const char *text, const char **out); /* "" is any */

/* From numbers of a message; unset becomes the default. */
const char *win_take(Kleos__Win win, Kleos__Win *out);
const char *prompt_take(int32_t prompt, int32_t *out);
const char *setting_take(Kleos__Setting setting, Kleos__Setting *out);
const char *visibility_take(Kleos__Visibility visibility, Kleos__Visibility *out);
const char *ceiling_take(Kleos__Visibility ceiling, Kleos__Visibility *out); /* unset stays unset */
const char *channels_take(const Kleos__Channel *channels, size_t n);

/* From cells of a file; "" becomes the default. Names in any case, with or without the type's prefix. */
const char *win_parse(const char *cell, Kleos__Win *out);
const char *prompt_parse(const char *cell, int32_t *out);
const char *setting_parse(const char *cell, Kleos__Setting *out);
const char *visibility_parse(const char *cell, Kleos__Visibility *out);

/* The quieter of the two. */
Kleos__Visibility visibility_least(Kleos__Visibility a, Kleos__Visibility b);

/* For 15 minutes after Kleos heard of it a giver takes back or mends what they said. */
bool correction_is_open(const struct recognition *recognition, int64_t now_ms);

/* sight_is_open for a recognition: it names its giver and its receivers, and is for the receivers' managers. */
bool recognition_is_visible(const struct recognition *recognition, const struct viewer *viewer);

#endif

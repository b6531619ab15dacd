/* prompt: the five questions that make thanking a habit, in the words that people read, and whose turn it is. Pure. */
#ifndef KLEOS_RECOGNITIONS_PROMPT_H
#define KLEOS_RECOGNITIONS_PROMPT_H

#include <stdint.h>

enum prompt_language { PROMPT_ENGLISH, PROMPT_GREEK, PROMPT_LANGUAGES };

/* Of a language tag such as el-GR, in any case; English for "" and for every other language. */
enum prompt_language prompt_language_of(const char *locale);
const char *prompt_locale(enum prompt_language language); /* en, el */

/* `prompt` is 1 to PROMPTS. */
const char *prompt_text(int32_t prompt, enum prompt_language language);

/* Which question a team is asked in the ISO week of `day`: the next one every week, so that each comes once in five
 * weeks; teams numbered one after the other begin at different ones. `team` is its number, of several (after a merge)
 * the first, and 0 for who has none. */
int32_t prompt_of_week(int64_t team, int32_t day);

#endif

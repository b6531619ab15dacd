#include "services/recognitions/prompt.h"

#include "common/base/calendar.h"
#include "services/recognitions/rules.h"

#include <string.h>
#include <strings.h>

#define FIRST_MONDAY (-3) /* 1969-12-29, of the week that 1970-01-01 was in */

static const char *const locales[PROMPT_LANGUAGES] = {"en", "el"};

static const char *const texts[PROMPTS][PROMPT_LANGUAGES] = {
	{"What did the team achieve this week, and who contributed?",
	 "Τι κατάφερε η ομάδα αυτή την εβδομάδα και ποιοι έβαλαν το χέρι τους;"},
	{"Who took the lead on a recent project?", "Ποιος ή ποια μπήκε μπροστά σε ένα πρόσφατο έργο;"},
	{"What do you admire in how someone handled a situation?",
	 "Τι θαυμάζεις στον τρόπο που ένας άνθρωπος δίπλα σου χειρίστηκε μια κατάσταση;"},
	{"How have you seen someone grow?", "Σε ποιον άνθρωπο δίπλα σου είδες εξέλιξη, και πώς φάνηκε;"},
	{"It was a hard week: how did someone overcome it?",
	 "Ήταν δύσκολη εβδομάδα: πώς τα κατάφερε, παρ’ όλα αυτά, ένας άνθρωπος δίπλα σου;"},
};

enum prompt_language prompt_language_of(const char *locale)
{
	size_t length = strcspn(locale, "-_");
	for (int language = 0; language < PROMPT_LANGUAGES; language++)
		if (length == strlen(locales[language]) && strncasecmp(locale, locales[language], length) == 0)
			return (enum prompt_language)language;
	return PROMPT_ENGLISH;
}

const char *prompt_locale(enum prompt_language language)
{
	return locales[language];
}

const char *prompt_text(int32_t prompt, enum prompt_language language)
{
	return texts[prompt - 1][language];
}

int32_t prompt_of_week(int64_t team, int32_t day)
{
	int64_t week = ((int64_t)day_week_start(day) - FIRST_MONDAY) / 7;
	int64_t turn = (week % PROMPTS + team % PROMPTS + 2 * PROMPTS) % PROMPTS;
	return 1 + (int32_t)turn;
}

#include "services/recognitions/highlight/highlight.h"

#include "common/base/calendar.h"
#include "common/base/text.h"
#include "services/recognitions/rules.h"

const char *highlight_title_take(struct arena *arena, const char *text, const char **out)
{
	const char *title = text_normal_line(arena, text);
	if (text_is_blank(title) || text_length(title) > HIGHLIGHT_TITLE_BOUND)
		return "the title of a highlight has 1 to 200 characters";
	*out = title;
	return NULL;
}

const char *highlight_description_take(struct arena *arena, const char *text, const char **out)
{
	const char *description = text_normal(arena, text);
	if (text_length(description) > HIGHLIGHT_DESCRIPTION_BOUND)
		return "the description of a highlight has at most 4000 characters";
	*out = description;
	return NULL;
}

const char *highlight_kind_take(Kleos__HighlightKind kind, Kleos__HighlightKind *out)
{
	if (kind > KLEOS__HIGHLIGHT_KIND__HIGHLIGHT_KIND_OTHER)
		return "a highlight is a CAMPAIGN, an EVENT, CONTENT or OTHER";
	*out = kind ? kind : KLEOS__HIGHLIGHT_KIND__HIGHLIGHT_KIND_OTHER;
	return NULL;
}

const char *on_date_take(const char *text, int32_t today, int32_t *out)
{
	int32_t day = today;
	if (*text && !day_parse(&day, text))
		return "a day such as 2026-03-01";
	if (day < 0)
		return "before 1970";
	if (day > today + 1)
		return "in the future";
	*out = day;
	return NULL;
}

bool highlight_has(const struct highlight *highlight, const struct id *member)
{
	for (size_t i = 0; i < highlight->n_people; i++)
		if (id_equal(&highlight->people[i].who.id, member))
			return true;
	return false;
}

Kleos__Visibility highlight_least(const struct highlight *highlight)
{
	Kleos__Visibility least = highlight->requested;
	for (size_t i = 0; i < highlight->n_people; i++)
		least = visibility_least(least, highlight->people[i].cap);
	return least;
}

bool highlight_is_visible(const struct highlight *highlight, const struct viewer *viewer)
{
	struct sight sight;
	sight.visibility = highlight->visibility;
	sight.n_people = 0;
	for (size_t i = 0; i < highlight->n_people; i++) {
		const struct highlight_person *person = &highlight->people[i];
		sight_add(&sight, &person->who.id, person->who.team_path, &person->manager_now);
	}
	return sight_is_open(&sight, viewer);
}

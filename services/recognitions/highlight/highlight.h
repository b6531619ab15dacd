/* highlight: work that somebody shares, as the database and the rules know it. Pure; take functions as in
 * services/recognitions/rules.h. Texts are borrowed: they live as long as the arena or the request they came from. */
#ifndef KLEOS_RECOGNITIONS_HIGHLIGHT_H
#define KLEOS_RECOGNITIONS_HIGHLIGHT_H

#include "common/base/limits.h"
#include "kleos/recognitions/v1/highlight.pb-c.h"
#include "services/recognitions/recognition.h"
#include "services/recognitions/sight.h"

struct highlight_person {
	struct named_member who; /* stamped with the team of the day they were named */
	Kleos__Visibility cap; /* the most this person agrees to: a collaborator's ceiling of that moment, lowered since */
	struct id manager_now; /* zero: none */
};

struct highlight {
	struct id id;
	const char *title;
	const char *description;
	Kleos__HighlightKind kind;
	Kleos__Visibility requested;
	Kleos__Visibility visibility; /* highlight_least, stored */
	int32_t on_day;
	int64_t create_ms;
	int64_t update_ms;                                       /* 0: never */
	struct highlight_person people[COLLABORATORS_BOUND + 1]; /* the first: whose work it is */
	size_t n_people;
	struct link links[LINKS_BOUND];
	size_t n_links;
	struct metric metrics[METRICS_BOUND];
	size_t n_metrics;
};

const char *highlight_title_take(struct arena *arena, const char *text, const char **out);
const char *highlight_description_take(struct arena *arena, const char *text, const char **out);
const char *highlight_kind_take(Kleos__HighlightKind kind, Kleos__HighlightKind *out); /* unset: OTHER */
/* "" is today. From 1970 on; a day later than today, for clocks and ideas of today differ. */
const char *on_date_take(const char *text, int32_t today, int32_t *out);

bool highlight_has(const struct highlight *highlight, const struct id *member);
/* What holds: the least of the request and of every cap. */
Kleos__Visibility highlight_least(const struct highlight *highlight);
/* sight_is_open for a highlight: it names all its people, and is for all their managers. */
bool highlight_is_visible(const struct highlight *highlight, const struct viewer *viewer);

#endif

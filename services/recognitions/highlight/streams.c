#include "services/recognitions/highlight/streams.h"

#include "common/base/text.h"
#include "common/directory/directory_teams.h"
#include "recognitions/sql.h"
#include "services/recognitions/list/audience.h"
#include "services/recognitions/store.h"

/* With more teams inside the one asked for, walking what everyone sees is cheaper. */
#define TEAM_STREAMS_BOUND 64

#define PRIVATE      KLEOS__VISIBILITY__VISIBILITY_PRIVATE
#define MANAGER      KLEOS__VISIBILITY__VISIBILITY_MANAGER
#define TEAM         KLEOS__VISIBILITY__VISIBILITY_TEAM
#define ORGANIZATION KLEOS__VISIBILITY__VISIBILITY_ORGANIZATION
#define EXTERNAL     KLEOS__VISIBILITY__VISIBILITY_EXTERNAL

bool highlight_passes(const struct highlight *highlight, const struct highlight_filter *filter)
{
	if (!id_is_zero(&filter->member) && !highlight_has(highlight, &filter->member))
		return false;
	if (!*filter->team)
		return true;
	for (size_t i = 0; i < highlight->n_people; i++)
		if (text_team_within(highlight->people[i].who.team_path, filter->team))
			return true;
	return false;
}

/* What names a person from one visibility to another; `other`: whom it also names, NULL: anybody. */
static void add_person(struct walk *walk, const struct id *person, Kleos__Visibility least, Kleos__Visibility most,
					   const struct id *other)
{
	for (Kleos__Visibility visibility = least; visibility <= most; visibility++) {
		if (other)
			WALK_ADD(walk, SQL(highlight_walk_person_with), walk_id(person), walk_number(visibility), walk_id(other));
		else
			WALK_ADD(walk, SQL(highlight_walk_person), walk_id(person), walk_number(visibility));
	}
}

static void add_everyone(struct walk *walk, const struct highlight_filter *filter)
{
	int64_t *numbers;
	size_t n = 0;
	if (*filter->team)
		n = directory_teams_within(walk->db, walk->arena, filter->team, TEAM_STREAMS_BOUND + 1, &numbers);
	if (!*filter->team || n > TEAM_STREAMS_BOUND) {
		walk_add(walk, SQL(highlight_walk_everyone), 0, NULL);
		return;
	}
	for (size_t i = 0; i < n; i++)
		WALK_ADD(walk, SQL(highlight_walk_team), walk_number(numbers[i]));
}

/* What every member sees, or the whole world. */
static void add_loud(struct walk *walk, const struct viewer *viewer, const struct highlight_filter *filter)
{
	if (!id_is_zero(&filter->member))
		add_person(walk, &filter->member, viewer->organization ? ORGANIZATION : EXTERNAL, EXTERNAL, NULL);
	else if (viewer->organization)
		add_everyone(walk, filter);
	else
		walk_add(walk, SQL(highlight_walk_world), 0, NULL);
}

/* What is for the ears of the viewer's team and of those around it. */
static void add_teams_around(struct walk *walk, const struct viewer *viewer, const struct id *other)
{
	int64_t *numbers;
	size_t n = audience_teams_around(walk->db, walk->arena, viewer->team, &numbers);
	for (size_t i = 0; i < n; i++) {
		if (other)
			WALK_ADD(walk, SQL(highlight_walk_inner_with), walk_number(numbers[i]), walk_id(other));
		else
			WALK_ADD(walk, SQL(highlight_walk_inner), walk_number(numbers[i]));
	}
}

static void add_reports(struct walk *walk, const struct viewer *viewer, const struct id *other)
{
	struct id *reports;
	size_t n = known_reports(walk->db, walk->arena, &viewer->member, &reports);
	for (size_t i = 0; i < n; i++)
		add_person(walk, &reports[i], MANAGER, TEAM, other && id_equal(other, &reports[i]) ? NULL : other);
}

void highlight_add_streams(struct walk *walk, const struct viewer *viewer, const struct highlight_filter *filter)
{
	const struct id *other = id_is_zero(&filter->member) ? NULL : &filter->member;
	add_loud(walk, viewer, filter);
	if (id_is_zero(&viewer->member))
		return;
	add_person(walk, &viewer->member, PRIVATE, TEAM, other && id_equal(other, &viewer->member) ? NULL : other);
	add_teams_around(walk, viewer, other);
	add_reports(walk, viewer, other);
}

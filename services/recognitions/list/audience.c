#include "services/recognitions/list/audience.h"

#include "common/base/text.h"
#include "common/directory/directory_teams.h"
#include "recognitions/sql.h"
#include "services/recognitions/list/store.h"
#include "services/recognitions/people.h"
#include "services/recognitions/store.h"

#include <string.h>

/* With more teams inside the one asked for, most of what everyone sees is theirs: walking that is cheaper. */
#define TEAM_STREAMS_BOUND 64

#define PRIVATE      KLEOS__VISIBILITY__VISIBILITY_PRIVATE
#define MANAGER      KLEOS__VISIBILITY__VISIBILITY_MANAGER
#define TEAM         KLEOS__VISIBILITY__VISIBILITY_TEAM
#define ORGANIZATION KLEOS__VISIBILITY__VISIBILITY_ORGANIZATION
#define EXTERNAL     KLEOS__VISIBILITY__VISIBILITY_EXTERNAL

static bool passes_team(const struct recognition *recognition, const char *team)
{
	if (text_team_within(recognition->giver.team_path, team))
		return true;
	for (size_t i = 0; i < recognition->n_arcs; i++)
		if (text_team_within(recognition->arcs[i].receiver.team_path, team))
			return true;
	return false;
}

bool audience_passes(const struct recognition *recognition, const struct audience_filter *filter)
{
	if (!id_is_zero(&filter->giver) && !id_equal(&recognition->giver.id, &filter->giver))
		return false;
	if (!id_is_zero(&filter->receiver) && !recognition_has_receiver(recognition, &filter->receiver))
		return false;
	if (*filter->team && !passes_team(recognition, filter->team))
		return false;
	if (*filter->value && !text_equal(recognition->value, filter->value))
		return false;
	return !filter->win || recognition->win == filter->win;
}

/* Where a person's stretches are: the teams stamped on them, and the walk in one of them. */
struct stretches {
	const struct sql *team_after;
	const struct sql *walk;
};

static const struct stretches given = {SQL(given_team_after), SQL(walk_given)};
static const struct stretches received = {SQL(received_team_after), SQL(walk_received)};
static const struct stretches given_to = {SQL(given_team_after), SQL(walk_given_to)};
static const struct stretches received_from = {SQL(received_team_after), SQL(walk_received_from)};
static const struct stretches received_with = {SQL(received_team_after), SQL(walk_received_with)};

/* What a person gave or received from one visibility to another; `other`: whom it also names, for the last three. */
static void add_stretches(struct walk *walk, const struct stretches *of, const struct id *person,
						  Kleos__Visibility least, Kleos__Visibility most, const struct id *other)
{
	for (Kleos__Visibility visibility = least; visibility <= most; visibility++)
		for (int64_t team = -1; stamped_team_after(walk->db, of->team_after, person, visibility, &team);) {
			struct walk_key keys[] = {walk_id(person), walk_number(visibility), walk_number(team),
									  other ? walk_id(other) : walk_number(0)};
			walk_add(walk, of->walk, other ? 4 : 3, keys);
		}
}

/* False: too many teams for streams of their own. */
static bool add_team_of_everyone(struct walk *walk, const char *team)
{
	int64_t *numbers;
	size_t n = directory_teams_within(walk->db, walk->arena, team, TEAM_STREAMS_BOUND + 1, &numbers);
	if (n > TEAM_STREAMS_BOUND)
		return false;
	for (size_t i = 0; i < n; i++) {
		WALK_ADD(walk, SQL(walk_team_given), walk_number(numbers[i]));
		WALK_ADD(walk, SQL(walk_team_received), walk_number(numbers[i]));
	}
	return true;
}

/* What everyone may see, narrowed by the filter that an index knows. */
static void add_everyone(struct walk *walk, const struct audience_filter *filter)
{
	if (*filter->team && add_team_of_everyone(walk, filter->team))
		return;
	if (*filter->value)
		WALK_ADD(walk, SQL(walk_value), walk_text(filter->value));
	else
		walk_add(walk, SQL(walk_everyone), 0, NULL);
}

size_t audience_teams_around(struct db *db, struct arena *arena, const char *team, int64_t **out)
{
	size_t n = 0;
	char *path = arena_text(arena, team);
	*out = NULL;
	while (*path) {
		int64_t *numbers;
		size_t named = directory_teams_named(db, arena, path, &numbers);
		for (size_t i = 0; i < named; i++) {
			*out = arena_grow(arena, *out, n, sizeof(**out));
			(*out)[n++] = numbers[i];
		}
		char *slash = strrchr(path, '/');
		*(slash ? slash : path) = '\0';
	}
	return n;
}

/* What is for a team's ears: stamped with the viewer's team or one around it. */
static void add_teams_around(struct walk *walk, const char *team)
{
	int64_t *numbers;
	size_t n = audience_teams_around(walk->db, walk->arena, team, &numbers);
	for (size_t i = 0; i < n; i++) {
		WALK_ADD(walk, SQL(walk_inner_given), walk_number(numbers[i]));
		WALK_ADD(walk, SQL(walk_inner_received), walk_number(numbers[i]));
	}
}

static void add_reports(struct walk *walk, const struct id *manager)
{
	struct id *reports;
	size_t n = known_reports(walk->db, walk->arena, manager, &reports);
	for (size_t i = 0; i < n; i++)
		add_stretches(walk, &received, &reports[i], MANAGER, TEAM, NULL);
}

void audience_add_circle(struct walk *walk, const struct viewer *viewer)
{
	if (id_is_zero(&viewer->member))
		return;
	add_stretches(walk, &given, &viewer->member, PRIVATE, TEAM, NULL);
	add_stretches(walk, &received, &viewer->member, PRIVATE, TEAM, NULL);
	add_reports(walk, &viewer->member);
}

/* The feed: all that the viewer may see. */
static void add_feed(struct walk *walk, const struct viewer *viewer, const struct audience_filter *filter)
{
	if (viewer->organization)
		add_everyone(walk, filter);
	else
		walk_add(walk, SQL(walk_world), 0, NULL);
	audience_add_circle(walk, viewer);
	add_teams_around(walk, viewer->team);
}

/* The list of one person, as giver or as receiver. */
struct person {
	const struct id *id;
	bool gave;
};

/* Where the viewer is named too. */
static void add_shared(struct walk *walk, const struct person *person, const struct id *viewer)
{
	if (person->gave) {
		add_stretches(walk, &received_from, viewer, PRIVATE, TEAM, person->id);
		return;
	}
	add_stretches(walk, &given_to, viewer, PRIVATE, TEAM, person->id);
	add_stretches(walk, &received_with, viewer, PRIVATE, TEAM, person->id);
}

static void add_teams_of_person(struct walk *walk, const struct person *person, const char *team)
{
	const struct sql *sql = person->gave ? given.walk : received.walk;
	int64_t *numbers;
	size_t n = audience_teams_around(walk->db, walk->arena, team, &numbers);
	for (size_t i = 0; i < n; i++) {
		WALK_ADD(walk, sql, walk_id(person->id), walk_number(TEAM), walk_number(numbers[i]));
		WALK_ADD(walk, SQL(walk_overheard), walk_id(person->id), walk_number(person->gave), walk_number(numbers[i]));
	}
}

/* For everybody's ears or those of teams. */
static void add_heard(struct walk *walk, const struct viewer *viewer, const struct person *person)
{
	const struct stretches *of = person->gave ? &given : &received;
	add_stretches(walk, of, person->id, viewer->organization ? ORGANIZATION : EXTERNAL, EXTERNAL, NULL);
	if (!id_is_zero(&viewer->member))
		add_teams_of_person(walk, person, viewer->team);
}

void audience_add_heard(struct walk *walk, const struct viewer *viewer, const struct id *receiver)
{
	add_heard(walk, viewer, &(struct person){.id = receiver});
}

static void add_reports_of_person(struct walk *walk, const struct person *person, const struct id *manager)
{
	const struct stretches *shared = person->gave ? &received_from : &received_with;
	struct id *reports;
	size_t n = known_reports(walk->db, walk->arena, manager, &reports);
	for (size_t i = 0; i < n; i++) {
		if (!person->gave && id_equal(&reports[i], person->id))
			add_stretches(walk, &received, person->id, MANAGER, TEAM, NULL);
		else
			add_stretches(walk, shared, &reports[i], MANAGER, TEAM, person->id);
	}
}

static void add_person(struct walk *walk, const struct viewer *viewer, const struct person *person)
{
	const struct stretches *of = person->gave ? &given : &received;
	if (id_equal(person->id, &viewer->member)) {
		add_stretches(walk, of, person->id, PRIVATE, EXTERNAL, NULL);
		return;
	}
	add_heard(walk, viewer, person);
	if (id_is_zero(&viewer->member))
		return;
	add_shared(walk, person, &viewer->member);
	add_reports_of_person(walk, person, &viewer->member);
}

void audience_add_streams(struct walk *walk, const struct viewer *viewer, const struct audience_filter *filter)
{
	struct person person = {.id = &filter->receiver};
	if (id_is_zero(person.id))
		person = (struct person){.id = &filter->giver, .gave = true};
	if (id_is_zero(person.id))
		add_feed(walk, viewer, filter);
	else
		add_person(walk, viewer, &person);
}

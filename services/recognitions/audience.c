#include "services/recognitions/audience.h"

#include "common/base/text.h"
#include "recognitions/sql.h"
#include "services/recognitions/store.h"

#include <string.h>

/* With more teams inside the one asked for, most of what everyone sees is theirs: walking that is cheaper. */
#define TEAM_STREAMS_BOUND 64

static bool passes_receiver(const struct recognition *recognition, const struct id *receiver)
{
	for (size_t i = 0; i < recognition->n_arcs; i++)
		if (id_equal(&recognition->arcs[i].receiver.id, receiver))
			return true;
	return false;
}

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
	if (!id_is_zero(&filter->receiver) && !passes_receiver(recognition, &filter->receiver))
		return false;
	if (*filter->team && !passes_team(recognition, filter->team))
		return false;
	if (*filter->value && !text_equal(recognition->value, filter->value))
		return false;
	return !filter->win || recognition->win == filter->win;
}

/* False: too many teams for streams of their own. */
static bool add_team_of_everyone(struct walk *walk, const char *team)
{
	int64_t *numbers;
	size_t n = team_numbers_within(walk->db, walk->arena, team, TEAM_STREAMS_BOUND + 1, &numbers);
	if (n > TEAM_STREAMS_BOUND)
		return false;
	for (size_t i = 0; i < n; i++) {
		walk_add_number(walk, SQL(walk_team_given), numbers[i]);
		walk_add_number(walk, SQL(walk_team_received), numbers[i]);
	}
	return true;
}

/* What everyone may see, narrowed by the filter that an index knows. */
static void add_everyone(struct walk *walk, const struct audience_filter *filter)
{
	if (*filter->team && add_team_of_everyone(walk, filter->team))
		return;
	if (*filter->value)
		walk_add_text(walk, SQL(walk_value), filter->value);
	else
		walk_add(walk, SQL(walk_everyone));
}

/* What is for a team's ears: stamped with the viewer's team or one around it. */
static void add_teams_around(struct walk *walk, const char *team)
{
	char *path = arena_text(walk->arena, team);
	while (*path) {
		int64_t number = team_number(walk->db, path);
		if (number > 0) {
			walk_add_number(walk, SQL(walk_inner_given), number);
			walk_add_number(walk, SQL(walk_inner_received), number);
		}
		char *slash = strrchr(path, '/');
		*(slash ? slash : path) = '\0';
	}
}

static void add_reports(struct walk *walk, const struct id *manager)
{
	struct id *reports;
	size_t n = known_reports(walk->db, walk->arena, manager, &reports);
	for (size_t i = 0; i < n; i++)
		walk_add_id(walk, SQL(walk_reports_received), &reports[i]);
}

void audience_add_streams(struct walk *walk, const struct viewer *viewer, const struct audience_filter *filter)
{
	if (!id_is_zero(&filter->receiver)) {
		walk_add_id(walk, SQL(walk_received), &filter->receiver);
		return;
	}
	if (!id_is_zero(&filter->giver)) {
		walk_add_id(walk, SQL(walk_given), &filter->giver);
		return;
	}
	add_everyone(walk, filter);
	if (id_is_zero(&viewer->member))
		return;
	walk_add_id(walk, SQL(walk_given), &viewer->member);
	walk_add_id(walk, SQL(walk_received), &viewer->member);
	add_teams_around(walk, viewer->team);
	add_reports(walk, &viewer->member);
}

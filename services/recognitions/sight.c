#include "services/recognitions/sight.h"

#include "common/base/text.h"

void sight_add(struct sight *sight, const struct id *member, const char *team, const struct id *manager)
{
	sight->people[sight->n_people++] = (struct sight_person){member, team, manager};
}

static bool viewer_is_named(const struct sight *sight, const struct viewer *viewer)
{
	for (size_t i = 0; i < sight->n_people; i++)
		if (id_equal(sight->people[i].member, &viewer->member))
			return true;
	return false;
}

static bool viewer_manages(const struct sight *sight, const struct viewer *viewer)
{
	for (size_t i = 0; i < sight->n_people; i++)
		if (sight->people[i].manager && id_equal(sight->people[i].manager, &viewer->member))
			return true;
	return false;
}

static bool viewer_is_in_team(const struct sight *sight, const struct viewer *viewer)
{
	for (size_t i = 0; i < sight->n_people; i++)
		if (text_team_within(viewer->team, sight->people[i].team))
			return true;
	return false;
}

bool sight_is_open(const struct sight *sight, const struct viewer *viewer)
{
	if (sight->visibility >= KLEOS__VISIBILITY__VISIBILITY_EXTERNAL)
		return true;
	if (sight->visibility >= KLEOS__VISIBILITY__VISIBILITY_ORGANIZATION && viewer->organization)
		return true;
	if (id_is_zero(&viewer->member) || sight->visibility < KLEOS__VISIBILITY__VISIBILITY_PRIVATE)
		return false;
	if (viewer_is_named(sight, viewer))
		return true;
	if (sight->visibility >= KLEOS__VISIBILITY__VISIBILITY_MANAGER && viewer_manages(sight, viewer))
		return true;
	return sight->visibility >= KLEOS__VISIBILITY__VISIBILITY_TEAM && viewer_is_in_team(sight, viewer);
}

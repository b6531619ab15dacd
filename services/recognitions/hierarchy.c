#include "services/recognitions/hierarchy.h"

#include "common/store/db.h"
#include "recognitions/sql.h"

void hierarchy_begin(struct hierarchy *hierarchy, struct db *db, int32_t day, const struct id *giver,
					 const struct id *manager)
{
	hierarchy->db = db;
	hierarchy->day = day;
	hierarchy->giver = *giver;
	hierarchy->above[0] = *manager;
	hierarchy->n_above = !id_is_zero(manager);
	hierarchy->whole = id_is_zero(manager);
}

static struct id manager_of(const struct hierarchy *hierarchy, const struct id *member)
{
	struct query query = query_begin(hierarchy->db, SQL(known_manager));
	query_bind_id(&query, 1, member);
	query_bind_number(&query, 2, hierarchy->day);
	query_step(&query);
	struct id manager = query_id(&query, "manager");
	query_end(&query);
	return manager;
}

/* Looks one level further up. False: there is none. */
static bool climb(struct hierarchy *hierarchy)
{
	if (!hierarchy->whole && hierarchy->n_above < HIERARCHY_LEVELS) {
		struct id manager = manager_of(hierarchy, &hierarchy->above[hierarchy->n_above - 1]);
		hierarchy->whole = id_is_zero(&manager);
		if (!hierarchy->whole)
			hierarchy->above[hierarchy->n_above++] = manager;
		return !hierarchy->whole;
	}
	return false;
}

static bool was_seen_above(const struct hierarchy *hierarchy, const struct id *member)
{
	for (size_t i = 0; i < hierarchy->n_above; i++)
		if (id_equal(&hierarchy->above[i], member))
			return true;
	return false;
}

static bool is_above_giver(struct hierarchy *hierarchy, const struct id *member)
{
	bool is_above = was_seen_above(hierarchy, member);
	while (!is_above && climb(hierarchy))
		is_above = id_equal(&hierarchy->above[hierarchy->n_above - 1], member);
	return is_above;
}

/* Whether the giver is among those above `manager`. Whoever is above the giver has nobody above who is not. */
static bool giver_is_above(const struct hierarchy *hierarchy, const struct id *manager)
{
	struct id at = *manager;
	for (int level = 1; level < HIERARCHY_LEVELS && !id_is_zero(&at) && !was_seen_above(hierarchy, &at); level++) {
		at = manager_of(hierarchy, &at);
		if (id_equal(&at, &hierarchy->giver))
			return true;
	}
	return false;
}

enum direction hierarchy_direction(struct hierarchy *hierarchy, const struct id *receiver, const struct id *manager)
{
	if (id_is_zero(&hierarchy->giver))
		return DIRECTION_OTHER;
	if (id_equal(manager, &hierarchy->giver))
		return DIRECTION_DOWN;
	if (hierarchy->n_above && id_equal(manager, &hierarchy->above[0]))
		return DIRECTION_PEER;
	if (is_above_giver(hierarchy, receiver))
		return DIRECTION_UP;
	return giver_is_above(hierarchy, manager) ? DIRECTION_SKIP : DIRECTION_OTHER;
}

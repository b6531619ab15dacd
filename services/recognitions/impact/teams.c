#include "services/recognitions/impact/teams.h"

#include "services/recognitions/impact/heap.h"

#include <stdlib.h>

void teams_init(struct teams *teams, const uint8_t key[DICTIONARY_KEY_SIZE])
{
	*teams = (struct teams){0};
	dictionary_init(&teams->paths, key);
	teams_set(teams, 0, "");
}

void teams_fini(struct teams *teams)
{
	dictionary_fini(&teams->paths);
	free(teams->path);
}

bool teams_set(struct teams *teams, uint32_t team, const char *path)
{
	uint32_t number = dictionary_number_text(&teams->paths, path);
	bool known = team < teams->n;
	if (team >= teams->capacity) {
		teams->capacity = heap_capacity(teams->capacity, team + (size_t)1);
		teams->path = heap_resize(teams->path, teams->capacity, sizeof *teams->path);
	}
	while (teams->n <= team)
		teams->path[teams->n++] = 0;
	bool changed = known && teams->path[team] != number;
	teams->path[team] = number;
	return changed;
}

bool teams_differ(const struct teams *teams, uint32_t a, uint32_t b)
{
	return teams->path[a] != teams->path[b];
}

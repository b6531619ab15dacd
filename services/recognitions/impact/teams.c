#include "services/recognitions/impact/teams.h"

#include "services/recognitions/impact/heap.h"

#include <stdlib.h>
#include <string.h>

void teams_init(struct teams *teams, const uint8_t key[DICTIONARY_KEY_SIZE])
{
	*teams = (struct teams){0};
	dictionary_init(&teams->paths, key);
	teams_set(teams, 0, "");
	teams_rank(teams);
}

void teams_fini(struct teams *teams)
{
	dictionary_fini(&teams->paths);
	free(teams->path);
	free(teams->parents);
	free(teams->ranks);
}

/* How long the path is that this one is inside; 0: none. */
static size_t parent_length(const char *path, size_t length)
{
	const char *slash = memrchr(path, '/', length);
	return slash ? (size_t)(slash - path) : 0;
}

static void reserve_parents(struct teams *teams)
{
	if (teams->paths.n <= teams->parents_capacity)
		return;
	teams->parents_capacity = heap_capacity(teams->parents_capacity, teams->paths.n);
	teams->parents = heap_resize(teams->parents, teams->parents_capacity, sizeof *teams->parents);
}

/* The path of so many bytes, and all it is inside. */
static uint32_t number_path(struct teams *teams, const char *path, size_t length)
{
	uint32_t before = teams->paths.n;
	uint32_t number = dictionary_number(&teams->paths, path, length);
	if (number < before)
		return number;
	size_t outer = parent_length(path, length);
	uint32_t parent = outer ? number_path(teams, path, outer) : 0;
	reserve_parents(teams);
	teams->parents[number] = parent;
	return number;
}

void teams_rank(struct teams *teams)
{
	if (teams->n_ranks == teams->paths.n)
		return;
	free(teams->ranks);
	teams->ranks = dictionary_ranks(&teams->paths);
	teams->n_ranks = teams->paths.n;
}

bool teams_restore_parents(struct teams *teams)
{
	reserve_parents(teams);
	for (uint32_t i = 0; i < teams->paths.n; i++) {
		size_t length;
		const char *path = dictionary_entry(&teams->paths, i, &length);
		size_t outer = parent_length(path, length);
		teams->parents[i] = outer ? dictionary_find(&teams->paths, path, outer) : 0;
		if (teams->parents[i] == DICTIONARY_NONE)
			return false;
	}
	return true;
}

bool teams_set(struct teams *teams, uint32_t team, const char *path)
{
	uint32_t number = number_path(teams, path, strlen(path));
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

/* impact_world: a small made-up organisation, and its figures counted the slow and obvious way, with texts and nested
 * loops, straight from the definitions: what the impact engine is compared with. */
#ifndef KLEOS_TESTS_IMPACT_WORLD_H
#define KLEOS_TESTS_IMPACT_WORLD_H

#include "services/recognitions/impact/impact.h"

#define WORLD_MEMBERS_BOUND   24
#define WORLD_SPELLS_BOUND    3
#define WORLD_RECEIVERS_BOUND 4
#define WORLD_TEAMS           7
#define WORLD_PATHS_COUNT     9
#define WORLD_VALUES_COUNT    4
#define WORLD_PROMPTS         5

extern const char *const WORLD_PATHS[WORLD_PATHS_COUNT]; /* all that teams ever have, in order */
extern const char *const WORLD_VALUES[WORLD_VALUES_COUNT];

struct impact_world_member {
	struct impact_member told;
	struct impact_spell spells[WORLD_SPELLS_BOUND];
};

struct impact_world_recognition {
	struct impact_recognition told;
	struct impact_receiver receivers[WORLD_RECEIVERS_BOUND];
};

struct impact_world {
	uint64_t random;
	struct impact_world_member members[WORLD_MEMBERS_BOUND];
	size_t n_members;
	struct impact_world_recognition *recognitions;
	size_t n_recognitions;
	const char *paths[WORLD_TEAMS]; /* of the teams, by number; they change */
};

struct impact_world *impact_world_make(uint32_t seed);
void impact_world_free(struct impact_world *world);
/* All teams and members, and recognitions [from, to). Between impact_begin and impact_commit. */
void impact_world_apply(const struct impact_world *world, struct impact *impact, size_t from, size_t to);
/* A team gets another path, maybe one that others have: a rename, or a merge. As impact_world_apply. */
void impact_world_move_team(struct impact_world *world, struct impact *impact);
/* `n` times somebody lowers, shares or takes back one of the recognitions that were applied, or says so again. Between
 * impact_begin and impact_commit. */
void impact_world_change(struct impact_world *world, struct impact *impact, size_t n);
struct impact_question impact_world_question(struct impact_world *world); /* a new one each time */
/* Counts the slow way (impact_slow.c); fails the test when a figure differs. */
void impact_world_check(const struct impact_world *world, const struct impact_question *question,
						const Kleos__SummarizeImpactResponse *summary);

#endif

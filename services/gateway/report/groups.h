/* groups: teams merged until each group has enough people to be shown (disclosure.h, rule 2). Pure.
 *
 * A group holds at least `min_group` people, unless there are not so many in all. What is told about teams that no
 * group splits is told about whole groups, so whatever follows from it by subtraction is about whole groups too. */
#ifndef KLEOS_GATEWAY_GROUPS_H
#define KLEOS_GATEWAY_GROUPS_H

#include "common/base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct groups;

/* Teams may be named twice: their people are added. A team that no one is in may be named with 0. */
struct groups *groups_new(struct arena *arena, int32_t min_group);
void groups_add(struct groups *groups, const char *team, int32_t people);
void groups_merge(struct groups *groups); /* once, after all were added */
/* The name to show for a team that was added: "a + b" when it was merged. */
const char *groups_name(const struct groups *groups, const char *team);
bool groups_is_merged(const struct groups *groups, const char *team);
/* Whether a group has people both inside the team (or the teams inside it) and outside. Any team. */
bool groups_is_split(const struct groups *groups, const char *team);

#endif

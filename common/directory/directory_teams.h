/* directory_teams: the teams that a service stamps what happened with, by numbers that stay when a team is renamed.
 * Whoever follows members has this table in its database, beside those that name its numbers:
 *
 *     team (id INTEGER PRIMARY KEY, identity BLOB UNIQUE, path TEXT NOT NULL), with the row 0: no team, path ''
 *
 * identity is members' id of the team; NULL: members does not know it, or not yet. Two numbers have one path after
 * a merge, so a look-up by path takes all of them. Rows are never deleted: stamps name them for ever. */
#ifndef KLEOS_DIRECTORY_DIRECTORY_TEAMS_H
#define KLEOS_DIRECTORY_DIRECTORY_TEAMS_H

#include "common/store/db.h"
#include "kleos/members/v1/directory_service.pb-c.h"

/* Both inside a transaction that applies what the feed brings. The path becomes the record's: records are brought in
 * the order in which they were read, so none is older than what is there. */

/* The number of a spell's team, made when it is new; 0: no team. */
int64_t directory_team_settle(struct db *db, const Kleos__MemberSpell *spell);
void directory_team_put(struct db *db, const Kleos__TeamRecord *record);
/* Members has another history, in which nobody knows this identity: the next team of the same path takes the row over.
 */
void directory_team_orphan(struct db *db, const struct id *identity);

/* Every identity that is known, ascending. */
size_t directory_team_identities(struct db *db, struct arena *arena, struct id **out);

/* Numbers of a team and of the teams inside it, at most `bound`. */
size_t directory_teams_within(struct db *db, struct arena *arena, const char *path, size_t bound, int64_t **out);
/* All that have this path: several after a merge, none when nobody was ever in such a team. */
size_t directory_teams_named(struct db *db, struct arena *arena, const char *path, int64_t **out);
/* The first of them; -1: none. */
int64_t directory_team_number(struct db *db, const char *path);
/* The same inside a write: a team that only holds other teams gets its number now. -1: nobody is in it or inside it. */
int64_t directory_team_claim(struct db *db, struct arena *arena, const char *path);

#endif

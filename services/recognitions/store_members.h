/* store_members: the projection of members: who is who, and who was where on which day. Written by the directory feed
 * only. */
#ifndef KLEOS_RECOGNITIONS_STORE_MEMBERS_H
#define KLEOS_RECOGNITIONS_STORE_MEMBERS_H

#include "common/store/db.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "kleos/members/v1/member.pb-c.h"

struct known_member {
	struct id id;
	const char *handle;
	const char *display_name;
	Kleos__MemberStatus status;
	/* as they were on the day asked for */
	int64_t team;
	const char *team_path;
	struct id manager; /* zero: none */
	bool leader;
	Kleos__Visibility ceiling; /* of now; UNSPECIFIED: never said */
};

/* By id or handle, any case; texts in `arena`. Nobody finds the erased. */
bool known_find(struct db *db, struct arena *arena, const char *id_or_handle, int32_t day, struct known_member *out);
bool known_find_id(struct db *db, struct arena *arena, const struct id *id, int32_t day, struct known_member *out);

/* The team of now, in `arena`; NULL: not known. */
const char *known_team_now(struct db *db, struct arena *arena, const struct id *member);
/* Whom the member manages now. */
size_t known_reports(struct db *db, struct arena *arena, const struct id *manager, struct id **out);

/* Numbers of a team and of the teams inside it, at most `bound`. */
size_t team_numbers_within(struct db *db, struct arena *arena, const char *path, size_t bound, int64_t **out);
/* -1: nobody was ever in a team of this path. */
int64_t team_number(struct db *db, const char *path);

/* Inside a write. */
void known_put(struct db *db, const Kleos__MemberRecord *record, int64_t now_ms);
void known_forget_all(struct db *db);

#endif

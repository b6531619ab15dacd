/* store_provision: the verbs of users and groups over the database. Readers take any connection; writers the group's.
 */
#ifndef KLEOS_MEMBERS_PROVISION_STORE_H
#define KLEOS_MEMBERS_PROVISION_STORE_H

#include "services/members/store.h"

/* What a provider says of a member, beyond what a member is. */
struct provision {
	const char *user_name;
	const char *formatted_name;
	const char *family_name;
	const char *given_name;
	const char *department;
	const char *employee_number;
	bool display_name_said; /* else another name took its place */
	bool email_primary;
	bool gone; /* the provider removed the user */
};

struct user {
	struct member member;
	struct provision said;
	bool named; /* a provider has told of this member */
};

/* True for nobody who was erased. */
bool user_by_id(struct db *db, struct arena *arena, const struct id *id, struct user *out);

/* The name by which a provider told of the member, in the arena; NULL: none has. */
const char *user_name_of(struct db *db, struct arena *arena, const struct id *member);

enum user_name_kind { USER_BY_NAME, USER_BY_EXTERNAL_ID, USER_BY_EMAIL };
/* By name and e-mail in lower case. By name: only whom the provider knows; else those who are gone, too. */
size_t user_list_by(struct db *db, struct arena *arena, enum user_name_kind kind, const char *name, struct user **out);
/* Those behind `after`, by id; none who are gone. */
size_t user_list(struct db *db, struct arena *arena, const struct id *after, size_t limit, struct user **out);
/* Ids of all who are not gone, one behind the other. */
ProtobufCBinaryData user_ids(struct db *db, struct arena *arena);

void provision_put(struct db *db, struct arena *arena, const struct id *member, const struct provision *said);
void provision_erase(struct db *db, const struct id *member); /* with every place in a group */

struct group {
	struct id id;
	const char *display_name;
	const char *external_id;
	struct id team;
	const char *path; /* of the team, as it is now; not written */
	int64_t revision;
	int64_t create_ms;
	int64_t update_ms;
};
/* By what is given; NULL: any. `key` is a name in lower case. */
size_t group_list(struct db *db, struct arena *arena, const struct id *id, const char *key, const char *external_id,
				  struct group **out);
bool group_by_path(struct db *db, const char *path, struct id *out);
void group_put(struct db *db, struct arena *arena, const struct group *group);
void group_delete(struct db *db, const struct id *id); /* nobody is in it */
/* One more revision of every group that the member is in. */
void groups_touch(struct db *db, const struct id *member, int64_t now_ms);

/* Ids of the group's users, one behind the other. */
ProtobufCBinaryData group_users(struct db *db, struct arena *arena, const struct id *group);
bool group_join(struct db *db, const struct id *group, const struct id *member);  /* false: is in it already */
bool group_leave(struct db *db, const struct id *group, const struct id *member); /* false: was not in it */
void group_empty(struct db *db, const struct id *group);
/* The member's, the one that decides last. */
size_t groups_of_user(struct db *db, struct arena *arena, const struct id *member, struct group **out);

#endif

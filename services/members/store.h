/* store: the verbs of members over the database. Readers take any connection; writers the group's. */
#ifndef KLEOS_MEMBERS_STORE_H
#define KLEOS_MEMBERS_STORE_H

#include "common/base/api_key.h"
#include "common/service/page.h"
#include "common/store/db.h"
#include "services/members/rules.h"

/* members */

/* Of the current row of whatever shows all of member_card. */
struct member member_read(struct query *query, struct arena *arena);
bool member_by_id(struct db *db, struct arena *arena, const struct id *id, struct member *out);
bool member_by_handle(struct db *db, struct arena *arena, const char *handle, struct member *out); /* lower case */
/* By id or handle, as people write them. */
bool member_by_name(struct db *db, struct arena *arena, const char *name, struct member *out);
bool member_insert(struct db *db, struct arena *arena, const struct member *member); /* false: the handle is taken */
void member_update(struct db *db, struct arena *arena, const struct member *member);
/* One more revision, because something about the member changed elsewhere. */
void member_touch(struct db *db, const struct id *id, int64_t now_ms);
/* Whether `above` is `below` or stands above it in the line of managers. */
bool member_is_above(struct db *db, const struct id *above, const struct id *below);

struct member_filter {
	const char *team;    /* with the teams inside it; "": any */
	const char *pattern; /* of LIKE, over folded text */
	int32_t status;      /* 0: any */
	struct id manager;   /* zero: any */
};
/* Newest first, one more than the page shows when there are more. */
size_t member_list(struct db *db, struct arena *arena, const struct member_filter *filter, const struct page *page,
				   struct member **out);

struct team_count {
	const char *path;
	int64_t members;
};
/* Active members a team, in no order; teams without any are not there. */
size_t team_counts(struct db *db, struct arena *arena, struct team_count **out);

/* Nothing of who it was is left. */
void member_tombstone(struct db *db, const struct id *id, const char *handle, const char *display_name, int64_t now_ms);
/* Handles of erased members are nobody's any more. */
void handle_spend(struct db *db, const struct cluster_key *key, const char *handle);
bool handle_is_spent(struct db *db, const struct cluster_key *key, const char *handle);

/* The active members who lead people, by team and handle. */
struct team_leader {
	const char *path;
	struct id id;
	const char *handle;
	const char *display_name;
};
size_t team_leaders(struct db *db, struct arena *arena, struct team_leader **out);

/* teams: every path that somebody was ever in, under an id that stays when the path changes. Two have one path after a
 * merge, and go the same ways from then on. */

bool team_by_path(struct db *db, const char *path, struct id *out);
bool team_by_id(struct db *db, struct arena *arena, const struct id *id, const char **path);
void team_insert(struct db *db, const struct id *id, const char *path);

struct team_row {
	struct id id;
	const char *path;
};
/* The team and those inside it, by path. */
size_t team_list_within(struct db *db, struct arena *arena, const char *path, struct team_row **out);
/* Members who are in the team or inside it now, in no order. */
size_t team_members_within(struct db *db, struct arena *arena, const char *path, struct id **out);
/* Everything under `from` is under `to` from now on: teams, members and what they were in before. */
void team_move(struct db *db, const char *from, const char *to, int64_t now_ms);

/* spells */

struct spell {
	int32_t from_day; /* DAY_MIN for the first */
	const char *team;
	struct id manager;
	bool leader;
	struct id team_id; /* filled by spell_list; zero: none */
};
size_t spell_list(struct db *db, struct arena *arena, const struct id *member, struct spell **out); /* oldest first */
bool spell_last(struct db *db, struct arena *arena, const struct id *member, struct spell *out);
void spell_put(struct db *db, const struct id *member, const struct spell *spell); /* replaces one of the same day */
void spell_lead(struct db *db, const struct id *member);                           /* all of them: has always led */

/* API keys */

struct key_row {
	struct id id;
	const char *name;
	struct id member; /* zero: an integration's */
	const char *member_handle;
	const char *member_display_name;
	uint8_t hash[API_KEY_HASH_SIZE];
	uint32_t roles;
	uint32_t scopes; /* SCOPE_BITs */
	int64_t create_ms;
	int64_t revoke_ms;   /* 0: never */
	int64_t expire_ms;   /* ends by itself; 0: never */
	int64_t use_ms;      /* the day it was last called with; 0: not yet */
	struct id successor; /* takes its place; zero: none */
	bool active;         /* not revoked, and its member is active; it may have expired */
};
uint32_t key_roles(const struct key_row *key); /* those that its scopes let count */
bool key_works(const struct key_row *key, int64_t now_ms);
void key_insert(struct db *db, const struct key_row *key);
bool key_by_id(struct db *db, struct arena *arena, const struct id *id, struct key_row *out);
bool key_by_hash(struct db *db, struct arena *arena, const uint8_t hash[API_KEY_HASH_SIZE], struct key_row *out);
/* Newest first, one more than the page shows when there are more; `owner` NULL: everybody's, else the owner's keys and
 * the one that is called with. */
size_t key_list(struct db *db, struct arena *arena, const struct principal *owner, const struct page *page,
				struct key_row **out);
/* Those not revoked. */
size_t key_list_of_member(struct db *db, struct arena *arena, const struct id *member, struct key_row **out);
bool key_revoke(struct db *db, const struct id *id, int64_t now_ms); /* false: was revoked already */
/* One that works, with at least one of the roles and all scopes. */
bool key_exists_with(struct db *db, uint32_t roles, int64_t now_ms);
/* `successor` takes its place; it ends at `expire_ms`, unless before. */
void key_replace(struct db *db, const struct id *id, const struct id *successor, int64_t expire_ms);
void key_note_use(struct db *db, const struct id *id, int64_t use_ms); /* unless it was later already */
/* All keys of a member: revoked and without a name. */
void keys_erase(struct db *db, const struct id *member, int64_t now_ms);

/* sessions: what a browser has in place of the key that opened it, or of what an identity provider says */

struct session_row {
	struct id id;
	uint8_t hash[API_KEY_HASH_SIZE]; /* of the secret */
	struct id owner;                 /* the key's id, or the member's */
	bool of_member;                  /* no key opened it */
	uint32_t roles;                  /* of a member's: ROLE_BITs; a key's are those of the key */
	int64_t create_ms;
	int64_t expire_ms;
};
void session_insert(struct db *db, const struct session_row *session);
/* False: there is none, or it is over. */
bool session_by_hash(struct db *db, struct arena *arena, const uint8_t hash[API_KEY_HASH_SIZE], int64_t now_ms,
					 struct session_row *out);
bool session_by_id(struct db *db, struct arena *arena, const struct id *id, struct session_row *out);
/* Those of an owner that are not over, oldest first. */
size_t session_list(struct db *db, struct arena *arena, const struct id *owner, int64_t now_ms,
					struct session_row **out);
void session_end(struct db *db, const struct id *id);
void sessions_forget(struct db *db);                      /* everybody's */
bool sessions_end(struct db *db, const struct id *owner); /* all of an owner; false: there was none */
void sessions_expire(struct db *db, int64_t now_ms);      /* drops those that are over */

#endif

/* rules: what a member may look like. Pure: no database, no clock, no call.
 * Requests and rows of a file take the same way: whoever asks fills a draft with what was said, member_take checks it
 * field by field and writes what can be taken into a member. */
#ifndef KLEOS_MEMBERS_RULES_H
#define KLEOS_MEMBERS_RULES_H

#include "common/base/arena.h"
#include "common/base/id.h"
#include "common/base/limits.h"
#include "kleos/members/v1/member.pb-c.h"

#include <stdbool.h>
#include <stdint.h>

/* Beside the columns of a members file. */
enum member_field {
	FIELD_HANDLE,
	FIELD_DISPLAY_NAME,
	FIELD_EMAIL,
	FIELD_TEAM,
	FIELD_TITLE,
	FIELD_MANAGER,
	FIELD_LEADER,
	FIELD_HATS,
	FIELD_JOINED_ON,
	FIELD_LOCALE,
	FIELD_TIME_ZONE,
	FIELD_CEILING,
	FIELD_EXTERNAL_ID,
	FIELD_COUNT,
};

/* A member as it is kept. */
struct member {
	struct id id;
	const char *handle;
	const char *display_name;
	const char *email;
	const char *team;
	const char *title;
	struct id manager;  /* zero: nobody */
	bool leader_said;   /* leads people even without reports */
	const char *hats;   /* separated by ';' */
	int32_t joined_day; /* DAY_MIN: has always been here */
	int32_t left_day;   /* the last day; DAY_MAX: still here */
	const char *locale;
	const char *time_zone;
	const char *external_id;
	int32_t ceiling;  /* Kleos__Visibility; 0: not said */
	int32_t status;   /* Kleos__MemberStatus */
	int64_t revision; /* counts changes, from 1 */
	int64_t create_ms;
	int64_t update_ms;

	/* filled when read, never written */
	bool leader; /* said so, or has active reports */
	const char *manager_handle;
	const char *manager_display_name;
};

/* What somebody said about a member: NULL is not said, "" is said to be empty. Hats are a list. */
struct member_draft {
	const char *text[FIELD_COUNT];
	bool manager_may_have_left; /* whoever says it knows who reports to whom before anybody else does */
	bool hats_said;
	size_t n_hats;
	const char *const *hats;
};

struct problem {
	enum member_field field;
	const char *message; /* what is wrong and what would be right */
};

struct problems {
	size_t count;
	struct problem list[FIELD_COUNT + HATS_BOUND];
};

/* An active member without anything: what a creation starts from. */
struct member member_blank(void);

/* Writes what the draft says into the member, normalised, and adds what it cannot take to `problems`. The manager is
 * left to whoever can look people up. Texts are borrowed from the draft or made in `arena`. */
void member_take(struct arena *arena, const struct member_draft *draft, struct member *member,
				 struct problems *problems);
void problem_add(struct problems *problems, enum member_field field, const char *message);

/* Whether all that a draft can change is the same. */
bool member_same(const struct member *a, const struct member *b);

const char *field_column(enum member_field field);                    /* joined_on */
const char *field_path(struct arena *arena, enum member_field field); /* joinedOn */

/* Lower-cased and trimmed, as people write a name of a member: "@Maria" stays wrong. */
const char *handle_normal(struct arena *arena, const char *text);

const char *member_etag(struct arena *arena, const struct member *member);
/* What a search looks through. */
const char *member_folded(struct arena *arena, const struct member *member);
/* The pattern of LIKE that finds `query` in folded text; matches all when it is empty. */
const char *query_pattern(struct arena *arena, const char *query);

/* What an error repeats of a text that may be long: its first hundred bytes or so, whole characters. */
const char *text_shown(struct arena *arena, const char *text);

/* False for what is never granted to a key. */
bool role_is_grantable(Kleos__Role role);
/* What a member may do for whom an identity provider vouched, with the roles that it named (ROLE_BITs): always what
 * MEMBER may, and what LEADER may while they lead. */
uint32_t roles_of_person(const struct member *member, uint32_t roles);

#endif

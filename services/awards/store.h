/* store: the verbs of awards over the database. Readers take any connection; writers the group's. Texts of rows are in
 * `arena`. Lists come newest first, one row more than the page shows when there are more. */
#ifndef KLEOS_AWARDS_STORE_H
#define KLEOS_AWARDS_STORE_H

#include "common/service/link.h"
#include "common/service/page.h"
#include "common/store/db.h"
#include "kleos/awards/v1/award.pb-c.h"
#include "kleos/members/v1/directory_service.pb-c.h"

/* awards */

struct award {
	struct id id;
	const char *slug, *title, *description, *criteria, *hashtag;
	Kleos__AwardScope scope;
	int64_t create_ms;
};
bool award_put(struct db *db, const struct award *award);    /* false: the slug is taken */
void award_update(struct db *db, const struct award *award); /* all but slug and scope */
bool award_by_id(struct db *db, struct arena *arena, const struct id *id, struct award *out);
bool award_by_slug(struct db *db, struct arena *arena, const char *slug, struct award *out);
size_t award_list(struct db *db, struct arena *arena, const struct page *page, struct award **out);

/* colleagues: the projection of members */

struct colleague {
	struct id id;
	const char *handle, *display_name;
	int64_t team; /* its number, which stays when it is renamed; 0: none */
	bool active;
};
void colleagues_forget(struct db *db);
void colleague_put(struct db *db, const Kleos__MemberRecord *record);
bool colleague_find(struct db *db, struct arena *arena, const char *name, struct colleague *out); /* by id or handle */

/* nominations */

#define NOMINATION_LINKS 10

struct nomination {
	struct id id;
	struct id cycle;
	struct colleague nominee, nominator; /* `active` is not read */
	const char *reason;
	struct link links[NOMINATION_LINKS];
	size_t n_links;
	Kleos__NominationSource source;
	Kleos__NominationStatus status;
	int64_t create_ms;
};
/* Who may see which nominations of a cycle. */
struct nomination_reader {
	struct id member;
	bool sees_all;         /* runs awards, and the cycle no longer takes nominations */
	bool sees_where_named; /* the cycle no longer takes nominations */
};
/* The same person by the same nominator again keeps its id and gets the new reason and links. */
void nomination_put(struct db *db, struct nomination *nomination);
bool nomination_find(struct db *db, const struct id *cycle, const struct id *nominator, const struct id *nominee,
					 struct id *out);
int64_t nomination_count(struct db *db, const struct id *cycle, const struct id *nominator);
bool nomination_read(struct db *db, struct arena *arena, const struct id *id, struct nomination *out);
size_t nomination_list(struct db *db, struct arena *arena, const struct id *cycle,
					   const struct nomination_reader *reader, const struct page *page, struct nomination **out);
/* to_ms excluded */
int64_t nomination_summary(struct db *db, int64_t from_ms, int64_t to_ms, const char *team);
size_t nomination_teams(struct db *db, struct arena *arena, int64_t from_ms, int64_t to_ms, const char ***out);

#endif

/* store: the verbs of awards over the database. Readers take any connection; writers the group's. Texts of rows are in
 * `arena`. Lists come newest first, one row more than the page shows when there are more. */
#ifndef KLEOS_AWARDS_STORE_H
#define KLEOS_AWARDS_STORE_H

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
	int64_t team;      /* its number, which stays when it is renamed; 0: none */
	struct id manager; /* of now; zero: none */
	bool active;
};
void colleagues_forget(struct db *db);
void colleague_put(struct db *db, const Kleos__MemberRecord *record);
bool colleague_find(struct db *db, struct arena *arena, const char *name, struct colleague *out); /* by id or handle */

#endif

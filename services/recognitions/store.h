/* store: the verbs of recognitions over the database. Readers take any connection; writers the group's. Texts of rows
 * are in `arena`. */
#ifndef KLEOS_RECOGNITIONS_STORE_H
#define KLEOS_RECOGNITIONS_STORE_H

#include "common/store/db.h"
#include "common/store/idempotency.h"
#include "kleos/members/v1/directory_service.pb-c.h"
#include "kleos/members/v1/member.pb-c.h"
#include "services/recognitions/rules.h"

/* recognitions */

/* With its arcs, links and metrics, and who overhears it. */
void recognition_put(struct db *db, const struct recognition *recognition);
/* Whole; false: there is none, or it was withdrawn. Whoever shows it asks recognition_is_visible first. */
bool recognition_read(struct db *db, struct arena *arena, const struct id *id, struct recognition *out);

/* Other words: the message, and the credit of every receiver. */
void recognition_put_words(struct db *db, const struct recognition *recognition);
/* Leaves a row without words, links and receivers, which nobody sees. Whoever calls it tells: recognition.withdrawn. */
void recognition_withdraw(struct db *db, const struct recognition *recognition);
bool recognition_was_withdrawn(struct db *db, const struct id *id, const struct id *giver);

/* Rows that imports have taken in. */
struct row_identity {
	int32_t day; /* given on; -1: it is that of a request id */
	uint8_t bytes[DIGEST_SIZE];
};
bool imported_row_find(struct db *db, const struct row_identity *identity);
void imported_row_put(struct db *db, const struct row_identity *identity, const struct id *recognition);

/* arcs: one row a receiver, stamped with what held on the day; for recognition_put and recognition_read */

void arcs_put(struct db *db, const struct recognition *recognition);
/* Fills the arcs of recognition->id. */
void arcs_read(struct db *db, struct arena *arena, struct recognition *recognition);

/* members: the projection: who is who, and who was where on which day; written by the directory feed only */

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

/* By id or handle, any case. Nobody finds the erased. */
bool known_find(struct db *db, struct arena *arena, const char *id_or_handle, int32_t day, struct known_member *out);
bool known_find_id(struct db *db, struct arena *arena, const struct id *id, int32_t day, struct known_member *out);

bool known_is_erased(struct db *db, const struct id *member);

/* The team of now; NULL: not known. */
const char *known_team_now(struct db *db, struct arena *arena, const struct id *member);
/* Where a member stands now, and the language it reads. */
struct known_standing {
	int64_t team; /* number of the team, of several the first; 0: none */
	const char *locale;
};
/* All zero and "" when not known. */
struct known_standing known_standing(struct db *db, struct arena *arena, const struct id *member);
/* Whom the member manages now. */
size_t known_reports(struct db *db, struct arena *arena, const struct id *manager, struct id **out);
/* Whether somebody active whom the member manages now is in the team (its number). */
bool known_leads_in(struct db *db, const struct id *manager, int64_t team);

void known_put(struct db *db, const Kleos__MemberRecord *record, int64_t now_ms);
void known_forget_all(struct db *db);

/* preferences: how each member likes to be recognised; here, because the ceiling decides in the same transaction as the
 * recognition it bounds */

struct preference {
	Kleos__Visibility ceiling;         /* UNSPECIFIED: the deployment's default */
	Kleos__Channel channels[CHANNELS]; /* in order of liking */
	size_t n_channels;
	const char *note;
	int64_t version; /* 0: never said anything */
};

void preference_read(struct db *db, struct arena *arena, const struct id *member, struct preference *out);
/* Stores preference->version as it is. */
void preference_put(struct db *db, const struct id *member, const struct preference *preference, int64_t now_ms);
/* The ceiling given when the member was created: only for whom nothing was ever stored. */
void preference_put_first(struct db *db, const struct id *member, Kleos__Visibility ceiling, int64_t now_ms);
/* Of an erased member nothing stays but the quietest ceiling. */
void preference_erase(struct db *db, const struct id *member, int64_t now_ms);

#endif

/* store_nominations: the verbs of nominations, endorsements and what nominees answered, as services/awards/store.h. */
#ifndef KLEOS_AWARDS_STORE_NOMINATIONS_H
#define KLEOS_AWARDS_STORE_NOMINATIONS_H

#include "common/service/page.h"
#include "services/awards/nomination/nomination.h"

/* The same person by the same nominator again keeps its id and gets the rest anew. */
void nomination_put(struct db *db, struct nomination *nomination);
/* How many people other than `nominee` a member named in the cycle: nominated or endorsed. */
int64_t names_count(struct db *db, const struct id *cycle, const struct id *member, const struct id *nominee);
/* As `reader` (zero: nobody) has endorsed it or not. */
bool nomination_read(struct db *db, struct arena *arena, const struct id *id, const struct id *reader,
					 struct nomination *out);

struct nomination_filter {
	struct id cycle;
	Kleos__NominationStatus status; /* UNSPECIFIED: any */
	struct id nominee;              /* zero: any */
};
/* What the reader sees, not yet sealed. */
size_t nomination_list(struct db *db, struct arena *arena, const struct nomination_filter *filter,
					   const struct nomination_reader *reader, const struct page *page, struct nomination **out);
/* The candidates of a cycle, their managers of now and those whom they manage: who does not vote where the rule
 * `recusal` says so. By id, each once. */
size_t recused_read(struct db *db, struct arena *arena, const struct id *cycle, struct id **out);

void nomination_shortlist(struct db *db, const struct id *id);
void nomination_withdraw(struct db *db, const struct id *id); /* its endorsements are gone */

/* What a nominee answered, for all nominations of theirs in the cycle that stand: PENDING, ACCEPTED or DECLINED. */
Kleos__NominationStatus consent_read(struct db *db, const struct id *cycle, const struct id *nominee);
void consent_set(struct db *db, const struct id *cycle, const struct id *nominee, Kleos__NominationStatus answer);

void endorsement_put(struct db *db, const struct id *nomination, const struct id *member, int64_t now_ms);
void outsider_put(struct db *db, const struct id *id, const struct id *cycle, const char *profile_url);

/* to_ms excluded; of members. Teams also of who won something in that time. */
int64_t nomination_summary(struct db *db, int64_t from_ms, int64_t to_ms, const char *team);
size_t nomination_teams(struct db *db, struct arena *arena, int64_t from_ms, int64_t to_ms, const char ***out);

#endif

/* store_jury: the verbs of juries and their scores, as services/awards/store.h. */
#ifndef KLEOS_AWARDS_STORE_JURY_H
#define KLEOS_AWARDS_STORE_JURY_H

#include "common/store/db.h"
#include "services/awards/nomination/jury.h"

void jury_put(struct db *db, const struct id *cycle, const struct jury *jury); /* instead of the one before */
void jury_read(struct db *db, struct arena *arena, const struct id *cycle, struct jury *out);

/* Who scores whom in which cycle. */
struct score_key {
	struct id cycle, nominee, juror;
};
/* One of every criterion, in their order, over what was there. */
void scores_put(struct db *db, const struct score_key *key, const int32_t *scores, size_t n);
/* At most `most`; 0: not scored. */
size_t scores_read(struct db *db, const struct score_key *key, int32_t *out, size_t most);

#endif

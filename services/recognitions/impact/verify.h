/* verify: the same figures from the tables by SQL, beside those of the projection. Slow by nature: seconds for a
 * million recognitions. */
#ifndef KLEOS_IMPACT_VERIFY_H
#define KLEOS_IMPACT_VERIFY_H

#include "common/base/zone_days.h"
#include "common/store/db.h"
#include "services/recognitions/impact/impact.h"

/* `summary` answers `question` and counted what `db` sees, no more and no less. Figures in `arena`. Not OK: see
 * db_status. */
enum status impact_verify(struct db *db, const struct zone_days *days, const struct impact_question *question,
						  const Kleos__SummarizeImpactResponse *summary, struct arena *arena,
						  Kleos__VerifyImpactResponse *out);

#endif

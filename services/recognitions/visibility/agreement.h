/* agreement: somebody named changes how loud they agree to be heard of: stores their cap and what follows from it, and
 * tells of it when what holds has changed, so that whoever lost sight learns nothing. On the writer thread. */
#ifndef KLEOS_RECOGNITIONS_VISIBILITY_AGREEMENT_H
#define KLEOS_RECOGNITIONS_VISIBILITY_AGREEMENT_H

#include "common/rpc/call.h"
#include "services/recognitions/recognition.h"

/* `member` is named by the recognition, which is as stored, and is changed likewise. */
void agreement_put(struct call *call, struct recognition *recognition, const struct id *member, Kleos__Visibility cap);
/* Nothing that `member` ever received stays louder than `ceiling`. Cost: 20 to 70 microseconds
 * each that was louder, of the writer thread. */
void agreement_lower_received(struct call *call, const struct id *member, Kleos__Visibility ceiling);

#endif

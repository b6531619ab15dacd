/* store_caps: the verbs over caps and what follows from them; caps.h and agreement.h keep the one right by the other.
 */
#ifndef KLEOS_RECOGNITIONS_VISIBILITY_STORE_CAPS_H
#define KLEOS_RECOGNITIONS_VISIBILITY_STORE_CAPS_H

#include "common/store/db.h"
#include "services/recognitions/recognition.h"

void cap_put(struct db *db, const struct recognition *recognition, const struct id *member, Kleos__Visibility cap);
/* recognition->visibility, wherever it is repeated; `before`: what it was. */
void visibility_put(struct db *db, const struct recognition *recognition, Kleos__Visibility before);
/* No cap of `receiver` above `cap` stays; what holds is not touched. */
void caps_lower(struct db *db, const struct id *receiver, Kleos__Visibility cap);
/* What `receiver` got that is louder than `cap`, at most `bound`. */
size_t arcs_louder(struct db *db, const struct id *receiver, Kleos__Visibility cap, struct id *out, size_t bound);

#endif

/* caps: how loud each person named agrees to be heard of, and what follows. A receiver's cap is at first their ceiling
 * of the moment of giving, the giver's is EXTERNAL; everybody lowers and raises their own only. Pure: no database, no
 * clock. */
#ifndef KLEOS_RECOGNITIONS_VISIBILITY_CAPS_H
#define KLEOS_RECOGNITIONS_VISIBILITY_CAPS_H

#include "services/recognitions/recognition.h"

/* The cap of somebody named, to be read or changed; NULL: it does not name them. */
Kleos__Visibility *cap_of(struct recognition *recognition, const struct id *member);
/* What holds: the least of the request and of every cap. Nothing else says so. */
Kleos__Visibility caps_least(const struct recognition *recognition);
/* How many others, of the people named, agree to less than `member` does, of what was requested. */
size_t caps_below(struct recognition *recognition, const struct id *member);

#endif

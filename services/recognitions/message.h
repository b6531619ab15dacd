/* message: rows as the messages that callers get. Everything is copied into `arena`. */
#ifndef KLEOS_RECOGNITIONS_MESSAGE_H
#define KLEOS_RECOGNITIONS_MESSAGE_H

#include "common/base/arena.h"
#include "services/recognitions/recognition.h"
#include "services/recognitions/store_preferences.h"

Kleos__Recognition *recognition_message(struct arena *arena, const struct recognition *recognition);
/* A ceiling that was never said shows as `default_ceiling`. */
Kleos__Preferences *preference_message(struct arena *arena, const struct preference *preference,
                                       Kleos__Visibility default_ceiling);

#endif

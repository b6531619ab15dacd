/* feed_members: keeps the projection of members by following members' events. Everything runs on the follower's thread
 * but feed_members_ready. */
#ifndef KLEOS_RECOGNITIONS_FEED_MEMBERS_H
#define KLEOS_RECOGNITIONS_FEED_MEMBERS_H

#include "services/recognitions/state.h"

#define MEMBERS_SOURCE "members" /* of the cursor */

enum status feed_members_open(struct recognitions *recognitions);
void feed_members_close(struct recognitions *recognitions); /* before the service is closed */
/* The projection was whole once since the start. Any thread. */
bool feed_members_ready(const struct recognitions *recognitions);

#endif

/* result_message: what the methods make of the ballots, as a message. */
#ifndef KLEOS_AWARDS_VOTE_RESULT_MESSAGE_H
#define KLEOS_AWARDS_VOTE_RESULT_MESSAGE_H

#include "kleos/awards/v1/result.pb-c.h"
#include "services/awards/vote/box_profile.h"

/* In the arena, with all but the number of voters and who the candidates are. */
Kleos__CycleResult *result_message(struct arena *arena, const struct cycle *cycle, const struct box_profile *box);

#endif

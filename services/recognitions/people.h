/* people: members as requests name them (id, handle or `me`), and who reads. */
#ifndef KLEOS_RECOGNITIONS_PEOPLE_H
#define KLEOS_RECOGNITIONS_PEOPLE_H

#include "common/rpc/call.h"
#include "services/recognitions/rules.h"
#include "services/recognitions/store.h"

/* False: not known, or `me` of a key that belongs to no member. Texts in `arena`. */
bool person_find(struct call *call, struct arena *arena, const char *text, int32_t day, struct known_member *out);
/* The member a request names, as of now. Not known: the call is parked for one catch-up, then NOT_FOUND. */
enum status person_named(struct call *call, const char *text, struct known_member *out);
/* Nobody of that name: parks the call, or answers NOT_FOUND when it was parked before. */
enum status person_unknown(struct call *call, const char *text);

/* Said in the call when the key belongs to no member, who alone can do such a thing. */
enum status caller_is_member(struct call *call);
/* False also when that member was erased, which the gateway may hear a moment later than this service. */
bool caller_is(const struct call *call, const struct id *member);

/* Who the caller is to the visibility rules. A member not heard of yet is waited for once. */
enum status viewer_of_call(struct call *call, struct viewer *out);

/* As something names one: names of now, the team of the day asked for. */
struct named_member member_named(const struct known_member *member);

/* What somebody said, or the deployment's default for who never did. */
Kleos__Visibility ceiling_of(const struct call *call, Kleos__Visibility said);

/* Puts the giver, then one more receiver into a recognition: names, stamps of the day, the receiver's ceiling as cap.
 * hierarchy: the giver's, of the same day. */
void recognition_set_giver(struct recognition *recognition, const struct known_member *giver);
void recognition_add_receiver(const struct call *call, struct recognition *recognition, struct hierarchy *hierarchy,
							  const struct known_member *receiver, struct private_text credit);
/* Whether the recognition names this receiver already. */
bool recognition_has_receiver(const struct recognition *recognition, const struct id *member);
/* call_concerns for everyone it names. */
void recognition_concerns(struct call *call, const struct recognition *recognition);

#endif

#include "services/recognitions/visibility/agreement.h"

#include "common/service/service.h"
#include "services/recognitions/rules.h"
#include "services/recognitions/store.h"
#include "services/recognitions/visibility/caps.h"
#include "services/recognitions/visibility/store_caps.h"

/* Of one recognition at a time: its texts, at most a message of 16 KiB and 50 receivers. */
#define SCRATCH_BYTES ((size_t)1 << 20)
#define RUN_SIZE      256 /* recognitions found at once */

void agreement_put(struct call *call, struct recognition *recognition, const struct id *member, Kleos__Visibility cap)
{
	Kleos__Visibility *now = cap_of(recognition, member), before = recognition->visibility;
	if (*now != cap)
		cap_put(call->db, recognition, member, cap);
	*now = cap;
	recognition->visibility = caps_least(recognition);
	if (recognition->visibility == before)
		return;
	visibility_put(call->db, recognition, before);
	call_publish(call, recognition->visibility < before ? "recognition.lowered" : "recognition.shared",
				 &recognition->id);
}

/* False: the storage fails. */
static bool lower_one(struct call *call, struct arena *scratch, const struct id *id, const struct id *member,
					  Kleos__Visibility ceiling)
{
	struct recognition *recognition = arena_alloc(scratch, sizeof(*recognition));
	if (!recognition_read(call->db, scratch, id, recognition))
		return false;
	agreement_put(call, recognition, member, visibility_least(*cap_of(recognition, member), ceiling));
	return true;
}

/* Each that is lowered is not found again, so that the loop ends. */
void agreement_lower_received(struct call *call, const struct id *member, Kleos__Visibility ceiling)
{
	struct id louder[RUN_SIZE];
	struct arena scratch;
	size_t n;
	bool goes_on = true;
	arena_init(&scratch, SCRATCH_BYTES);
	while (goes_on && (n = arcs_louder(call->db, member, ceiling, louder, RUN_SIZE)))
		for (size_t i = 0; i < n && goes_on; i++) {
			arena_reset(&scratch);
			goes_on = lower_one(call, &scratch, &louder[i], member, ceiling);
		}
	arena_fini(&scratch);
	caps_lower(call->db, member, ceiling);
}

/* frame: a small service that stands in the frame as a real one does. Its only rpc appends as many events as it is told
 * to, or does one of the other things below. */
#ifndef KLEOS_TESTS_FRAME_H
#define KLEOS_TESTS_FRAME_H

#include "common/service/service.h"
#include "kleos/awards/v1/summary_service.pb-c.h"
#include "kleos/events/v1/events_service.pb-c.h"
#include "tests/support/service_fixture.h"

#include <semaphore.h>

#define COUNTER (&kleos__summary_service__descriptor)
#define EVENTS  (&kleos__events_service__descriptor)

/* In the place of a number of events. */
enum {
	REFUSE = -1, /* appends one, and is refused */
	HOLD = -2,   /* stays in the handler until it is let go */
	ONCE = -3,   /* refused when there is an event already */
	FILL = -4,   /* fills the disk */
	PARK = -5,   /* waits for a member that nobody knows */
};

struct frame {
	struct service_fixture base;
	struct service *service;
	struct peer peer;
	struct principal who;
	sem_t entered, leave; /* of HOLD */
};

/* cmocka's set-up and tear-down, over inproc and over tcp. */
int frame_inproc(void **state);
int frame_tcp(void **state);
int frame_tear_down(void **state);
#define FRAME_TEST(name)     cmocka_unit_test_setup_teardown(name, frame_inproc, frame_tear_down)
#define FRAME_TEST_TCP(name) cmocka_unit_test_setup_teardown(name, frame_tcp, frame_tear_down)

/* Of a service of this name in the fixture's folder. */
struct service_config frame_config(struct frame *frame, const char *name);
void frame_open(struct frame *frame); /* again after a close */

/* What the rpc answered; its reply is in frame->peer.reply. With a team the events are of another type. */
const Kleos__SummarizeAwardsResponse *frame_append(struct frame *frame, int32_t count, const char *team,
												   const char *request_id);
/* `prefix` NULL: of every type. */
const Kleos__ReadEventsResponse *frame_read(struct frame *frame, int64_t after, int32_t limit, const char *prefix);

#endif

/* work: one call on its way through the frame: from the server's hands to a thread of the store and back.
 * Lives in the call's arena. Private to common/service. */
#ifndef KLEOS_SERVICE_WORK_H
#define KLEOS_SERVICE_WORK_H

#include "common/rpc/call.h"
#include "common/store/store.h"
#include "common/trace/span.h"

struct service;

struct work {
	struct store_write write;
	struct store_read read;
	struct queue_link parked; /* while it waits for the feed */
	unsigned rounds;          /* of the feed that ended since it was parked */
	int64_t begun_ms;         /* monotonic */
	struct span commit;       /* of a write: from its end to that of its group */
	struct service *service;
	struct call *call;
	ProtobufCMessage *request;
	ProtobufCMessage *response;
};

/* Takes a call in. False: the store's queue is full. */
bool work_start(struct service *service, struct call *call);
/* Once more, after the feed had its round. */
void work_retry(struct work *work);
/* Ends with what the call says. */
void work_answer(struct work *work);

#endif

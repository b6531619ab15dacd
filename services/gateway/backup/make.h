/* make: one backup of all services, put together from the copy that each makes of its database.
 *
 * The copies of recognitions and awards are taken first and that of members after them, so that whom they refer to is
 * never newer than what refers to them. Waits for services and for the sink: on a thread of its own only. */
#ifndef KLEOS_GATEWAY_BACKUP_MAKE_H
#define KLEOS_GATEWAY_BACKUP_MAKE_H

#include "common/backup/backup_manifest.h"
#include "services/gateway/exchange.h"

#define BACKUP_SENTENCE_SIZE 300

struct backup_order {
	struct gateway *gateway;
	struct principal who; /* whom the services ask about their rights, and write down */
	const char *call_id;  /* for their logs; NULL: made */
	/* Often while it waits. False: give up. */
	bool (*goes_on)(void *host);
	/* All copies are ready: bytes follow. */
	bool (*begins)(void *host, const struct backup_manifest *manifest);
	bool (*sink)(void *host, const void *bytes, size_t length); /* false: give up */
	void *host;
};

struct backup_failure {
	enum status status; /* CANCELLED: the order said to give up */
	const char *reason; /* static, UPPER_SNAKE */
	char sentence[BACKUP_SENTENCE_SIZE];
};

/* True: the sink has all of it. */
bool backup_make(const struct backup_order *order, struct backup_failure *failure);

#endif

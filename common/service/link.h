/* link: an address of the work, as several services keep one. */
#ifndef KLEOS_SERVICE_LINK_H
#define KLEOS_SERVICE_LINK_H

#include "common/base/arena.h"
#include "common/base/limits.h"
#include "kleos/types/v1/types.pb-c.h"

struct link {
	const char *url;
	const char *title; /* "" none */
};

/* NULL, or a sentence saying what is wrong and what would be right. The url is borrowed from the message. */
const char *link_take(struct arena *arena, const Kleos__Link *message, struct link *out);
/* As messages, in the arena. */
Kleos__Link **links_message(struct arena *arena, const struct link *links, size_t n);

#endif

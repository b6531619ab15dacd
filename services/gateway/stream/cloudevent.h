/* cloudevent: an event as people outside read it: CloudEvents 1.0, JSON format, one line. */
#ifndef KLEOS_GATEWAY_CLOUDEVENT_H
#define KLEOS_GATEWAY_CLOUDEVENT_H

#include "common/base/buffer.h"
#include "common/base/id.h"
#include "common/base/seal.h"

struct cloudevent {
	const char *source; /* /recognitions */
	const char *type;   /* recognition.given; becomes org.kleos.recognition.given.v1 */
	struct id subject;
	const char *subject_name; /* told in its place; safe in JSON; NULL: none */
	int64_t time_ms;
	bool imported;   /* an extension attribute, there only when true */
	struct id epoch; /* epoch and seq name the event; they show only as a keyed digest */
	int64_t seq;
	const ProtobufCMessage *data; /* the state of the subject as this reader may see it */
};

void cloudevent_add(struct buffer *out, const struct cluster_key *key, const struct cloudevent *event);

#endif

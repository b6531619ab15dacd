/* event_kind: which events subscribers may hear of, and whom to ask for the state of what they are about. An event that
 * is not in this table (keys, for one) stays inside. */
#ifndef KLEOS_GATEWAY_EVENT_KIND_H
#define KLEOS_GATEWAY_EVENT_KIND_H

#include "common/base/id.h"
#include "common/base/limits.h"
#include "services/gateway/exchange.h"

struct event_kind {
	const char *type; /* recognition.given */
	enum gateway_service service;
	const char *method; /* whose answer is the event's data, asked with the reader's rights */
	const char *field;  /* of its request: the subject's id */
	const ProtobufCMessageDescriptor *request, *response;
	const char *subject; /* the field of the answer's resource that names it to subscribers; NULL: its id does */
};

extern const char *const event_sources[SERVICE_COUNT]; /* /members, as CloudEvents name them */

/* NULL: subscribers do not hear of it. */
const struct event_kind *event_kind_find(enum gateway_service service, const char *type);
/* The request for the subject's state, in `arena`. */
ProtobufCMessage *event_kind_request(const struct event_kind *kind, struct arena *arena, const struct id *subject);

/* How subscribers are told what the event is about; borrows from the answer. NULL: by its id. */
const char *event_kind_subject(const struct event_kind *kind, const ProtobufCMessage *response);

/* What a subscriber asked for: full types and families such as award.*; none: everything. */
struct event_filter {
	const char *patterns[EVENT_TYPES_BOUND]; /* award.nominated; "award." for award.* */
	size_t count;
};

/* From recognition.given,award.* into `arena`. NULL, or what is wrong with it. */
const char *event_filter_parse(struct arena *arena, const char *text, struct event_filter *out);
bool event_filter_wants(const struct event_filter *filter, const char *type);

#endif

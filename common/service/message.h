/* message: the small messages that every service's replies are made of. Memory is from `arena`; texts are borrowed. */
#ifndef KLEOS_SERVICE_MESSAGE_H
#define KLEOS_SERVICE_MESSAGE_H

#include "common/base/id.h"
#include "google/protobuf/timestamp.pb-c.h"
#include "kleos/types/v1/types.pb-c.h"

#include <stdbool.h>

Google__Protobuf__Timestamp *time_message(struct arena *arena, int64_t ms);
/* Milliseconds of a Timestamp, rounded up: the times of resources are whole milliseconds. False: it is not a time of
 * the years up to 9999. */
bool time_take(const Google__Protobuf__Timestamp *time, int64_t *out);
Kleos__MemberReference *reference_message(struct arena *arena, const struct id *id, const char *handle,
										  const char *display_name);
ProtobufCBinaryData id_message(struct arena *arena, const struct id *id); /* its bytes; of zero none */
/* At most 100 code points of what somebody wrote, for a sentence. */
const char *quotable(struct arena *arena, const char *text);

#endif

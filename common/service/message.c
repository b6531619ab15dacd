#include "common/service/message.h"

#define QUOTE_BOUND 100 /* code points */

Google__Protobuf__Timestamp *time_message(struct arena *arena, int64_t ms)
{
	int64_t second = ms / 1000 - (ms % 1000 < 0);
	Google__Protobuf__Timestamp *message = arena_alloc(arena, sizeof(*message));
	google__protobuf__timestamp__init(message);
	message->seconds = second;
	message->nanos = (int32_t)(ms - second * 1000) * 1000000;
	return message;
}

bool time_take(const Google__Protobuf__Timestamp *time, int64_t *out)
{
	const int64_t bound = INT64_C(253402300800); /* the year 10000 */
	if (time->seconds < -bound || time->seconds >= bound || time->nanos < 0 || time->nanos > 999999999)
		return false;
	*out = time->seconds * 1000 + (time->nanos + 999999) / 1000000;
	return true;
}

Kleos__MemberReference *reference_message(struct arena *arena, const struct id *id, const char *handle,
										  const char *display_name)
{
	Kleos__MemberReference *message = arena_alloc(arena, sizeof(*message));
	kleos__member_reference__init(message);
	message->id = id_text(arena, id);
	message->handle = handle;
	message->display_name = display_name;
	return message;
}

const char *quotable(struct arena *arena, const char *text)
{
	size_t length = 0;
	for (const char *end = text; *end; end++)
		if (((unsigned char)*end & 0xc0) != 0x80 && length++ == QUOTE_BOUND)
			return arena_printf(arena, "%.*s…", (int)(end - text), text);
	return text;
}

ProtobufCBinaryData id_message(struct arena *arena, const struct id *id)
{
	if (id_is_zero(id))
		return (ProtobufCBinaryData){0};
	return (ProtobufCBinaryData){.len = ID_SIZE, .data = arena_copy(arena, id->bytes, ID_SIZE)};
}

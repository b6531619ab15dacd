#include "common/base/buffer.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_CAPACITY 64

void buffer_init(struct buffer *buffer, struct arena *arena_or_null, size_t bound)
{
	*buffer = (struct buffer){.arena = arena_or_null, .bound = bound};
}

void buffer_fini(struct buffer *buffer)
{
	if (!buffer->arena)
		free(buffer->bytes);
	*buffer = (struct buffer){.arena = buffer->arena, .bound = buffer->bound};
}

void buffer_clear(struct buffer *buffer)
{
	buffer->length = 0;
	buffer->overflowed = false;
	if (buffer->bytes)
		buffer->bytes[0] = 0;
}

static bool grow(struct buffer *buffer, size_t capacity)
{
	uint8_t *bytes;

	if (buffer->arena) {
		bytes = arena_alloc(buffer->arena, capacity);
		if (buffer->bytes)
			memcpy(bytes, buffer->bytes, buffer->length);
	} else {
		bytes = realloc(buffer->bytes, capacity);
		if (!bytes)
			return false;
	}
	bytes[buffer->length] = 0;
	buffer->bytes = bytes;
	buffer->capacity = capacity;
	return true;
}

/* Room for `more` bytes and the NUL. Once something was dropped everything after it is, so that what is kept is a
 * prefix of what was meant. */
static bool reserve(struct buffer *buffer, size_t more)
{
	size_t need, capacity = buffer->capacity ? buffer->capacity : FIRST_CAPACITY;

	if (buffer->overflowed || more > buffer->bound - buffer->length || __builtin_add_overflow(more, 1, &need) ||
		__builtin_add_overflow(need, buffer->length, &need)) {
		buffer->overflowed = true;
		return false;
	}
	if (need <= buffer->capacity)
		return true;
	while (capacity < need) {
		if (__builtin_mul_overflow(capacity, 2, &capacity))
			capacity = need;
	}
	if (!grow(buffer, capacity))
		buffer->overflowed = true;
	return !buffer->overflowed;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
	if (!length || !reserve(buffer, length))
		return;
	memcpy(buffer->bytes + buffer->length, bytes, length);
	buffer->length += length;
	buffer->bytes[buffer->length] = 0;
}

uint8_t *buffer_room(struct buffer *buffer, size_t length)
{
	return reserve(buffer, length) ? buffer->bytes + buffer->length : NULL;
}

void buffer_add_text(struct buffer *buffer, const char *text)
{
	buffer_add(buffer, text, strlen(text));
}

void buffer_add_char(struct buffer *buffer, char c)
{
	buffer_add(buffer, &c, 1);
}

/* Mostly what is printed fits, then once is enough. */
void buffer_printf(struct buffer *buffer, const char *format, ...)
{
	size_t room = buffer->bytes ? buffer->capacity - buffer->length : 0;
	va_list values;
	int length;

	va_start(values, format);
	length = vsnprintf(room ? (char *)buffer->bytes + buffer->length : NULL, room, format, values);
	va_end(values);
	if (length < 0)
		buffer->overflowed = true;
	if (length <= 0 || !reserve(buffer, (size_t)length)) {
		if (room)
			buffer->bytes[buffer->length] = 0;
		return;
	}
	if ((size_t)length >= room) {
		va_start(values, format);
		(void)vsnprintf((char *)buffer->bytes + buffer->length, (size_t)length + 1, format, values);
		va_end(values);
	}
	buffer->length += (size_t)length;
}

static void add_escaped(struct buffer *buffer, unsigned char c)
{
	static const char short_forms[] = "btnvfr"; /* 0x08 to 0x0d; 'v' has none in JSON */

	if (c == '"' || c == '\\') {
		buffer_add(buffer, (char[]){'\\', (char)c}, 2);
	} else if (c >= 0x08 && c <= 0x0d && c != 0x0b) {
		buffer_add(buffer, (char[]){'\\', short_forms[c - 0x08]}, 2);
	} else {
		buffer_printf(buffer, "\\u%04x", c);
	}
}

void buffer_add_json_text(struct buffer *buffer, const char *text, size_t length)
{
	size_t from = 0;

	buffer_add_char(buffer, '"');
	for (size_t at = 0; at < length; at++) {
		unsigned char c = (unsigned char)text[at];

		if (c >= 0x20 && c != 0x7f && c != '"' && c != '\\')
			continue;
		buffer_add(buffer, text + from, at - from);
		add_escaped(buffer, c);
		from = at + 1;
	}
	buffer_add(buffer, text + from, length - from);
	buffer_add_char(buffer, '"');
}

const char *buffer_text(const struct buffer *buffer)
{
	return buffer->bytes ? (const char *)buffer->bytes : "";
}

char *buffer_take(struct buffer *buffer)
{
	char *text;

	if (!buffer->bytes && !reserve(buffer, 0))
		return NULL;
	text = (char *)buffer->bytes;
	*buffer = (struct buffer){.bound = buffer->bound};
	return text;
}

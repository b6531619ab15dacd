#include "common/base/id.h"

#include <string.h>

struct id id_new(const struct environment *environment)
{
	uint64_t ms = (uint64_t)environment_now_ms(environment);
	struct id id;

	environment_random(environment, id.bytes + 6, ID_SIZE - 6);
	for (int i = 0; i < 6; i++)
		id.bytes[i] = (uint8_t)(ms >> (40 - 8 * i));
	id.bytes[6] = (uint8_t)((id.bytes[6] & 0x0f) | 0x70); /* version 7 */
	id.bytes[8] = (uint8_t)((id.bytes[8] & 0x3f) | 0x80); /* variant 10 */
	return id;
}

bool id_is_zero(const struct id *id)
{
	static const struct id zero;

	return id_equal(id, &zero);
}

bool id_equal(const struct id *a, const struct id *b)
{
	return id_compare(a, b) == 0;
}

int id_compare(const struct id *a, const struct id *b)
{
	return memcmp(a->bytes, b->bytes, ID_SIZE);
}

/* -1 when it is none. */
static int hex_value(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

static bool dash_before(size_t byte)
{
	return byte == 4 || byte == 6 || byte == 8 || byte == 10;
}

bool id_parse(struct id *out, const char *text)
{
	struct id id;

	for (size_t i = 0; i < ID_SIZE; i++) {
		int high, low;

		if (dash_before(i) && *text++ != '-')
			return false;
		high = hex_value(text[0]);
		low = high < 0 ? -1 : hex_value(text[1]);
		if (low < 0)
			return false;
		id.bytes[i] = (uint8_t)(high << 4 | low);
		text += 2;
	}
	if (*text)
		return false;
	*out = id;
	return true;
}

void id_format(char out[ID_TEXT_SIZE], const struct id *id)
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = 0; i < ID_SIZE; i++) {
		if (dash_before(i))
			*out++ = '-';
		*out++ = digits[id->bytes[i] >> 4];
		*out++ = digits[id->bytes[i] & 0x0f];
	}
	*out = 0;
}

const char *id_text(struct arena *arena, const struct id *id)
{
	char *text = arena_alloc(arena, ID_TEXT_SIZE);

	id_format(text, id);
	return text;
}

bool id_from_bytes(struct id *out, const void *bytes, size_t length)
{
	if (length != ID_SIZE)
		return false;
	memcpy(out->bytes, bytes, ID_SIZE);
	return true;
}

#include "services/awards/ballot_log/hexadecimal.h"

#include <string.h>

/* 0 to 15; -1: no digit. */
static int digit(char character)
{
	if (character >= '0' && character <= '9')
		return character - '0';
	return character >= 'a' && character <= 'f' ? character - 'a' + 10 : -1;
}

bool hexadecimal_read(uint8_t *out, size_t size, const char *text)
{
	if (strnlen(text, 2 * size + 1) != 2 * size)
		return false;
	for (size_t i = 0; i < size; i++) {
		int high = digit(text[2 * i]), low = digit(text[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		out[i] = (uint8_t)(high << 4 | low);
	}
	return true;
}

void hexadecimal_write(char *out, const uint8_t *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		out[2 * i] = "0123456789abcdef"[bytes[i] >> 4];
		out[2 * i + 1] = "0123456789abcdef"[bytes[i] & 15];
	}
	out[2 * size] = '\0';
}

static bool is_hyphen_at(size_t i)
{
	return i == 8 || i == 13 || i == 18 || i == 23;
}

bool uuid_is_text(const char *text, size_t length)
{
	if (length != UUID_TEXT_SIZE - 1)
		return false;
	for (size_t i = 0; i < length; i++)
		if (is_hyphen_at(i) ? text[i] != '-' : digit(text[i]) < 0)
			return false;
	return true;
}

bool uuid_read(uint8_t out[UUID_SIZE], const char *text)
{
	if (!uuid_is_text(text, strnlen(text, UUID_TEXT_SIZE)))
		return false;
	size_t at = 0;
	for (size_t i = 0; i < UUID_SIZE; i++, at += 2) {
		at += is_hyphen_at(at);
		out[i] = (uint8_t)(digit(text[at]) << 4 | digit(text[at + 1]));
	}
	return true;
}

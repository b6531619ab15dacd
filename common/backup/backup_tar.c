#include "common/backup/backup_tar.h"

#include <stdio.h>
#include <string.h>

#define SIZE_AT     124
#define SIZE_LENGTH 12
#define TIME_AT     136
#define TIME_LENGTH 12
#define SUM_AT      148
#define SUM_LENGTH  8
#define OCTAL_BOUND ((int64_t)1 << 33) /* 11 octal digits */
#define BINARY_MARK 0x80

static void put(uint8_t *block, size_t at, const char *text)
{
	memcpy(block + at, text, strlen(text));
}

static void put_octal(uint8_t *block, size_t at, int digits, int64_t number)
{
	char text[32];
	snprintf(text, sizeof(text), "%0*llo", digits, (unsigned long long)number);
	put(block, at, text);
}

static void put_size(uint8_t *block, int64_t size)
{
	if (size < OCTAL_BOUND) {
		put_octal(block, SIZE_AT, SIZE_LENGTH - 1, size);
		return;
	}
	for (int i = SIZE_LENGTH - 1; i > 0; i--, size >>= 8)
		block[SIZE_AT + i] = (uint8_t)size;
	block[SIZE_AT] = BINARY_MARK;
}

/* POSIX.1-1988 ustar: mode 0600, no owner, a plain file. */
void backup_tar_write(uint8_t out[TAR_BLOCK], const char *name, int64_t size, int64_t time_s)
{
	unsigned sum = 0;
	memset(out, 0, TAR_BLOCK);
	put(out, 0, name);
	put(out, 100, "0000600");
	put(out, 108, "0000000");
	put(out, 116, "0000000");
	put_size(out, size);
	put_octal(out, TIME_AT, TIME_LENGTH - 1, time_s);
	memset(out + SUM_AT, ' ', SUM_LENGTH);
	put(out, 156, "0");
	put(out, 257, "ustar");
	put(out, 263, "00");
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += out[i];
	put_octal(out, SUM_AT, 6, (int64_t)sum);
	out[SUM_AT + 6] = '\0';
}

static bool get_octal(const uint8_t *from, int digits, int64_t *out)
{
	*out = 0;
	for (int i = 0; i < digits; i++) {
		if (from[i] < '0' || from[i] > '7')
			return false;
		*out = *out << 3 | (from[i] - '0');
	}
	return true;
}

static bool get_size(const uint8_t *from, int64_t *out)
{
	if (from[0] != BINARY_MARK)
		return get_octal(from, SIZE_LENGTH - 1, out);
	*out = 0;
	for (int i = 4; i < SIZE_LENGTH; i++)
		*out = (int64_t)((uint64_t)*out << 8 | from[i]);
	return *out >= 0;
}

bool backup_tar_read(const uint8_t block[TAR_BLOCK], char name[TAR_NAME_SIZE], int64_t *size, int64_t *time_s)
{
	uint8_t again[TAR_BLOCK];
	if (!memchr(block, '\0', TAR_NAME_SIZE) || !get_size(block + SIZE_AT, size) ||
		!get_octal(block + TIME_AT, TIME_LENGTH - 1, time_s))
		return false;
	memcpy(name, block, TAR_NAME_SIZE);
	backup_tar_write(again, name, *size, *time_s);
	return memcmp(again, block, TAR_BLOCK) == 0;
}

#include "common/service/ledger.h"

#include "common/base/file.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define LEDGER_BOUND ((size_t)64 << 20) /* bytes: more than a million ids */
#define LINE_SIZE    ID_TEXT_SIZE       /* the text and a line feed in the place of its NUL */

enum status ledger_read(struct arena *arena, const char *path, struct id **out, size_t *count)
{
	char *text;
	size_t length;
	*count = 0;
	*out = NULL;
	enum status status = file_read(arena, path, LEDGER_BOUND, &text, &length);
	if (status == STATUS_NOT_FOUND)
		return STATUS_OK;
	if (status != STATUS_OK)
		return STATUS_INTERNAL;
	*out = arena_array(arena, length / LINE_SIZE, sizeof(**out));
	for (size_t at = 0; at + LINE_SIZE <= length; at += LINE_SIZE) {
		text[at + LINE_SIZE - 1] = '\0';
		*count += id_parse(&(*out)[*count], text + at);
	}
	return STATUS_OK;
}

static bool has_line(int file, const char *line, off_t end)
{
	char found[LINE_SIZE];
	for (off_t at = 0; at < end; at += LINE_SIZE)
		if (pread(file, found, LINE_SIZE, at) == LINE_SIZE && memcmp(found, line, LINE_SIZE) == 0)
			return true;
	return false;
}

/* A line that a power cut left unfinished is cut off first. */
static bool append_line(int file, const char *line)
{
	off_t end = lseek(file, 0, SEEK_END);
	if (end < 0)
		return false;
	end -= end % LINE_SIZE;
	if (ftruncate(file, end) != 0)
		return false;
	return (has_line(file, line, end) || pwrite(file, line, LINE_SIZE, end) == LINE_SIZE) && fsync(file) == 0;
}

enum status ledger_append(const char *path, const struct id *id)
{
	char line[LINE_SIZE];
	id_format(line, id);
	line[LINE_SIZE - 1] = '\n';
	if (access(path, F_OK) != 0) /* file_create makes the folder's entry durable too */
		return file_create(path, line, LINE_SIZE, 0600) == STATUS_OK ? STATUS_OK : STATUS_INTERNAL;
	int file = open(path, O_RDWR | O_CLOEXEC);
	if (file < 0)
		return STATUS_INTERNAL;
	bool written = append_line(file, line);
	close(file);
	return written ? STATUS_OK : STATUS_INTERNAL;
}

#include "common/store/frame_buffer.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define HEAD_SIZE 24
#define ROOM      65536 /* the largest page, so the most SQLite itself writes at once; its unix VFS takes under 128 KiB */

struct frame_buffer {
	sqlite3_io_methods methods; /* first: the file points to it, and so to its buffer */
	const sqlite3_io_methods *system;
	sqlite3_int64 start; /* place in the file of what waits */
	int length;
	bool headed; /* the last that came in is the head of a frame: its page follows */
	uint8_t bytes[ROOM];
};

static struct frame_buffer *buffer_of(sqlite3_file *file)
{
	return (struct frame_buffer *)(uintptr_t)file->pMethods;
}

/* What cannot be written goes on waiting: the file and what waits are together what SQLite wrote. */
static int let_out(sqlite3_file *file)
{
	struct frame_buffer *buffer = buffer_of(file);
	int code = SQLITE_OK;

	if (buffer->length > 0)
		code = buffer->system->xWrite(file, buffer->bytes, buffer->length, buffer->start);
	if (code == SQLITE_OK)
		buffer->length = 0;
	return code;
}

/* The head of a frame names the size of the database in bytes 4 to 7 when the frame commits, else 0. Nothing else that
 * SQLite writes to a log has this length: a page has 512 bytes or more, the head of the log 32. */
static bool is_waiting_head(const uint8_t *bytes, int length)
{
	return length == HEAD_SIZE && !bytes[4] && !bytes[5] && !bytes[6] && !bytes[7];
}

static int on_write(sqlite3_file *file, const void *bytes, int length, sqlite3_int64 offset)
{
	struct frame_buffer *buffer = buffer_of(file);
	bool follows = buffer->length > 0 && offset == buffer->start + buffer->length;
	bool head = is_waiting_head(bytes, length), waits = head || (buffer->headed && follows && length <= ROOM);
	int code = SQLITE_OK;

	buffer->headed = false;
	if (!waits || !follows || length > ROOM - buffer->length)
		code = let_out(file);
	if (code != SQLITE_OK)
		return code;
	if (!waits)
		return buffer->system->xWrite(file, bytes, length, offset);
	if (buffer->length == 0)
		buffer->start = offset;
	memcpy(buffer->bytes + buffer->length, bytes, (size_t)length);
	buffer->length += length;
	buffer->headed = head;
	return SQLITE_OK;
}

/* What was committed is read past what waits, also when that cannot be written. */
static int on_read(sqlite3_file *file, void *out, int length, sqlite3_int64 offset)
{
	struct frame_buffer *buffer = buffer_of(file);
	int code = SQLITE_OK;

	if (offset < buffer->start + buffer->length && offset + length > buffer->start)
		code = let_out(file);
	return code == SQLITE_OK ? buffer->system->xRead(file, out, length, offset) : code;
}

static int on_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int code = let_out(file);

	return code == SQLITE_OK ? buffer_of(file)->system->xTruncate(file, size) : code;
}

static int on_sync(sqlite3_file *file, int flags)
{
	int code = let_out(file);

	return code == SQLITE_OK ? buffer_of(file)->system->xSync(file, flags) : code;
}

static int on_size(sqlite3_file *file, sqlite3_int64 *size)
{
	int code = let_out(file);

	return code == SQLITE_OK ? buffer_of(file)->system->xFileSize(file, size) : code;
}

/* What waits belongs to no commit. */
static int on_close(sqlite3_file *file)
{
	file->pMethods = buffer_of(file)->system;
	return file->pMethods->xClose(file);
}

static void on_rollback(void *buffer)
{
	((struct frame_buffer *)buffer)->length = 0;
}

static sqlite3_file *open_file(sqlite3 *handle, int which)
{
	sqlite3_file *file = NULL;

	if (sqlite3_file_control(handle, "main", which, &file) != SQLITE_OK || !file || !file->pMethods)
		return NULL;
	return file;
}

/* Without a log the journal's file would be another. */
static bool has_log(sqlite3 *handle)
{
	sqlite3_stmt *statement = NULL;
	bool has = sqlite3_prepare_v2(handle, "PRAGMA journal_mode", -1, &statement, NULL) == SQLITE_OK &&
			   sqlite3_step(statement) == SQLITE_ROW &&
			   sqlite3_stricmp((const char *)sqlite3_column_text(statement, 0), "wal") == 0;

	sqlite3_finalize(statement);
	return has;
}

struct frame_buffer *frame_buffer_new(sqlite3 *handle)
{
	sqlite3_file *database = open_file(handle, SQLITE_FCNTL_FILE_POINTER);
	sqlite3_file *log = has_log(handle) ? open_file(handle, SQLITE_FCNTL_JOURNAL_POINTER) : NULL;
	struct frame_buffer *buffer;

	if (!database || !log || !(database->pMethods->xDeviceCharacteristics(database) & SQLITE_IOCAP_POWERSAFE_OVERWRITE))
		return NULL;
	buffer = malloc(sizeof(*buffer));
	if (!buffer)
		return NULL;
	buffer->methods = *log->pMethods;
	buffer->methods.iVersion = 1; /* SQLite calls no later method of a log */
	buffer->methods.xClose = on_close;
	buffer->methods.xRead = on_read;
	buffer->methods.xWrite = on_write;
	buffer->methods.xTruncate = on_truncate;
	buffer->methods.xSync = on_sync;
	buffer->methods.xFileSize = on_size;
	buffer->system = log->pMethods;
	buffer->start = 0;
	buffer->length = 0;
	buffer->headed = false;
	log->pMethods = &buffer->methods;
	sqlite3_rollback_hook(handle, on_rollback, buffer);
	return buffer;
}

void frame_buffer_free(struct frame_buffer *buffer)
{
	free(buffer);
}

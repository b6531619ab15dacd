#include "common/base/file.h"

#include "common/base/buffer.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static enum status status_of_errno(int number)
{
	switch (number) {
	case ENOENT:
	case ENOTDIR:
		return STATUS_NOT_FOUND;
	case EACCES:
	case EPERM:
	case EROFS:
		return STATUS_PERMISSION_DENIED;
	case EEXIST:
		return STATUS_ALREADY_EXISTS;
	case ENOSPC:
	case EDQUOT:
		return STATUS_RESOURCE_EXHAUSTED;
	default:
		return STATUS_INTERNAL;
	}
}

/* Until the end of the file or of the buffer's bound. */
static enum status read_all(int file, struct buffer *content)
{
	char part[4096];
	ssize_t got;

	do {
		got = read(file, part, sizeof(part));
		if (got > 0)
			buffer_add(content, part, (size_t)got);
	} while ((got > 0 && !content->overflowed) || (got < 0 && errno == EINTR));
	explicit_bzero(part, sizeof(part)); /* it may be a secret */
	if (got < 0)
		return status_of_errno(errno);
	return content->overflowed ? STATUS_RESOURCE_EXHAUSTED : STATUS_OK;
}

enum status file_read(struct arena *arena, const char *path, size_t bound, char **out, size_t *out_length)
{
	struct buffer content;
	enum status status;
	int file;

	file = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (file < 0)
		return status_of_errno(errno);
	buffer_init(&content, arena, bound);
	status = read_all(file, &content);
	close(file);
	if (status != STATUS_OK)
		return status;
	*out = content.bytes ? (char *)content.bytes : arena_text(arena, "");
	*out_length = content.length;
	return STATUS_OK;
}

enum status file_sync_folder_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	char folder[PATH_MAX];
	enum status status;
	int file;

	if (!slash)
		snprintf(folder, sizeof(folder), ".");
	else
		snprintf(folder, sizeof(folder), "%.*s", slash == path ? 1 : (int)(slash - path), path);
	file = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (file < 0)
		return status_of_errno(errno);
	status = fsync(file) == 0 ? STATUS_OK : status_of_errno(errno);
	close(file);
	return status;
}

static enum status write_all(int file, const char *bytes, size_t length)
{
	while (length) {
		ssize_t wrote = write(file, bytes, length);

		if (wrote < 0 && errno != EINTR)
			return status_of_errno(errno);
		if (wrote > 0) {
			bytes += wrote;
			length -= (size_t)wrote;
		}
	}
	return STATUS_OK;
}

/* A whole, synced file beside `path`; its name goes to `temporary`. Nothing is left behind when it fails. */
static enum status write_beside(char temporary[PATH_MAX], const char *path, const void *bytes, size_t length,
								mode_t mode)
{
	int file, size = snprintf(temporary, PATH_MAX, "%s.XXXXXX", path);
	enum status status;

	if (size < 0 || size >= PATH_MAX)
		return STATUS_INVALID_ARGUMENT;
	file = mkostemp(temporary, O_CLOEXEC);
	if (file < 0)
		return status_of_errno(errno);
	status = write_all(file, bytes, length);
	if (status == STATUS_OK && (fchmod(file, mode) != 0 || fsync(file) != 0))
		status = status_of_errno(errno);
	if (close(file) != 0 && status == STATUS_OK)
		status = status_of_errno(errno);
	if (status != STATUS_OK)
		unlink(temporary);
	return status;
}

enum status file_write(const char *path, const void *bytes, size_t length, mode_t mode)
{
	char temporary[PATH_MAX];
	enum status status;

	status = write_beside(temporary, path, bytes, length, mode);
	if (status != STATUS_OK)
		return status;
	if (rename(temporary, path) != 0) {
		status = status_of_errno(errno);
		unlink(temporary);
		return status;
	}
	return file_sync_folder_of(path);
}

enum status file_create(const char *path, const void *bytes, size_t length, mode_t mode)
{
	char temporary[PATH_MAX];
	enum status status;

	status = write_beside(temporary, path, bytes, length, mode);
	if (status != STATUS_OK)
		return status;
	/* Unlike rename, link refuses a name that is taken. */
	if (link(temporary, path) != 0)
		status = status_of_errno(errno);
	unlink(temporary);
	return status == STATUS_OK ? file_sync_folder_of(path) : status;
}

/* One folder; that it is there already is fine. */
static enum status make_one(const char *path)
{
	struct stat found;

	if (mkdir(path, 0700) == 0)
		return STATUS_OK;
	if (errno != EEXIST)
		return status_of_errno(errno);
	if (stat(path, &found) != 0)
		return status_of_errno(errno);
	return S_ISDIR(found.st_mode) ? STATUS_OK : STATUS_ALREADY_EXISTS;
}

enum status file_make_folder(const char *path)
{
	enum status status = STATUS_OK;
	char upto[PATH_MAX];
	size_t length = strlen(path);

	if (length == 0 || length >= sizeof(upto))
		return STATUS_INVALID_ARGUMENT;
	for (size_t at = 1; at <= length && status == STATUS_OK; at++) {
		if (path[at] != '/' && path[at] != 0)
			continue;
		memcpy(upto, path, at);
		upto[at] = 0;
		status = make_one(upto);
	}
	return status;
}

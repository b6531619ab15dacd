#include "services/gateway/backup/shelf.h"

#include "common/base/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define NAMES       "kleos-[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z.tar"
#define NAME_FORMAT "kleos-%Y%m%dT%H%M%SZ.tar"
#define PART        ".part"

static int is_backup(const struct dirent *entry)
{
	return fnmatch(NAMES, entry->d_name, 0) == 0;
}

static int is_part(const struct dirent *entry)
{
	return fnmatch(NAMES PART, entry->d_name, 0) == 0;
}

/* Names sort by their time. */
static int list(const char *folder, int (*wanted)(const struct dirent *), struct dirent ***out)
{
	int count = scandir(folder, out, wanted, alphasort);
	return count < 0 ? 0 : count;
}

static void remove_in(const char *folder, const char *name)
{
	char path[SHELF_PATH_SIZE];
	if (snprintf(path, sizeof(path), "%s/%s", folder, name) < (int)sizeof(path))
		(void)unlink(path);
}

/* The first `count` of the list; frees it. */
static void remove_first(const char *folder, struct dirent **names, int total, int count)
{
	for (int i = 0; i < total; i++) {
		if (i < count)
			remove_in(folder, names[i]->d_name);
		free(names[i]);
	}
	free(names);
}

int64_t shelf_newest_ms(const char *folder)
{
	struct dirent **names = NULL;
	struct tm parts = {0};
	int64_t newest_ms = 0;
	int count = list(folder, is_backup, &names);
	if (count && strptime(names[count - 1]->d_name, NAME_FORMAT, &parts))
		newest_ms = (int64_t)timegm(&parts) * 1000;
	remove_first(folder, names, count, 0);
	return newest_ms;
}

bool shelf_name(char out[SHELF_NAME_SIZE], int64_t time_s)
{
	struct tm parts;
	time_t seconds = (time_t)time_s;
	return gmtime_r(&seconds, &parts) && strftime(out, SHELF_NAME_SIZE, NAME_FORMAT, &parts);
}

enum status shelf_begin(struct shelf_file *out, const char *folder, int64_t now_ms)
{
	struct dirent **names = NULL;
	char name[SHELF_NAME_SIZE];
	*out = (struct shelf_file){.file = -1};
	if (file_make_folder(folder) != STATUS_OK)
		return STATUS_INTERNAL;
	int count = list(folder, is_part, &names);
	remove_first(folder, names, count, count);
	if (!shelf_name(name, now_ms / 1000) ||
		snprintf(out->path, sizeof(out->path), "%s/%s", folder, name) >= (int)sizeof(out->path) ||
		snprintf(out->part, sizeof(out->part), "%s/%s" PART, folder, name) >= (int)sizeof(out->part)) {
		errno = ENAMETOOLONG;
		return STATUS_INVALID_ARGUMENT;
	}
	out->file = open(out->part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	return out->file >= 0 ? STATUS_OK : STATUS_INTERNAL;
}

bool shelf_write(struct shelf_file *file, const void *bytes, size_t length)
{
	for (const char *at = bytes; length;) {
		ssize_t n = write(file->file, at, length);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		length -= (size_t)n;
		file->size += n;
	}
	return true;
}

bool shelf_keep(struct shelf_file *file)
{
	bool synced = fsync(file->file) == 0;
	bool closed = close(file->file) == 0;
	file->file = -1;
	if (synced && closed && rename(file->part, file->path) == 0 && file_sync_folder_of(file->path) == STATUS_OK)
		return true;
	shelf_drop(file);
	return false;
}

void shelf_drop(struct shelf_file *file)
{
	if (file->file >= 0)
		close(file->file);
	file->file = -1;
	(void)unlink(file->part);
}

void shelf_prune(const char *folder, unsigned keep)
{
	struct dirent **names = NULL;
	int count = list(folder, is_backup, &names);
	remove_first(folder, names, count, count - (int)keep);
}

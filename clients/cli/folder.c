#include "clients/cli/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char *copy_of(const char *path)
{
	char *copy = strdup(path);
	if (!copy)
		abort();
	return copy;
}

bool folder_make(const char *folder)
{
	char *path = copy_of(folder);
	for (char *at = *path ? path + 1 : path; *at; at++)
		if (*at == '/') {
			*at = '\0';
			(void)mkdir(path, 0700);
			*at = '/';
		}
	bool made = mkdir(path, 0700) == 0 || errno == EEXIST;
	free(path);
	return made;
}

bool folder_sync(const char *folder)
{
	int handle = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = handle >= 0 && fsync(handle) == 0;
	if (handle >= 0)
		close(handle);
	return synced;
}

bool folder_sync_of(const char *path)
{
	char *copy = copy_of(path);
	bool synced = folder_sync(dirname(copy));
	free(copy);
	return synced;
}

#include "clients/cli/restore_place.h"

#include "clients/cli/cli.h"
#include "clients/cli/folder.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PART_NAME "restore.part" /* process.c of the services knows it, too */

static char *path_join(const char *folder, const char *name, const char *ending)
{
	char *path;
	if (asprintf(&path, "%s/%s%s", folder, name, ending) < 0)
		abort();
	return path;
}

char *restore_place_path(const struct restore_place *place, const char *service)
{
	return path_join(place->part, service, ".db");
}

/* A service's own: NAME.db, NAME.db-wal, NAME.impact, NAME-search.db, but not the list of those who were erased. */
static bool is_of(const char *name, const char *service)
{
	size_t length = strlen(service);
	return strncmp(name, service, length) == 0 && (name[length] == '.' || name[length] == '-') &&
		   strcmp(name + length, ".erased") != 0;
}

/* The first file that lies in the way, which the caller frees; NULL: none. */
static char *find_obstacle(const struct restore_place *place)
{
	DIR *folder = opendir(place->folder);
	char *found = NULL;
	for (struct dirent *entry; folder && !found && (entry = readdir(folder));)
		for (size_t i = 0; i < place->n_services && !found; i++)
			if (is_of(entry->d_name, place->services[i]))
				found = strdup(entry->d_name);
	if (folder)
		closedir(folder);
	return found;
}

/* What an earlier restore was about to do here: nobody has opened these databases since, as restore.part kept them out.
 */
static void clear_broken_off(const struct restore_place *place)
{
	for (size_t i = 0; i < place->n_services; i++) {
		char *settled = path_join(place->folder, place->services[i], ".db");
		char *lock = path_join(place->folder, place->services[i], ".db-lock");
		if (access(lock, F_OK) != 0)
			(void)unlink(settled);
		free(settled);
		free(lock);
	}
}

/* Nothing behind a link is touched. */
static void part_remove(const char *part)
{
	int fd = open(part, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	DIR *folder = fd < 0 ? NULL : fdopendir(fd);
	for (struct dirent *entry; folder && (entry = readdir(folder));)
		if (entry->d_name[0] != '.')
			(void)unlinkat(fd, entry->d_name, 0);
	if (folder)
		closedir(folder);
	else if (fd >= 0)
		close(fd);
	(void)rmdir(part);
}

/* Makes way for restore.part: clears what an earlier restore left, and nothing else. */
static int part_make(const struct restore_place *place, const char *part)
{
	struct stat found;
	bool is_there = lstat(part, &found) == 0;
	if (is_there && !S_ISDIR(found.st_mode))
		return complain("%s is not the folder of a restore that was broken off: look at it, then move it away", part);
	if (is_there)
		clear_broken_off(place);
	char *obstacle = find_obstacle(place);
	if (obstacle) {
		complain("%s holds %s already: name a folder without data, or move it away", place->folder, obstacle);
		free(obstacle);
		return EXIT_FAILURE;
	}
	part_remove(part);
	return mkdir(part, 0700) == 0 ? EXIT_SUCCESS : complain("%s cannot be made: %s", part, strerror(errno));
}

int restore_place_open(struct restore_place *place, const char *folder, const char *const *services, size_t n)
{
	*place = (struct restore_place){.folder = folder, .n_services = n};
	for (size_t i = 0; i < n; i++)
		place->services[i] = services[i];
	if (!folder_make(folder))
		return complain("%s cannot be made: %s", folder, strerror(errno));
	char *part = path_join(folder, PART_NAME, "");
	int made = part_make(place, part);
	if (made == EXIT_SUCCESS)
		place->part = part;
	else
		free(part);
	return made;
}

int restore_place_settle(const struct restore_place *place)
{
	bool settled = folder_sync(place->part) && folder_sync(place->folder); /* restore.part is there, whatever comes */
	for (size_t i = 0; i < place->n_services && settled; i++) {
		char *from = restore_place_path(place, place->services[i]);
		char *to = path_join(place->folder, place->services[i], ".db");
		settled = rename(from, to) == 0;
		free(from);
		free(to);
	}
	if (!settled || !folder_sync(place->folder) || rmdir(place->part) != 0 || !folder_sync(place->folder))
		return complain("the databases cannot be put into %s: %s", place->folder, strerror(errno));
	return EXIT_SUCCESS;
}

void restore_place_close(struct restore_place *place)
{
	if (place->part)
		part_remove(place->part);
	free(place->part);
	place->part = NULL;
}

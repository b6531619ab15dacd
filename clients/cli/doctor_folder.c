#include "clients/cli/findings.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define PATH_SIZE 4096

static void look_at_space(struct findings *findings, const char *folder)
{
	struct statvfs disk;
	if (statvfs(folder, &disk))
		return;
	double left = (double)disk.f_bavail / (double)(disk.f_blocks ? disk.f_blocks : 1);
	double bytes = (double)disk.f_bavail * (double)disk.f_frsize;
	find(findings, left < DISK_LEAST ? VERDICT_WARN : VERDICT_OK, "folder", "%.1f GB (%.0f %%) of the disk are left.%s",
		 bytes / GIGABYTE, left * 100, left < DISK_LEAST ? " When it is full Kleos reads on and refuses writes." : "");
}

/* Keys and databases are for the owner alone. */
static void look_at_file(struct findings *findings, const char *folder, const char *name)
{
	char path[PATH_SIZE];
	struct stat file;
	if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path) || stat(path, &file))
		return;
	if (file.st_mode & (S_IRWXG | S_IRWXO))
		find(
			findings, VERDICT_FAIL, "folder",
			"%s may be read by others than its owner (mode %03o). chmod 600 it, and make new keys if somebody may have "
			"looked.",
			path, (unsigned)(file.st_mode & 0777));
}

void doctor_look_at_folder(struct findings *findings, const char *folder)
{
	static const char *const secrets[] = {"admin.key", "cluster.key", "pulse.key"};
	struct stat place;
	bool missing = stat(folder, &place) != 0;
	if (missing || !S_ISDIR(place.st_mode)) {
		find(findings, VERDICT_FAIL, "folder",
			 "%s is no folder that can be looked at: %s. --data-dir names KLEOS_DATA_DIR.", folder,
			 missing ? strerror(errno) : "it is a file");
		return;
	}
	if (access(folder, R_OK | W_OK | X_OK))
		find(findings, VERDICT_WARN, "folder", "%s cannot be written by you (user %u); its owner is user %u.", folder,
			 (unsigned)geteuid(), (unsigned)place.st_uid);
	if (place.st_mode & S_IWOTH)
		find(findings, VERDICT_FAIL, "folder", "%s can be written by everybody (mode %03o). chmod 700 it.", folder,
			 (unsigned)(place.st_mode & 0777));
	for (size_t i = 0; i < sizeof(secrets) / sizeof(*secrets); i++)
		look_at_file(findings, folder, secrets[i]);
	look_at_space(findings, folder);
}

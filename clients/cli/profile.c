#include "clients/cli/profile.h"

#include "clients/cli/cli.h"
#include "clients/cli/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* <config folder>/kleos/<name>; the caller frees. */
static char *profile_path(const char *name)
{
	const char *base = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	char *path;
	int length = base && *base ? asprintf(&path, "%s/kleos/%s", base, name)
							   : asprintf(&path, "%s/.config/kleos/%s", home ? home : ".", name);
	if (length < 0)
		abort();
	return path;
}

static void profile_take(struct profile *profile, const char *line)
{
	if (strncmp(line, "url=", 4) == 0) {
		free(profile->url);
		profile->url = strdup(line + 4);
	} else if (strncmp(line, "key_file=", 9) == 0) {
		free(profile->key_file);
		profile->key_file = strdup(line + 9);
	}
}

void profile_load(struct profile *profile)
{
	*profile = (struct profile){0};
	char *path = profile_path("config");
	FILE *file = fopen(path, "re");
	free(path);
	char *line = NULL;
	size_t size = 0;
	while (file && getline(&line, &size, file) > 0) {
		line[strcspn(line, "\r\n")] = '\0';
		profile_take(profile, line);
	}
	free(line);
	if (file)
		fclose(file);
}

void profile_fini(struct profile *profile)
{
	free(profile->url);
	free(profile->key_file);
}

char *key_read(const char *path)
{
	errno = 0;
	FILE *file = fopen(path, "re");
	char *line = NULL;
	size_t size = 0;
	bool read = file && getline(&line, &size, file) >= 0;
	if (read)
		line[strcspn(line, "\r\n")] = '\0';
	if (read && *line) {
		fclose(file);
		return line;
	}
	if (file && errno == EISDIR)
		complain("the key file %s is a folder", path);
	else if (file && !errno)
		complain("the key file %s is empty", path);
	else
		complain("the key file %s cannot be read: %s", path, strerror(errno));
	free(line);
	if (file)
		fclose(file);
	return NULL;
}

static bool make_folder_of(const char *path)
{
	char *copy = strdup(path);
	if (!copy)
		abort();
	bool made = folder_make(dirname(copy));
	free(copy);
	return made;
}

static bool write_private(char *path, const char *text)
{
	int handle = make_folder_of(path) ? open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
	bool written =
		handle >= 0 && fchmod(handle, 0600) == 0 && write(handle, text, strlen(text)) == (ssize_t)strlen(text);
	if (handle >= 0 && close(handle))
		written = false;
	if (!written)
		complain("%s cannot be written: %s", path, strerror(errno));
	return written;
}

bool profile_save(const char *url, const char *key)
{
	char *config_path = profile_path("config"), *key_path = profile_path("key"), *config, *key_line;
	if (asprintf(&config, "url=%s\nkey_file=%s\n", url, key_path) < 0 || asprintf(&key_line, "%s\n", key) < 0)
		abort();
	bool saved = write_private(key_path, key_line) && write_private(config_path, config);
	free(config_path);
	free(key_path);
	free(config);
	free(key_line);
	return saved;
}

#include "clients/cli/file.h"

#include "clients/cli/http.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

FILE *file_new(const char *name)
{
	int handle = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *file = handle >= 0 ? fdopen(handle, "w") : NULL;
	if (!file && errno == EEXIST)
		complain("%s is there already and is kept: name a new file", name);
	else if (!file)
		complain("%s cannot be made: %s", name, strerror(errno));
	return file;
}

int file_end(FILE *file, const char *name)
{
	bool broken = ferror(file);
	if (fclose(file) || broken)
		return complain("%s cannot be written: %s", name, strerror(errno));
	return EXIT_SUCCESS;
}

int file_download(struct cli *cli, const char *path, const char *name)
{
	FILE *file = file_new(name);
	if (!file)
		return EXIT_FAILURE;
	int code = http_download(cli, path, file), written = file_end(file, name);
	code = code == EXIT_SUCCESS ? written : code;
	if (code != EXIT_SUCCESS)
		unlink(name);
	return code;
}

#include "clients/cli/file.h"

#include "clients/cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

FILE *file_new(const char *name)
{
	int handle = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	FILE *file = handle >= 0 ? fdopen(handle, "w") : NULL;
	if (!file)
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

#include "common/process/secret.h"

#include "common/base/file.h"

#include <sys/stat.h>

#define OTHERS_READ  (S_IRGRP | S_IROTH)
#define OTHERS_WRITE (S_IWGRP | S_IWOTH)

enum status secret_read(struct arena *arena, const struct log *log, const char *path, size_t bound, char **out,
						size_t *out_length)
{
	struct stat found;
	enum status status = file_read(arena, path, bound, out, out_length);

	if (status != STATUS_OK || stat(path, &found) != 0 || !S_ISREG(found.st_mode))
		return status;
	if (found.st_mode & OTHERS_WRITE) {
		log_error(log, "others can change this secret: chmod 600 the file and replace what it holds",
				  log_text("file", path));
		return STATUS_PERMISSION_DENIED;
	}
	if (found.st_mode & OTHERS_READ)
		log_warn(log, "others can read this secret: chmod 600 the file, and replace it if somebody may have looked",
				 log_text("file", path));
	return STATUS_OK;
}

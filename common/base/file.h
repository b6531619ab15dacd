/* file: the few things Kleos does with files: secrets, small documents, folders. */
#ifndef KLEOS_BASE_FILE_H
#define KLEOS_BASE_FILE_H

#include "common/base/arena.h"
#include "common/base/status.h"

#include <stddef.h>
#include <sys/types.h>

/* All of a file of at most `bound` bytes; NUL added behind. NOT_FOUND, RESOURCE_EXHAUSTED past the bound,
 * PERMISSION_DENIED or INTERNAL. */
enum status file_read(struct arena *arena, const char *path, size_t bound, char **out, size_t *out_length);
/* Replaces the file as a whole: temporary file, fsync, rename, fsync of the folder. */
enum status file_write(const char *path, const void *bytes, size_t length, mode_t mode);
/* Like file_write, but ALREADY_EXISTS when the file is there (atomic, for secrets that two processes make). */
enum status file_create(const char *path, const void *bytes, size_t length, mode_t mode);
/* A rename or a new name is on disk only when the folder that holds it is: makes it so. */
enum status file_sync_folder_of(const char *path);
/* Makes the folder and those above it, 0700. */
enum status file_make_folder(const char *path);

#endif

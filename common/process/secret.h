/* secret: what this process alone shall know, from a file: never from an environment variable or an argument, which
 * other programs of the machine can see. */
#ifndef KLEOS_PROCESS_SECRET_H
#define KLEOS_PROCESS_SECRET_H

#include "common/base/arena.h"
#include "common/base/log.h"
#include "common/base/status.h"

#include <stddef.h>

/* Like file_read; also PERMISSION_DENIED when somebody beside the owner may change the file. That somebody may read it
 * is warned of: container platforms mount secrets so, where nobody else is. Both sentences, with what to do, are in the
 * log. */
enum status secret_read(struct arena *arena, const struct log *log, const char *path, size_t bound, char **out,
						size_t *out_length);

#endif

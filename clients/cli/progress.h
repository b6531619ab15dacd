/* progress: a bar on a terminal while something long goes on; nothing anywhere else. */
#ifndef KLEOS_CLI_PROGRESS_H
#define KLEOS_CLI_PROGRESS_H

#include <stdbool.h>

struct progress {
	bool shown; /* standard error is a terminal */
	int last;   /* percent that is on the screen; -1: none */
};

struct progress progress_begin(bool wanted);
void progress_tell(void *progress, long long done, long long all);
void progress_end(const struct progress *progress);

#endif

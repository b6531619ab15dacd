#include "clients/cli/progress.h"

#include <stdio.h>
#include <unistd.h>

#define BAR_COLUMNS 40

struct progress progress_begin(bool wanted)
{
	return (struct progress){.shown = wanted && isatty(STDERR_FILENO), .last = -1};
}

void progress_tell(void *context, long long done, long long all)
{
	struct progress *progress = context;
	int percent = all ? (int)(done * 100 / all) : 100;
	if (!progress->shown || percent == progress->last)
		return;
	progress->last = percent;
	fprintf(stderr, "\r%3d %% [", percent);
	for (int i = 0; i < BAR_COLUMNS; i++)
		fputc(i * 100 < percent * BAR_COLUMNS ? '=' : ' ', stderr);
	fputc(']', stderr);
}

void progress_end(const struct progress *progress)
{
	if (progress->shown && progress->last >= 0)
		fputs("\r\033[K", stderr);
}

/* file: what a command writes beside standard output. */
#ifndef KLEOS_CLI_FILE_H
#define KLEOS_CLI_FILE_H

#include "clients/cli/cli.h"

#include <stdio.h>

/* A file that was not there before, for nobody else's eyes; NULL after saying why. */
FILE *file_new(const char *name);

/* Closes it. EXIT_SUCCESS; EXIT_FAILURE after saying why not all of it was written. */
int file_end(FILE *file, const char *name);

/* What a GET answers, in a new file: all of it, or no file is left. */
int file_download(struct cli *cli, const char *path, const char *name);

#endif

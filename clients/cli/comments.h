/* comments: words below a recognition. */
#ifndef KLEOS_CLI_COMMENTS_H
#define KLEOS_CLI_COMMENTS_H

#include "clients/cli/cli.h"

/* The newest comments of a recognition, oldest first, below what was printed of it; silent when they cannot be had. */
void print_comments_of(struct cli *cli, const char *recognition);

void print_comment(struct cli *cli, const json_t *comment);

#endif

/* highlight: how work that people share looks. */
#ifndef KLEOS_CLI_HIGHLIGHT_H
#define KLEOS_CLI_HIGHLIGHT_H

#include "clients/cli/cli.h"

/* Who did it, its title and words, what came of it, where it can be seen; its id, quietly. */
void print_highlight(struct cli *cli, const json_t *highlight);

#endif

/* cycle: a round of an award, by its id or by the award's slug, which means its newest round. */
#ifndef KLEOS_CLI_CYCLE_H
#define KLEOS_CLI_CYCLE_H

#include "clients/cli/cli.h"

/* The id of the cycle that a word means; the caller frees. NULL after saying why there is none. */
char *cycle_id(struct cli *cli, const char *word);

#endif

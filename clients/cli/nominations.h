/* nominations: how a nomination looks. */
#ifndef KLEOS_CLI_NOMINATIONS_H
#define KLEOS_CLI_NOMINATIONS_H

#include "clients/cli/cli.h"

/* Whom it names, who made it, why, what speaks for it; its id, quietly. */
void print_nomination(struct cli *cli, const json_t *nomination);
/* The `nomination` of a reply. */
void print_nomination_reply(struct cli *cli, const json_t *reply);

#endif

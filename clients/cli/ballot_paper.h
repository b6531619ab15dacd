/* ballot_paper: what one voter votes on, and the ballot that is made of their words. */
#ifndef KLEOS_CLI_BALLOT_PAPER_H
#define KLEOS_CLI_BALLOT_PAPER_H

#include "clients/cli/cli.h"

/* The award, who can be voted for, each with a number, and why. */
void print_ballot_paper(struct cli *cli, const json_t *paper);

bool ballot_paper_ranks(const json_t *paper); /* else it asks for approvals */

/* The ballot of words, each a place, the highest first, with commas between those who share it: @maria, the name or the
 * number on the paper, the nomination's id, or NO_AWARD. A body of CastBallot, which the caller decrefs; NULL after
 * saying which word means nobody. */
json_t *ballot_make(struct cli *cli, const json_t *paper, int count, char *const *words);

/* What a ballot says, for whoever is about to cast it. */
void print_ballot(const json_t *paper, const json_t *ballot);

#endif

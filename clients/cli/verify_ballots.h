/* verify_ballots: what was checked of a log, as people and programs read it. */
#ifndef KLEOS_CLI_VERIFY_BALLOTS_H
#define KLEOS_CLI_VERIFY_BALLOTS_H

#include "clients/cli/bundle.h"
#include "clients/cli/cli.h"

struct verification {
	const struct bundle *bundle;
	const struct audit *audit;
	const struct receipt *receipt;         /* NULL: none was given */
	const struct audit_opening *receipted; /* the ballot it is of */
};

void verification_print(struct cli *cli, const struct verification *verification);
void verification_print_json(const struct verification *verification);
/* {"verified":false,…} */
void verification_print_refusal_json(const struct bundle *bundle, const char *reason, const char *sentence);

#endif

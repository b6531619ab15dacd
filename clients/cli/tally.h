/* tally: an election that was counted, as `kleos tally` shows it. Alternatives are shown by their number in the file,
 * which is one more than the library's. */
#ifndef KLEOS_CLI_TALLY_H
#define KLEOS_CLI_TALLY_H

#include "clients/cli/cli.h"
#include "clients/cli/preflib.h"
#include "services/awards/tally/pairwise.h"
#include "services/awards/tally/result.h"

struct tally {
	const struct preflib *preflib;
	const struct tally_pairwise *pairwise;
	const struct tally_result *result;
};

void tally_print_json(const struct tally *tally); /* one line */
void tally_print(struct cli *cli, const struct tally *tally);

#endif

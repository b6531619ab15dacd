/* preflib_ballot: one line of a PrefLib file that is a ballot, "42: 3,{1,2},4". The inner loop of reading an election.
 */
#ifndef KLEOS_CLI_PREFLIB_BALLOT_H
#define KLEOS_CLI_PREFLIB_BALLOT_H

#include "services/awards/tally/profile.h"

/* What the type of a file says of its ballots: soc 0, soi INCOMPLETE, toc TIES, toi both. */
#define PREFLIB_TIES       1 /* alternatives may share a place */
#define PREFLIB_INCOMPLETE 2 /* not every alternative needs one */

struct preflib_line {
	const char *at, *end; /* without its line end */
	char separator;       /* behind the count: ':', or ',' in the format before 2022 */
	unsigned type;
};

#define PREFLIB_WHY 160 /* bytes of a sentence */

/* Adds it to the profile; false with a sentence in `why` when it is no such ballot, and the profile is as it was. */
bool preflib_ballot_read(struct tally_profile *profile, const struct preflib_line *line, char why[PREFLIB_WHY]);

/* Digits as a number, and what is behind them; NULL: there are none, or it is more than TALLY_VOTERS. */
const char *preflib_number(const char *at, const char *end, uint64_t *number);
const char *preflib_blanks(const char *at, const char *end); /* behind spaces and tabs */

#endif

/* preflib: an election from a file of PrefLib (soc, soi, toc, toi; the format of today and the one before 2022). The
 * file is mapped and read once; whatever is not as the format says is refused with its line. */
#ifndef KLEOS_CLI_PREFLIB_H
#define KLEOS_CLI_PREFLIB_H

#include "services/awards/tally/profile.h"

struct preflib {
	char *title;  /* NULL: the file has none */
	char **names; /* of each alternative, by its number less 1; the number itself where the file has no name */
	struct tally_profile profile;
};

/* EXIT_SUCCESS, or EXIT_FAILURE after saying "FILE:LINE: what is wrong" on standard error; then there is nothing to
 * fini. */
int preflib_read(struct preflib *out, const char *path);
void preflib_fini(struct preflib *preflib);

#endif

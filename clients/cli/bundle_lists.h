/* bundle_lists: the two lists of a bundle that are as long as the vote, entries and ballots, read straight out of the
 * text: a JSON value for each item would take longer than all hashing. Only the form that the API prints is read so; of
 * any other the whole text goes to the JSON parser, which accepts or refuses it. */
#ifndef KLEOS_CLI_BUNDLE_LISTS_H
#define KLEOS_CLI_BUNDLE_LISTS_H

#include "services/awards/ballot_log/audit.h"

struct bundle_lists {
	uint8_t (*entries)[ENTRY_SIZE];
	size_t entry_count, entry_room;
	struct audit_opening *ballots; /* their texts are in `texts` */
	size_t ballot_count, ballot_room;
	char *texts;
	char *rest; /* the bundle with [] for both lists */
	size_t rest_length;
};

/* False: another form, or lists of more than `bound` items; there is nothing to fini. */
bool bundle_lists_read(struct bundle_lists *out, const char *bytes, size_t length, size_t bound);
void bundle_lists_fini(struct bundle_lists *lists); /* a zeroed one is fine */

#endif

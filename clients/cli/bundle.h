/* bundle: a vote's log in a file, as GET /v1/cycles/{cycle}/log gives it, with what a voter or an observer holds beside
 * it: a head that was published, a receipt. */
#ifndef KLEOS_CLI_BUNDLE_H
#define KLEOS_CLI_BUNDLE_H

#include "clients/cli/bundle_lists.h"
#include "services/awards/ballot_log/audit.h"

#include <jansson.h>

struct bundle {
	json_t *root;              /* holds the texts, but for those of `lists` */
	struct bundle_lists lists; /* empty: everything is in `root` */
	struct audit_log log;
	const char *cycle, *award, *title; /* award and title: "" when they are not there */
	const json_t *names;               /* may be NULL */
	struct audit_commitment *commitments;
	struct tree_head *heads;
	uint8_t (*entries)[ENTRY_SIZE]; /* like the ballots NULL where `lists` has them */
	struct audit_opening *ballots;
	const char **ids; /* of the places below */
	struct audit_place *ranking;
};

/* Each: EXIT_SUCCESS, or EXIT_FAILURE after saying what is wrong, with the file and the place. */
int bundle_read(struct bundle *out, const char *path);
/* A TreeHead, {"head":{…}}, or an event award.tree_head or its data; of another cycle is wrong. */
int bundle_read_head(const struct bundle *bundle, const char *path, struct tree_head *out);

struct receipt {
	uint8_t entry[ENTRY_SIZE];
	uint8_t signature[SIGNATURE_SIZE];
};
/* A BallotReceipt or {"receipt":{…}}; of another cycle is wrong. */
int bundle_read_receipt(const struct bundle *bundle, const char *path, struct receipt *out);

void bundle_fini(struct bundle *bundle); /* a zeroed one is fine */

/* What a candidate is called; the id itself when nobody says. */
const char *bundle_name(const struct bundle *bundle, const char *id);

#endif

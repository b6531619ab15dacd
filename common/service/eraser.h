/* eraser: takes erased members out of one service's database and its files, on a thread of its own: empties their
 * texts in small writes, has the file scrubbed, and remembers them in the ledger. What was begun is ended after any
 * crash; nothing is done twice. Private to common/service. */
#ifndef KLEOS_SERVICE_ERASER_H
#define KLEOS_SERVICE_ERASER_H

#include "common/base/environment.h"
#include "common/service/personal.h"
#include "common/store/store.h"

struct eraser;

struct eraser_config {
	struct store *store;                  /* borrowed until closed */
	const struct personal_data *personal; /* static */
	void *state;                          /* of the service */
	const char *ledger;                   /* path; borrowed while it opens */
	const struct environment *environment;
};

/* Nothing moves before eraser_start. */
enum status eraser_open(struct eraser **out, const struct eraser_config *config);
/* Begins again what the ledger knows and the database does not; then the thread works. INTERNAL: the ledger cannot be
 * read; logged. */
enum status eraser_start(struct eraser *eraser);
void eraser_close(struct eraser *eraser); /* before the store closes; NULL is fine */

/* Inside a write: the member is to go. Names are taken from the database as it is now. Nothing when it was begun. */
void eraser_begin(struct eraser *eraser, struct db *db, const struct id *member);

#endif

/* store_recognitions: recognitions in the database: the row, its arcs (store_arcs), its links. */
#ifndef KLEOS_RECOGNITIONS_STORE_RECOGNITIONS_H
#define KLEOS_RECOGNITIONS_STORE_RECOGNITIONS_H

#include "common/store/db.h"
#include "services/recognitions/recognition.h"

/* Inside a write. */
void recognition_put(struct db *db, const struct recognition *recognition);
/* Whole, texts in `arena`; false: there is none. Whoever shows it asks recognition_is_visible first. */
bool recognition_read(struct db *db, struct arena *arena, const struct id *id, struct recognition *out);

/* Rows that imports have taken in. */
struct row_digest {
	uint8_t bytes[16];
};
struct row_identity {
	int32_t day; /* given on; -1: the row has a request id, which alone says who it is */
	struct row_digest digest;
};
/* False: this row is new. */
bool imported_row_find(struct db *db, const struct row_identity *identity, struct row_digest *content);
void imported_row_put(struct db *db, const struct row_identity *identity, const struct row_digest *content,
                      const struct id *recognition);

#endif

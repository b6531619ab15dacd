/* snapshot_form: what the writer and the reader of snapshots agree on: a head, the arrays in this order, each padded to
 * 8 bytes, and the BLAKE2b of all that. */
#ifndef KLEOS_IMPACT_SNAPSHOT_FORM_H
#define KLEOS_IMPACT_SNAPSHOT_FORM_H

#include "services/recognitions/impact/impact.h"

#include <stdint.h>

#define SNAPSHOT_MAGIC     "KLEOSIMP"
#define SNAPSHOT_VERSION   5
#define SNAPSHOT_ORDER     0x01020304u /* reads differently where bytes stand the other way round */
#define SNAPSHOT_HASH_SIZE 32

enum snapshot_array {
	ARRAY_PATH_BYTES,
	ARRAY_PATH_ENDS,
	ARRAY_TEAMS,
	ARRAY_VALUE_BYTES,
	ARRAY_VALUE_ENDS,
	ARRAY_ID_BYTES,
	ARRAY_ID_ENDS,
	ARRAY_MEMBERS,
	ARRAY_SPELLS,
	ARRAY_SEATS,
	ARRAY_FLOWS,
	ARRAY_CELLS,
	ARRAY_PAIRS,
	ARRAY_BONDS,
	ARRAY_SETTLED, /* COLUMNS_ARRAYS of them */
};

enum columns_array {
	ARRAY_GIVER,
	ARRAY_RECEIVER,
	ARRAY_PAIR,
	ARRAY_FLOW,
	ARRAY_CELL,
	ARRAY_FLAGS,
	ARRAY_KEY,
	ARRAY_DAYS,
	COLUMNS_ARRAYS,
};

#define ARRAY_LATE      (ARRAY_SETTLED + COLUMNS_ARRAYS)
#define SNAPSHOT_ARRAYS (ARRAY_LATE + COLUMNS_ARRAYS)

struct snapshot_head {
	char magic[8];
	uint32_t version;
	uint32_t order;
	uint64_t days_print; /* whose days it counts by: zone_days_print */
	struct impact_mark mark;
	uint64_t lengths[SNAPSHOT_ARRAYS]; /* bytes, without padding */
};

static inline uint64_t snapshot_padded(uint64_t length)
{
	return (length + 7) & ~(uint64_t)7;
}

#endif

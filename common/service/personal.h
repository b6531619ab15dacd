/* personal: what a service says about the personal data in its database, so that the frame can export it and take it
 * out. Every column is classified in the service's columns.def (common/store/columns.h), and a test compares the two.
 */
#ifndef KLEOS_SERVICE_PERSONAL_H
#define KLEOS_SERVICE_PERSONAL_H

#include "common/base/id.h"
#include "common/base/status.h"
#include "common/store/db.h"

#include <protobuf-c/protobuf-c.h>

/* A column that holds the numbers of an enum. */
struct personal_enum {
	const char *column;
	const ProtobufCEnumDescriptor *type;
};

enum personal_order {
	PERSONAL_WHOLE,     /* few rows by their nature: read at once */
	PERSONAL_BY_ID,     /* ordered by `after_key`, an id, whose rows are few; $2 is the last one read */
	PERSONAL_BY_NUMBER, /* ordered by `after_key`, a number; $2 likewise */
};

/* A part of an export: the rows about the member $1. Columns become keys of a JSON object: `give_ms` is giveTime,
 * `joined_day` is joinedOn, `leader_flag` is leader, 16 bytes are an id, `after_key` is not shown. */
struct personal_section {
	const char *name;
	const struct sql *sql;
	enum personal_order order;
	const struct personal_enum *enums; /* ended by a NULL column; NULL: none */
};

struct personal_data {
	const struct personal_section *sections;
	size_t n_sections;
	/* How the texts of and to the member $1 leave the tables ($2, $3: their handle and display name, "" when they are
	 * no longer known). Each touches some thousand rows at most, and only rows that still hold something: it is run
	 * again until it changes none. */
	const struct sql *const *erase;
	size_t n_erase;
	const struct sql *names; /* handle and display_name of the member $1 */
	/* Events about what was emptied of the member $1, at the time $2; run once behind `erase`. NULL: nothing follows.
	 */
	const struct sql *announce;
	/* What was made of the texts, in files beside the database, lets go of them; not from the store's threads. Not OK:
	 * it is tried again. NULL: there are no such files. */
	enum status (*clean_files)(void *state);
	/* At start, inside a write: the ledger says that the member was erased, and the database, restored from before
	 * that, does not. NULL: the members' feed will tell this service. */
	void (*erase_again)(void *state, struct db *db, const struct id *member);
};

#endif

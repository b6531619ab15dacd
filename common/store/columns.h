/* columns: what a column of a database is about. Every column of every table has a row in a columns.def: the store's
 * own in common/store, a service's in its folder; a test compares them with the migrated databases, fills every column
 * and looks at what an export shows and an erasure leaves. */
#ifndef KLEOS_STORE_COLUMNS_H
#define KLEOS_STORE_COLUMNS_H

enum column_class {
	COLUMN_NOTHING,  /* tells nothing of a person */
	COLUMN_MEMBER,   /* a member's id: a reference, which after an erasure leads to a tombstone */
	COLUMN_PERSONAL, /* text of or about a person: exported, and gone after an erasure */
	COLUMN_DERIVED,  /* made of what is PERSONAL elsewhere: not exported, and gone after an erasure */
	COLUMN_KEPT,     /* tells of a person and stays: the row says why */
};

struct column {
	const char *table, *name;
	enum column_class class;
};

/* #define COLUMN COLUMN_ROW, then include the .def inside an initialiser. */
#define COLUMN_ROW(table, name, class) {#table, #name, COLUMN_##class},

#endif

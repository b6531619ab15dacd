/* rights_table: rights.txt read: who may do what, one row for equals; its head says how to read it. */
#ifndef KLEOS_TESTS_PROOF_RIGHTS_TABLE_H
#define KLEOS_TESTS_PROOF_RIGHTS_TABLE_H

#include "common/base/arena.h"
#include "common/rpc/principal.h"

#include <stdbool.h>
#include <stddef.h>

#define RIGHTS_COLUMNS 10

/* Whose key: in the order of the columns. */
struct rights_column {
	const char *name;
	uint32_t roles; /* 0: no key */
	bool member;    /* belongs to the person of the relation; else to an integration */
};
extern const struct rights_column rights_columns[RIGHTS_COLUMNS];

enum rights_door {
	RIGHTS_RPC,    /* over the gateway, as whoever calls it */
	RIGHTS_DIRECT, /* at the service itself: the gateway calls it for users, with their rights */
	RIGHTS_INSIDE, /* at the service itself: for processes of the deployment only */
	RIGHTS_HTTP,   /* a route that is no rpc */
};

/* One relation: "private.giver" is a level and a person, "giver" only a person. */
struct rights_relation {
	const char *level; /* "" none */
	const char *person;
};

struct rights_row {
	int line;
	struct rights_relation *relations;
	size_t n_relations;
	const char *verdicts[RIGHTS_COLUMNS]; /* "-": no cell */
};

struct rights_method {
	int line;
	enum rights_door door;
	const char *name;    /* full name of the rpc, or method and target */
	const char *request; /* JSON with %words; "" none */
	struct rights_row *rows;
	size_t n_rows;
	bool exists; /* seen among the descriptors and routes */
};

struct rights_table {
	struct rights_method *methods;
	size_t n_methods;
};

/* Fails the test where the file makes no sense. */
void rights_table_read(struct rights_table *table, struct arena *arena, const char *path);

#endif

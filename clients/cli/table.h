/* table: rows of texts under heads, aligned by display columns; columns of nothing but numbers stand at their right,
 * and columns of nothing are left out. */
#ifndef KLEOS_CLI_TABLE_H
#define KLEOS_CLI_TABLE_H

#include "clients/cli/cli.h"

struct table;
struct table *table_new(size_t columns, const char *const *heads);
void table_add(struct table *table, const char *const *cells); /* copied, each on one line */
/* On a terminal that is too narrow the last column is broken between words; where that does not help either, a row is a
 * paragraph of lines. */
void table_print(struct cli *cli, const struct table *table);
void table_free(struct table *table);

#endif

/* matrix: numbers by two names, with more columns than a line has room for: then the columns go on in a block below. */
#ifndef KLEOS_CLI_MATRIX_H
#define KLEOS_CLI_MATRIX_H

#include "clients/cli/cli.h"

struct matrix {
	size_t rows, columns;
	const char *corner;                            /* above the names of the rows */
	char *(*row)(const void *context, size_t row); /* texts that the matrix frees */
	char *(*column)(const void *context, size_t column);
	char *(*cell)(const void *context, size_t row, size_t column);
	const void *context;
};

void matrix_print(struct cli *cli, const struct matrix *matrix);

#endif

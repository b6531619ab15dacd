#include "clients/cli/matrix.h"

#include "clients/cli/output.h"

#include <stdlib.h>
#include <string.h>

#define GAP        2  /* columns between two columns */
#define NAMES_MOST 32 /* display columns of the names of rows; the rest of a name is not shown */

/* The texts of a matrix, its heads being row 0 and column 0, and how wide each column is. */
struct sheet {
	size_t rows, columns;
	char **cells;
	int *widths;
};

static char *sheet_text(const struct matrix *matrix, size_t row, size_t column)
{
	char *text = row && column ? matrix->cell(matrix->context, row - 1, column - 1)
				 : row         ? matrix->row(matrix->context, row - 1)
				 : column      ? matrix->column(matrix->context, column - 1)
							   : text_line(matrix->corner);
	char *line = text_line(text);
	free(text);
	return line;
}

/* Shortens a text, a character at a time, until it fits. */
static void text_shorten(char *text, int columns)
{
	size_t length = strlen(text);
	while (length && text_columns(text) > columns) {
		do
			length--;
		while (length && (text[length] & 0xc0) == 0x80);
		text[length] = '\0';
	}
}

static void sheet_init(struct sheet *sheet, const struct matrix *matrix)
{
	*sheet = (struct sheet){.rows = matrix->rows + 1, .columns = matrix->columns + 1};
	sheet->cells = calloc(sheet->rows * sheet->columns, sizeof(*sheet->cells));
	sheet->widths = calloc(sheet->columns, sizeof(*sheet->widths));
	if (!sheet->cells || !sheet->widths)
		abort();
	for (size_t i = 0; i < sheet->rows * sheet->columns; i++) {
		size_t column = i % sheet->columns;
		sheet->cells[i] = sheet_text(matrix, i / sheet->columns, column);
		if (column == 0)
			text_shorten(sheet->cells[i], NAMES_MOST);
		int width = text_columns(sheet->cells[i]);
		sheet->widths[column] = width > sheet->widths[column] ? width : sheet->widths[column];
	}
}

static void sheet_fini(struct sheet *sheet)
{
	for (size_t i = 0; i < sheet->rows * sheet->columns; i++)
		free(sheet->cells[i]);
	free(sheet->cells);
	free(sheet->widths);
}

/* Where the block that begins at a column ends: at least a column further. */
static size_t block_end(const struct sheet *sheet, size_t begin, int width)
{
	int used = sheet->widths[0];
	size_t end = begin;
	while (end < sheet->columns && (end == begin || !width || used + GAP + sheet->widths[end] <= width))
		used += GAP + sheet->widths[end++];
	return end;
}

static void block_print(struct cli *cli, const struct sheet *sheet, size_t begin, size_t end)
{
	for (size_t row = 0; row < sheet->rows; row++) {
		char *const *cells = sheet->cells + row * sheet->columns;
		bool bold = row == 0 && cli->color;
		printf("%s%s%*s", bold ? "\033[1m" : "", cells[0], sheet->widths[0] - text_columns(cells[0]), "");
		for (size_t column = begin; column < end; column++)
			printf("%*s%s", GAP + sheet->widths[column] - text_columns(cells[column]), "", cells[column]);
		puts(bold ? "\033[0m" : "");
	}
}

void matrix_print(struct cli *cli, const struct matrix *matrix)
{
	struct sheet sheet;
	sheet_init(&sheet, matrix);
	for (size_t begin = 1, end; begin < sheet.columns; begin = end) {
		if (begin > 1)
			putchar('\n');
		end = block_end(&sheet, begin, text_width());
		block_print(cli, &sheet, begin, end);
	}
	sheet_fini(&sheet);
}

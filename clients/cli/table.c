#include "clients/cli/table.h"

#include "clients/cli/output.h"
#include "clients/cli/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define GAP         2  /* columns between two columns */
#define COLUMN_MOST 16 /* of a table */
#define LAST_LEAST  20 /* display columns that the last column needs to be broken in */

struct table {
	size_t columns, rows;
	char **cells; /* heads first */
};

/* How a table is set. */
struct setting {
	int widths[COLUMN_MOST];
	bool numbers[COLUMN_MOST];
	bool empty[COLUMN_MOST]; /* nothing but a head: left out */
	size_t last;             /* the column that nothing stands behind */
	int before;              /* display columns of all columns before it, with their gaps */
};

static void table_append(struct table *table, const char *const *cells)
{
	size_t filled = table->columns * table->rows;
	table->cells = realloc(table->cells, (filled + table->columns) * sizeof(*table->cells));
	if (!table->cells)
		abort();
	for (size_t i = 0; i < table->columns; i++)
		table->cells[filled + i] = text_line(cells[i]);
	table->rows++;
}

struct table *table_new(size_t columns, const char *const *heads)
{
	struct table *table = calloc(1, sizeof(*table));
	if (!table || columns > COLUMN_MOST)
		abort();
	table->columns = columns;
	table_append(table, heads);
	return table;
}

void table_add(struct table *table, const char *const *cells)
{
	table_append(table, cells);
}

static const char *cell_at(const struct table *table, size_t row, size_t column)
{
	return table->cells[row * table->columns + column];
}

static void column_set(const struct table *table, size_t column, struct setting *setting)
{
	setting->numbers[column] = table->rows > 1;
	setting->empty[column] = table->rows > 1;
	for (size_t row = 0; row < table->rows; row++) {
		const char *cell = cell_at(table, row, column);
		int columns = text_columns(cell);
		setting->widths[column] = columns > setting->widths[column] ? columns : setting->widths[column];
		if (row && *cell)
			setting->empty[column] = false;
		if (row && (!*cell || cell[strspn(cell, "0123456789.")]))
			setting->numbers[column] = false;
	}
	if (!setting->empty[column])
		setting->last = column;
}

static void setting_make(const struct table *table, struct setting *setting)
{
	for (size_t column = 0; column < table->columns; column++)
		column_set(table, column, setting);
	for (size_t column = 0; column < setting->last; column++)
		setting->before += setting->empty[column] ? 0 : setting->widths[column] + GAP;
}

/* The last column of a row that is not empty. */
static size_t last_said(const struct table *table, size_t row)
{
	size_t column = table->columns - 1;
	while (column && !*cell_at(table, row, column))
		column--;
	return column;
}

static void cell_print(const struct table *table, const struct setting *setting, size_t row, size_t column, bool last,
					   int width)
{
	const char *cell = cell_at(table, row, column);
	int fill = setting->widths[column] - text_columns(cell);
	if (setting->numbers[column])
		printf("%*s", fill, "");
	if (last)
		text_print(stdout, cell, setting->before, width);
	else
		printf("%s%*s", cell, (setting->numbers[column] ? 0 : fill) + GAP, "");
}

static void rows_print(struct cli *cli, const struct table *table, const struct setting *setting, int width)
{
	for (size_t row = 0; row < table->rows; row++) {
		size_t last = row ? last_said(table, row) : setting->last;
		bool bold = row == 0 && cli->color;
		fputs(bold ? "\033[1m" : "", stdout);
		for (size_t column = 0; column <= last; column++)
			if (!setting->empty[column])
				cell_print(table, setting, row, column, column == last, width);
		puts(bold ? "\033[0m" : "");
	}
}

/* One line a cell that is not empty, a line between two rows. */
static void paragraphs_print(const struct table *table, int width)
{
	int indent = 0;
	for (size_t column = 0; column < table->columns; column++) {
		int columns = text_columns(cell_at(table, 0, column)) + GAP;
		indent = columns > indent ? columns : indent;
	}
	for (size_t row = 1; row < table->rows; row++) {
		if (row > 1)
			putchar('\n');
		for (size_t column = 0; column < table->columns; column++) {
			const char *head = cell_at(table, 0, column), *cell = cell_at(table, row, column);
			if (!*cell)
				continue;
			printf("%s%*s", head, indent - text_columns(head), "");
			text_print(stdout, cell, indent, width);
			putchar('\n');
		}
	}
}

void table_print(struct cli *cli, const struct table *table)
{
	struct setting setting = {0};
	setting_make(table, &setting);
	int width = text_width();
	int last = setting.widths[setting.last], least = last < LAST_LEAST ? last : LAST_LEAST;
	if (width && setting.before + least > width)
		paragraphs_print(table, width);
	else
		rows_print(cli, table, &setting, width);
}

void table_free(struct table *table)
{
	for (size_t i = 0; i < table->columns * table->rows; i++)
		free(table->cells[i]);
	free(table->cells);
	free(table);
}

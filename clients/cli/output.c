#include "clients/cli/output.h"

#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>
#include <wchar.h>

#define RING_SIZE 32

static char *ring_next(void)
{
	static char ring[RING_SIZE][32];
	static unsigned at;
	return ring[at++ % RING_SIZE];
}

static const json_t *json_walk(const json_t *object, const char *path)
{
	while (object && *path) {
		char name[64];
		size_t length = strcspn(path, ".");
		snprintf(name, sizeof(name), "%.*s", (int)length, path);
		object = json_object_get(object, name);
		path += length + (path[length] == '.');
	}
	return object;
}

const char *json_at(const json_t *object, const char *path)
{
	const json_t *found = json_walk(object, path);
	if (json_is_string(found))
		return json_string_value(found);
	if (json_is_boolean(found))
		return json_is_true(found) ? "yes" : "no";
	if (!json_is_number(found))
		return "";
	char *text = ring_next();
	if (json_is_integer(found))
		snprintf(text, 32, "%lld", (long long)json_integer_value(found));
	else
		snprintf(text, 32, "%.3f", json_real_value(found));
	return text;
}

/* Bytes of the control character that text starts with (ASCII's and U+0080 to U+009F, RFC 3629); 0: it is none. */
static size_t control_length(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;
	if (bytes[0] == 0xc2 && bytes[1] >= 0x80 && bytes[1] < 0xa0)
		return 2;
	return bytes[0] < ' ' || bytes[0] == 0x7f;
}

void print_text(FILE *out, const char *text, int indent)
{
	size_t length = strlen(text);
	while (length && strchr("\r\n", text[length - 1]))
		length--;
	for (const char *end = text + length; text < end;) {
		size_t control = control_length(text);
		if (text[0] == '\r' && text[1] == '\n')
			control = 1;
		else if (*text == '\n')
			fprintf(out, "\n%*s", indent, "");
		else
			fputc(!control || *text == '\t' ? *text : '?', out);
		text += control ? control : 1;
	}
}

/* The same words on one line; the caller frees. */
static char *text_line(const char *text)
{
	char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);
	if (!out)
		abort();
	print_text(out, text, 0);
	fclose(out);
	for (char *at = line; (at = strpbrk(at, "\t\n"));)
		*at = ' ';
	return line;
}

void tell_more(const json_t *reply)
{
	if (*json_at(reply, "nextPageToken"))
		fputs("There are more: --limit N\n", stderr);
}

struct table {
	size_t columns, rows;
	char **cells; /* heads first */
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
	if (!table)
		abort();
	table->columns = columns;
	table_append(table, heads);
	return table;
}

void table_add(struct table *table, const char *const *cells)
{
	table_append(table, cells);
}

/* Display columns of a text in this locale. */
static int text_columns(const char *text)
{
	wchar_t wide[512];
	size_t length = mbstowcs(wide, text, 512);
	int columns = length == (size_t)-1 ? -1 : wcswidth(wide, length);
	return columns < 0 ? (int)strlen(text) : columns;
}

static int column_width(const struct table *table, size_t column)
{
	int width = 0;
	for (size_t row = 0; row < table->rows; row++) {
		int columns = text_columns(table->cells[row * table->columns + column]);
		width = columns > width ? columns : width;
	}
	return width;
}

static void row_print(const struct table *table, size_t row, const int *widths)
{
	for (size_t column = 0; column < table->columns; column++) {
		const char *cell = table->cells[row * table->columns + column];
		bool last = column + 1 == table->columns;
		printf("%s%*s", cell, last ? 0 : widths[column] - text_columns(cell) + 2, "");
	}
}

void table_print(struct cli *cli, const struct table *table)
{
	int *widths = calloc(table->columns, sizeof(*widths));
	if (!widths)
		abort();
	for (size_t column = 0; column < table->columns; column++)
		widths[column] = column_width(table, column);
	for (size_t row = 0; row < table->rows; row++) {
		bool bold = row == 0 && cli->color;
		fputs(bold ? "\033[1m" : "", stdout);
		row_print(table, row, widths);
		puts(bold ? "\033[0m" : "");
	}
	free(widths);
}

void table_free(struct table *table)
{
	for (size_t i = 0; i < table->columns * table->rows; i++)
		free(table->cells[i]);
	free(table->cells);
	free(table);
}

int print_json(const json_t *value)
{
	json_dumpf(value, stdout, JSON_COMPACT | JSON_ENCODE_ANY);
	putchar('\n');
	return EXIT_SUCCESS;
}

void print_bar(double share, int width)
{
	static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
	bool unicode = strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
	int units = (int)(share * width * 8 + 0.5);
	for (int i = 0; i < units / 8; i++)
		fputs(unicode ? "█" : "#", stdout);
	fputs(unicode ? eighths[units % 8] : "", stdout);
}

const char *day_of(const char *time)
{
	char *day = ring_next();
	snprintf(day, 32, "%.10s", time);
	return day;
}

int terminal_width(void)
{
	struct winsize size;
	return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 20 ? size.ws_col : 80;
}

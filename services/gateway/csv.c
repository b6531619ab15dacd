#include "services/gateway/csv.h"

#include "common/base/text.h"

#include <stdio.h>
#include <string.h>

enum state {
	ROW_START,  /* nothing of a row was read */
	CELL_START, /* behind a comma */
	PLAIN,      /* inside a cell without quotes */
	QUOTED,     /* inside quotes */
	QUOTE,      /* behind a quote inside quotes: the end of the cell or a doubled quote */
	SKIP,       /* the row is bad: on to the next line break */
	AFTER_CR,   /* a CR that must be followed by LF */
	BROKEN,
};

static const unsigned char bom[3] = {0xEF, 0xBB, 0xBF};

void csv_reader_init(struct csv_reader *csv)
{
	*csv = (struct csv_reader){.state = ROW_START, .lines = 1};
}

static enum csv_step broken(struct csv_reader *csv, const char *problem)
{
	csv->state = BROKEN;
	snprintf(csv->problem, sizeof csv->problem, "%s", problem);
	return CSV_BROKEN;
}

static void begin_row(struct csv_reader *csv)
{
	csv->line = csv->lines;
	csv->length = 0;
	csv->n_cells = 0;
	csv->wrong = NULL;
	csv->too_wide = false;
	csv->has_nul = false;
}

static void begin_cell(struct csv_reader *csv)
{
	if (csv->n_cells < CSV_COLUMNS_BOUND)
		csv->starts[csv->n_cells] = csv->length;
	else
		csv->too_wide = true;
	csv->n_cells++;
}

/* The bound counts bytes and one end for every cell, so `text` always has room for what is kept. */
static bool add_byte(struct csv_reader *csv, char c)
{
	if (csv->length >= CSV_ROW_BOUND)
		return false;
	csv->has_nul = csv->has_nul || !c;
	csv->text[csv->length++] = c;
	return true;
}

static void end_cell(struct csv_reader *csv)
{
	if (csv->n_cells <= CSV_COLUMNS_BOUND)
		csv->text[csv->length++] = '\0';
}

static enum csv_step bad_row(struct csv_reader *csv, const char *problem)
{
	snprintf(csv->problem, sizeof csv->problem, "%s", problem);
	return CSV_BAD_ROW;
}

static bool is_utf8(const struct csv_reader *csv)
{
	for (size_t i = 0; i < csv->n_cells; i++) {
		size_t end = i + 1 < csv->n_cells ? csv->starts[i + 1] : csv->length;
		if (!text_is_utf8(csv->text + csv->starts[i], end - 1 - csv->starts[i]))
			return false;
	}
	return true;
}

static enum csv_step end_row(struct csv_reader *csv)
{
	csv->state = ROW_START;
	if (csv->wrong)
		return bad_row(csv, csv->wrong);
	if (csv->too_wide)
		return bad_row(csv, "the row has more than 64 fields");
	if (csv->has_nul)
		return bad_row(csv, "the row holds a NUL character");
	if (!is_utf8(csv))
		return bad_row(csv, "the row is not UTF-8 text");
	if (csv->columns && csv->n_cells != csv->columns) {
		snprintf(csv->problem, sizeof csv->problem, "the row has %zu fields, the header has %zu", csv->n_cells,
				 csv->columns);
		return CSV_BAD_ROW;
	}
	csv->columns = csv->n_cells;
	for (size_t i = 0; i < csv->n_cells; i++)
		csv->cells[i] = csv->text + csv->starts[i];
	return CSV_ROW;
}

/* What the row was, the line break being read. */
static enum csv_step at_line_break(struct csv_reader *csv, bool cell_open)
{
	if (cell_open)
		end_cell(csv);
	csv->lines++;
	return end_row(csv);
}

static enum csv_step read_quoted(struct csv_reader *csv, char c)
{
	if (c == '"') {
		csv->state = QUOTE;
		return CSV_MORE;
	}
	if (c == '\n')
		csv->lines++;
	if (!add_byte(csv, c))
		return broken(csv, "the row is longer than 64 KiB; is a closing quote missing?");
	return CSV_MORE;
}

static enum csv_step read_plain(struct csv_reader *csv, char c)
{
	if (c == '"') {
		csv->wrong = "a quote stands inside a field that does not begin with one";
		csv->state = SKIP;
		return CSV_MORE;
	}
	csv->state = PLAIN;
	return add_byte(csv, c) ? CSV_MORE : broken(csv, "the row is longer than 64 KiB");
}

static enum csv_step read_byte(struct csv_reader *csv, char c)
{
	if (csv->state == QUOTED)
		return read_quoted(csv, c);
	if (csv->state == QUOTE && c == '"') {
		csv->state = QUOTED;
		return add_byte(csv, c) ? CSV_MORE : broken(csv, "the row is longer than 64 KiB");
	}
	if (csv->state == AFTER_CR && c != '\n') {
		csv->wrong = "a carriage return stands alone; lines end with LF or CRLF";
		csv->state = SKIP;
	}
	if (c == '\n')
		return at_line_break(csv, csv->state != SKIP);
	if (csv->state == SKIP)
		return CSV_MORE;
	if (c == '\r') {
		csv->state = AFTER_CR;
		return CSV_MORE;
	}
	if (c == ',') {
		end_cell(csv);
		begin_cell(csv);
		csv->state = CELL_START;
		return CSV_MORE;
	}
	if (csv->state == QUOTE) {
		csv->wrong = "a closing quote is followed by something else than a comma or the end of the line";
		csv->state = SKIP;
		return CSV_MORE;
	}
	if (c == '"' && csv->state == CELL_START) {
		csv->state = QUOTED;
		return CSV_MORE;
	}
	return read_plain(csv, c);
}

static void start_row(struct csv_reader *csv)
{
	begin_row(csv);
	begin_cell(csv);
	csv->state = CELL_START;
}

/* Takes the BOM's bytes off the start of the file; what only began like one is text. */
static bool take_bom(struct csv_reader *csv, char c)
{
	if (csv->bom < 3 && (unsigned char)c == bom[csv->bom]) {
		csv->bom++;
		return true;
	}
	if (csv->bom && csv->bom < 3) {
		start_row(csv);
		csv->state = PLAIN;
		for (size_t i = 0; i < csv->bom; i++)
			add_byte(csv, (char)bom[i]);
	}
	csv->bom = 3;
	return false;
}

enum csv_step csv_read(struct csv_reader *csv, const char *bytes, size_t length, size_t *used)
{
	for (size_t i = 0; i < length; i++) {
		*used = i + 1;
		if (csv->state == BROKEN)
			return CSV_BROKEN;
		if (take_bom(csv, bytes[i]))
			continue;
		if (csv->state == ROW_START) {
			csv->lines += bytes[i] == '\n';
			if (bytes[i] == '\n' || bytes[i] == '\r')
				continue;
			start_row(csv);
		}
		enum csv_step step = read_byte(csv, bytes[i]);
		if (step != CSV_MORE)
			return step;
	}
	*used = length;
	return CSV_MORE;
}

enum csv_step csv_end(struct csv_reader *csv)
{
	switch (csv->state) {
	case BROKEN:
		return CSV_BROKEN;
	case ROW_START:
		return CSV_MORE;
	case QUOTED:
		return broken(csv, "the file ends inside quotes");
	default:
		return at_line_break(csv, csv->state != SKIP);
	}
}

static bool needs_quotes(const char *text)
{
	return strpbrk(text, ",\"\r\n") != NULL;
}

void csv_add_plain(struct buffer *out, const char *text, bool first)
{
	if (!first)
		buffer_add_char(out, ',');
	buffer_add_text(out, text);
}

void csv_add_text(struct buffer *out, const char *text, bool first)
{
	bool formula = *text && strchr("=+-@\t\r", *text);
	bool quotes = needs_quotes(text);
	if (!first)
		buffer_add_char(out, ',');
	if (quotes)
		buffer_add_char(out, '"');
	if (formula)
		buffer_add_char(out, '\'');
	for (; *text; text++) {
		if (*text == '"')
			buffer_add_char(out, '"');
		buffer_add_char(out, *text);
	}
	if (quotes)
		buffer_add_char(out, '"');
}

void csv_end_row(struct buffer *out)
{
	buffer_add_text(out, "\r\n");
}

/* csv: RFC 4180 in both directions, pure.
 * In: bytes are pushed as they come, rows come out one at a time, so that a reader can stop between two rows. UTF-8
 * with or without BOM, CRLF or LF, line breaks and doubled quotes inside quotes. Empty lines are passed over. A row
 * that is wrong is told with its line and the reading goes on; a file that cannot be read on is broken for good.
 *
 * Out: cells that a spreadsheet would take for a formula are disarmed. */
#ifndef KLEOS_GATEWAY_CSV_H
#define KLEOS_GATEWAY_CSV_H

#include "common/base/buffer.h"
#include "common/base/limits.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum csv_step {
	CSV_MORE,    /* all bytes were taken, no row is complete */
	CSV_ROW,     /* `cells`, `n_cells` and `line` hold a row until the next csv_read */
	CSV_BAD_ROW, /* `line` and `problem` say which and why; the next row can be read */
	CSV_BROKEN,  /* `line` and `problem`; nothing more can be read */
};

struct csv_reader {
	int32_t line; /* where the row starts; the header is line 1 */
	size_t n_cells;
	const char *cells[CSV_COLUMNS_BOUND]; /* NUL-terminated, valid UTF-8; borrowed from `text` */
	char problem[96];

	/* inside */
	int state;
	int32_t lines;     /* line breaks seen, and one */
	size_t columns;    /* of the first row; 0: not known */
	size_t bom;        /* bytes of a BOM seen at the start; 3: past it */
	const char *wrong; /* why the row at hand is bad */
	bool too_wide;
	bool has_nul;
	size_t length; /* of `text` */
	size_t starts[CSV_COLUMNS_BOUND];
	char text[CSV_ROW_BOUND + CSV_COLUMNS_BOUND + 1];
};

void csv_reader_init(struct csv_reader *csv);
/* Reads up to the end of one row. *used: how many bytes were taken, fewer than `length` only with a row or an error. */
enum csv_step csv_read(struct csv_reader *csv, const char *bytes, size_t length, size_t *used);
/* No more bytes come: the last row when no line break ends it. CSV_MORE: nothing was left. Once. */
enum csv_step csv_end(struct csv_reader *csv);

/* One cell, with a comma before it unless `first`. A text that begins with = + - @ tab or CR gets a ' before it, so
 * that a spreadsheet shows it instead of computing it. */
void csv_add_text(struct buffer *out, const char *text, bool first);
/* A cell that this program made itself (a number, a day): as it is. */
void csv_add_plain(struct buffer *out, const char *text, bool first);
void csv_end_row(struct buffer *out);

#endif

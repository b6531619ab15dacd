/* text: somebody's words in a terminal: no control character of theirs reaches it, and they stand by display columns.
 */
#ifndef KLEOS_CLI_TEXT_H
#define KLEOS_CLI_TEXT_H

#include <stdio.h>

#define TEXT_WHOLE 0          /* a width: however wide */
#define TEXT_GLUE  "\xc2\xa0" /* a space at which no line is broken */

/* Control characters as ?, later lines indented by `indent` columns; no line end behind the last. Lines wider than
 * `width` columns in all are broken between words. */
void text_print(FILE *out, const char *text, int indent, int width);
/* The same words on one line; the caller frees. */
char *text_line(const char *text);
/* Display columns of a text. */
int text_columns(const char *text);

#endif

#include "clients/cli/text.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#define WORD_ENDS " \t\r\n"

/* Bytes of the control character that text starts with (ASCII's and U+0080 to U+009F, RFC 3629); 0: it is none. */
static size_t control_length(const char *text)
{
	const unsigned char *bytes = (const unsigned char *)text;
	if (bytes[0] == 0xc2 && bytes[1] >= 0x80 && bytes[1] < 0xa0)
		return 2;
	return bytes[0] < ' ' || bytes[0] == 0x7f;
}

/* Display columns of the character that text starts with and its bytes; what is no character is a column a byte. */
static int character_columns(const char *text, size_t *bytes)
{
	mbstate_t state = {0};
	wchar_t wide;
	size_t length = mbrtowc(&wide, text, strlen(text), &state);
	bool whole = length != (size_t)-1 && length != (size_t)-2 && length != 0;
	int columns = whole ? wcwidth(wide) : 1;
	*bytes = whole ? length : 1;
	return columns < 0 ? 1 : columns;
}

static int columns_until(const char *text, const char *end)
{
	int columns = 0;
	for (size_t bytes; text < end; text += bytes)
		columns += character_columns(text, &bytes);
	return columns;
}

int text_columns(const char *text)
{
	return columns_until(text, text + strlen(text));
}

/* Prints one word without its control characters; a space that kept it together is a space like any other. */
static void word_print(FILE *out, const char *text, const char *end)
{
	while (text < end) {
		size_t control = control_length(text),
			   glue = strncmp(text, TEXT_GLUE, strlen(TEXT_GLUE)) == 0 ? strlen(TEXT_GLUE) : 0;
		fputc(control ? '?' : glue ? ' ' : *text, out);
		text += control ? control : glue ? glue : 1;
	}
}

static void line_break(FILE *out, int indent, int *column)
{
	fprintf(out, "\n%*s", indent, "");
	*column = indent;
}

/* The white space that text starts with: line ends as they are, one at a time; returns what is behind it. */
static const char *space_print(FILE *out, const char *text, int indent, int *column)
{
	if (text[0] == '\r' && text[1] == '\n')
		text++;
	if (*text == '\n')
		line_break(out, indent, column);
	else
		fputc(*text == '\r' ? '?' : *text, out);
	*column += *text != '\n';
	return text + 1;
}

void text_print(FILE *out, const char *text, int indent, int width)
{
	size_t length = strlen(text);
	while (length && strchr("\r\n", text[length - 1]))
		length--;
	int column = indent;
	for (const char *end = text + length; text < end;) {
		size_t word = strcspn(text, WORD_ENDS);
		const char *behind = word ? text + word : text;
		behind = behind > end ? end : behind;
		int columns = columns_until(text, behind);
		word_print(out, text, behind);
		column += columns;
		text = behind;
		if (text >= end)
			break;
		size_t spaces = strspn(text, " ");
		const char *next = text + spaces;
		int coming = columns_until(next, next + strcspn(next, WORD_ENDS));
		if (width && spaces && column + (int)spaces + coming > width && column > indent) {
			line_break(out, indent, &column);
			text = next;
		} else {
			text = space_print(out, text, indent, &column);
		}
	}
}

char *text_line(const char *text)
{
	char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);
	if (!out)
		abort();
	text_print(out, text, 0, TEXT_WHOLE);
	fclose(out);
	for (char *at = line; (at = strpbrk(at, "\t\n"));)
		*at = ' ';
	return line;
}

#include "services/gateway/digest/letter.h"

#include "common/base/buffer.h"
#include "services/gateway/vote/html.h"

#include <string.h>
#include <strings.h>

#define LETTER_BOUND ((size_t)1 << 20) /* bytes: LETTER_LINES_BOUND of the longest, escaped */

void letter_add(struct letter *letter, enum letter_kind kind, const char *text)
{
	if (letter->n < LETTER_LINES_BOUND)
		letter->lines[letter->n++] = (struct letter_line){kind, text};
}

/* ---- Markdown ---- */

/* What means something anywhere in a line: emphasis, code, links, tags, tables, entities, and names of people and
 * channels in chats. */
static bool is_markup(char c)
{
	return strchr("\\`*_[]<>~|&@#", c);
}

/* What makes a line more than a paragraph when it stands at its beginning: lists, and what is counted by one. */
static size_t leading_markup(const char *text)
{
	size_t digits = strspn(text, "0123456789");
	bool counts = digits && (text[digits] == '.' || text[digits] == ')');
	return counts && strchr(" \t", text[digits + 1]) ? digits : 0;
}

/* Addresses become links by themselves in many chats: https:// and www. */
static bool makes_link(const char *text, const char *at)
{
	return strncmp(at, "://", 3) == 0 || (*at == '.' && at - text >= 3 && strncasecmp(at - 3, "www", 3) == 0);
}

static void add_escaped(struct buffer *out, const char *text)
{
	size_t number = leading_markup(text);
	buffer_add(out, text, number);
	text += number;
	if (number || *text == '+' || *text == '-' || *text == '=')
		buffer_add_char(out, '\\');
	for (const char *at = text; *at; at++) {
		if (is_markup(*at) || makes_link(text, at))
			buffer_add_char(out, '\\');
		buffer_add_char(out, *at == '\n' ? ' ' : *at);
	}
}

const char *letter_markdown(const struct letter *letter)
{
	static const char *const before[] = {
		[LETTER_HEADING] = "## ", [LETTER_TEXT] = "", [LETTER_ITEM] = "- ", [LETTER_NOTE] = "> "};
	struct buffer out;
	buffer_init(&out, letter->arena, LETTER_BOUND);
	buffer_add_text(&out, "# ");
	add_escaped(&out, letter->title);
	buffer_add_char(&out, '\n');
	for (size_t i = 0; i < letter->n; i++) {
		const struct letter_line *line = &letter->lines[i];
		if (!i || line->kind != LETTER_ITEM || line[-1].kind != LETTER_ITEM)
			buffer_add_char(&out, '\n');
		buffer_add_text(&out, before[line->kind]);
		add_escaped(&out, line->text);
		buffer_add_char(&out, '\n');
	}
	return buffer_text(&out);
}

/* ---- HTML ---- */

/* Mail programs drop style sheets, so each element carries the little it needs. */
static void add_line(struct buffer *out, const struct letter_line *line)
{
	switch (line->kind) {
	case LETTER_HEADING:
		html_add(out, "<h2 style=\"font-size:1.1em;margin:1.5em 0 0.4em\">%s</h2>\n", line->text);
		break;
	case LETTER_TEXT:
		html_add(out, "<p style=\"margin:0 0 0.6em\">%s</p>\n", line->text);
		break;
	case LETTER_ITEM:
		html_add(out, "<li>%s</li>\n", line->text);
		break;
	case LETTER_NOTE:
		html_add(out, "<p style=\"margin:0 0 0.6em;font-size:0.9em;color:#555555\">%s</p>\n", line->text);
	}
}

const char *letter_html(const struct letter *letter)
{
	struct buffer out;
	buffer_init(&out, letter->arena, LETTER_BOUND);
	html_add(&out,
			 "<!doctype html>\n<html lang=\"%s\">\n<head><meta charset=\"utf-8\"><title>%s</title></head>\n"
			 "<body style=\"margin:0 auto;padding:1.5em;max-width:36em;font-family:sans-serif;line-height:1.5;"
			 "color:#222222;background:#ffffff\">\n<h1 style=\"font-size:1.4em;margin:0 0 0.8em\">%s</h1>\n",
			 language_code(letter->language), letter->title, letter->title);
	for (size_t i = 0; i < letter->n; i++) {
		const struct letter_line *line = &letter->lines[i];
		bool item = line->kind == LETTER_ITEM;
		if (item && (!i || line[-1].kind != LETTER_ITEM))
			html_add(&out, "<ul style=\"margin:0 0 0.6em;padding-left:1.2em\">\n");
		add_line(&out, line);
		if (item && (i + 1 == letter->n || line[1].kind != LETTER_ITEM))
			html_add(&out, "</ul>\n");
	}
	html_add(&out, "</body>\n</html>\n");
	return buffer_text(&out);
}

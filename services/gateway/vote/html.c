#include "services/gateway/vote/html.h"

#include <stdarg.h>
#include <string.h>
#include <strings.h>

static const char *escape_of(char c)
{
	switch (c) {
	case '&':
		return "&amp;";
	case '<':
		return "&lt;";
	case '>':
		return "&gt;";
	case '"':
		return "&quot;";
	case '\'':
		return "&#39;";
	}
	return NULL;
}

void html_text(struct buffer *out, const char *text)
{
	while (*text) {
		size_t plain = strcspn(text, "&<>\"'");
		buffer_add(out, text, plain);
		text += plain;
		if (*text)
			buffer_add_text(out, escape_of(*text++));
	}
}

void html_add(struct buffer *out, const char *markup, ...)
{
	va_list values;
	va_start(values, markup);
	while (*markup) {
		size_t plain = strcspn(markup, "%");
		buffer_add(out, markup, plain);
		markup += plain;
		if (!*markup)
			break;
		if (markup[1] == 's')
			html_text(out, va_arg(values, const char *));
		else if (markup[1] == 'd')
			buffer_printf(out, "%d", va_arg(values, int));
		else
			buffer_add_char(out, '%');
		markup += 2;
	}
	va_end(values);
}

void html_say(struct buffer *out, enum language language, enum word name, const char *value)
{
	html_text(out, words_with(out->arena, language, name, value));
}

const char *words_with(struct arena *arena, enum language language, enum word name, const char *value)
{
	const char *text = word(language, name);
	const char *gap = strstr(text, "{}");
	return gap ? arena_printf(arena, "%.*s%s%s", (int)(gap - text), text, value ? value : "", gap + 2) : text;
}

bool html_may_link(const char *address)
{
	return strncasecmp(address, "https://", 8) == 0 || strncasecmp(address, "http://", 7) == 0;
}

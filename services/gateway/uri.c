#include "common/base/limits.h"
#include "common/base/text.h"
#include "services/gateway/exchange_state.h"

#include <string.h>

static int hex_digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	c = (char)(c | 0x20);
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

const char *uri_decode(struct arena *arena, const char *text, size_t length, bool plus_is_space)
{
	char *out = arena_alloc(arena, length + 1);
	size_t n = 0;
	for (size_t i = 0; i < length; i++) {
		char c = text[i];
		if (c == '%') {
			int high = length - i > 2 ? hex_digit(text[i + 1]) : -1;
			int low = length - i > 2 ? hex_digit(text[i + 2]) : -1;
			if (high < 0 || low < 0)
				return NULL;
			c = (char)(high << 4 | low);
			i += 2;
		} else if (c == '+' && plus_is_space) {
			c = ' ';
		}
		if (!c)
			return NULL;
		out[n++] = c;
	}
	out[n] = 0;
	return text_is_utf8(out, n) ? out : NULL;
}

/* The path of a target in origin form or absolute form; NULL: neither. */
static const char *target_path(const char *target)
{
	if (*target == '/')
		return target;
	if (strncasecmp(target, "http://", 7) != 0 && strncasecmp(target, "https://", 8) != 0)
		return NULL;
	const char *authority = strstr(target, "//") + 2;
	return strchr(authority, '/');
}

static bool take_parameter(struct exchange *exchange, const char *text, size_t length)
{
	const char *equals = memchr(text, '=', length);
	size_t name_length = equals ? (size_t)(equals - text) : length;
	const char *name = uri_decode(&exchange->arena, text, name_length, true);
	const char *value = equals ? uri_decode(&exchange->arena, equals + 1, length - name_length - 1, true) : "";
	if (!name || !value)
		return false;
	exchange->query[exchange->n_query++] = (struct exchange_parameter){name, value};
	return true;
}

static bool take_query(struct exchange *exchange, const char *text, size_t bound)
{
	size_t count = 1;
	for (const char *at = text; *at; at++)
		count += *at == '&';
	if (count > bound)
		return false;
	exchange->query = arena_array(&exchange->arena, count, sizeof(*exchange->query));
	exchange->n_query = 0;
	while (*text) {
		size_t length = strcspn(text, "&");
		if (length && !take_parameter(exchange, text, length))
			return false;
		text += length;
		text += *text == '&';
	}
	return true;
}

bool uri_take(struct exchange *exchange, const char *target)
{
	const char *path = target_path(target);
	if (!path)
		return false;
	size_t length = strcspn(path, "?#");
	exchange->path = arena_text_n(&exchange->arena, path, length);
	return path[length] != '?' || take_query(exchange, path + length + 1, HTTP_PARAMETERS_BOUND);
}

bool exchange_take_form(struct exchange *exchange)
{
	const char *body = exchange->body ? exchange->body : "";
	return strlen(body) == exchange->body_length && take_query(exchange, body, HTTP_FORM_FIELDS_BOUND);
}

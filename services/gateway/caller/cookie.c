#include "services/gateway/caller/cookie.h"

#include <string.h>

#define BLANKS " \t"

/* Between white space. */
static size_t trimmed(const char **text, size_t length)
{
	const size_t blank = strspn(*text, BLANKS);
	if (blank >= length)
		return 0;
	*text += blank;
	length -= blank;
	while (length && strchr(BLANKS, (*text)[length - 1]))
		length--;
	return length;
}

/* The value of one pair when it has the name; NULL: another one's. */
static const char *value_of(const char *pair, size_t *length, const char *name)
{
	const size_t named = strlen(name);
	*length = trimmed(&pair, *length);
	if (*length <= named || memcmp(pair, name, named) != 0 || pair[named] != '=')
		return NULL;
	*length -= named + 1;
	return pair + named + 1;
}

enum cookie_found cookie_find(const char *header, const char *name, char *out, size_t size)
{
	const char *found = NULL;
	size_t found_length = 0;
	for (const char *at = header ? header : ""; *at; at += *at == ';') {
		size_t whole = strcspn(at, ";"), length = whole;
		const char *value = value_of(at, &length, name);
		at += whole;
		if (!value)
			continue;
		if (found || length >= size)
			return COOKIE_BAD;
		found = value;
		found_length = length;
	}
	if (!found)
		return COOKIE_NONE;
	memcpy(out, found, found_length);
	out[found_length] = '\0';
	return COOKIE_ONE;
}

#include "services/gateway/identity/form.h"

#include <ctype.h>
#include <string.h>

void form_encode(struct buffer *out, const char *text)
{
	for (const unsigned char *at = (const unsigned char *)text; *at; at++) {
		if (*at < 0x80 && (isalnum(*at) || strchr("-._~", *at)))
			buffer_add_char(out, (char)*at);
		else
			buffer_printf(out, "%%%02X", *at);
	}
}

void form_add(struct buffer *out, const char *name, const char *value)
{
	if (out->length && !strchr("?&", out->bytes[out->length - 1]))
		buffer_add_char(out, '&');
	form_encode(out, name);
	buffer_add_char(out, '=');
	form_encode(out, value);
}

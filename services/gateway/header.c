#include "services/gateway/header.h"

#include <string.h>
#include <strings.h>

bool header_is_type(const char *value, const char *type)
{
	if (!value)
		return false;
	size_t length = strcspn(value, "; \t");
	return length == strlen(type) && strncasecmp(value, type, length) == 0;
}

bool header_number(const char *value, size_t most, uint64_t *out)
{
	size_t digits = strspn(value, "0123456789");
	uint64_t number = 0;
	if (!digits || digits > most || value[digits])
		return false;
	for (; *value; value++)
		number = number * 10 + (uint64_t)(*value - '0');
	*out = number;
	return true;
}

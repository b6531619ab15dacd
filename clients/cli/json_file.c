#include "clients/cli/json_file.h"

#include "clients/cli/cli.h"
#include "services/awards/ballot_log/hexadecimal.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define READ_FIRST ((size_t)1 << 16)

/* Everything, or NULL with errno; EFBIG: it is longer than `bound`. */
static char *read_whole(FILE *file, size_t bound, size_t *length)
{
	size_t room = READ_FIRST;
	char *bytes = malloc(room);
	*length = 0;
	while (bytes && (*length += fread(bytes + *length, 1, room - *length, file)) == room && room <= bound) {
		room *= 2;
		char *larger = realloc(bytes, room);
		if (!larger)
			free(bytes);
		bytes = larger;
	}
	if (!bytes || (!ferror(file) && *length <= bound))
		return bytes;
	errno = ferror(file) ? errno : EFBIG;
	free(bytes);
	return NULL;
}

char *json_file_read(const char *path, size_t bound, size_t *length)
{
	bool standard = strcmp(path, "-") == 0;
	FILE *file = standard ? stdin : fopen(path, "re");
	char *bytes = file ? read_whole(file, bound, length) : NULL;
	int error = errno;
	if (file && !standard)
		fclose(file);
	if (!bytes)
		complain("%s cannot be read: %s", path, strerror(error));
	return bytes;
}

json_t *json_file_parse(const char *path, const char *bytes, size_t length)
{
	json_error_t problem;
	json_t *value = json_loadb(bytes, length, JSON_REJECT_DUPLICATES, &problem);
	if (!value)
		complain("%s:%d: not JSON: %s", path, problem.line, problem.text);
	return value;
}

json_t *json_file_load(const char *path, size_t bound)
{
	size_t length;
	char *bytes = json_file_read(path, bound, &length);
	json_t *value = bytes ? json_file_parse(path, bytes, length) : NULL;
	free(bytes);
	return value;
}

static bool refuse(const struct json_place *place, const char *name, const char *what)
{
	if (place->list)
		complain("%s: %s[%zu]%s%s %s", place->file, place->list, place->index, name ? "." : "", name ? name : "", what);
	else
		complain("%s: %s %s", place->file, name ? name : "it", what);
	return false;
}

static const json_t *member(const json_t *value, const char *name)
{
	return name ? json_object_get(value, name) : value;
}

bool json_take_hex(const json_t *value, const struct json_place *place, const char *name, uint8_t *out, size_t size)
{
	char what[64];
	const json_t *text = member(value, name);
	if (json_is_string(text) && json_string_length(text) == 2 * size &&
		hexadecimal_read(out, size, json_string_value(text)))
		return true;
	snprintf(what, sizeof(what), "is not %zu hexadecimal digits in lower case", 2 * size);
	return refuse(place, name, what);
}

bool json_take_uuid(const json_t *value, const struct json_place *place, const char *name, uint8_t out[16])
{
	const char *text = json_string_value(member(value, name));
	return (text && uuid_read(out, text)) || refuse(place, name, "is not a UUID in lower case");
}

bool json_take_count(const json_t *value, const struct json_place *place, const char *name, uint64_t *out)
{
	const json_t *number = member(value, name);
	json_int_t count = json_integer_value(number);
	*out = (uint64_t)count;
	return (json_is_integer(number) && count >= 0 && count <= INT32_MAX) ||
		   refuse(place, name, "is not a whole number from 0 to 2147483647");
}

bool json_take_text(const json_t *value, const struct json_place *place, const char *name, const char **out,
					size_t *length)
{
	const json_t *text = member(value, name);
	*out = json_string_value(text);
	*length = json_string_length(text);
	return *out || refuse(place, name, "is not a text");
}

bool json_take_list(const json_t *value, const struct json_place *place, const char *name, size_t bound,
					const json_t **out)
{
	*out = member(value, name);
	if (!json_is_array(*out))
		return refuse(place, name, "is not a list");
	return json_array_size(*out) <= bound || refuse(place, name, "is longer than any log");
}

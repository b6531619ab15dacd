/* json_file: JSON out of a file, and texts of fixed form out of the JSON; what is wrong is said with where it stands.
 */
#ifndef KLEOS_CLI_JSON_FILE_H
#define KLEOS_CLI_JSON_FILE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The bytes of a file, "-" being standard input, of at most `bound`; the caller frees. NULL after saying why. */
char *json_file_read(const char *path, size_t bound, size_t *length);
/* Bytes of that file as JSON; the caller decrefs. NULL after saying why. */
json_t *json_file_parse(const char *path, const char *bytes, size_t length);
/* Both. */
json_t *json_file_load(const char *path, size_t bound);

/* Where one reads, as in "FILE: heads[3].rootHash …". */
struct json_place {
	const char *file;
	const char *list; /* NULL: not in a list */
	size_t index;
};

/* Each takes a member of the object, or, when `name` is NULL, the value itself. False after saying what is wrong. */
bool json_take_hex(const json_t *value, const struct json_place *place, const char *name, uint8_t *out, size_t size);
bool json_take_uuid(const json_t *value, const struct json_place *place, const char *name, uint8_t out[16]);
bool json_take_count(const json_t *value, const struct json_place *place, const char *name, uint64_t *out);
bool json_take_text(const json_t *value, const struct json_place *place, const char *name, const char **out,
					size_t *length);
/* An array of at most `bound` items. */
bool json_take_list(const json_t *value, const struct json_place *place, const char *name, size_t bound,
					const json_t **out);

#endif

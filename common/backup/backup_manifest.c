#include "common/backup/backup_manifest.h"

#include <jansson.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define TIME_SIZE    32
#define NUMBER_BOUND (INT64_C(1) << 53) /* what every reader of JSON takes exactly; sums of them fit as well */

static const char damaged[] = "the manifest makes no sense";

bool backup_name_fits(const char *name)
{
	size_t length = strlen(name);
	return length > 0 && length < BACKUP_NAME_SIZE && strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789_") == length;
}

/* ---- writing ---- */

static json_t *hex_json(const uint8_t *bytes, size_t size)
{
	char text[2 * BACKUP_HASH_SIZE + 1];
	sodium_bin2hex(text, sizeof(text), bytes, size);
	return json_string(text);
}

static json_t *schemas_json(const struct backup_database *database)
{
	json_t *list = json_array();
	for (size_t i = 0; i < database->n_schemas; i++) {
		const struct backup_schema *schema = &database->schemas[i];
		json_array_append_new(list, json_pack("{s:s, s:I, s:o}", "component", schema->component, "version",
											  (json_int_t)schema->version, "sha256",
											  hex_json(schema->sha256, sizeof(schema->sha256))));
	}
	return list;
}

static json_t *tables_json(const struct backup_database *database)
{
	json_t *list = json_array();
	for (size_t i = 0; i < database->n_tables; i++)
		json_array_append_new(list, json_pack("{s:s, s:I}", "table", database->tables[i].name, "rows",
											  (json_int_t)database->tables[i].rows));
	return list;
}

static json_t *database_json(const struct backup_database *database)
{
	char file[BACKUP_NAME_SIZE + 3];
	snprintf(file, sizeof(file), "%s.db", database->service);
	return json_pack("{s:s, s:s, s:I, s:o, s:I, s:o, s:o, s:o}", "service", database->service, "file", file, "size",
					 (json_int_t)database->size, "blake2b", hex_json(database->blake2b, sizeof(database->blake2b)),
					 "seq", (json_int_t)database->seq, "epoch", hex_json(database->epoch, sizeof(database->epoch)),
					 "schema", schemas_json(database), "tables", tables_json(database));
}

char *backup_manifest_write(const struct backup_manifest *manifest)
{
	char time_text[TIME_SIZE] = "";
	struct tm parts;
	time_t seconds = (time_t)manifest->time_s;
	if (gmtime_r(&seconds, &parts))
		strftime(time_text, sizeof(time_text), "%Y-%m-%dT%H:%M:%SZ", &parts);
	json_t *databases = json_array();
	for (size_t i = 0; i < manifest->n_databases; i++)
		json_array_append_new(databases, database_json(&manifest->databases[i]));
	json_t *root = json_pack("{s:i, s:s, s:s, s:o}", "format", BACKUP_FORMAT, "kleos", manifest->kleos, "time",
							 time_text, "services", databases);
	char *text = root ? json_dumps(root, JSON_INDENT(1)) : NULL, *line = NULL;
	if (text && asprintf(&line, "%s\n", text) < 0)
		line = NULL;
	json_decref(root);
	free(text);
	return line;
}

/* ---- reading ---- */

static bool take_name(char out[BACKUP_NAME_SIZE], const json_t *value)
{
	const char *text = json_string_value(value);
	if (!text || !backup_name_fits(text))
		return false;
	memcpy(out, text, strlen(text) + 1);
	return true;
}

static bool take_hex(uint8_t *out, size_t size, const json_t *value)
{
	const char *text = json_string_value(value);
	size_t length = 0;
	return text && strlen(text) == 2 * size && sodium_hex2bin(out, size, text, 2 * size, NULL, &length, NULL) == 0 &&
		   length == size;
}

static bool take_number(int64_t *out, const json_t *value)
{
	*out = json_integer_value(value);
	return json_is_integer(value) && *out >= 0 && *out <= NUMBER_BOUND;
}

/* It is shown to people. */
static bool take_version(char *out, size_t size, const json_t *value)
{
	const char *text = json_string_value(value);
	size_t length = text ? strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.+-_~") : 0;
	if (!length || length >= size || text[length])
		return false;
	memcpy(out, text, length + 1);
	return true;
}

static bool take_schemas(struct backup_database *out, const json_t *list)
{
	size_t i;
	json_t *item;
	if (!json_is_array(list) || json_array_size(list) > BACKUP_SCHEMAS_BOUND)
		return false;
	json_array_foreach(list, i, item)
	{
		struct backup_schema *schema = &out->schemas[i];
		if (!take_name(schema->component, json_object_get(item, "component")) ||
			!take_number(&schema->version, json_object_get(item, "version")) ||
			!take_hex(schema->sha256, sizeof(schema->sha256), json_object_get(item, "sha256")))
			return false;
	}
	out->n_schemas = json_array_size(list);
	return true;
}

static bool take_tables(struct backup_database *out, const json_t *list)
{
	size_t i;
	json_t *item;
	if (!json_is_array(list) || json_array_size(list) > BACKUP_TABLES_BOUND)
		return false;
	json_array_foreach(list, i,
					   item) if (!take_name(out->tables[i].name, json_object_get(item, "table")) ||
								 !take_number(&out->tables[i].rows, json_object_get(item, "rows"))) return false;
	out->n_tables = json_array_size(list);
	return true;
}

static bool take_database(struct backup_database *out, const json_t *from)
{
	return take_name(out->service, json_object_get(from, "service")) &&
		   take_number(&out->size, json_object_get(from, "size")) &&
		   take_hex(out->blake2b, sizeof(out->blake2b), json_object_get(from, "blake2b")) &&
		   take_number(&out->seq, json_object_get(from, "seq")) &&
		   take_hex(out->epoch, sizeof(out->epoch), json_object_get(from, "epoch")) &&
		   take_schemas(out, json_object_get(from, "schema")) && take_tables(out, json_object_get(from, "tables"));
}

/* Two of one name would be written over each other. */
static bool is_named_before(const struct backup_manifest *manifest, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (strcmp(manifest->databases[i].service, manifest->databases[n].service) == 0)
			return true;
	return false;
}

static bool take_databases(struct backup_manifest *out, const json_t *list)
{
	size_t i;
	json_t *item;
	if (!json_is_array(list) || !json_array_size(list) || json_array_size(list) > BACKUP_DATABASES_BOUND)
		return false;
	json_array_foreach(list, i, item)
	{
		if (!take_database(&out->databases[i], item) || is_named_before(out, i))
			return false;
	}
	out->n_databases = json_array_size(list);
	return true;
}

static bool take_time(int64_t *out, const json_t *value)
{
	struct tm parts = {0};
	const char *text = json_string_value(value), *end = text ? strptime(text, "%Y-%m-%dT%H:%M:%SZ", &parts) : NULL;
	*out = end && !*end ? (int64_t)timegm(&parts) : -1;
	return *out >= 0;
}

static const char *take_manifest(struct backup_manifest *out, const json_t *root)
{
	int64_t format;
	if (!take_number(&format, json_object_get(root, "format")) || format < 1)
		return damaged;
	if (format > BACKUP_FORMAT)
		return "the backup was made by a newer Kleos, whose form this one does not know: use that version's kleos";
	if (!take_version(out->kleos, sizeof(out->kleos), json_object_get(root, "kleos")) ||
		!take_time(&out->time_s, json_object_get(root, "time")) ||
		!take_databases(out, json_object_get(root, "services")))
		return damaged;
	return NULL;
}

const char *backup_manifest_read(struct backup_manifest *out, const char *json, size_t length)
{
	memset(out, 0, sizeof(*out));
	json_t *root = json_loadb(json, length, JSON_REJECT_DUPLICATES, NULL);
	const char *problem = json_is_object(root) ? take_manifest(out, root) : damaged;
	json_decref(root);
	return problem;
}

/* The form of a backup: what is written is read, and whatever else comes is refused with a sentence. */
#include "common/backup/backup_reader.h"
#include "common/backup/backup_writer.h"
#include "tests/support/support.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_SIZE  1000
#define SECOND_SIZE 512 /* needs no padding */

struct tape {
	uint8_t *bytes;
	size_t length;
};

static bool record(void *host, const void *bytes, size_t length)
{
	struct tape *tape = host;
	tape->bytes = realloc(tape->bytes, tape->length + length);
	memcpy(tape->bytes + tape->length, bytes, length);
	tape->length += length;
	return true;
}

static void fill(struct backup_database *database, const char *service, const uint8_t *bytes, size_t size)
{
	strcpy(database->service, service);
	database->size = (int64_t)size;
	crypto_generichash(database->blake2b, BACKUP_HASH_SIZE, bytes, size, NULL, 0);
	database->seq = 42;
	strcpy(database->schemas[0].component, "store");
	database->schemas[0].version = 2;
	database->n_schemas = 1;
	strcpy(database->tables[0].name, "outbox");
	database->tables[0].rows = 42;
	database->n_tables = 1;
}

static struct backup_manifest *manifest_make(const uint8_t *first, const uint8_t *second)
{
	struct backup_manifest *manifest = calloc(1, sizeof(*manifest));
	strcpy(manifest->kleos, "0.1.0");
	manifest->time_s = 1772355600;
	manifest->n_databases = 2;
	fill(&manifest->databases[0], "awards", first, FIRST_SIZE);
	fill(&manifest->databases[1], "members", second, SECOND_SIZE);
	return manifest;
}

static struct tape backup_make(void)
{
	uint8_t first[FIRST_SIZE], second[SECOND_SIZE];
	struct tape tape = {0};
	struct backup_writer writer;
	memset(first, 'a', sizeof(first));
	memset(second, 'm', sizeof(second));
	struct backup_manifest *manifest = manifest_make(first, second);
	assert_true(backup_writer_begin(&writer, manifest, record, &tape));
	for (size_t at = 0; at < FIRST_SIZE; at += 100)
		assert_true(backup_writer_add(&writer, first + at, 100));
	assert_true(backup_writer_add(&writer, second, SECOND_SIZE));
	assert_true(backup_writer_end(&writer));
	assert_int_equal(tape.length, backup_size(manifest));
	free(manifest);
	return tape;
}

/* NULL: it is whole; else the sentence, which the caller frees. */
static char *problem_of(const uint8_t *bytes, size_t length, size_t piece)
{
	const struct backup_taker none = {0};
	struct backup_reader *reader = backup_reader_new(&none);
	for (size_t at = 0; at < length; at += piece)
		if (!backup_reader_feed(reader, bytes + at, length - at < piece ? length - at : piece))
			break;
	bool whole = backup_reader_finish(reader);
	const char *problem = backup_reader_problem(reader);
	assert_true(whole == !problem);
	char *copy = problem ? strdup(problem) : NULL;
	backup_reader_free(reader);
	return copy;
}

struct seen {
	char services[64];
	size_t bytes, ends;
};

static bool see_database(void *host, const struct backup_database *database)
{
	strcat(((struct seen *)host)->services, database->service);
	return true;
}

static bool see_bytes(void *host, const void *bytes, size_t length)
{
	(void)bytes;
	((struct seen *)host)->bytes += length;
	return true;
}

static bool see_end(void *host, const struct backup_database *database)
{
	(void)database;
	((struct seen *)host)->ends++;
	return true;
}

static void what_is_written_is_read_in_pieces_of_any_size(void **state)
{
	struct tape tape = backup_make();
	(void)state;
	for (size_t piece = 1; piece < 1500; piece += 7)
		assert_null(problem_of(tape.bytes, tape.length, piece));
	struct seen seen = {0};
	struct backup_taker taker = {.database = see_database, .bytes = see_bytes, .database_end = see_end, .host = &seen};
	struct backup_reader *reader = backup_reader_new(&taker);
	assert_true(backup_reader_feed(reader, tape.bytes, tape.length) && backup_reader_finish(reader));
	assert_string_equal(seen.services, "awardsmembers");
	assert_int_equal(seen.bytes, FIRST_SIZE + SECOND_SIZE);
	assert_int_equal(seen.ends, 2);
	const struct backup_manifest *manifest = backup_reader_manifest(reader);
	assert_int_equal(manifest->databases[1].seq, 42);
	assert_string_equal(manifest->databases[0].schemas[0].component, "store");
	assert_int_equal(manifest->databases[0].tables[0].rows, 42);
	assert_int_equal(backup_reader_size(reader), tape.length);
	backup_reader_free(reader);
	free(tape.bytes);
}

static void one_flipped_bit_anywhere_is_found(void **state)
{
	struct tape tape = backup_make();
	(void)state;
	for (size_t byte = 0; byte < tape.length; byte++) {
		const uint8_t bit = (uint8_t)(1u << byte % 8);
		tape.bytes[byte] ^= bit;
		char *problem = problem_of(tape.bytes, tape.length, tape.length);
		if (!problem)
			fail_msg("bit %zu of byte %zu was flipped and not found", byte % 8, byte);
		free(problem);
		tape.bytes[byte] ^= bit;
	}
	free(tape.bytes);
}

static void a_backup_that_was_cut_off_is_known_wherever_it_ends(void **state)
{
	struct tape tape = backup_make();
	(void)state;
	for (size_t length = 0; length < tape.length; length += length % 512 < 500 ? 20 : 1) {
		char *problem = problem_of(tape.bytes, length, 512);
		assert_non_null(problem);
		assert_string_equal(problem, "the backup ends too early: it was not written or copied whole");
		free(problem);
	}
	free(tape.bytes);
}

static void something_behind_the_end_is_refused(void **state)
{
	struct tape tape = backup_make();
	(void)state;
	record(&tape, "", 1);
	char *problem = problem_of(tape.bytes, tape.length, 512);
	assert_string_equal(problem, "the backup is damaged: there is something behind its end");
	free(problem);
	free(tape.bytes);
}

static void another_file_is_no_backup(void **state)
{
	uint8_t bytes[2048] = "id,handle\n";
	(void)state;
	char *problem = problem_of(bytes, sizeof(bytes), 512);
	assert_string_equal(problem, "this is no backup of Kleos, or its beginning is damaged");
	free(problem);
}

static void manifests_that_make_no_sense_are_refused(void **state)
{
	static const char *const bad[] = {
		"",
		"[]",
		"{}",
		"{\"format\":0}",
		"{\"format\":1,\"kleos\":\"1\",\"time\":\"yesterday\",\"services\":[]}",
		"{\"format\":1,\"kleos\":\"1\",\"time\":\"2026-01-01T00:00:00Z\",\"services\":[]}",
		"{\"format\":1,\"kleos\":\"1\",\"time\":\"2026-01-01T00:00:00Z\",\"services\":[{\"service\":\"../x\"}]}",
		"{\"format\":1,\"format\":1}",
	};
	struct backup_manifest *out = malloc(sizeof(*out));
	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(*bad); i++)
		assert_string_equal(backup_manifest_read(out, bad[i], strlen(bad[i])), "the manifest makes no sense");
	const char *newer = "{\"format\":2}";
	assert_non_null(strstr(backup_manifest_read(out, newer, strlen(newer)), "newer Kleos"));
	free(out);
}

/* What is read from a manifest once `from` is written as `to`. */
static const char *problem_of_manifest(struct backup_manifest *manifest, const char *from, const char *to)
{
	struct backup_manifest *out = malloc(sizeof(*out));
	char *text = backup_manifest_write(manifest), *at = strstr(text, from), *changed;
	assert_non_null(at);
	assert_true(asprintf(&changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from)) > 0);
	const char *problem = backup_manifest_read(out, changed, strlen(changed));
	free(changed);
	free(text);
	free(out);
	return problem;
}

static void a_manifest_holds_numbers_names_and_versions_that_can_be(void **state)
{
	static const char nonsense[] = "the manifest makes no sense";
	uint8_t bytes[FIRST_SIZE] = "";
	struct backup_manifest *manifest = manifest_make(bytes, bytes);
	(void)state;
	assert_null(problem_of_manifest(manifest, "\"seq\": 42", "\"seq\": 9007199254740992"));
	assert_string_equal(problem_of_manifest(manifest, "\"seq\": 42", "\"seq\": 9007199254740993"), nonsense);
	assert_string_equal(problem_of_manifest(manifest, "\"service\": \"members\"", "\"service\": \"awards\""), nonsense);
	assert_string_equal(problem_of_manifest(manifest, "\"kleos\": \"0.1.0\"", "\"kleos\": \"\\u001b[2J\""), nonsense);
	assert_string_equal(problem_of_manifest(manifest, "\"kleos\": \"0.1.0\"", "\"kleos\": \"\""), nonsense);
	free(manifest);
}

static void a_size_past_eight_gibibytes_fits_into_a_head(void **state)
{
	static const int64_t sizes[] = {0, 1, ((int64_t)1 << 33) - 1, (int64_t)1 << 33, (int64_t)1 << 45};
	(void)state;
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++) {
		uint8_t head[TAR_BLOCK];
		char name[TAR_NAME_SIZE];
		int64_t size, time_s;
		backup_tar_write(head, "members.db", sizes[i], 1772355600);
		assert_true(backup_tar_read(head, name, &size, &time_s));
		assert_string_equal(name, "members.db");
		assert_true(size == sizes[i] && time_s == 1772355600);
	}
}

static void a_database_that_is_not_as_long_as_said_is_not_written(void **state)
{
	uint8_t bytes[FIRST_SIZE] = "";
	struct tape tape = {0};
	struct backup_writer writer;
	(void)state;
	struct backup_manifest *manifest = manifest_make(bytes, bytes);
	assert_true(backup_writer_begin(&writer, manifest, record, &tape));
	assert_true(backup_writer_add(&writer, bytes, 999));
	assert_false(backup_writer_end(&writer));
	assert_false(backup_writer_add(&writer, bytes, 2));
	free(manifest);
	free(tape.bytes);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_written_is_read_in_pieces_of_any_size),
		cmocka_unit_test(one_flipped_bit_anywhere_is_found),
		cmocka_unit_test(a_backup_that_was_cut_off_is_known_wherever_it_ends),
		cmocka_unit_test(something_behind_the_end_is_refused),
		cmocka_unit_test(another_file_is_no_backup),
		cmocka_unit_test(manifests_that_make_no_sense_are_refused),
		cmocka_unit_test(a_manifest_holds_numbers_names_and_versions_that_can_be),
		cmocka_unit_test(a_size_past_eight_gibibytes_fits_into_a_head),
		cmocka_unit_test(a_database_that_is_not_as_long_as_said_is_not_written),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

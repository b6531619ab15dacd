#include "common/backup/backup_reader.h"

#include "common/backup/backup_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum part { PART_HEAD, PART_MANIFEST, PART_DATABASE, PART_PADDING, PART_END, PART_OVER };

struct backup_reader {
	struct backup_taker taker;
	enum part part;
	bool stopped;
	const char *problem; /* static, or `sentence` */
	char sentence[2 * BACKUP_NAME_SIZE + 100];
	crypto_generichash_state whole; /* of all bytes before `end` */
	crypto_generichash_state hash;  /* of the database at hand */
	struct backup_manifest manifest;
	bool has_manifest;
	size_t next; /* database that comes */
	int64_t time_s;
	int64_t left;    /* bytes of the part at hand that are still to come */
	int64_t padding; /* behind it */
	size_t filled;   /* of `held` */
	uint8_t end[BACKUP_END_SIZE];
	uint8_t held[BACKUP_MANIFEST_BOUND]; /* a head or the manifest, until it is whole */
};

struct backup_reader *backup_reader_new(const struct backup_taker *taker)
{
	struct backup_reader *reader = calloc(1, sizeof(*reader));
	if (!reader)
		return NULL;
	reader->taker = *taker;
	reader->left = TAR_BLOCK;
	crypto_generichash_init(&reader->whole, NULL, 0, BACKUP_HASH_SIZE);
	return reader;
}

void backup_reader_free(struct backup_reader *reader)
{
	free(reader);
}

static bool stop(struct backup_reader *reader, const char *problem)
{
	reader->stopped = true;
	reader->problem = problem;
	return false;
}

static bool stop_at_database(struct backup_reader *reader, const char *what)
{
	snprintf(reader->sentence, sizeof(reader->sentence), "the backup is damaged: %s %s.db", what,
			 reader->manifest.databases[reader->next].service);
	return stop(reader, reader->sentence);
}

/* What the taker said. */
static bool taken(struct backup_reader *reader, bool goes_on)
{
	return goes_on || stop(reader, NULL);
}

static void begin_head(struct backup_reader *reader)
{
	reader->filled = 0;
	reader->part = PART_HEAD;
	reader->left = TAR_BLOCK;
	if (!reader->has_manifest || reader->next < reader->manifest.n_databases)
		return;
	uint8_t hash[BACKUP_HASH_SIZE];
	crypto_generichash_final(&reader->whole, hash, sizeof(hash));
	backup_end_write(reader->end, hash, reader->time_s);
	reader->part = PART_END;
	reader->left = sizeof(reader->end);
}

static bool end_padding(struct backup_reader *reader)
{
	static const uint8_t zeros[TAR_BLOCK];
	if (memcmp(reader->held, zeros, reader->filled) != 0)
		return stop(reader, "the backup is damaged: there is something between its files");
	begin_head(reader);
	return true;
}

static bool begin_padding(struct backup_reader *reader)
{
	reader->filled = 0;
	reader->part = PART_PADDING;
	reader->left = reader->padding;
	return reader->left || end_padding(reader);
}

static bool end_manifest(struct backup_reader *reader)
{
	const char *problem = backup_manifest_read(&reader->manifest, (const char *)reader->held, reader->filled);
	if (problem)
		return stop(reader, problem);
	reader->has_manifest = true;
	if (reader->manifest.time_s != reader->time_s)
		return stop(reader, "the backup is damaged: its manifest is of another time");
	if (reader->taker.manifest && !taken(reader, reader->taker.manifest(reader->taker.host, &reader->manifest)))
		return false;
	return begin_padding(reader);
}

static bool end_database(struct backup_reader *reader)
{
	const struct backup_database *database = &reader->manifest.databases[reader->next];
	uint8_t hash[BACKUP_HASH_SIZE];
	crypto_generichash_final(&reader->hash, hash, sizeof(hash));
	if (memcmp(hash, database->blake2b, sizeof(hash)) != 0)
		return stop_at_database(reader, "the hash in its manifest is not that of");
	if (reader->taker.database_end && !taken(reader, reader->taker.database_end(reader->taker.host, database)))
		return false;
	reader->next++;
	return begin_padding(reader);
}

static bool begin_database(struct backup_reader *reader, const char *name, int64_t size)
{
	const struct backup_database *database = &reader->manifest.databases[reader->next];
	size_t length = strlen(database->service);
	if (strncmp(name, database->service, length) != 0 || strcmp(name + length, ".db") != 0 || size != database->size)
		return stop_at_database(reader, "its manifest does not fit");
	crypto_generichash_init(&reader->hash, NULL, 0, BACKUP_HASH_SIZE);
	reader->part = PART_DATABASE;
	if (reader->taker.database && !taken(reader, reader->taker.database(reader->taker.host, database)))
		return false;
	return size || end_database(reader);
}

static bool end_head(struct backup_reader *reader)
{
	char name[TAR_NAME_SIZE];
	int64_t size, time_s;
	bool head = backup_tar_read(reader->held, name, &size, &time_s);
	if (!reader->has_manifest &&
		(!head || strcmp(name, BACKUP_MANIFEST_NAME) != 0 || size < 1 || size > (int64_t)BACKUP_MANIFEST_BOUND))
		return stop(reader, "this is no backup of Kleos, or its beginning is damaged");
	if (!head || (reader->has_manifest && time_s != reader->time_s))
		return stop(reader, "the backup is damaged: what stands before a database makes no sense");
	reader->filled = 0;
	reader->left = size;
	reader->padding = (int64_t)backup_tar_padding(size);
	if (reader->has_manifest)
		return begin_database(reader, name, size);
	reader->time_s = time_s;
	reader->part = PART_MANIFEST;
	return true;
}

/* The part at hand is whole. */
static bool end_part(struct backup_reader *reader)
{
	switch (reader->part) {
	case PART_HEAD:
		return end_head(reader);
	case PART_MANIFEST:
		return end_manifest(reader);
	case PART_DATABASE:
		return end_database(reader);
	case PART_PADDING:
		return end_padding(reader);
	default:
		reader->part = PART_OVER;
		return true;
	}
}

/* Bytes of the part at hand. */
static bool take(struct backup_reader *reader, const uint8_t *bytes, size_t length)
{
	if (reader->part != PART_END)
		crypto_generichash_update(&reader->whole, bytes, length);
	if (reader->part == PART_END) {
		if (memcmp(reader->end + sizeof(reader->end) - reader->left, bytes, length) != 0)
			return stop(reader, "the backup is damaged: the hash at its end is not that of its bytes");
	} else if (reader->part == PART_DATABASE) {
		crypto_generichash_update(&reader->hash, bytes, length);
		if (reader->taker.bytes && !taken(reader, reader->taker.bytes(reader->taker.host, bytes, length)))
			return false;
	} else {
		memcpy(reader->held + reader->filled, bytes, length);
		reader->filled += length;
	}
	reader->left -= (int64_t)length;
	return reader->left || end_part(reader);
}

bool backup_reader_feed(struct backup_reader *reader, const void *bytes, size_t length)
{
	const uint8_t *at = bytes;
	while (length && !reader->stopped) {
		if (reader->part == PART_OVER)
			return stop(reader, "the backup is damaged: there is something behind its end");
		size_t n = (int64_t)length < reader->left ? length : (size_t)reader->left;
		if (!take(reader, at, n))
			return false;
		at += n;
		length -= n;
	}
	return !reader->stopped;
}

bool backup_reader_finish(struct backup_reader *reader)
{
	if (!reader->stopped && reader->part != PART_OVER)
		stop(reader, "the backup ends too early: it was not written or copied whole");
	return !reader->stopped;
}

const char *backup_reader_problem(const struct backup_reader *reader)
{
	return reader->problem;
}

const struct backup_manifest *backup_reader_manifest(const struct backup_reader *reader)
{
	return reader->has_manifest ? &reader->manifest : NULL;
}

int64_t backup_reader_size(const struct backup_reader *reader)
{
	return reader->has_manifest ? backup_size(&reader->manifest) : 0;
}

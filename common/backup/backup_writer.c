#include "common/backup/backup_writer.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FILE_NAME_SIZE (BACKUP_NAME_SIZE + 3)
#define DIGITS         (2 * BACKUP_HASH_SIZE)

static const uint8_t zeros[TAR_BLOCK];

void backup_end_write(uint8_t out[BACKUP_END_SIZE], const uint8_t hash[BACKUP_HASH_SIZE], int64_t time_s)
{
	char text[DIGITS + 1];
	sodium_bin2hex(text, sizeof(text), hash, BACKUP_HASH_SIZE);
	memset(out, 0, BACKUP_END_SIZE);
	backup_tar_write(out, BACKUP_END_NAME, DIGITS + 1, time_s);
	memcpy(out + TAR_BLOCK, text, DIGITS);
	out[TAR_BLOCK + DIGITS] = '\n';
}

static int64_t entry_size(int64_t size)
{
	return TAR_BLOCK + size + (int64_t)backup_tar_padding(size);
}

int64_t backup_size(const struct backup_manifest *manifest)
{
	char *json = backup_manifest_write(manifest);
	int64_t size = (int64_t)BACKUP_END_SIZE + entry_size(json ? (int64_t)strlen(json) : 0);
	for (size_t i = 0; i < manifest->n_databases; i++)
		size += entry_size(manifest->databases[i].size);
	free(json);
	return size;
}

static bool emit(struct backup_writer *writer, const void *bytes, size_t length)
{
	crypto_generichash_update(&writer->hash, bytes, length);
	return !length || writer->sink(writer->host, bytes, length);
}

static bool emit_head(struct backup_writer *writer, const char *name, int64_t size)
{
	uint8_t head[TAR_BLOCK];
	backup_tar_write(head, name, size, writer->manifest->time_s);
	return emit(writer, head, sizeof(head));
}

/* The head of the next database; an empty one is over at once. */
static bool begin_next(struct backup_writer *writer)
{
	const struct backup_manifest *manifest = writer->manifest;
	char name[FILE_NAME_SIZE];
	if (writer->next == manifest->n_databases)
		return true;
	writer->left = manifest->databases[writer->next].size;
	snprintf(name, sizeof(name), "%s.db", manifest->databases[writer->next].service);
	return emit_head(writer, name, writer->left);
}

bool backup_writer_begin(struct backup_writer *writer, const struct backup_manifest *manifest,
						 bool (*sink)(void *host, const void *bytes, size_t length), void *host)
{
	*writer = (struct backup_writer){.sink = sink, .host = host, .manifest = manifest};
	crypto_generichash_init(&writer->hash, NULL, 0, BACKUP_HASH_SIZE);
	char *json = backup_manifest_write(manifest);
	if (!json)
		return false;
	size_t length = strlen(json);
	bool written = emit_head(writer, BACKUP_MANIFEST_NAME, (int64_t)length) && emit(writer, json, length) &&
				   emit(writer, zeros, backup_tar_padding((int64_t)length)) && begin_next(writer);
	free(json);
	return written;
}

bool backup_writer_add(struct backup_writer *writer, const void *bytes, size_t length)
{
	const struct backup_manifest *manifest = writer->manifest;
	if (!length)
		return true;
	if (writer->next == manifest->n_databases || (int64_t)length > writer->left || !emit(writer, bytes, length))
		return false;
	writer->left -= (int64_t)length;
	if (writer->left)
		return true;
	size_t padding = backup_tar_padding(manifest->databases[writer->next++].size);
	return emit(writer, zeros, padding) && begin_next(writer);
}

bool backup_writer_end(struct backup_writer *writer)
{
	uint8_t end[BACKUP_END_SIZE], hash[BACKUP_HASH_SIZE];
	if (writer->next != writer->manifest->n_databases)
		return false;
	crypto_generichash_final(&writer->hash, hash, sizeof(hash));
	backup_end_write(end, hash, writer->manifest->time_s);
	return writer->sink(writer->host, end, sizeof(end));
}

#include "services/recognitions/impact/snapshot.h"
#include "services/recognitions/impact/snapshot_form.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct array {
	const void *bytes;
	uint64_t length;
};

static void columns_arrays(struct array *out, const struct columns *columns)
{
	uint64_t n = columns->n;
	out[ARRAY_GIVER] = (struct array){columns->giver, n * sizeof *columns->giver};
	out[ARRAY_RECEIVER] = (struct array){columns->receiver, n * sizeof *columns->receiver};
	out[ARRAY_PAIR] = (struct array){columns->pair, n * sizeof *columns->pair};
	out[ARRAY_FLOW] = (struct array){columns->flow, n * sizeof *columns->flow};
	out[ARRAY_CELL] = (struct array){columns->cell, n * sizeof *columns->cell};
	out[ARRAY_FLAGS] = (struct array){columns->flags, n * sizeof *columns->flags};
	out[ARRAY_KEY] = (struct array){columns->key, n * sizeof *columns->key};
	out[ARRAY_DAYS] = (struct array){columns->days, columns->n_days * sizeof *columns->days};
}

static void dictionary_arrays(struct array out[2], const struct dictionary *dictionary)
{
	out[0] = (struct array){dictionary->bytes, dictionary_bytes(dictionary)};
	out[1] = (struct array){dictionary->ends, dictionary->n * sizeof *dictionary->ends};
}

static struct array numbering_array(const struct numbering *numbering)
{
	return (struct array){numbering->entries, numbering->n * sizeof *numbering->entries};
}

static void all_arrays(struct array out[SNAPSHOT_ARRAYS], const struct projection *projection)
{
	const struct roster *roster = &projection->roster;
	dictionary_arrays(out + ARRAY_PATH_BYTES, &projection->teams.paths);
	out[ARRAY_TEAMS] = (struct array){projection->teams.path, projection->teams.n * sizeof *projection->teams.path};
	dictionary_arrays(out + ARRAY_VALUE_BYTES, &projection->values);
	dictionary_arrays(out + ARRAY_ID_BYTES, &roster->ids);
	out[ARRAY_MEMBERS] = (struct array){roster->members, roster->ids.n * sizeof *roster->members};
	out[ARRAY_SPELLS] = (struct array){roster->spells, roster->n_spells * sizeof *roster->spells};
	out[ARRAY_SEATS] = numbering_array(&projection->seats);
	out[ARRAY_FLOWS] = numbering_array(&projection->flows);
	out[ARRAY_CELLS] = numbering_array(&projection->cells);
	out[ARRAY_PAIRS] = numbering_array(&projection->pairs);
	out[ARRAY_BONDS] = numbering_array(&projection->bonds.ends);
	columns_arrays(out + ARRAY_SETTLED, &projection->settled);
	columns_arrays(out + ARRAY_LATE, &projection->late);
}

struct writer {
	FILE *file;
	crypto_generichash_state hash;
};

static void write_bytes(struct writer *writer, const void *bytes, uint64_t length)
{
	static const char padding[8] = {0};
	uint64_t pad = snapshot_padded(length) - length;
	if (length) {
		(void)fwrite(bytes, 1, (size_t)length, writer->file); /* a failure is sticky in the stream: see finish */
		crypto_generichash_update(&writer->hash, bytes, length);
	}
	(void)fwrite(padding, 1, (size_t)pad, writer->file);
	crypto_generichash_update(&writer->hash, (const unsigned char *)padding, pad);
}

static void write_all(struct writer *writer, const struct projection *projection, const struct impact_mark *mark,
					  uint64_t days_print)
{
	struct array arrays[SNAPSHOT_ARRAYS];
	struct snapshot_head head = {
		.version = SNAPSHOT_VERSION, .order = SNAPSHOT_ORDER, .days_print = days_print, .mark = *mark};
	all_arrays(arrays, projection);
	memcpy(head.magic, SNAPSHOT_MAGIC, sizeof head.magic);
	for (size_t i = 0; i < SNAPSHOT_ARRAYS; i++)
		head.lengths[i] = arrays[i].length;
	crypto_generichash_init(&writer->hash, NULL, 0, SNAPSHOT_HASH_SIZE);
	write_bytes(writer, &head, sizeof head);
	for (size_t i = 0; i < SNAPSHOT_ARRAYS; i++)
		write_bytes(writer, arrays[i].bytes, arrays[i].length);
	unsigned char sum[SNAPSHOT_HASH_SIZE];
	crypto_generichash_final(&writer->hash, sum, sizeof sum);
	(void)fwrite(sum, 1, sizeof sum, writer->file);
}

/* The folder need not be synced: should the new name be lost, the old snapshot is as good. */
static enum status finish(FILE *file, const char *temporary, const char *path)
{
	bool whole = fflush(file) == 0 && !ferror(file) && fsync(fileno(file)) == 0;
	bool full = errno == ENOSPC || errno == EDQUOT;
	whole = fclose(file) == 0 && whole;
	if (whole && rename(temporary, path) == 0)
		return STATUS_OK;
	unlink(temporary);
	return !whole && full ? STATUS_RESOURCE_EXHAUSTED : STATUS_INTERNAL;
}

enum status snapshot_write(const char *path, const struct projection *projection, const struct impact_mark *mark,
						   uint64_t days_print)
{
	char temporary[PATH_MAX];
	int size = snprintf(temporary, sizeof temporary, "%s.new", path);
	if (size < 0 || (size_t)size >= sizeof temporary)
		return STATUS_INVALID_ARGUMENT;
	int descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
	if (!file) {
		if (descriptor >= 0)
			close(descriptor);
		return STATUS_INTERNAL;
	}
	struct writer writer = {.file = file};
	write_all(&writer, projection, mark, days_print);
	return finish(file, temporary, path);
}

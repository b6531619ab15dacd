#include "services/recognitions/impact/heap.h"
#include "services/recognitions/impact/snapshot.h"
#include "services/recognitions/impact/snapshot_form.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdlib.h>
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

/* A failure is sticky in the stream: see finish. */
static void write_bytes(FILE *file, const void *bytes, uint64_t length)
{
	static const char padding[8] = {0};
	if (length)
		(void)fwrite(bytes, 1, (size_t)length, file);
	(void)fwrite(padding, 1, (size_t)(snapshot_padded(length) - length), file);
}

static void write_all(FILE *file, const struct projection *projection, const struct impact_mark *mark,
					  uint64_t days_print)
{
	struct array arrays[SNAPSHOT_ARRAYS];
	struct snapshot_head head = {
		.version = SNAPSHOT_VERSION, .order = SNAPSHOT_ORDER, .days_print = days_print, .mark = *mark};
	all_arrays(arrays, projection);
	memcpy(head.magic, SNAPSHOT_MAGIC, sizeof head.magic);
	for (size_t i = 0; i < SNAPSHOT_ARRAYS; i++)
		head.lengths[i] = arrays[i].length;
	write_bytes(file, &head, sizeof head);
	for (size_t i = 0; i < SNAPSHOT_ARRAYS; i++)
		write_bytes(file, arrays[i].bytes, arrays[i].length);
}

/* Of what was copied, read back: hashing takes as long again as copying, and nobody has to wait for it. */
static void write_sum(FILE *file)
{
	static const size_t piece_size = 65536;
	unsigned char *piece = heap_array(piece_size, 1), sum[SNAPSHOT_HASH_SIZE];
	crypto_generichash_state hash;
	crypto_generichash_init(&hash, NULL, 0, sizeof sum);
	(void)fseek(file, 0, SEEK_SET); /* not rewind, which forgets failures */
	for (size_t n; (n = fread(piece, 1, piece_size, file)) > 0;)
		crypto_generichash_update(&hash, piece, n);
	crypto_generichash_final(&hash, sum, sizeof sum);
	(void)fseek(file, 0, SEEK_END); /* between reading and writing: C17 7.21.5.3 */
	(void)fwrite(sum, 1, sizeof sum, file);
	free(piece);
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

/* False: the path is longer than one may be. */
static bool temporary_path(char out[PATH_MAX], const char *path)
{
	int size = snprintf(out, PATH_MAX, "%s.new", path);
	return size >= 0 && size < PATH_MAX;
}

enum status snapshot_write(FILE **out, const char *path, const struct projection *projection,
						   const struct impact_mark *mark, uint64_t days_print)
{
	char temporary[PATH_MAX];
	if (!temporary_path(temporary, path))
		return STATUS_INVALID_ARGUMENT;
	int descriptor = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
	FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "w+b");
	if (!file) {
		if (descriptor >= 0)
			close(descriptor);
		return STATUS_INTERNAL;
	}
	write_all(file, projection, mark, days_print);
	*out = file;
	return STATUS_OK;
}

enum status snapshot_seal(FILE *copy, const char *path)
{
	char temporary[PATH_MAX];
	temporary_path(temporary, path); /* as in snapshot_write */
	write_sum(copy);
	return finish(copy, temporary, path);
}

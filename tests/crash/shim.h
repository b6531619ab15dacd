/* shim: a door of SQLite to the system (a VFS) that can fail, skip syncs, and record what would reach the disk.
 * Recorded are the writes, cuts and syncs of the database file and its log, and marks of the test between them, in the
 * order they happened. Passes everything on to the system's own VFS. */
#ifndef KLEOS_TESTS_SHIM_H
#define KLEOS_TESTS_SHIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum shim_file { SHIM_DATABASE, SHIM_LOG, SHIM_FILES };
enum shim_kind { SHIM_WRITE, SHIM_CUT, SHIM_DELETE, SHIM_SYNC, SHIM_MARK };
enum shim_fault {
	SHIM_NO_FAULT,
	SHIM_DISK_FULL,   /* writes answer "no space" */
	SHIM_SYNC_FAILS,  /* syncs answer an I/O error */
	SHIM_LOG_FULL,    /* writes of the log alone do */
	SHIM_WRITE_FAILS, /* writes answer an I/O error */
	SHIM_SYNC_SKIPPED /* syncs answer OK and do nothing: for images that are read once */
};

struct shim_event {
	enum shim_kind kind;
	enum shim_file file;
	int64_t offset; /* of a write; the new size of a cut; the number of a mark */
	size_t length;
	uint8_t *bytes;
};

struct shim;

/* Registers a VFS of that name. The files opened through it must be closed before shim_close. */
struct shim *shim_open(const char *name, bool record);
void shim_close(struct shim *shim);
void shim_set_fault(struct shim *shim, enum shim_fault fault); /* any thread */
void shim_mark(struct shim *shim, int64_t number);             /* any thread */
/* Waits until the file was synced `times` times in all. */
void shim_wait_synced(struct shim *shim, enum shim_file file, int times);
int shim_synced(struct shim *shim, enum shim_file file);
/* Borrowed; only when nobody has a file open. */
const struct shim_event *shim_events(struct shim *shim, size_t *n);

#endif

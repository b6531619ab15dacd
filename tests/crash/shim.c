#include "tests/crash/shim.h"

#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct shim {
	sqlite3_vfs vfs; /* first: SQLite hands it back */
	sqlite3_vfs *system;
	bool record;
	_Atomic int fault;
	pthread_mutex_t mutex;
	pthread_cond_t synced;
	int syncs[SHIM_FILES];
	struct shim_event *events;
	size_t n, room;
};

struct file {
	sqlite3_file base; /* first: SQLite hands it back */
	struct shim *shim;
	enum shim_file which; /* SHIM_FILES: another, neither recorded nor failed */
	sqlite3_file *real;   /* in the memory behind */
};

static struct file *file_of(sqlite3_file *base)
{
	return (struct file *)base;
}

static sqlite3_file *real_of(sqlite3_file *base)
{
	return file_of(base)->real;
}

static void remember(struct shim *shim, struct shim_event event, const void *bytes)
{
	pthread_mutex_lock(&shim->mutex);
	if (event.kind == SHIM_SYNC) {
		shim->syncs[event.file]++;
		pthread_cond_broadcast(&shim->synced);
	}
	if (shim->record) {
		if (shim->n == shim->room) {
			shim->room = shim->room ? 2 * shim->room : 1024;
			shim->events = realloc(shim->events, shim->room * sizeof(*shim->events));
		}
		if (bytes) {
			event.bytes = malloc(event.length);
			memcpy(event.bytes, bytes, event.length);
		}
		shim->events[shim->n++] = event;
	}
	pthread_mutex_unlock(&shim->mutex);
}

static int fault_of(struct file *file)
{
	return file->which == SHIM_FILES ? SHIM_NO_FAULT : atomic_load(&file->shim->fault);
}

static int on_close(sqlite3_file *base)
{
	return real_of(base)->pMethods->xClose(real_of(base));
}

static int on_read(sqlite3_file *base, void *out, int length, sqlite3_int64 offset)
{
	return real_of(base)->pMethods->xRead(real_of(base), out, length, offset);
}

static int on_write(sqlite3_file *base, const void *bytes, int length, sqlite3_int64 offset)
{
	struct file *file = file_of(base);
	int fault = fault_of(file);

	if (fault == SHIM_DISK_FULL || (fault == SHIM_LOG_FULL && file->which == SHIM_LOG))
		return SQLITE_FULL;
	if (fault == SHIM_WRITE_FAILS)
		return SQLITE_IOERR_WRITE;
	if (file->which != SHIM_FILES)
		remember(
			file->shim,
			(struct shim_event){.kind = SHIM_WRITE, .file = file->which, .offset = offset, .length = (size_t)length},
			bytes);
	return file->real->pMethods->xWrite(file->real, bytes, length, offset);
}

static int on_truncate(sqlite3_file *base, sqlite3_int64 size)
{
	struct file *file = file_of(base);

	if (file->which != SHIM_FILES)
		remember(file->shim, (struct shim_event){.kind = SHIM_CUT, .file = file->which, .offset = size}, NULL);
	return file->real->pMethods->xTruncate(file->real, size);
}

static int on_sync(sqlite3_file *base, int flags)
{
	struct file *file = file_of(base);
	int fault = fault_of(file), code;

	if (fault == SHIM_SYNC_FAILS)
		return SQLITE_IOERR_FSYNC;
	if (fault == SHIM_SYNC_SKIPPED)
		return SQLITE_OK;
	/* What is recorded is what would be on the disk; a recording needs no real sync. */
	code = file->shim->record ? SQLITE_OK : file->real->pMethods->xSync(file->real, flags);
	if (file->which != SHIM_FILES && code == SQLITE_OK)
		remember(file->shim, (struct shim_event){.kind = SHIM_SYNC, .file = file->which}, NULL);
	return code;
}

static int on_size(sqlite3_file *base, sqlite3_int64 *size)
{
	return real_of(base)->pMethods->xFileSize(real_of(base), size);
}

static int on_lock(sqlite3_file *base, int level)
{
	return real_of(base)->pMethods->xLock(real_of(base), level);
}

static int on_unlock(sqlite3_file *base, int level)
{
	return real_of(base)->pMethods->xUnlock(real_of(base), level);
}

static int on_check_lock(sqlite3_file *base, int *out)
{
	return real_of(base)->pMethods->xCheckReservedLock(real_of(base), out);
}

static int on_control(sqlite3_file *base, int operation, void *argument)
{
	return real_of(base)->pMethods->xFileControl(real_of(base), operation, argument);
}

static int on_sector(sqlite3_file *base)
{
	return real_of(base)->pMethods->xSectorSize(real_of(base));
}

static int on_characteristics(sqlite3_file *base)
{
	return real_of(base)->pMethods->xDeviceCharacteristics(real_of(base));
}

static int on_shm_map(sqlite3_file *base, int page, int size, int extend, void volatile **out)
{
	return real_of(base)->pMethods->xShmMap(real_of(base), page, size, extend, out);
}

static int on_shm_lock(sqlite3_file *base, int offset, int n, int flags)
{
	return real_of(base)->pMethods->xShmLock(real_of(base), offset, n, flags);
}

static void on_shm_barrier(sqlite3_file *base)
{
	real_of(base)->pMethods->xShmBarrier(real_of(base));
}

static int on_shm_unmap(sqlite3_file *base, int remove)
{
	return real_of(base)->pMethods->xShmUnmap(real_of(base), remove);
}

static const sqlite3_io_methods methods = {.iVersion = 2,
										   .xClose = on_close,
										   .xRead = on_read,
										   .xWrite = on_write,
										   .xTruncate = on_truncate,
										   .xSync = on_sync,
										   .xFileSize = on_size,
										   .xLock = on_lock,
										   .xUnlock = on_unlock,
										   .xCheckReservedLock = on_check_lock,
										   .xFileControl = on_control,
										   .xSectorSize = on_sector,
										   .xDeviceCharacteristics = on_characteristics,
										   .xShmMap = on_shm_map,
										   .xShmLock = on_shm_lock,
										   .xShmBarrier = on_shm_barrier,
										   .xShmUnmap = on_shm_unmap};

static int on_open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *base, int flags, int *flags_out)
{
	struct shim *shim = (struct shim *)vfs;
	struct file *file = file_of(base);
	int code;

	file->base.pMethods = NULL;
	file->shim = shim;
	file->which = flags & SQLITE_OPEN_MAIN_DB ? SHIM_DATABASE : flags & SQLITE_OPEN_WAL ? SHIM_LOG : SHIM_FILES;
	file->real = (sqlite3_file *)(file + 1);
	code = shim->system->xOpen(shim->system, name, file->real, flags, flags_out);
	if (code == SQLITE_OK)
		file->base.pMethods = &methods;
	return code;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	struct shim *shim = (struct shim *)vfs;
	const char *log = strstr(name, "-wal");

	if (log && log[4] == '\0')
		remember(shim, (struct shim_event){.kind = SHIM_DELETE, .file = SHIM_LOG}, NULL);
	return shim->system->xDelete(shim->system, name, sync_folder && !shim->record);
}

struct shim *shim_open(const char *name, bool record)
{
	struct shim *shim = calloc(1, sizeof(*shim));

	shim->system = sqlite3_vfs_find(NULL);
	shim->vfs = *shim->system; /* what is not replaced below works on no file of ours */
	shim->vfs.pNext = NULL;
	shim->vfs.zName = name;
	shim->vfs.szOsFile = (int)sizeof(struct file) + shim->system->szOsFile;
	shim->vfs.xOpen = on_open;
	shim->vfs.xDelete = on_delete;
	shim->record = record;
	pthread_mutex_init(&shim->mutex, NULL);
	pthread_cond_init(&shim->synced, NULL);
	sqlite3_vfs_register(&shim->vfs, 0);
	return shim;
}

void shim_close(struct shim *shim)
{
	sqlite3_vfs_unregister(&shim->vfs);
	for (size_t i = 0; i < shim->n; i++)
		free(shim->events[i].bytes);
	free(shim->events);
	pthread_cond_destroy(&shim->synced);
	pthread_mutex_destroy(&shim->mutex);
	free(shim);
}

void shim_set_fault(struct shim *shim, enum shim_fault fault)
{
	atomic_store(&shim->fault, fault);
}

void shim_mark(struct shim *shim, int64_t number)
{
	remember(shim, (struct shim_event){.kind = SHIM_MARK, .offset = number}, NULL);
}

int shim_synced(struct shim *shim, enum shim_file file)
{
	int times;

	pthread_mutex_lock(&shim->mutex);
	times = shim->syncs[file];
	pthread_mutex_unlock(&shim->mutex);
	return times;
}

void shim_wait_synced(struct shim *shim, enum shim_file file, int times)
{
	pthread_mutex_lock(&shim->mutex);
	while (shim->syncs[file] < times)
		pthread_cond_wait(&shim->synced, &shim->mutex);
	pthread_mutex_unlock(&shim->mutex);
}

const struct shim_event *shim_events(struct shim *shim, size_t *n)
{
	*n = shim->n;
	return shim->events;
}

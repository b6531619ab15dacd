#include "common/store/store.h"
#include "common/base/array.h"
#include "common/store/outbox.h"
#include "common/store/writer.h"
#include "store/sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#define READERS   2
#define PATH_SIZE 4096

static const struct sql sql_begin_read = {"begin_read", "BEGIN"};

struct reader {
	struct store *store;
	struct db *db;
	pthread_t thread;
	bool running;
};

struct store {
	struct writer writer;
	struct queue reads;
	struct reader *readers;
	size_t n_readers;
	char *path;
	enum db_synchronous synchronous;
	int lock; /* the open file whose lock says that the database is ours */
};

static struct store_read *read_of(struct queue_link *link)
{
	return (struct store_read *)((char *)link - offsetof(struct store_read, link));
}

static void read_run(struct reader *reader, struct store_read *read)
{
	enum status status;

	pthread_rwlock_rdlock(&reader->store->writer.gate);
	connection_run(reader->db, &sql_begin_read);
	connection_set_deadline(reader->db, &reader->store->writer.environment, read->deadline_ms);
	read->run(read, reader->db);
	connection_settle(reader->db);
	connection_set_deadline(reader->db, NULL, 0);
	status = db_status(reader->db);
	connection_rollback(reader->db);
	pthread_rwlock_unlock(&reader->store->writer.gate);
	read->done(read, status);
}

static void *reader_main(void *argument)
{
	struct reader *reader = argument;

	for (struct queue_link *link; (link = queue_pop(&reader->store->reads));)
		read_run(reader, read_of(link));
	return NULL;
}

static enum status reader_start(struct store *store, struct reader *reader, const struct store_config *config)
{
	pthread_attr_t attributes;
	enum status status = connection_open(
		&reader->db, &(struct connection_settings){
						 .path = config->path, .mode = DB_READER, .vfs = config->vfs, .log = config->environment->log});

	if (status != STATUS_OK)
		return status;
	reader->store = store;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, STORE_STACK);
	reader->running = pthread_create(&reader->thread, &attributes, reader_main, reader) == 0;
	pthread_attr_destroy(&attributes);
	return reader->running ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
}

/* A file of its own: closing any descriptor of the database file would drop SQLite's locks on it. */
static enum status lock_take(int *out, const struct store_config *config)
{
	struct log *log = config->environment->log;
	char path[PATH_SIZE];
	int lock;

	if (snprintf(path, sizeof(path), "%s-lock", config->path) >= (int)sizeof(path))
		return STATUS_INVALID_ARGUMENT;
	lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	if (lock < 0) {
		log_error(log, "the lock of the database cannot be opened", log_text("error", strerror(errno)));
		return STATUS_INTERNAL;
	}
	if (flock(lock, LOCK_EX | LOCK_NB) != 0) {
		log_error(log, "another process has this database open: two must not write to it", log_text("lock", path));
		close(lock);
		return STATUS_FAILED_PRECONDITION;
	}
	*out = lock;
	return STATUS_OK;
}

static bool epoch_make(struct db *db, const struct environment *environment)
{
	struct id epoch = outbox_epoch(db);
	struct query query;

	if (!id_is_zero(&epoch))
		return true;
	environment_random(environment, epoch.bytes, sizeof(epoch.bytes));
	query = query_begin(db, SQL(meta_write));
	query_bind_text(&query, 1, "epoch");
	query_bind_bytes(&query, 2, epoch.bytes, sizeof(epoch.bytes));
	return query_run(&query);
}

static enum status writer_open(struct store *store, const struct store_config *config)
{
	const struct environment *environment = config->environment;
	int64_t now_ms = environment_now_ms(environment);
	struct db *db = NULL;
	enum status status = connection_open(&db, &(struct connection_settings){.path = config->path,
																			.mode = DB_WRITER,
																			.synchronous = config->synchronous,
																			.vfs = config->vfs,
																			.log = environment->log});

	if (status == STATUS_OK)
		status = migrate(db, &store_migrations, now_ms, environment->log);
	if (status == STATUS_OK && config->migrations)
		status = migrate(db, config->migrations, now_ms, environment->log);
	if (status == STATUS_OK && !epoch_make(db, environment))
		status = db_status(db);
	if (status != STATUS_OK) {
		db_close(db);
		return status;
	}
	return writer_start(&store->writer, db, config);
}

static enum status readers_open(struct store *store, const struct store_config *config)
{
	size_t n = config->readers ? config->readers : READERS;
	enum status status = STATUS_OK;

	store->readers = calloc(n, sizeof(*store->readers));
	if (!store->readers)
		return STATUS_RESOURCE_EXHAUSTED;
	while (status == STATUS_OK && store->n_readers < n)
		status = reader_start(store, &store->readers[store->n_readers++], config);
	return status;
}

enum status store_open(struct store **out, const struct store_config *config)
{
	struct store *store = calloc(1, sizeof(*store));
	enum status status;

	if (!store)
		return STATUS_RESOURCE_EXHAUSTED;
	store->lock = -1;
	store->synchronous = config->synchronous;
	store->path = strdup(config->path);
	queue_init(&store->reads, config->queue_bound ? config->queue_bound : 1024);
	status = store->path ? lock_take(&store->lock, config) : STATUS_RESOURCE_EXHAUSTED;
	if (status == STATUS_OK)
		status = writer_open(store, config);
	if (status == STATUS_OK)
		status = readers_open(store, config);
	if (status != STATUS_OK) {
		store_close(store);
		return status;
	}
	*out = store;
	return STATUS_OK;
}

static void readers_close(struct store *store)
{
	queue_close(&store->reads);
	for (size_t i = 0; i < store->n_readers; i++) {
		if (store->readers[i].running)
			pthread_join(store->readers[i].thread, NULL);
		db_close(store->readers[i].db);
	}
	free(store->readers);
	queue_fini(&store->reads);
}

void store_close(struct store *store)
{
	if (!store)
		return;
	readers_close(store);
	if (store->writer.db)
		writer_stop(&store->writer);
	if (store->lock >= 0)
		close(store->lock);
	free(store->path);
	free(store);
}

bool store_submit_write(struct store *store, struct store_write *write)
{
	return queue_push(&store->writer.queue, &write->link);
}

bool store_submit_read(struct store *store, struct store_read *read)
{
	return queue_push(&store->reads, &read->link);
}

static bool nothing_run(void *context, struct db *db)
{
	(void)context;
	(void)db;
	return true;
}

enum status store_scrub(struct store *store, int64_t *stall_ms)
{
	writer_want_scrub(&store->writer, true);
	enum status status = store_write_now(store, nothing_run, NULL); /* a group, behind which it comes */
	if (status == STATUS_OK)
		return writer_await_scrub(&store->writer, stall_ms);
	writer_want_scrub(&store->writer, false);
	return status;
}

static struct store_queue_state queue_state(struct queue *queue)
{
	return (struct store_queue_state){queue_length(queue), queue->bound, queue_refusals(queue)};
}

void store_state(struct store *store, struct store_state *out)
{
	*out = (struct store_state){.writing = queue_state(&store->writer.queue),
								.reading = queue_state(&store->reads),
								.commits = atomic_load(&store->writer.commits),
								.writes = atomic_load(&store->writer.writes),
								.head_seq = atomic_load(&store->writer.head_seq),
								.commit_ms_total = (int64_t)(atomic_load(&store->writer.commit_duration.sum) / 1000000),
								.synchronous = store->synchronous == DB_FULL,
								.commit_duration = &store->writer.commit_duration,
								.commit_writes = &store->writer.commit_writes};
}

int64_t store_bytes(const struct store *store)
{
	static const char *const ends[] = {"", "-wal"};
	char path[PATH_SIZE];
	struct stat file;
	int64_t bytes = 0;

	for (size_t i = 0; i < ARRAY_LENGTH(ends); i++)
		if (snprintf(path, sizeof(path), "%s%s", store->path, ends[i]) < PATH_SIZE && stat(path, &file) == 0)
			bytes += file.st_size;
	return bytes;
}

enum status store_health(struct store *store)
{
	return (enum status)atomic_load(&store->writer.health);
}

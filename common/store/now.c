/* now: work that its submitter waits for. */
#include "common/store/store.h"

#include "common/store/db.h"

struct waiter {
	pthread_mutex_t mutex;
	pthread_cond_t ended;
	bool over;
	enum status status;
	void *context;
};

struct write_now {
	struct store_write write; /* first: found by its address */
	struct waiter waiter;
	bool (*run)(void *context, struct db *db);
};

struct read_now {
	struct store_read read; /* first: found by its address */
	struct waiter waiter;
	void (*run)(void *context, struct db *db);
};

static void waiter_init(struct waiter *waiter, void *context)
{
	*waiter = (struct waiter){.context = context};
	pthread_mutex_init(&waiter->mutex, NULL);
	pthread_cond_init(&waiter->ended, NULL);
}

static void waiter_end(struct waiter *waiter, enum status status)
{
	pthread_mutex_lock(&waiter->mutex);
	waiter->over = true;
	waiter->status = status;
	pthread_cond_signal(&waiter->ended);
	pthread_mutex_unlock(&waiter->mutex);
}

/* `submitted`: whether somebody will end it. */
static enum status waiter_wait(struct waiter *waiter, bool submitted)
{
	if (!submitted)
		waiter->status = STATUS_RESOURCE_EXHAUSTED;
	pthread_mutex_lock(&waiter->mutex);
	while (submitted && !waiter->over)
		pthread_cond_wait(&waiter->ended, &waiter->mutex);
	pthread_mutex_unlock(&waiter->mutex);
	pthread_cond_destroy(&waiter->ended);
	pthread_mutex_destroy(&waiter->mutex);
	return waiter->status;
}

static bool write_run(struct store_write *write, struct db *db)
{
	struct write_now *now = (struct write_now *)write;

	return now->run(now->waiter.context, db);
}

static void write_done(struct store_write *write, enum status committed)
{
	waiter_end(&((struct write_now *)write)->waiter, committed);
}

enum status store_write_now(struct store *store, bool (*run)(void *context, struct db *db), void *context)
{
	struct write_now now = {.write = {.run = write_run, .done = write_done}, .run = run};

	waiter_init(&now.waiter, context);
	return waiter_wait(&now.waiter, store_submit_write(store, &now.write));
}

static void read_run(struct store_read *read, struct db *db)
{
	struct read_now *now = (struct read_now *)read;

	now->run(now->waiter.context, db);
}

static void read_done(struct store_read *read, enum status status)
{
	waiter_end(&((struct read_now *)read)->waiter, status);
}

enum status store_read_until(struct store *store, void (*run)(void *context, struct db *db), void *context,
							 int64_t deadline_ms)
{
	struct read_now now = {.read = {.run = read_run, .done = read_done, .deadline_ms = deadline_ms}, .run = run};

	waiter_init(&now.waiter, context);
	return waiter_wait(&now.waiter, store_submit_read(store, &now.read));
}

enum status store_read_now(struct store *store, void (*run)(void *context, struct db *db), void *context)
{
	return store_read_until(store, run, context, 0);
}

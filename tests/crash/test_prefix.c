/* A power cut at any moment of a workload loses nothing that was acknowledged.
 *
 * The workload runs through the store once, recorded by the shim. Then the disk is rebuilt as it may be found after a
 * cut behind each recorded event: what was synced is there; of the rest nothing, everything, or any part (each 4 KiB of
 * a write kept, dropped or torn at a 512-byte sector, in any combination) is. Each image is opened and checked. With
 * synchronous NORMAL the same check must find losses, and also when the end of each commit comes to the disk after its
 * sync: else it could not find any. Everything kept is what a killed process leaves: then NORMAL loses nothing either.
 */
#include "tests/support/support.h"

#include "common/store/connection.h"
#include "store/sql.h"
#include "tests/crash/shim.h"
#include "tests/crash/work.h"

#include <fcntl.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SECTOR      512
#define PIECE       4096 /* that is kept or lost for itself */
#define TORN_OFTEN  6    /* torn images at a sync or an acknowledgement */
#define TORN_SELDOM 1    /* and behind each other write */
#define JOBS        120

struct fixture {
	struct test_world world;
	char *folder;
	char path[512];
};

/* A file as it is found, and the part of it that is certain. */
struct content {
	uint8_t *bytes;
	size_t size, room;
};

struct disk {
	struct content synced[SHIM_FILES];
	size_t since[SHIM_FILES]; /* events before it are in `synced` */
};

static int setup(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	test_world_init(&fixture->world);
	fixture->folder = test_folder_make();
	snprintf(fixture->path, sizeof(fixture->path), "%s/things.db", fixture->folder);
	*state = fixture;
	return 0;
}

static int teardown(void **state)
{
	struct fixture *fixture = *state;

	test_folder_remove(fixture->folder);
	free(fixture);
	return 0;
}

struct job {
	struct store_write write;
	struct shim *shim;
	int64_t number, now_ms;
	bool keep;
	sem_t *ended;
};

static bool job_run(struct store_write *write, struct db *db)
{
	struct job *job = (struct job *)write;

	return work_put(db, job->number, job->now_ms) && job->keep;
}

static void job_done(struct store_write *write, enum status committed)
{
	struct job *job = (struct job *)write;

	if (committed == STATUS_OK)
		shim_mark(job->shim, job->number);
	sem_post(job->ended);
}

/* Some in one group, some alone, every tenth rolled back. */
static void put(struct fixture *fixture, struct store *store, struct shim *shim, int64_t first, int64_t last)
{
	struct job jobs[8];
	sem_t ended;

	sem_init(&ended, 0, 0);
	for (int64_t number = first; number < last;) {
		int n = (int)(number % 5) + 1;
		for (int i = 0; i < n; i++) {
			jobs[i] = (struct job){.write = {.run = job_run, .done = job_done},
								   .shim = shim,
								   .number = number + i,
								   .now_ms = atomic_load(&fixture->world.now_ms),
								   .keep = (number + i) % 10 != 9,
								   .ended = &ended};
			assert_true(store_submit_write(store, &jobs[i].write));
		}
		for (int i = 0; i < n; i++)
			sem_wait(&ended);
		number += n;
	}
	sem_destroy(&ended);
}

static struct store *open_recorded(struct fixture *fixture, enum db_synchronous synchronous)
{
	struct store *store = NULL;

	assert_int_equal(store_open(&store, &(struct store_config){.path = fixture->path,
															   .migrations = &work_migrations,
															   .synchronous = synchronous,
															   .environment = &fixture->world.environment,
															   .vfs = "recorded"}),
					 STATUS_OK);
	return store;
}

/* Migration from nothing, commits, a clean end; then a checkpoint while open, so that the log is overwritten. */
static void workload(struct fixture *fixture, struct shim *shim, enum db_synchronous synchronous)
{
	struct store *store = open_recorded(fixture, synchronous);
	int synced;

	put(fixture, store, shim, 0, JOBS / 3);
	store_close(store);
	store = open_recorded(fixture, synchronous);
	synced = shim_synced(shim, SHIM_DATABASE);
	put(fixture, store, shim, JOBS / 3 + 5, 2 * JOBS / 3);
	shim_wait_synced(shim, SHIM_DATABASE, synced + 1);
	put(fixture, store, shim, 2 * JOBS / 3 + 5, JOBS);
	store_close(store);
}

static void content_apply(struct content *content, const struct shim_event *event, size_t from, size_t to)
{
	size_t end = event->kind == SHIM_WRITE ? (size_t)event->offset + to : (size_t)event->offset;

	if (end > content->room) {
		content->room = 2 * end;
		content->bytes = realloc(content->bytes, content->room);
	}
	if (end > content->size)
		memset(content->bytes + content->size, 0, end - content->size);
	if (end > content->size || event->kind != SHIM_WRITE)
		content->size = end;
	if (event->kind == SHIM_WRITE && to > from)
		memcpy(content->bytes + event->offset + from, event->bytes + from, to - from);
}

static void content_copy(struct content *to, const struct content *from)
{
	if (from->size > to->room) {
		to->room = from->room;
		to->bytes = realloc(to->bytes, to->room);
	}
	if (from->size)
		memcpy(to->bytes, from->bytes, from->size);
	to->size = from->size;
}

static uint32_t draw(uint64_t *seed)
{
	*seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (uint32_t)(*seed >> 33);
}

enum variant { NOTHING_KEPT, ALL_KEPT, TORN };

static void piece_found(struct content *content, const struct shim_event *event, size_t from, size_t to, uint64_t *seed)
{
	size_t sectors = (to - from) / SECTOR, cut = from + (sectors ? draw(seed) % (sectors + 1) * SECTOR : 0);
	uint32_t how = draw(seed) % 4;

	if (how == 1)
		content_apply(content, event, from, to);
	else if (how == 2) /* only the beginning */
		content_apply(content, event, from, cut);
	else if (how == 3) /* only the end */
		content_apply(content, event, cut, to);
}

static void event_found(struct content *content, const struct shim_event *event, enum variant variant, uint64_t *seed)
{
	if (variant == ALL_KEPT || event->kind != SHIM_WRITE) {
		if (variant == ALL_KEPT || draw(seed) % 4)
			content_apply(content, event, 0, event->length);
		return;
	}
	for (size_t from = 0, to; from < event->length; from = to) {
		to = from + PIECE - ((size_t)event->offset + from) % PIECE;
		if (to > event->length)
			to = event->length;
		piece_found(content, event, from, to, seed);
	}
}

static void image_write(const char *path, const struct content *content)
{
	int file;

	unlink(path); /* a new file: some file systems write out one that was cut to nothing before */
	file = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	assert_true(file >= 0);
	assert_int_equal(write(file, content->size ? content->bytes : (const void *)"", content->size), content->size);
	close(file);
}

struct tally {
	int64_t images, lost, torn;
	int64_t lost_when_killed; /* with everything kept that was written */
	struct content found[SHIM_FILES];
	int64_t acknowledged[JOBS];
	size_t n_acknowledged;
};

static void image_check(struct fixture *fixture, struct tally *tally)
{
	struct connection_settings settings = {.mode = DB_WRITER, .synchronous = DB_NORMAL, .vfs = "images"};
	struct work_seen seen;
	char path[600], side[700];
	struct db *db = NULL;

	snprintf(path, sizeof(path), "%s/image.db", fixture->folder);
	image_write(path, &tally->found[SHIM_DATABASE]);
	snprintf(side, sizeof(side), "%s-shm", path);
	unlink(side);
	snprintf(side, sizeof(side), "%s-wal", path);
	image_write(side, &tally->found[SHIM_LOG]);
	settings.path = path;
	assert_int_equal(connection_open(&db, &settings), STATUS_OK);
	assert_int_equal(migrate(db, &store_migrations, 1, NULL), STATUS_OK);
	assert_int_equal(migrate(db, &work_migrations, 1, NULL), STATUS_OK);
	seen = work_check(db, tally->acknowledged, tally->n_acknowledged);
	db_close(db);
	tally->images++;
	tally->lost += seen.lost > 0;
	tally->torn += !seen.whole;
}

static void cut_behind(struct fixture *fixture, struct tally *tally, const struct disk *disk,
					   const struct shim_event *events, size_t n, enum variant variant, uint64_t seed)
{
	for (int file = 0; file < SHIM_FILES; file++)
		content_copy(&tally->found[file], &disk->synced[file]);
	for (size_t i = 0; variant != NOTHING_KEPT && i < n; i++)
		if ((events[i].kind == SHIM_WRITE || events[i].kind == SHIM_CUT) && i >= disk->since[events[i].file])
			event_found(&tally->found[events[i].file], &events[i], variant, &seed);
	int64_t lost = tally->lost;
	image_check(fixture, tally);
	if (variant == ALL_KEPT)
		tally->lost_when_killed += tally->lost - lost;
}

/* The n-th event is certain now: a sync makes all of its file so; a deleted file is a new one when it comes again. */
static void disk_advance(struct disk *disk, const struct shim_event *events, size_t n)
{
	enum shim_file file = events[n].file;

	if (events[n].kind == SHIM_DELETE)
		disk->synced[file].size = 0;
	else if (events[n].kind != SHIM_SYNC)
		return;
	for (size_t i = disk->since[file]; events[n].kind == SHIM_SYNC && i < n; i++)
		if (events[i].file == file && (events[i].kind == SHIM_WRITE || events[i].kind == SHIM_CUT))
			content_apply(&disk->synced[file], &events[i], 0, events[i].length);
	disk->since[file] = n + 1;
}

/* From the moment there is a database: its first page is guarded by a journal of another kind, which is not recorded.
 */
static void cuts(struct fixture *fixture, struct tally *tally, const struct shim_event *events, size_t n)
{
	struct disk disk = {0};
	size_t begin = 0;

	while (events[begin].kind != SHIM_SYNC)
		begin++;
	disk_advance(&disk, events, begin);
	for (size_t i = begin + 1; i < n; i++) {
		bool often = events[i].kind != SHIM_WRITE;
		int torn = often ? TORN_OFTEN : TORN_SELDOM;
		if (often)
			cut_behind(fixture, tally, &disk, events, i, NOTHING_KEPT, 0);
		cut_behind(fixture, tally, &disk, events, i, ALL_KEPT, 0);
		for (int k = 0; k < torn; k++)
			cut_behind(fixture, tally, &disk, events, i, TORN, i * 31 + (uint64_t)k);
		if (events[i].kind == SHIM_MARK)
			tally->acknowledged[tally->n_acknowledged++] = events[i].offset;
		disk_advance(&disk, events, i);
	}
	cut_behind(fixture, tally, &disk, events, n, NOTHING_KEPT, 0);
	for (int file = 0; file < SHIM_FILES; file++) {
		free(disk.synced[file].bytes);
		free(tally->found[file].bytes);
	}
}

/* As if something between SQLite and the disk let the last write out only after the sync that should have made it
 * certain. */
static struct shim_event *hold_back(const struct shim_event *events, size_t n)
{
	struct shim_event *held = malloc(n * sizeof(*held));

	memcpy(held, events, n * sizeof(*held));
	for (size_t i = 1; i < n; i++)
		if (events[i].kind == SHIM_SYNC && events[i].file == SHIM_LOG && events[i - 1].kind == SHIM_WRITE) {
			held[i - 1] = events[i];
			held[i] = events[i - 1];
		}
	return held;
}

static struct tally prefixes(struct fixture *fixture, enum db_synchronous synchronous, bool held_back)
{
	struct shim *recorded = shim_open("recorded", true), *images = shim_open("images", false);
	struct tally tally = {0};
	const struct shim_event *events;
	struct shim_event *held;
	size_t n;

	shim_set_fault(images, SHIM_SYNC_SKIPPED);
	workload(fixture, recorded, synchronous);
	events = shim_events(recorded, &n);
	held = hold_back(events, n);
	cuts(fixture, &tally, held_back ? held : events, n);
	free(held);
	printf("%zu events, %lld images, %zu acknowledged: %lld images lost some, %lld images torn\n", n,
		   (long long)tally.images, tally.n_acknowledged, (long long)tally.lost, (long long)tally.torn);
	shim_close(images);
	shim_close(recorded);
	return tally;
}

static void a_power_cut_loses_nothing_acknowledged(void **state)
{
	struct tally tally = prefixes(*state, DB_FULL, false);

	assert_true(tally.n_acknowledged > JOBS / 2);
	assert_true(tally.images > 1000);
	assert_int_equal(tally.lost, 0);
	assert_int_equal(tally.torn, 0);
}

static void without_the_sync_the_same_check_finds_losses_but_not_of_a_killed_process(void **state)
{
	struct tally tally = prefixes(*state, DB_NORMAL, false);

	assert_true(tally.lost > 0);
	assert_int_equal(tally.lost_when_killed, 0);
	assert_int_equal(tally.torn, 0);
}

static void with_the_end_of_a_commit_behind_its_sync_the_same_check_finds_losses(void **state)
{
	struct tally tally = prefixes(*state, DB_FULL, true);

	assert_true(tally.lost > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_power_cut_loses_nothing_acknowledged, setup, teardown),
		cmocka_unit_test_setup_teardown(without_the_sync_the_same_check_finds_losses_but_not_of_a_killed_process, setup,
										teardown),
		cmocka_unit_test_setup_teardown(with_the_end_of_a_commit_behind_its_sync_the_same_check_finds_losses, setup,
										teardown),
	};

	return cmocka_run_group_tests_name("prefix", tests, NULL, NULL);
}

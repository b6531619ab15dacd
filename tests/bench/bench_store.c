/* bench_store: how many recognitions a second the writer commits, in groups and one transaction each.
 *
 *     bench_store FOLDER [SECONDS [EXISTING]]
 *
 * FOLDER must lie on the disk that is asked about. A job runs the statements of a recognition: look-up of the request
 * id, two members, the recognition with two indexes, its arc with one, the request id, an event, an audit row.
 * EXISTING recognitions are written first. Prints a line of JSON a case. */
#include "common/base/environment.h"
#include "common/store/audit.h"
#include "common/store/idempotency.h"
#include "common/store/outbox.h"
#include "common/store/store.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define MEMBERS     10000
#define CONNECTIONS 64
#define METHOD      "kleos.recognitions.v1.RecognitionsService/GiveRecognition"

static const struct sql tables = {
	"001_bench", "CREATE TABLE member (id BLOB NOT NULL PRIMARY KEY, team INTEGER NOT NULL) STRICT, WITHOUT ROWID;"
				 "CREATE TABLE recognition (id BLOB NOT NULL PRIMARY KEY, giver BLOB NOT NULL, message TEXT NOT NULL,"
				 " value TEXT NOT NULL, visibility INTEGER NOT NULL, give_ms INTEGER NOT NULL) STRICT;"
				 "CREATE INDEX recognition_by_giver ON recognition (giver, give_ms, id);"
				 "CREATE INDEX recognition_by_time ON recognition (give_ms, id) WHERE visibility >= 4;"
				 "CREATE TABLE arc (recognition BLOB NOT NULL, position INTEGER NOT NULL, receiver BLOB NOT NULL,"
				 " team INTEGER NOT NULL, give_ms INTEGER NOT NULL, PRIMARY KEY (recognition, position))"
				 " STRICT, WITHOUT ROWID;"
				 "CREATE INDEX arc_by_receiver ON arc (receiver, give_ms, recognition);"};
static const struct migration_set bench = {"bench", (const struct sql *const[]){&tables}, 1};
static const struct sql member_insert = {"member_insert", "INSERT INTO member (id, team) VALUES ($1, $2)"};
static const struct sql member_team = {"member_team", "SELECT team FROM member WHERE id = $1"};
static const struct sql recognition_insert = {
	"recognition_insert",
	"INSERT INTO recognition (id, giver, message, value, visibility, give_ms) VALUES ($1, $2, $3, $4, $5, $6)"};
static const struct sql arc_insert = {
	"arc_insert", "INSERT INTO arc (recognition, position, receiver, team, give_ms) VALUES ($1, $2, $3, $4, $5)"};

static const char message[] = "Thank you for staying late with the migration on Thursday and for writing down what we "
							  "learned: the next team will not have to find it out again.";

struct run {
	struct store *store;
	struct environment environment;
	struct id *members;
	bool ordered_keys; /* request ids are UUIDv7, else random */
	_Atomic bool over;
	_Atomic int64_t done, failed;
};

struct job {
	struct store_write write;
	struct run *run;
	struct id id, giver, receiver, request;
	int64_t now_ms;
	sem_t ended;
};

static struct id member_at(struct run *run)
{
	uint32_t number;

	environment_random(&run->environment, &number, sizeof(number));
	return run->members[number % MEMBERS];
}

static int64_t team_of(struct db *db, const struct id *member)
{
	struct query query = query_begin(db, &member_team);
	int64_t team;

	query_bind_id(&query, 1, member);
	team = query_step(&query) ? query_number(&query, "team") : 0;
	query_end(&query);
	return team;
}

static void recognition_put(struct db *db, const struct job *job, int64_t team)
{
	struct query query = query_begin(db, &recognition_insert);

	query_bind_id(&query, 1, &job->id);
	query_bind_id(&query, 2, &job->giver);
	query_bind_text(&query, 3, message);
	query_bind_text(&query, 4, "care");
	query_bind_number(&query, 5, 4);
	query_bind_number(&query, 6, job->now_ms);
	query_run(&query);
	query = query_begin(db, &arc_insert);
	query_bind_id(&query, 1, &job->id);
	query_bind_number(&query, 2, 0);
	query_bind_id(&query, 3, &job->receiver);
	query_bind_number(&query, 4, team);
	query_bind_number(&query, 5, job->now_ms);
	query_run(&query);
}

static bool give(struct store_write *write, struct db *db)
{
	struct job *job = (struct job *)write;
	struct idempotency_key key;
	struct payload_digest payload = payload_digest(message, sizeof(message)), found;
	char request_id[ID_TEXT_SIZE];
	struct id resource;

	id_format(request_id, &job->request);
	key = idempotency_key(&job->giver, METHOD, request_id);
	if (idempotency_find(db, &key, job->now_ms, &found, &resource))
		return false;
	team_of(db, &job->giver);
	recognition_put(db, job, team_of(db, &job->receiver));
	idempotency_insert(db, &key, &payload, &job->id, job->now_ms);
	outbox_append(db, "recognition.given", &job->id, job->now_ms, false);
	audit_append(db, &(struct audit_entry){.time_ms = job->now_ms,
										   .actor = job->giver,
										   .action = "recognition.give",
										   .subject = job->id,
										   .call_id = request_id});
	return true;
}

static void given(struct store_write *write, enum status committed)
{
	struct job *job = (struct job *)write;

	atomic_fetch_add(committed == STATUS_OK ? &job->run->done : &job->run->failed, 1);
	sem_post(&job->ended);
}

static void job_fill(struct job *job, struct run *run)
{
	job->write = (struct store_write){.run = give, .done = given};
	job->run = run;
	job->now_ms = environment_now_ms(&run->environment);
	job->id = id_new(&run->environment);
	job->request = job->id;
	if (!run->ordered_keys)
		environment_random(&run->environment, &job->request, ID_SIZE);
	job->giver = member_at(run);
	job->receiver = member_at(run);
}

static void *caller(void *argument)
{
	struct run *run = argument;
	struct job job;

	sem_init(&job.ended, 0, 0);
	while (!atomic_load(&run->over)) {
		job_fill(&job, run);
		if (!store_submit_write(run->store, &job.write))
			continue;
		sem_wait(&job.ended);
	}
	sem_destroy(&job.ended);
	return NULL;
}

static bool members_put(void *context, struct db *db)
{
	struct run *run = context;

	for (int i = 0; i < MEMBERS; i++) {
		struct query query = query_begin(db, &member_insert);
		query_bind_id(&query, 1, &run->members[i]);
		query_bind_number(&query, 2, i % 100);
		query_run(&query);
	}
	return true;
}

static void existing_put(struct run *run, int existing)
{
	struct job *jobs = calloc(1024, sizeof(*jobs));

	for (int i = 0; i < existing + 1024; i++) {
		struct job *job = &jobs[i % 1024];
		if (i >= 1024)
			sem_wait(&job->ended);
		else
			sem_init(&job->ended, 0, 0);
		job_fill(job, run);
		while (i < existing && !store_submit_write(run->store, &job->write))
			usleep(1000);
		if (i >= existing)
			sem_post(&job->ended);
	}
	free(jobs);
}

static void measure(struct run *run, const char *name, int callers, int seconds)
{
	struct store_state before, after;
	pthread_t threads[CONNECTIONS];
	int64_t begun, ms;

	atomic_store(&run->over, false);
	atomic_store(&run->done, 0);
	store_state(run->store, &before);
	begun = environment_monotonic_ms(&run->environment);
	for (int i = 0; i < callers; i++)
		pthread_create(&threads[i], NULL, caller, run);
	sleep((unsigned)seconds);
	atomic_store(&run->over, true);
	for (int i = 0; i < callers; i++)
		pthread_join(threads[i], NULL);
	ms = environment_monotonic_ms(&run->environment) - begun;
	store_state(run->store, &after);
	printf("{\"bench\":\"store\",\"case\":\"%s\",\"callers\":%d,\"per_second\":%.0f,\"jobs_a_commit\":%.1f,"
		   "\"commit_ms\":%.2f,\"failed\":%lld}\n",
		   name, callers, 1000.0 * (double)atomic_load(&run->done) / (double)ms,
		   (double)(after.writes - before.writes) / (double)(after.commits - before.commits),
		   (double)(after.commit_ms_total - before.commit_ms_total) / (double)(after.commits - before.commits),
		   (long long)atomic_load(&run->failed));
	fflush(stdout);
}

static void run_case(const char *folder, enum db_synchronous synchronous, bool ordered_keys, int seconds, int existing)
{
	struct run run = {.environment = environment_system(NULL), .ordered_keys = ordered_keys};
	char path[1024], name[64];

	snprintf(path, sizeof(path), "%s/bench-%d-%d-%d.db", folder, (int)getpid(), synchronous, ordered_keys);
	snprintf(name, sizeof(name), "%s, %s request ids", synchronous == DB_FULL ? "full" : "normal",
			 ordered_keys ? "UUIDv7" : "random");
	run.members = calloc(MEMBERS, sizeof(*run.members));
	for (int i = 0; i < MEMBERS; i++)
		run.members[i] = id_new(&run.environment);
	if (store_open(&run.store, &(struct store_config){.path = path,
													  .migrations = &bench,
													  .synchronous = synchronous,
													  .environment = &run.environment,
													  .queue_bound = 4096}) != STATUS_OK)
		exit(1);
	store_write_now(run.store, members_put, &run);
	existing_put(&run, existing);
	measure(&run, name, CONNECTIONS, seconds);
	measure(&run, name, 1, seconds);
	store_close(run.store);
	unlink(path);
	snprintf(path + strlen(path), 8, "-lock");
	unlink(path);
	free(run.members);
}

int main(int argc, char **argv)
{
	int seconds = argc > 2 ? atoi(argv[2]) : 3, existing = argc > 3 ? atoi(argv[3]) : 0;

	if (argc < 2 || seconds < 1) {
		fprintf(stderr, "usage: bench_store FOLDER [SECONDS [EXISTING]]\n");
		return 2;
	}
	run_case(argv[1], DB_FULL, true, seconds, existing);
	run_case(argv[1], DB_FULL, false, seconds, existing);
	run_case(argv[1], DB_NORMAL, true, seconds, existing);
	return 0;
}

#include "services/recognitions/impact/impact.h"

#include "services/recognitions/impact/heap.h"
#include "services/recognitions/impact/projection.h"
#include "services/recognitions/impact/snapshot.h"
#include "services/recognitions/impact/summary.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct impact {
	const struct environment *environment;
	char *snapshot;        /* path; NULL: none */
	uint64_t days_print;   /* of the snapshot */
	pthread_rwlock_t lock; /* of all below */
	struct projection projection;
	struct impact_mark mark;
	struct impact_mark saved; /* the mark of the snapshot file; of whoever saves */
	FILE *copy;               /* likewise: from impact_copy to impact_save */
	uint8_t key[DICTIONARY_KEY_SIZE];
	uint32_t slack;
};

static void load(struct impact *impact)
{
	const char *problem;
	if (!impact->snapshot)
		return;
	enum status status =
		snapshot_read(impact->snapshot, &impact->projection, &impact->mark, impact->days_print, &problem);
	if (status != STATUS_OK) {
		projection_fini(&impact->projection);
		projection_init(&impact->projection, impact->key, impact->slack);
		impact->mark = (struct impact_mark){0};
	}
	if (status != STATUS_OK && status != STATUS_NOT_FOUND)
		log_warn(impact->environment->log, "a snapshot of figures is left aside", log_text("because", problem));
	impact->saved = impact->mark;
}

void impact_open(struct impact **out, const struct impact_config *config)
{
	struct impact *impact = heap_array(1, sizeof *impact);
	pthread_rwlockattr_t attributes;
	impact->environment = config->environment;
	impact->slack = config->slack;
	impact->snapshot = config->snapshot ? heap_text(config->snapshot) : NULL;
	impact->days_print = config->days_print;
	environment_random(config->environment, impact->key, sizeof impact->key);
	pthread_rwlockattr_init(&attributes);
	/* a run of readers must not keep the applier out */
	pthread_rwlockattr_setkind_np(&attributes, PTHREAD_RWLOCK_PREFER_WRITER_NONRECURSIVE_NP);
	pthread_rwlock_init(&impact->lock, &attributes);
	pthread_rwlockattr_destroy(&attributes);
	projection_init(&impact->projection, impact->key, impact->slack);
	load(impact);
	*out = impact;
}

void impact_close(struct impact *impact)
{
	if (!impact)
		return;
	impact_copy(impact);
	impact_save(impact);
	projection_fini(&impact->projection);
	pthread_rwlock_destroy(&impact->lock);
	free(impact->snapshot);
	free(impact);
}

void impact_begin(struct impact *impact)
{
	pthread_rwlock_wrlock(&impact->lock);
}

void impact_apply_team(struct impact *impact, uint32_t team, const char *path)
{
	projection_set_team(&impact->projection, team, path);
}

void impact_apply_member(struct impact *impact, const struct impact_member *member)
{
	projection_set_member(&impact->projection, member);
}

enum status impact_apply_recognition(struct impact *impact, const struct impact_recognition *recognition)
{
	return projection_add(&impact->projection, recognition) ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
}

void impact_apply_change(struct impact *impact, const struct impact_change *change)
{
	projection_change(&impact->projection, change);
}

void impact_forget_members(struct impact *impact)
{
	roster_forget(&impact->projection.roster);
}

void impact_reset(struct impact *impact)
{
	projection_fini(&impact->projection);
	projection_init(&impact->projection, impact->key, impact->slack);
}

void impact_commit(struct impact *impact, const struct impact_mark *mark)
{
	projection_settle(&impact->projection);
	impact->mark = *mark;
	pthread_rwlock_unlock(&impact->lock);
}

struct impact_mark impact_applied(struct impact *impact)
{
	pthread_rwlock_rdlock(&impact->lock);
	struct impact_mark mark = impact->mark;
	pthread_rwlock_unlock(&impact->lock);
	return mark;
}

int64_t impact_applied_seq(struct impact *impact)
{
	return impact_applied(impact).seq;
}

uint32_t impact_team_count(struct impact *impact)
{
	pthread_rwlock_rdlock(&impact->lock);
	uint32_t n = impact->projection.teams.n;
	pthread_rwlock_unlock(&impact->lock);
	return n;
}

enum status impact_summarize(struct impact *impact, const struct impact_question *question, struct arena *arena,
							 Kleos__SummarizeImpactResponse *out)
{
	if (question->to_day < question->from_day || (int64_t)question->to_day - question->from_day >= IMPACT_DAYS_BOUND ||
		question->to_day > INT32_MAX / 2 || question->from_day < INT32_MIN / 2)
		return STATUS_INVALID_ARGUMENT;
	pthread_rwlock_rdlock(&impact->lock);
	summary_make(&impact->projection, question, arena, out);
	out->as_of_ms = impact->mark.time_ms;
	pthread_rwlock_unlock(&impact->lock);
	return STATUS_OK;
}

static void forget_save(struct impact *impact, enum status status)
{
	impact->saved = (struct impact_mark){0};
	log_warn(impact->environment->log, "a snapshot of figures could not be written",
			 log_text("status", status_name(status)));
}

void impact_copy(struct impact *impact)
{
	enum status status = STATUS_OK;
	pthread_rwlock_rdlock(&impact->lock);
	if (impact->snapshot && memcmp(&impact->mark, &impact->saved, sizeof impact->mark) != 0) {
		status =
			snapshot_write(&impact->copy, impact->snapshot, &impact->projection, &impact->mark, impact->days_print);
		impact->saved = impact->mark;
	}
	pthread_rwlock_unlock(&impact->lock);
	if (status != STATUS_OK)
		forget_save(impact, status);
}

void impact_save(struct impact *impact)
{
	enum status status = impact->copy ? snapshot_seal(impact->copy, impact->snapshot) : STATUS_OK;
	impact->copy = NULL;
	if (status != STATUS_OK)
		forget_save(impact, status);
}

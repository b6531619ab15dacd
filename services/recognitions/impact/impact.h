/* impact: what recognition does to people, counted from memory. "Ledger in the database, projection in memory": the
 * tables are the truth, this holds the same arcs as columns, built from the outbox, kept in a snapshot file.
 *
 * Threads: any number may summarise at once; one at a time may apply, between impact_begin and impact_commit, while
 * nobody summarises. Read what is to be applied before impact_begin, so that the lock is held shortly. */
#ifndef KLEOS_IMPACT_IMPACT_H
#define KLEOS_IMPACT_IMPACT_H

#include "common/base/arena.h"
#include "common/base/environment.h"
#include "common/base/id.h"
#include "common/base/status.h"
#include "kleos/recognitions/v1/impact_service.pb-c.h"
#include "services/recognitions/hierarchy.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct impact;

struct impact_config {
	const char *snapshot; /* path of the snapshot file; NULL: none */
	const struct environment *environment;
	uint64_t days_print; /* whose days the snapshot must hold: zone_days_print */
	uint32_t slack;      /* arcs that may be late, gone or between two checkpoints; 0: as many as are worth it */
};

/* How far the projection has come. Zeroed: it is empty. */
struct impact_mark {
	struct id epoch;         /* of the outbox */
	int64_t seq;             /* newest event counted in */
	int64_t time_ms;         /* its commit time: asOf */
	struct id members_epoch; /* of the members' feed */
	int64_t members_seq;     /* how far the roster has come in it */
};

struct impact_spell {
	int32_t from_day;  /* the first one reaches back without limit */
	uint32_t team;     /* 0: none */
	struct id manager; /* zero: none */
};

struct impact_member {
	struct id id;
	int32_t joined_day;                /* DAY_MIN: has always been here */
	int32_t left_day;                  /* the last day; DAY_MAX while here */
	const struct impact_spell *spells; /* oldest first, at least one */
	size_t n_spells;
};

struct impact_receiver {
	struct id member;
	uint32_t team; /* of the day; 0: none */
	enum direction direction;
};

struct impact_recognition {
	struct id id;
	int32_t day; /* of the give time, in the zone of reports */
	struct id giver;
	uint32_t giver_team; /* of the day; 0: none */
	const char *value;   /* "": none */
	bool giver_leads;    /* on the day */
	bool big;
	uint8_t prompt; /* 0: none */
	bool quiet;     /* PRIVATE or MANAGER */
	bool external;  /* EXTERNAL */
	const struct impact_receiver *receivers;
	size_t n_receivers;
};

/* What became of a recognition. */
struct impact_change {
	struct id id;
	int32_t day; /* as applied: the give time never changes */
	bool gone;   /* withdrawn: counts nowhere any more */
	bool quiet;
	bool external;
};

struct impact_question {
	int32_t from_day;
	int32_t to_day;   /* included */
	const char *team; /* with the teams inside it; "": everybody */
	Kleos__Interval interval;
};

#define IMPACT_DAYS_BOUND   36600 /* of one question: a century */
#define IMPACT_LISTED_BOUND 10000 /* entries of `flows` and of `values`: the greatest */

/* Takes in the snapshot when it is whole and of this version; else starts empty, with a line in the log. */
void impact_open(struct impact **out, const struct impact_config *config);
void impact_close(struct impact *impact); /* saves; NULL is fine */

void impact_begin(struct impact *impact); /* takes the lock */
/* Tells the path of a team, or that it has another one from now on: every figure, also of the past, follows. Teams are
 * told of before the members and the recognitions that name them. */
void impact_apply_team(struct impact *impact, uint32_t team, const char *path);
void impact_apply_member(struct impact *impact, const struct impact_member *member);
/* RESOURCE_EXHAUSTED: there are two thousand million arcs already; nothing was taken. */
enum status impact_apply_recognition(struct impact *impact, const struct impact_recognition *recognition);
/* Harmless when repeated, and when the recognition was never applied. */
void impact_apply_change(struct impact *impact, const struct impact_change *change);
void impact_forget_members(struct impact *impact); /* before all of them are applied anew */
void impact_reset(struct impact *impact);          /* empty again: the outbox has another epoch */
void impact_commit(struct impact *impact, const struct impact_mark *mark); /* gives the lock back */

struct impact_mark impact_applied(struct impact *impact);
int64_t impact_applied_seq(struct impact *impact);
uint32_t impact_team_count(struct impact *impact); /* teams told of: the number of the next one */

/* The raw figures. INVALID_ARGUMENT: the range is empty or longer than IMPACT_DAYS_BOUND. Lists in `arena`. */
enum status impact_summarize(struct impact *impact, const struct impact_question *question, struct arena *arena,
							 Kleos__SummarizeImpactResponse *out);

/* The snapshot, when something was applied since the last one: copied while appliers wait and readers do not, then
 * written while nobody waits. One thread at a time; a copy that cannot be written is said in the log. */
void impact_copy(struct impact *impact);
void impact_save(struct impact *impact);

#endif

#include "services/recognitions/list/hits.h"

#include "common/directory/directory_teams.h"
#include "services/recognitions/state.h"
#include "services/recognitions/store.h"

#define TEAM_MARKS_BOUND 64                       /* with more teams inside the one asked for, hits are looked at */
#define YEAR_10000_MS    INT64_C(253402300800000) /* no give time is farther from 1970 */
#define GROUPS_BOUND     5

static void scope_add(struct words *scopes, struct arena *arena, const char *scope)
{
	scopes->at = arena_grow(arena, scopes->at, scopes->n, sizeof(*scopes->at));
	scopes->at[scopes->n++] = scope;
}

static void scopes_add_member(struct words *scopes, struct call *call, const struct viewer *viewer)
{
	int64_t *teams;
	struct id *reports;
	size_t n_teams = audience_teams_around(call->db, call->arena, viewer->team, &teams);
	size_t n_reports = known_reports(call->db, call->arena, &viewer->member, &reports);
	scope_add(scopes, call->arena, person_token(call->arena, "g", &viewer->member));
	scope_add(scopes, call->arena, person_token(call->arena, "p", &viewer->member));
	scope_add(scopes, call->arena, person_token(call->arena, "r", &viewer->member));
	for (size_t i = 0; i < n_teams; i++)
		scope_add(scopes, call->arena, number_token(call->arena, "t", teams[i]));
	for (size_t i = 0; i < n_reports; i++)
		scope_add(scopes, call->arena, person_token(call->arena, "r", &reports[i]));
}

static struct words scopes_of(struct call *call, const struct viewer *viewer)
{
	struct words scopes = {.n = 0};
	scope_add(&scopes, call->arena, viewer->organization ? "e" : "x");
	if (!id_is_zero(&viewer->member))
		scopes_add_member(&scopes, call, viewer);
	return scopes;
}

/* Groups of marks, filter by filter. */
struct marks {
	struct arena *arena;
	struct question_marks groups[GROUPS_BOUND];
	size_t n;
};

static void marks_add(struct marks *marks, const char *mark)
{
	const char **one = arena_copy(marks->arena, &mark, sizeof(mark));
	marks->groups[marks->n++] = (struct question_marks){one, 1};
}

/* A team that nobody was ever in has a number that none has. */
static void marks_add_team(struct marks *marks, struct db *db, const char *team)
{
	int64_t *numbers;
	size_t n = directory_teams_within(db, marks->arena, team, TEAM_MARKS_BOUND + 1, &numbers);
	if (n > TEAM_MARKS_BOUND)
		return;
	if (!n)
		numbers[n++] = -1;
	const char **names = arena_array(marks->arena, n, sizeof(*names));
	for (size_t i = 0; i < n; i++)
		names[i] = number_token(marks->arena, "+t", numbers[i]);
	marks->groups[marks->n++] = (struct question_marks){names, n};
}

static struct marks marks_of(struct call *call, const struct audience_filter *filter)
{
	struct marks marks = {.arena = call->arena};
	if (!id_is_zero(&filter->giver))
		marks_add(&marks, person_token(call->arena, "+g", &filter->giver));
	if (!id_is_zero(&filter->receiver))
		marks_add(&marks, person_token(call->arena, "+r", &filter->receiver));
	if (*filter->value)
		marks_add(&marks, arena_printf(call->arena, "+v%s", filter->value));
	if (filter->win)
		marks_add(&marks, number_token(call->arena, "+w", filter->win));
	if (*filter->team)
		marks_add_team(&marks, call->db, filter->team);
	return marks;
}

const struct asked *hits_asked(struct call *call, const struct question *question, const struct viewer *viewer,
							   const struct audience_filter *filter)
{
	struct words scopes = scopes_of(call, viewer);
	struct marks marks = marks_of(call, filter);
	struct asked asked = {
		.question = question,
		.scopes = arena_copy(call->arena, &scopes, sizeof(scopes)),
		.groups = arena_copy(call->arena, marks.groups, sizeof(marks.groups)),
		.n_groups = marks.n,
	};
	return arena_copy(call->arena, &asked, sizeof(asked));
}

/* The first row of a moment. */
static int64_t row_of_ms(int64_t ms)
{
	if (ms >= YEAR_10000_MS)
		return INT64_MAX;
	return ms <= -YEAR_10000_MS ? INT64_MIN : ms * ENTRY_SLOTS;
}

/* A hit that is gone meanwhile leaves its moment: what else is of the very same millisecond is passed over then. */
static int64_t row_behind(struct hits *hits, const struct walk_position *behind)
{
	struct search *search = recognitions_of(hits->call)->search;
	int64_t row = row_of_ms(behind->give_ms);
	if (behind->give_ms != INT64_MAX && search)
		hits->status = search_row(search, &behind->recognition, hits->call->deadline_ms, &row);
	hits->dry = hits->status != STATUS_OK;
	return row;
}

void hits_init(struct hits *hits, struct call *call, const struct asked *asked, const struct walk_position *behind,
			   int64_t since_ms, int64_t until_ms)
{
	int64_t until = row_of_ms(until_ms);
	*hits = (struct hits){.call = call, .asked = asked, .least = row_of_ms(since_ms), .since_ms = since_ms};
	hits->before = row_behind(hits, behind);
	if (until < hits->before)
		hits->before = until;
}

static void hits_fetch(struct hits *hits)
{
	struct search *search = recognitions_of(hits->call)->search;
	hits->next = hits->n = 0;
	hits->status = STATUS_UNAVAILABLE;
	if (search)
		hits->status = search_find(search, hits->asked, hits->before, hits->least, hits->call->deadline_ms, HITS_FETCH,
								   hits->ahead, &hits->n);
	if (hits->status != STATUS_OK)
		hits->n = 0;
	hits->dry = hits->n < HITS_FETCH;
}

bool hits_next(struct hits *hits, struct hit *out)
{
	do {
		if (hits->next == hits->n && !hits->dry)
			hits_fetch(hits);
		if (hits->next == hits->n)
			return false;
		*out = hits->ahead[hits->next++];
		hits->before = out->row;
	} while (out->give_ms < hits->since_ms); /* of a crowded moment, and on a later one's slots */
	return true;
}

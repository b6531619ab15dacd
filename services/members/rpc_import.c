#include "common/base/limits.h"
#include "services/members/rpc.h"

#include "common/base/text.h"
#include "services/members/change.h"
#include "services/members/draft.h"

#include <stdlib.h>
#include <string.h>

enum outcome { ROW_WAITS, ROW_STARTED, ROW_TAKEN, ROW_DEFERRED, ROW_REJECTED };

/* A row on its way in. */
struct import_row {
	struct member_draft draft;
	const char *handle;
	enum outcome outcome;
	struct problem problem; /* of a rejected row: the first one */
};

/* Where the row of a handle is. */
struct import_name {
	const char *handle;
	size_t index;
};

struct import {
	struct call *call;
	bool final;
	size_t count;
	struct import_row *rows;
	struct import_name *names; /* sorted by handle, then by place in the file */
	Kleos__ImportMembersResponse *response;
};

static int compare_names(const void *left, const void *right)
{
	const struct import_name *a = left, *b = right;
	int order = strcmp(a->handle, b->handle);
	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static void import_init(struct import *import, const Kleos__ImportMembersRequest *request)
{
	struct arena *arena = import->call->arena;

	import->count = request->n_rows;
	import->rows = arena_array(arena, import->count, sizeof(*import->rows));
	import->names = arena_array(arena, import->count, sizeof(*import->names));
	for (size_t i = 0; i < import->count; i++) {
		struct import_row *row = &import->rows[i];
		row->draft = draft_of_row(arena, request->rows[i]);
		row->handle = handle_normal(arena, row->draft.text[FIELD_HANDLE]);
		import->names[i] = (struct import_name){row->handle, i};
	}
	qsort(import->names, import->count, sizeof(*import->names), compare_names);
}

/* The first row of that handle; NULL: none in this batch. */
static struct import_row *row_of_handle(struct import *import, const char *handle)
{
	size_t low = 0, high = import->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (strcmp(import->names[middle].handle, handle) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == import->count || !text_equal(import->names[low].handle, handle))
		return NULL;
	return &import->rows[import->names[low].index];
}

/* Whoever manages somebody reads what is meant for managers, and whoever has somebody's address may sign in as them: an
 * integration could let anybody in. */
static void keep_to_people(struct import *import, const struct member *before, const struct member *after,
						   struct problems *problems)
{
	if (principal_has(&import->call->principal, ROLES_PEOPLE))
		return;
	if (!id_equal(&before->manager, &after->manager))
		problem_add(problems, FIELD_MANAGER, "only PEOPLE_ADMIN and ADMIN change who manages a member");
	if (!text_equal(before->email, after->email))
		problem_add(problems, FIELD_EMAIL, "only PEOPLE_ADMIN and ADMIN change by which name a member signs in");
	if (!text_equal(before->external_id, after->external_id))
		problem_add(problems, FIELD_EXTERNAL_ID, "only PEOPLE_ADMIN and ADMIN change by which name a member signs in");
}

/* Whether the row can be written as `after`; everything is checked before anything of it is written. */
static bool check_row(struct import *import, struct import_row *row, const struct member *before, struct member *after)
{
	struct call *call = import->call;
	struct problems problems = {0};

	member_take(call->arena, &row->draft, after, &problems);
	const bool manager_known = manager_take(call, &row->draft, after, &problems);
	if (before && before->status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ERASED)
		problem_add(&problems, FIELD_HANDLE, "belonged to somebody who was erased");
	if (before)
		keep_to_people(import, before, after, &problems);
	if (problems.count == 0)
		return true;
	/* a manager may come later in the file */
	row->outcome = !manager_known && problems.count == 1 && !import->final ? ROW_DEFERRED : ROW_REJECTED;
	row->problem = problems.list[0];
	return false;
}

static void add_row(struct import *import, struct import_row *row, struct member *member)
{
	if (member_add(import->call, member, true)) {
		import->response->created++;
		return;
	}
	row->outcome = ROW_REJECTED;
	row->problem = (struct problem){FIELD_HANDLE, "belonged to somebody who was erased"};
}

static void write_row(struct import *import, struct import_row *row)
{
	struct call *call = import->call;
	struct member before, after = member_blank();
	const bool exists = member_by_handle(call->db, call->arena, row->handle, &before);

	if (exists)
		after = before;
	if (!check_row(import, row, exists ? &before : NULL, &after))
		return;
	row->outcome = ROW_TAKEN;
	if (!exists) {
		add_row(import, row, &after);
	} else if (member_same(&before, &after)) {
		import->response->unchanged++;
	} else {
		member_change(call, &before, &after, "member.updated", true);
		import->response->updated++;
	}
}

/* The row, after those of the managers above it that come in the same batch: at most `count` deep. */
static void take_row(struct import *import, struct import_row *row)
{
	const char *name = row->draft.text[FIELD_MANAGER];

	row->outcome = ROW_STARTED;
	struct import_row *manager = name ? row_of_handle(import, handle_normal(import->call->arena, name)) : NULL;
	if (manager && manager->outcome == ROW_WAITS)
		take_row(import, manager);
	write_row(import, row);
}

static Kleos__ImportRejection *rejection_message(struct arena *arena, int32_t line, const struct problem *problem)
{
	Kleos__ImportRejection *rejection = arena_alloc(arena, sizeof(*rejection));
	kleos__import_rejection__init(rejection);
	rejection->line = line;
	rejection->column = field_column(problem->field);
	rejection->message = problem->message;
	return rejection;
}

/* Says what became of the rows that are not in, in the order of the file. */
static void report_rows(struct import *import, const Kleos__ImportMembersRequest *request)
{
	struct arena *arena = import->call->arena;
	Kleos__ImportMembersResponse *response = import->response;

	response->rejected = arena_array(arena, import->count, sizeof(*response->rejected));
	response->deferred_lines = arena_array(arena, import->count, sizeof(*response->deferred_lines));
	for (size_t i = 0; i < import->count; i++) {
		const struct import_row *row = &import->rows[i];
		const int32_t line = request->rows[i]->line;
		if (row->outcome == ROW_REJECTED)
			response->rejected[response->n_rejected++] = rejection_message(arena, line, &row->problem);
		else if (row->outcome == ROW_DEFERRED)
			response->deferred_lines[response->n_deferred_lines++] = line;
	}
}

enum status import_members(struct call *call, const Kleos__ImportMembersRequest *request,
						   Kleos__ImportMembersResponse *response)
{
	struct import import = {.call = call, .final = request->final, .response = response};

	if (request->n_rows > IMPORT_ROWS_BOUND) {
		violate(call, "rows", "at most %d", IMPORT_ROWS_BOUND);
		return fail_violations(call);
	}
	import_init(&import, request);
	for (size_t i = 0; i < import.count; i++) {
		if (import.rows[i].outcome == ROW_WAITS)
			take_row(&import, &import.rows[i]);
	}
	report_rows(&import, request);
	return STATUS_OK;
}

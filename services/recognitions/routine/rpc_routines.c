#include "services/recognitions/routine/rpc_routines.h"

#include "common/base/text.h"
#include "common/directory/directory_teams.h"
#include "common/service/message.h"
#include "common/service/page.h"
#include "services/recognitions/people.h"
#include "services/recognitions/routine/routine_clock.h"
#include "services/recognitions/rpc.h"
#include "services/recognitions/state.h"

Kleos__Routine *routine_message(struct call *call, const struct routine *routine)
{
	Kleos__Routine *message = arena_alloc(call->arena, sizeof(*message));
	kleos__routine__init(message);
	message->id = id_text(call->arena, &routine->id);
	message->team = routine->team_path;
	message->weekday = routine->weekday;
	message->time = clock_text(call->arena, routine->minute);
	message->time_zone = routine->time_zone;
	message->setting = routine->setting;
	message->channel = routine->channel;
	message->next_due_time = time_message(call->arena, routine->due.ms);
	message->create_time = time_message(call->arena, routine->create_ms);
	return message;
}

/* Own teams of a leader: theirs with the teams inside it, and where somebody they manage is now. */
static bool leads(struct call *call, const struct routine *routine, const struct viewer *viewer)
{
	return principal_has(&call->principal, ROLE_BIT(LEADER)) && !id_is_zero(&viewer->member) &&
		   (text_team_within(routine->team_path, viewer->team) ||
			known_leads_in(call->db, &viewer->member, routine->team));
}

static bool may_change(struct call *call, const struct routine *routine, const struct viewer *viewer)
{
	return principal_has(&call->principal, ROLES_PEOPLE) || leads(call, routine, viewer);
}

bool routine_is_visible(struct call *call, const struct routine *routine, const struct viewer *viewer)
{
	return principal_has(&call->principal, ROLES_PEOPLE | ROLES_INTEGRATION) ||
		   text_team_within(viewer->team, routine->team_path) || leads(call, routine, viewer);
}

static enum status not_your_team(struct call *call)
{
	return fail(call, STATUS_PERMISSION_DENIED, "NOT_YOUR_TEAM",
				"the routines of a team are set by who leads it or by PEOPLE_ADMIN");
}

/* The routine that a request names, and who asks; when they may see it: else NOT_FOUND, said in the call. */
static enum status find_routine(struct call *call, const char *text, struct viewer *viewer, struct routine *out)
{
	struct id id;
	enum status status = viewer_of_call(call, viewer);
	if (status != STATUS_OK)
		return status;
	if (!id_parse(&id, text) || !routine_read(call->db, call->arena, &id, out) ||
		!routine_is_visible(call, out, viewer))
		return fail(call, STATUS_NOT_FOUND, "ROUTINE_NOT_FOUND", "no routine '%s'", quotable(call->arena, text));
	return STATUS_OK;
}

static void take_place(struct call *call, const Kleos__CreateRoutineRequest *request, struct routine *out)
{
	call_take(call, "team", team_take(call->arena, request->team, &out->team_path));
	call_take(call, "setting", setting_take(request->setting, &out->setting));
	call_take(call, "channel", channel_take(call->arena, request->channel, &out->channel));
}

static void take_time(struct call *call, const Kleos__CreateRoutineRequest *request, struct routine *out)
{
	bool weekday = call_take(call, "weekday", weekday_take(request->weekday, &out->weekday));
	bool time = call_take(call, "time", clock_take(request->time, &out->minute));
	struct zone *zone = zone_open(request->time_zone);
	if (!zone)
		violate(call, "timeZone", "a time zone is an IANA name such as Europe/Athens or UTC");
	else if (weekday && time)
		out->due = routine_due_after(out, zone, call->now_ms);
	zone_close(zone);
	out->time_zone = request->time_zone;
}

/* Whether the team is there, the caller's, and not full. */
static enum status check_team(struct call *call, struct routine *routine)
{
	struct viewer viewer;
	enum status status = viewer_of_call(call, &viewer);
	if (status != STATUS_OK)
		return status;
	routine->team = directory_team_number(call->db, routine->team_path);
	if (!may_change(call, routine, &viewer))
		return not_your_team(call);
	if (routine->team < 0)
		return call_park(call, "TEAM_NOT_FOUND", "no team '%s'", quotable(call->arena, routine->team_path));
	if (routines_count(call->db, routine->team) >= ROUTINES_PER_TEAM)
		return fail(call, STATUS_FAILED_PRECONDITION, "TOO_MANY_ROUTINES",
					"a team has at most %d routines; end one first", ROUTINES_PER_TEAM);
	return STATUS_OK;
}

enum status create_routine(struct call *call, const Kleos__CreateRoutineRequest *request,
						   Kleos__CreateRoutineResponse *response)
{
	struct routine routine = {.create_ms = call->now_ms};
	take_place(call, request, &routine);
	take_time(call, request, &routine);
	if (call_has_violations(call))
		return fail_violations(call);
	enum status status = check_team(call, &routine);
	if (status != STATUS_OK)
		return status;
	routine.id = id_new(call->environment);
	routine_put(call->db, &routine);
	routine_clock_wake(recognitions_of(call)->routine_clock);
	call->resource = routine.id;
	response->routine = routine_message(call, &routine);
	return STATUS_OK;
}

enum status create_routine_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct routine routine;
	struct viewer viewer;
	enum status status = find_routine(call, id_text(call->arena, resource), &viewer, &routine);
	if (status == STATUS_OK)
		((Kleos__CreateRoutineResponse *)response)->routine = routine_message(call, &routine);
	return status;
}

enum status delete_routine(struct call *call, const Kleos__DeleteRoutineRequest *request,
						   Kleos__DeleteRoutineResponse *response)
{
	struct routine routine;
	struct viewer viewer;
	(void)response;
	enum status status = find_routine(call, request->routine, &viewer, &routine);
	if (status != STATUS_OK)
		return status;
	if (!may_change(call, &routine, &viewer))
		return not_your_team(call);
	routine_delete(call->db, &routine.id);
	call->resource = routine.id;
	return STATUS_OK;
}

/* It is gone: there is nothing to show, and nothing to ask. */
enum status delete_routine_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	(void)call;
	(void)resource;
	(void)response;
	return STATUS_OK;
}

/* One list on its way. */
struct listing {
	struct call *call;
	struct viewer viewer;
	const char *team; /* "": any */
	struct page page;
	struct routine last; /* the last one shown */
	Kleos__ListRoutinesResponse *response;
};

static bool is_listed(const struct listing *listing, const struct routine *routine)
{
	return (!*listing->team || text_team_within(routine->team_path, listing->team)) &&
		   routine_is_visible(listing->call, routine, &listing->viewer);
}

/* False: the page is full and there is more. */
static bool list_one(struct listing *listing, const struct routine *routine)
{
	Kleos__ListRoutinesResponse *response = listing->response;
	if (!is_listed(listing, routine))
		return true;
	if (response->n_routines == listing->page.size) {
		response->next_page_token = page_next(&listing->page, listing->last.create_ms, &listing->last.id);
		return false;
	}
	listing->last = *routine;
	response->routines[response->n_routines++] = routine_message(listing->call, routine);
	return true;
}

static void list_all(struct listing *listing)
{
	int64_t before_ms = listing->page.before_ms;
	struct id before = listing->page.before_id;
	struct routine *rows;
	size_t n;
	do {
		n = routines_list(listing->call->db, listing->call->arena, before_ms, &before, PAGE_SIZE_MOST, &rows);
		for (size_t i = 0; i < n; i++)
			if (!list_one(listing, &rows[i]))
				return;
		before_ms = n ? rows[n - 1].create_ms : 0;
		before = n ? rows[n - 1].id : before;
	} while (n == PAGE_SIZE_MOST);
}

enum status list_routines(struct call *call, const Kleos__ListRoutinesRequest *request,
						  Kleos__ListRoutinesResponse *response)
{
	struct listing listing = {.call = call, .response = response};
	if (!call_take(call, "team", team_filter_take(call->arena, request->team, &listing.team)))
		return fail_violations(call);
	enum status status = viewer_of_call(call, &listing.viewer);
	if (status == STATUS_OK)
		status = page_open(&listing.page, call, recognitions_of(call)->key, "routines", request->page_size,
						   request->page_token, PAGE_FILTERS(listing.team));
	if (status != STATUS_OK)
		return status;
	response->routines = arena_array(call->arena, listing.page.size, sizeof(*response->routines));
	list_all(&listing);
	return STATUS_OK;
}

#include "services/members/rpc.h"

#include "common/base/text.h"
#include "common/service/service.h"

/* One team on its way: both paths are normal. */
struct move {
	const char *from, *to;
	struct team_row *teams; /* those that move: `from` and what is inside it */
	size_t n_teams;
	struct id team; /* of `from` */
};

static enum status take_path(struct call *call, const char *field, const char *text, const char **out)
{
	*out = text_team(call->arena, text_normal_line(call->arena, text));
	if (*out)
		return STATUS_OK;
	violate(call, field, "a path such as marketing/social");
	return STATUS_INVALID_ARGUMENT;
}

static size_t segments(const char *path)
{
	size_t count = 1;
	for (; *path; path++)
		count += *path == '/';
	return count;
}

static bool becomes_too_deep(const struct move *move)
{
	size_t from = segments(move->from), to = segments(move->to);
	for (size_t i = 0; i < move->n_teams; i++)
		if (segments(move->teams[i].path) - from + to > TEAM_SEGMENTS_BOUND)
			return true;
	return false;
}

static enum status team_unknown(struct call *call, const char *path)
{
	return fail(call, STATUS_NOT_FOUND, "TEAM_NOT_FOUND", "no team '%s'", path);
}

/* What both ways of moving ask for; `field` is the one that names where to. */
static enum status move_begin(struct call *call, const char *field, struct move *move)
{
	if (text_team_within(move->to, move->from)) {
		violate(call, field, text_equal(move->to, move->from) ? "is the team itself" : "must not be inside the team");
		return fail_violations(call);
	}
	move->n_teams = team_list_within(call->db, call->arena, move->from, &move->teams);
	if (!move->n_teams)
		return team_unknown(call, move->from);
	if (becomes_too_deep(move)) {
		violate(call, field, "a team inside it would get a path of more than %d segments", TEAM_SEGMENTS_BOUND);
		return fail_violations(call);
	}
	return STATUS_OK;
}

/* A team that only those inside it name gets an id too: the change is about something. */
static void settle_first(struct call *call, struct move *move)
{
	if (team_by_path(call->db, move->from, &move->team))
		return;
	move->team = id_new(call->environment);
	team_insert(call->db, &move->team, move->from);
}

/* Teams first: whoever follows then hears of members in teams by their new paths. */
static void move_run(struct call *call, struct move *move)
{
	struct id *members;
	settle_first(call, move);
	const size_t n_teams = team_list_within(call->db, call->arena, move->from, &move->teams);
	const size_t n_members = team_members_within(call->db, call->arena, move->from, &members);
	team_move(call->db, move->from, move->to, call->now_ms);
	for (size_t i = 0; i < n_teams; i++)
		call_publish(call, "team.renamed", &move->teams[i].id);
	for (size_t i = 0; i < n_members; i++) {
		call_concerns(call, &members[i]); /* who else is in their team reads what is meant for it */
		call_publish(call, "member.updated", &members[i]);
	}
	call->resource = move->team;
}

enum status team_rename(struct call *call, const char *field, const char *from, const char *to)
{
	struct move move = {.from = from, .to = to};
	struct team_row *taken;
	if (move_begin(call, field, &move))
		return call->status;
	if (team_list_within(call->db, call->arena, move.to, &taken))
		return fail(call, STATUS_ALREADY_EXISTS, "TEAM_EXISTS",
					"there is, or was, a team '%s' already; merge the two instead", move.to);
	move_run(call, &move);
	return STATUS_OK;
}

enum status rename_team(struct call *call, const Kleos__RenameTeamRequest *request, Kleos__RenameTeamResponse *response)
{
	const char *from, *to;
	take_path(call, "team", request->team, &from);
	take_path(call, "newTeam", request->new_team, &to);
	if (call_has_violations(call))
		return fail_violations(call);
	if (team_rename(call, "newTeam", from, to))
		return call->status;
	response->team = team_message(call, to);
	return STATUS_OK;
}

enum status merge_teams(struct call *call, const Kleos__MergeTeamsRequest *request, Kleos__MergeTeamsResponse *response)
{
	struct move move = {0};
	struct team_row *there;
	take_path(call, "team", request->team, &move.from);
	take_path(call, "into", request->into, &move.to);
	if (call_has_violations(call))
		return fail_violations(call);
	if (move_begin(call, "into", &move))
		return call->status;
	if (!team_list_within(call->db, call->arena, move.to, &there))
		return team_unknown(call, move.to);
	move_run(call, &move);
	response->team = team_message(call, move.to);
	return STATUS_OK;
}

/* The team wherever it is by now. */
static enum status team_now(struct call *call, const struct id *resource, Kleos__Team **out)
{
	const char *path;
	if (!team_by_id(call->db, call->arena, resource, &path))
		return team_unknown(call, id_text(call->arena, resource));
	*out = team_message(call, path);
	return STATUS_OK;
}

enum status rename_team_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return team_now(call, resource, &((Kleos__RenameTeamResponse *)response)->team);
}

enum status merge_teams_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return team_now(call, resource, &((Kleos__MergeTeamsResponse *)response)->team);
}

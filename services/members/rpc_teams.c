#include "services/members/rpc.h"

#include "common/base/text.h"
#include "common/service/message.h"

#include <stdlib.h>
#include <string.h>

#define LEADERS_SHOWN 20 /* of one team */

/* One team a member count falls on: the team itself, or one it is inside. */
struct team_share {
	const char *path;
	int64_t own;
	int64_t total;
};

static int compare_shares(const void *left, const void *right)
{
	return strcmp(((const struct team_share *)left)->path, ((const struct team_share *)right)->path);
}

/* How many teams a path names: itself and those it is inside. */
static size_t path_depth(const char *path)
{
	size_t depth = 1;
	for (; *path; path++)
		depth += *path == '/';
	return depth;
}

static size_t add_shares(struct arena *arena, const struct team_count *team, struct team_share *out)
{
	size_t count = 0;
	for (const char *end = strchr(team->path, '/'); end; end = strchr(end + 1, '/')) {
		const char *parent = arena_text_n(arena, team->path, (size_t)(end - team->path));
		out[count++] = (struct team_share){parent, 0, team->members};
	}
	out[count++] = (struct team_share){team->path, team->members, team->members};
	return count;
}

/* Every team and every team above one, with what falls on it, by path. */
static size_t list_shares(struct arena *arena, const struct team_count *teams, size_t n_teams, struct team_share **out)
{
	size_t room = 0, count = 0, kept = 0;

	for (size_t i = 0; i < n_teams; i++)
		room += path_depth(teams[i].path);
	struct team_share *shares = arena_array(arena, room, sizeof(*shares));
	for (size_t i = 0; i < n_teams; i++)
		count += add_shares(arena, &teams[i], shares + count);
	qsort(shares, count, sizeof(*shares), compare_shares);
	for (size_t i = 0; i < count; i++) {
		if (kept && text_equal(shares[kept - 1].path, shares[i].path)) {
			shares[kept - 1].own += shares[i].own;
			shares[kept - 1].total += shares[i].total;
		} else {
			shares[kept++] = shares[i];
		}
	}
	*out = shares;
	return kept;
}

/* The team and the counts that fall on it, without leaders. */
static Kleos__Team *share_message(struct call *call, const struct team_share *share)
{
	Kleos__Team *team = arena_alloc(call->arena, sizeof(*team));
	const char *slash = strrchr(share->path, '/');
	kleos__team__init(team);
	team->path = share->path;
	team->members = (int32_t)share->own;
	team->members_with_children = (int32_t)share->total;
	if (slash)
		team->parent = arena_text_n(call->arena, share->path, (size_t)(slash - share->path));
	return team;
}

static void add_leader(struct call *call, Kleos__Team *team, const struct team_leader *leader)
{
	if (!team->leaders)
		team->leaders = arena_array(call->arena, LEADERS_SHOWN, sizeof(*team->leaders));
	if (team->n_leaders < LEADERS_SHOWN)
		team->leaders[team->n_leaders++] =
			reference_message(call->arena, &leader->id, leader->handle, leader->display_name);
}

/* Both by path. */
static void add_leaders(struct call *call, Kleos__Team **teams, size_t n_teams)
{
	struct team_leader *leaders;
	const size_t count = team_leaders(call->db, call->arena, &leaders);
	for (size_t i = 0, k = 0; i < n_teams; i++) {
		while (k < count && strcmp(leaders[k].path, teams[i]->path) < 0)
			k++;
		for (; k < count && text_equal(leaders[k].path, teams[i]->path); k++)
			add_leader(call, teams[i], &leaders[k]);
	}
}

static size_t list_messages(struct call *call, Kleos__Team ***out)
{
	struct team_count *teams;
	struct team_share *shares;
	const size_t n_teams = team_counts(call->db, call->arena, &teams);
	const size_t count = list_shares(call->arena, teams, n_teams, &shares);
	*out = arena_array(call->arena, count, sizeof(**out));
	for (size_t i = 0; i < count; i++)
		(*out)[i] = share_message(call, &shares[i]);
	add_leaders(call, *out, count);
	return count;
}

enum status list_teams(struct call *call, const Kleos__ListTeamsRequest *request, Kleos__ListTeamsResponse *response)
{
	(void)request;
	response->n_teams = list_messages(call, &response->teams);
	return STATUS_OK;
}

Kleos__Team *team_message(struct call *call, const char *path)
{
	Kleos__Team **teams;
	const size_t count = list_messages(call, &teams);
	for (size_t i = 0; i < count; i++)
		if (text_equal(teams[i]->path, path))
			return teams[i];
	return share_message(call, &(struct team_share){path, 0, 0}); /* nobody is in it now */
}

#include "services/members/rpc.h"

#include "common/base/text.h"

#include <stdlib.h>
#include <string.h>

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

enum status list_teams(struct call *call, const Kleos__ListTeamsRequest *request, Kleos__ListTeamsResponse *response)
{
	struct team_count *teams;
	struct team_share *shares;
	(void)request;

	const size_t n_teams = team_counts(call->db, call->arena, &teams);
	const size_t count = list_shares(call->arena, teams, n_teams, &shares);
	response->teams = arena_array(call->arena, count, sizeof(*response->teams));
	for (size_t i = 0; i < count; i++) {
		Kleos__Team *team = arena_alloc(call->arena, sizeof(*team));
		kleos__team__init(team);
		team->path = shares[i].path;
		team->members = (int32_t)shares[i].own;
		team->members_with_children = (int32_t)shares[i].total;
		response->teams[response->n_teams++] = team;
	}
	return STATUS_OK;
}

/* teams: the tree, and how it changes. */
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEP 2 /* columns a team stands right of the team around it */

/* The last segment of the path, a step to the right for each one before it; the caller frees. */
static char *branch_of(const char *path)
{
	int depth = 0;
	for (const char *slash = strchr(path, '/'); slash; slash = strchr(path, '/')) {
		path = slash + 1;
		depth++;
	}
	char *branch;
	if (asprintf(&branch, "%*s%s", depth * STEP, "", path) < 0)
		abort();
	return branch;
}

static void print_teams(struct cli *cli, const json_t *reply)
{
	const json_t *teams = json_object_get(reply, "teams");
	struct table *table = table_new(4, (const char *const[]){"TEAM", "PEOPLE", "WITH TEAMS INSIDE", "LED BY"});
	size_t i;
	json_t *team;
	json_array_foreach(teams, i, team)
	{
		char *branch = branch_of(json_at(team, "path")), *leaders = handles_of(json_object_get(team, "leaders"), "");
		table_add(table, (const char *const[]){branch, json_at(team, "members"), json_at(team, "membersWithChildren"),
											   leaders});
		free(branch);
		free(leaders);
	}
	if (json_array_size(teams))
		table_print(cli, table);
	else
		fputs("No teams yet. kleos members update WHO --team marketing/social puts somebody into one.\n", stderr);
	table_free(table);
}

int command_teams_list(struct cli *cli, int argc, char **argv)
{
	(void)argv;
	if (argc > 1)
		return complain_usage("teams list takes no words");
	return request_run(cli, "GET", path_make("/v1/teams"), NULL, print_teams);
}

static void print_team(struct cli *cli, const json_t *reply)
{
	const json_t *team = json_object_get(reply, "team");
	(void)cli;
	print_field("team", json_at(team, "path"));
	print_field("people", json_at(team, "members"));
	print_field("with inside", json_at(team, "membersWithChildren"));
}

int command_teams_rename(struct cli *cli, int argc, char **argv)
{
	if (argc != 3)
		return complain_usage("say which and its new path: kleos teams rename marketing/social marketing/community");
	return request_run(cli, "POST", path_make("/v1/teams:rename"),
					   json_pack("{s:s, s:s}", "team", argv[1], "newTeam", argv[2]), print_team);
}

int command_teams_merge(struct cli *cli, int argc, char **argv)
{
	if (argc != 3)
		return complain_usage("say which and into which: kleos teams merge marketing/events marketing/social");
	return request_run(cli, "POST", path_make("/v1/teams:merge"),
					   json_pack("{s:s, s:s}", "team", argv[1], "into", argv[2]), print_team);
}

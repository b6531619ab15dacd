/* members: who is here. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define UPDATE_TEXTS   6 /* fields of a member that are texts */
#define UPDATE_MANAGER 4 /* the one of them that is somebody */

static void print_members(struct cli *cli, const json_t *reply)
{
	struct table *table = table_new(5, (const char *const[]){"HANDLE", "NAME", "TEAM", "MANAGER", "STATUS"});
	size_t i;
	json_t *member;
	json_array_foreach(json_object_get(reply, "members"), i, member) table_add(
		table, (const char *const[]){json_at(member, "handle"), json_at(member, "displayName"), json_at(member, "team"),
									 json_at(member, "manager.handle"), json_at(member, "status")});
	table_print(cli, table);
	table_free(table);
	tell_more(reply);
}

int command_members_list(struct cli *cli, int argc, char **argv)
{
	const char *team = NULL, *query = NULL, *status = NULL, *limit = "50";
	const struct argument table[] = {{"team", .text = &team},
									 {"query", .text = &query},
									 {"status", .text = &status},
									 {"limit", .text = &limit},
									 {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	int most;
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", limit, 1, PAGE_MOST, &most);
	if (code != EXIT_SUCCESS)
		return code;
	char *standing = argument_upper(status ? status : "");
	const char *const pairs[][2] = {
		{"pageSize", limit}, {"team", team}, {"query", query}, {"status", standing}, {NULL, NULL}};
	char *path = path_query("/v1/members", pairs);
	free(standing);
	return request_run(cli, "GET", path, NULL, print_members);
}

static void print_member(struct cli *cli, const json_t *reply)
{
	static const char *const lines[][2] = {{"handle", "handle"},
										   {"name", "displayName"},
										   {"team", "team"},
										   {"title", "title"},
										   {"manager", "manager.handle"},
										   {"leads", "leader"},
										   {"e-mail", "email"},
										   {"joined", "joinedOn"},
										   {"left", "leftOn"},
										   {"status", "status"},
										   {"id", "id"}};
	(void)cli;
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		print_field(lines[i][0], json_at(json_object_get(reply, "member"), lines[i][1]));
}

int command_members_get(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say whom: kleos members get WHO");
	return request_run(cli, "GET", path_make("/v1/members/%s", argument_who(argv[1])), NULL, print_member);
}

int command_members_add(struct cli *cli, int argc, char **argv)
{
	const char *name = "", *email = "", *team = "", *title = "", *manager = "", *joined = "", *ceiling = "";
	bool leader = false;
	const struct argument table[] = {
		{"name", .text = &name},       {"email", .text = &email},     {"team", .text = &team},
		{"title", .text = &title},     {"manager", .text = &manager}, {"joined", .text = &joined},
		{"ceiling", .text = &ceiling}, {"leader", .flag = &leader},   {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say the handle: kleos members add HANDLE --name NAME");
	const char *handle = argument_who(argv[first]);
	json_t *body =
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "handle", handle, "displayName", name, "email", email,
				  "team", team, "title", title, "manager", argument_who(manager), "joinedOn", joined, "leader", leader);
	if (*ceiling)
		json_object_set_new(body, "ceiling", argument_upper_json(ceiling));
	return request_run(cli, "POST", path_make("/v1/members"), body, print_member);
}

/* NULL: nothing was said. An empty text takes the field away. */
static json_t *update_body(const char *const *values, const bool *leader)
{
	static const char *const names[UPDATE_TEXTS] = {"displayName", "email", "team", "title", "manager", "joinedOn"};
	json_t *body = json_object();
	char *mask = strdup("");
	for (size_t i = 0; i < UPDATE_TEXTS; i++)
		if (values[i])
			mask_set(body, &mask, names[i], json_string(i == UPDATE_MANAGER ? argument_who(values[i]) : values[i]));
	if (leader)
		mask_set(body, &mask, "leader", json_boolean(*leader));
	if (*mask)
		json_object_set_new(body, "updateMask", json_string(mask));
	else
		json_decref(body);
	bool empty = !*mask;
	free(mask);
	return empty ? NULL : body;
}

int command_members_update(struct cli *cli, int argc, char **argv)
{
	const char *values[UPDATE_TEXTS] = {NULL};
	bool leader = false, no_leader = false;
	const struct argument table[] = {
		{"name", .text = &values[0]},  {"email", .text = &values[1]},     {"team", .text = &values[2]},
		{"title", .text = &values[3]}, {"manager", .text = &values[4]},   {"joined", .text = &values[5]},
		{"leader", .flag = &leader},   {"no-leader", .flag = &no_leader}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say whom and what: kleos members update WHO --team TEAM");
	if (leader && no_leader)
		return complain_usage("say one of --leader and --no-leader");
	json_t *body = update_body(values, leader || no_leader ? &leader : NULL);
	if (!body)
		return complain_usage("say what to change, such as --team TEAM");
	return request_run(cli, "PATCH", path_make("/v1/members/%s", argument_who(argv[first])), body, print_member);
}

int command_members_reactivate(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say whom: kleos members reactivate WHO");
	return request_run(cli, "POST", path_make("/v1/members/%s:reactivate", argument_who(argv[1])), json_object(),
					   print_member);
}

int command_members_deactivate(struct cli *cli, int argc, char **argv)
{
	const char *left = "";
	const struct argument table[] = {{"left", .text = &left}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say whom: kleos members deactivate WHO");
	return request_run(cli, "POST", path_make("/v1/members/%s:deactivate", argument_who(argv[first])),
					   json_pack("{s:s}", "leftOn", left), print_member);
}

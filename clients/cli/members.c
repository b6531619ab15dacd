/* members, teams: who is here. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"

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
	const struct argument table[] = {
		{"team", &team, NULL}, {"query", &query, NULL}, {"status", &status, NULL}, {"limit", &limit, NULL}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	int most;
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", limit, 1, PAGE_MOST, &most);
	if (code != EXIT_SUCCESS)
		return code;
	char *standing = argument_upper(status ? status : "");
	struct query_text text;
	query_text_init(&text);
	query_text_add(&text, "pageSize", limit);
	query_text_add(&text, "team", team);
	query_text_add(&text, "query", query);
	query_text_add(&text, "status", standing);
	char *path = NULL;
	if (asprintf(&path, "/v1/members%s", text.text) < 0)
		abort();
	json_t *reply = NULL;
	code = http_json(cli, "GET", path, NULL, &reply);
	if (code == EXIT_SUCCESS && cli->json)
		print_json(reply);
	else if (code == EXIT_SUCCESS)
		print_members(cli, reply);
	json_decref(reply);
	query_text_fini(&text);
	free(standing);
	free(path);
	return code;
}

static int print_member(struct cli *cli, const json_t *reply)
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
	if (cli->json)
		return print_json(reply);
	const json_t *member = json_object_get(reply, "member");
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++)
		if (*json_at(member, lines[i][1])) {
			printf("%-8s ", lines[i][0]);
			print_text(stdout, json_at(member, lines[i][1]), 9);
			putchar('\n');
		}
	return EXIT_SUCCESS;
}

/* One request whose reply is a member. */
static int member_request(struct cli *cli, const char *method, char *path, json_t *body)
{
	json_t *reply = NULL;
	int code = http_json(cli, method, path, body, &reply);
	if (code == EXIT_SUCCESS)
		code = print_member(cli, reply);
	json_decref(reply);
	json_decref(body);
	free(path);
	return code;
}

int command_members_get(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say whom: kleos members get WHO");
	return member_request(cli, "GET", path_make("/v1/members/%s", argv[1] + (*argv[1] == '@')), NULL);
}

int command_members_add(struct cli *cli, int argc, char **argv)
{
	const char *name = "", *email = "", *team = "", *title = "", *manager = "", *joined = "", *ceiling = "";
	bool leader = false;
	const struct argument table[] = {
		{"name", &name, NULL},       {"email", &email, NULL},     {"team", &team, NULL},
		{"title", &title, NULL},     {"manager", &manager, NULL}, {"joined", &joined, NULL},
		{"ceiling", &ceiling, NULL}, {"leader", NULL, &leader},   {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say the handle: kleos members add HANDLE --name NAME");
	const char *handle = argv[first] + (*argv[first] == '@');
	json_t *body = json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b}", "handle", handle, "displayName", name, "email",
							 email, "team", team, "title", title, "manager", manager + (*manager == '@'), "joinedOn",
							 joined, "leader", leader);
	if (*ceiling)
		json_object_set_new(body, "ceiling", argument_upper_json(ceiling));
	return member_request(cli, "POST", path_make("/v1/members"), body);
}

/* Adds a field that was said to the body and to its mask: an empty text takes the field away. */
static void update_add(json_t *body, char **mask, const char *name, json_t *value)
{
	char *longer;
	if (asprintf(&longer, "%s%s%s", *mask, **mask ? "," : "", name) < 0)
		abort();
	free(*mask);
	*mask = longer;
	json_object_set_new(body, name, value);
}

/* NULL: nothing was said. */
static json_t *update_body(const char *const *values, const bool *leader)
{
	static const char *const names[UPDATE_TEXTS] = {"displayName", "email", "team", "title", "manager", "joinedOn"};
	json_t *body = json_object();
	char *mask = strdup("");
	for (size_t i = 0; i < UPDATE_TEXTS; i++)
		if (values[i])
			update_add(body, &mask, names[i], json_string(values[i] + (i == UPDATE_MANAGER && *values[i] == '@')));
	if (leader)
		update_add(body, &mask, "leader", json_boolean(*leader));
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
		{"name", &values[0], NULL},  {"email", &values[1], NULL},     {"team", &values[2], NULL},
		{"title", &values[3], NULL}, {"manager", &values[4], NULL},   {"joined", &values[5], NULL},
		{"leader", NULL, &leader},   {"no-leader", NULL, &no_leader}, {0}};
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
	return member_request(cli, "PATCH", path_make("/v1/members/%s", argv[first] + (*argv[first] == '@')), body);
}

int command_members_reactivate(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say whom: kleos members reactivate WHO");
	return member_request(cli, "POST", path_make("/v1/members/%s:reactivate", argv[1] + (*argv[1] == '@')),
						  json_object());
}

int command_members_deactivate(struct cli *cli, int argc, char **argv)
{
	const char *left = "";
	const struct argument table[] = {{"left", &left, NULL}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say whom: kleos members deactivate WHO");
	return member_request(cli, "POST", path_make("/v1/members/%s:deactivate", argv[first] + (*argv[first] == '@')),
						  json_pack("{s:s}", "leftOn", left));
}

int command_teams(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	json_t *reply = NULL;
	int code = http_json(cli, "GET", "/v1/teams", NULL, &reply);
	if (code == EXIT_SUCCESS && cli->json) {
		print_json(reply);
	} else if (code == EXIT_SUCCESS) {
		struct table *table = table_new(3, (const char *const[]){"TEAM", "PEOPLE", "WITH TEAMS INSIDE"});
		size_t i;
		json_t *team;
		json_array_foreach(json_object_get(reply, "teams"), i, team)
			table_add(table, (const char *const[]){json_at(team, "path"), json_at(team, "members"),
												   json_at(team, "membersWithChildren")});
		table_print(cli, table);
		table_free(table);
	}
	json_decref(reply);
	return code;
}

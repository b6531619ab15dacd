/* routine: a team's weekly appointment with its question. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* "" for an enum that says nothing. */
static const char *said(const char *name)
{
	const char *unset = strstr(name, "UNSPECIFIED");
	return unset ? "" : name;
}

static void add_routine(struct table *table, const json_t *routine)
{
	char *when;
	if (asprintf(&when, "%s %s %s", json_at(routine, "weekday"), json_at(routine, "time"),
				 json_at(routine, "timeZone")) < 0)
		abort();
	table_add(table, (const char *const[]){json_at(routine, "id"), json_at(routine, "team"), when,
										   minute_of(json_at(routine, "nextDueTime")),
										   said(json_at(routine, "setting")), json_at(routine, "channel")});
	free(when);
}

static struct table *routine_table(void)
{
	return table_new(6, (const char *const[]){"ID", "TEAM", "EVERY", "NEXT (UTC)", "SETTING", "CHANNEL"});
}

static void print_routines(struct cli *cli, const json_t *reply)
{
	const json_t *routines = json_object_get(reply, "routines");
	struct table *table = routine_table();
	size_t i;
	json_t *routine;
	json_array_foreach(routines, i, routine) add_routine(table, routine);
	if (json_array_size(routines))
		table_print(cli, table);
	else
		fputs("No routines. kleos routine add TEAM --day friday --at 16:00 --zone Europe/Athens makes one.\n", stderr);
	table_free(table);
	tell_more(reply);
}

int command_routine_list(struct cli *cli, int argc, char **argv)
{
	const char *team = NULL;
	const struct argument table[] = {{"team", .text = &team}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	const char *const pairs[][2] = {{"team", team}, {"pageSize", "500"}, {NULL, NULL}};
	return request_run(cli, "GET", path_query("/v1/routines", pairs), NULL, print_routines);
}

static void print_routine(struct cli *cli, const json_t *reply)
{
	struct table *table = routine_table();
	add_routine(table, json_object_get(reply, "routine"));
	table_print(cli, table);
	table_free(table);
}

int command_routine_add(struct cli *cli, int argc, char **argv)
{
	const char *day = NULL, *at = NULL, *zone = NULL, *setting = NULL, *channel = "";
	const struct argument table[] = {{"day", .text = &day},         {"at", .text = &at},
									 {"zone", .text = &zone},       {"setting", .text = &setting},
									 {"channel", .text = &channel}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1 || !day || !at || !zone)
		return complain_usage(
			"say whose and when: kleos routine add marketing/social --day friday --at 16:00 --zone Europe/Athens");
	json_t *body = json_pack("{s:s, s:o, s:s, s:s, s:s}", "team", argv[first], "weekday", argument_upper_json(day),
							 "time", at, "timeZone", zone, "channel", channel);
	if (setting)
		json_object_set_new(body, "setting", argument_upper_json(setting));
	return request_run(cli, "POST", path_make("/v1/routines"), body, print_routine);
}

int command_routine_delete(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which: kleos routine delete ID (kleos routine list shows ids)");
	return request_told(cli, "DELETE", path_make("/v1/routines/%s", argv[1]), NULL, "ended");
}

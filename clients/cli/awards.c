/* award, cycle, nominate: who stands out. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"

#include <stdio.h>
#include <stdlib.h>

#define NOMINATIONS_MOST 10 /* each person may make in a cycle */

/* One request; prints the named texts of `object` in the reply, one a line, or the reply itself with --json. */
static int send_and_print(struct cli *cli, const char *method, char *path, json_t *body, const char *object,
						  const char *const *names)
{
	json_t *reply = NULL;
	int code = http_json(cli, method, path, body, &reply);
	if (code == EXIT_SUCCESS && cli->json)
		print_json(reply);
	else if (code == EXIT_SUCCESS)
		for (; *names; names++)
			printf("%s%s", json_at(json_object_get(reply, object), *names), names[1] ? "  " : "\n");
	json_decref(reply);
	json_decref(body);
	free(path);
	return code;
}

/* One list; a table of the named columns. */
static int list_and_print(struct cli *cli, char *path, const char *list, size_t columns, const char *const *heads,
						  const char *const *names)
{
	json_t *reply = NULL, *item;
	size_t i;
	int code = http_json(cli, "GET", path, NULL, &reply);
	if (code == EXIT_SUCCESS && cli->json) {
		print_json(reply);
	} else if (code == EXIT_SUCCESS) {
		struct table *table = table_new(columns, heads);
		const char *cells[8];
		json_array_foreach(json_object_get(reply, list), i, item)
		{
			for (size_t column = 0; column < columns; column++)
				cells[column] = json_at(item, names[column]);
			table_add(table, cells);
		}
		table_print(cli, table);
		table_free(table);
	}
	json_decref(reply);
	free(path);
	return code;
}

int command_award_create(struct cli *cli, int argc, char **argv)
{
	const char *title = "", *description = "", *criteria = "", *hashtag = "";
	bool community = false;
	const struct argument table[] = {{"title", &title, NULL},         {"description", &description, NULL},
									 {"criteria", &criteria, NULL},   {"hashtag", &hashtag, NULL},
									 {"community", NULL, &community}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say the award's slug: kleos award create spotlight --title \"Spotlight\"");
	json_t *body =
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "slug", argv[first], "title", title, "description", description,
				  "criteria", criteria, "hashtag", hashtag, "scope", community ? "COMMUNITY" : "INTERNAL");
	return send_and_print(cli, "POST", path_make("/v1/awards"), body, "award",
						  (const char *const[]){"id", "slug", "title", NULL});
}

int command_award_list(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return list_and_print(cli, path_make("/v1/awards?pageSize=500"), "awards", 3,
						  (const char *const[]){"SLUG", "TITLE", "SCOPE"},
						  (const char *const[]){"slug", "title", "scope"});
}

int command_cycle_create(struct cli *cli, int argc, char **argv)
{
	const char *title = "", *most = NULL;
	bool self = false;
	const struct argument table[] = {{"title", &title, NULL}, {"max", &most, NULL}, {"self", NULL, &self}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say which award: kleos cycle create AWARD --title 2026");
	int nominations = 0;
	if (most && argument_number("max", most, 1, NOMINATIONS_MOST, &nominations) != EXIT_SUCCESS)
		return EXIT_USAGE;
	json_t *body = json_pack("{s:s, s:{s:i, s:b}}", "title", title, "rules", "maxNominationsPerPerson", nominations,
							 "selfNomination", self);
	return send_and_print(cli, "POST", path_make("/v1/awards/%s/cycles", argv[first]), body, "cycle",
						  (const char *const[]){"id", "title", "phase", NULL});
}

int command_cycle_list(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which award: kleos cycle list AWARD");
	return list_and_print(cli, path_make("/v1/awards/%s/cycles?pageSize=500", argv[1]), "cycles", 3,
						  (const char *const[]){"ID", "TITLE", "PHASE"}, (const char *const[]){"id", "title", "phase"});
}

int command_cycle_advance(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which cycle: kleos cycle advance CYCLE");
	return send_and_print(cli, "POST", path_make("/v1/cycles/%s:advance", argv[1]), json_object(), "cycle",
						  (const char *const[]){"id", "title", "phase", NULL});
}

int command_nominate(struct cli *cli, int argc, char **argv)
{
	const char *nominator = "";
	const struct argument table[] = {{"as", &nominator, NULL}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 3)
		return complain_usage(
			"say for what, whom and why: kleos nominate CYCLE @maria \"She answered every one of them.\"");
	const char *who = argv[first + 1] + (*argv[first + 1] == '@');
	json_t *body = json_pack("{s:s, s:s, s:s}", "nominee", who, "reason", argv[first + 2], "nominator",
							 nominator + (*nominator == '@'));
	return send_and_print(cli, "POST", path_make("/v1/cycles/%s/nominations", argv[first]), body, "nomination",
						  (const char *const[]){"id", "nominee.handle", "status", NULL});
}

int command_nominations(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which cycle: kleos nominations CYCLE");
	return list_and_print(cli, path_make("/v1/cycles/%s/nominations?pageSize=500", argv[1]), "nominations", 4,
						  (const char *const[]){"NOMINEE", "BY", "STATUS", "REASON"},
						  (const char *const[]){"nominee.handle", "nominator.handle", "status", "reason"});
}

/* award, cycle, nominate: who stands out. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/request.h"

#include <stdlib.h>

#define NOMINATIONS_MOST 10 /* each person may make in a cycle */

int command_award_create(struct cli *cli, int argc, char **argv)
{
	const char *title = "", *description = "", *criteria = "", *hashtag = "";
	bool community = false;
	const struct argument table[] = {{"title", .text = &title},         {"description", .text = &description},
									 {"criteria", .text = &criteria},   {"hashtag", .text = &hashtag},
									 {"community", .flag = &community}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say the award's slug: kleos award create spotlight --title \"Spotlight\"");
	json_t *body =
		json_pack("{s:s, s:s, s:s, s:s, s:s, s:s}", "slug", argv[first], "title", title, "description", description,
				  "criteria", criteria, "hashtag", hashtag, "scope", community ? "COMMUNITY" : "INTERNAL");
	return request_line(cli, "POST", path_make("/v1/awards"), body, "award",
						(const char *const[]){"id", "slug", "title", NULL});
}

int command_award_list(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return request_table(cli, path_make("/v1/awards?pageSize=500"), "awards", 3,
						 (const char *const[]){"SLUG", "TITLE", "SCOPE"},
						 (const char *const[]){"slug", "title", "scope"});
}

int command_cycle_create(struct cli *cli, int argc, char **argv)
{
	const char *title = "", *most = NULL;
	bool self = false;
	const struct argument table[] = {{"title", .text = &title}, {"max", .text = &most}, {"self", .flag = &self}, {0}};
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
	return request_line(cli, "POST", path_make("/v1/awards/%s/cycles", argv[first]), body, "cycle",
						(const char *const[]){"id", "title", "phase", NULL});
}

int command_cycle_list(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which award: kleos cycle list AWARD");
	return request_table(cli, path_make("/v1/awards/%s/cycles?pageSize=500", argv[1]), "cycles", 3,
						 (const char *const[]){"ID", "TITLE", "PHASE"}, (const char *const[]){"id", "title", "phase"});
}

int command_cycle_advance(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which cycle: kleos cycle advance CYCLE");
	return request_line(cli, "POST", path_make("/v1/cycles/%s:advance", argv[1]), json_object(), "cycle",
						(const char *const[]){"id", "title", "phase", NULL});
}

int command_nominate(struct cli *cli, int argc, char **argv)
{
	const char *nominator = "";
	const struct argument table[] = {{"as", .text = &nominator}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 3)
		return complain_usage(
			"say for what, whom and why: kleos nominate CYCLE @maria \"She answered every one of them.\"");
	const char *who = argument_who(argv[first + 1]);
	json_t *body =
		json_pack("{s:s, s:s, s:s}", "nominee", who, "reason", argv[first + 2], "nominator", argument_who(nominator));
	return request_line(cli, "POST", path_make("/v1/cycles/%s/nominations", argv[first]), body, "nomination",
						(const char *const[]){"id", "nominee.handle", "status", NULL});
}

int command_nominations(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which cycle: kleos nominations CYCLE");
	return request_table(cli, path_make("/v1/cycles/%s/nominations?pageSize=500", argv[1]), "nominations", 4,
						 (const char *const[]){"NOMINEE", "BY", "STATUS", "REASON"},
						 (const char *const[]){"nominee.handle", "nominator.handle", "status", "reason"});
}

/* nominate, nominations: who is named for an award, and why. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/cycle.h"
#include "clients/cli/http.h"
#include "clients/cli/request.h"

#include <stdlib.h>

static int nominate_run(struct cli *cli, int argc, char **argv, json_t *links)
{
	const char *nominator = "", *cycle = NULL;
	const struct argument table[] = {
		{"as", .text = &nominator}, {"cycle", .text = &cycle}, {"link", .list = links}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 2 || !cycle)
		return complain_usage(
			"say whom, why and for what: kleos nominate @maria \"She answered every one of them.\" --cycle spotlight");
	char *id = cycle_id(cli, cycle);
	if (!id)
		return EXIT_FAILURE;
	json_t *body = json_pack("{s:s, s:s, s:s, s:o}", "nominee", argument_who(argv[first]), "reason", argv[first + 1],
							 "nominator", argument_who(nominator), "links", argument_links(links));
	code = request_line(cli, "POST", path_make("/v1/cycles/%s/nominations", id), body, "nomination",
						(const char *const[]){"id", "nominee.handle", "status", NULL});
	free(id);
	return code;
}

int command_nominate(struct cli *cli, int argc, char **argv)
{
	json_t *links = json_array();
	int code = nominate_run(cli, argc, argv, links);
	json_decref(links);
	return code;
}

int command_nominations_list(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which cycle: kleos nominations list CYCLE");
	char *id = cycle_id(cli, argv[1]);
	if (!id)
		return EXIT_FAILURE;
	int code = request_table(cli, path_make("/v1/cycles/%s/nominations?pageSize=500", id), "nominations", 4,
							 (const char *const[]){"NOMINEE", "BY", "STATUS", "REASON"},
							 (const char *const[]){"nominee.handle", "nominator.handle", "status", "reason"});
	free(id);
	return code;
}

/* nominate: names somebody for an award, and says why. */
#include "clients/cli/arguments.h"
#include "clients/cli/cycle.h"
#include "clients/cli/http.h"
#include "clients/cli/nominations.h"
#include "clients/cli/request.h"

#include <stdlib.h>
#include <string.h>

/* The texts of options that may come more than once. */
struct lists {
	json_t *links, *attachments;
};

static int nominate_run(struct cli *cli, int argc, char **argv, const struct lists *lists)
{
	const char *nominator = "", *cycle = NULL, *profile = NULL;
	const struct argument table[] = {{"as", .text = &nominator},
									 {"cycle", .text = &cycle},
									 {"profile", .text = &profile},
									 {"link", .list = lists->links},
									 {"attach", .list = lists->attachments},
									 {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 2 || !cycle)
		return complain_usage(
			"say whom, why and for what: kleos nominate @maria \"She answered every one of them.\" --cycle spotlight");
	if (!profile && strchr(argv[first], ' '))
		return complain_usage("'%s' is no handle: @WHO names a member, NAME with --profile URL somebody outside",
							  argv[first]);
	char *id = cycle_id(cli, cycle);
	if (!id)
		return EXIT_FAILURE;
	json_t *body = json_pack("{s:s, s:s, s:o, s:O}", "reason", argv[first + 1], "nominator", argument_who(nominator),
							 "links", argument_links(lists->links), "attachments", lists->attachments);
	if (profile)
		json_object_set_new(body, "outsider", json_pack("{s:s, s:s}", "name", argv[first], "profileUrl", profile));
	else
		json_object_set_new(body, "nominee", json_string(argument_who(argv[first])));
	code = request_run(cli, "POST", path_make("/v1/cycles/%s/nominations", id), body, print_nomination_reply);
	free(id);
	return code;
}

int command_nominate(struct cli *cli, int argc, char **argv)
{
	struct lists lists = {json_array(), json_array()};
	int code = nominate_run(cli, argc, argv, &lists);
	json_decref(lists.links);
	json_decref(lists.attachments);
	return code;
}

/* ballots: the log of a vote, whole, for kleos verify-ballots. */
#include "clients/cli/arguments.h"
#include "clients/cli/cycle.h"
#include "clients/cli/file.h"
#include "clients/cli/http.h"

#include <stdlib.h>

static int log_read(struct cli *cli, const char *id, const char *name)
{
	char *path = path_make("/v1/cycles/%s/log", id);
	int code = name ? file_download(cli, path, name) : http_download(cli, path, stdout);
	if (code == EXIT_SUCCESS && name)
		fprintf(stderr, "kleos verify-ballots %s checks them, without a server.\n", name);
	free(path);
	return code;
}

int command_ballots(struct cli *cli, int argc, char **argv)
{
	const char *name = NULL;
	const struct argument table[] = {{"out", .text = &name}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say of which cycle: kleos ballots CYCLE --out ballots.json");
	char *id = cycle_id(cli, argv[first]);
	code = id ? log_read(cli, id, name) : EXIT_FAILURE;
	free(id);
	return code;
}

/* ballots: the log of a vote, whole, for kleos verify-ballots. */
#include "clients/cli/arguments.h"
#include "clients/cli/cycle.h"
#include "clients/cli/file.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"

#include <stdlib.h>
#include <string.h>

/* Each list of a page goes behind the same list of the pages before. */
static void page_add(json_t *log, const json_t *page)
{
	static const char *const lists[] = {"heads", "entries", "ballots"};
	for (size_t i = 0; i < sizeof(lists) / sizeof(lists[0]); i++)
		json_array_extend(json_object_get(log, lists[i]), json_object_get(page, lists[i]));
}

static char *page_path(const char *id, const char *token)
{
	const char *const pairs[][2] = {{"pageToken", token}, {NULL, NULL}};
	char *bare = path_make("/v1/cycles/%s/log", id), *path = path_query(bare, pairs);
	free(bare);
	return path;
}

/* The whole log as {"log":{…}}, which the caller decrefs. */
static int log_read(struct cli *cli, const char *id, json_t **out)
{
	char *token = NULL;
	*out = NULL;
	do {
		json_t *reply = NULL;
		char *path = page_path(id, token);
		int code = http_json(cli, "GET", path, NULL, &reply);
		free(path);
		free(token);
		if (code != EXIT_SUCCESS) {
			json_decref(*out);
			*out = NULL;
			return code;
		}
		token = strdup(json_at(reply, "nextPageToken"));
		if (*out)
			page_add(json_object_get(*out, "log"), json_object_get(reply, "log"));
		else
			*out = json_pack("{s:O}", "log", json_object_get(reply, "log"));
		json_decref(reply);
	} while (token && *token);
	free(token);
	return EXIT_SUCCESS;
}

static int log_to(const json_t *log, const char *name)
{
	FILE *file = name ? file_new(name) : stdout;
	if (!file)
		return EXIT_FAILURE;
	json_dumpf(log, file, JSON_COMPACT);
	fputc('\n', file);
	if (!name)
		return EXIT_SUCCESS;
	int code = file_end(file, name);
	if (code == EXIT_SUCCESS)
		fprintf(stderr, "%zu ballots: kleos verify-ballots %s checks them, without a server.\n",
				json_array_size(json_object_get(json_object_get(log, "log"), "ballots")), name);
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
	json_t *log = NULL;
	char *id = cycle_id(cli, argv[first]);
	code = id ? log_read(cli, id, &log) : EXIT_FAILURE;
	if (code == EXIT_SUCCESS)
		code = log_to(log, name);
	json_decref(log);
	free(id);
	return code;
}

/* tokens: the one-use votes of a community, for whoever mails them out. */
#include "clients/cli/arguments.h"
#include "clients/cli/cycle.h"
#include "clients/cli/file.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"

#include <stdlib.h>

#define TOKENS_OF_FILE_MOST 100000
#define TOKENS_BATCH        1000 /* that one request makes */

/* A cell as RFC 4180 has it; neither a token nor an address holds what would need quotes. */
static void tokens_write(FILE *out, const json_t *tokens, bool first)
{
	size_t i;
	json_t *token;
	if (first)
		fputs("token,url\r\n", out);
	json_array_foreach(tokens, i, token) fprintf(out, "%s,%s\r\n", json_at(token, "token"), json_at(token, "url"));
}

/* One batch, written before the next is asked for, as a token is shown once. */
static int batch_issue(struct cli *cli, const char *path, int count, const char *expires, bool first, FILE *out)
{
	json_t *reply = NULL, *body = json_pack("{s:i}", "count", count);
	if (expires)
		json_object_set_new(body, "expireTime", json_string(expires));
	int code = http_json(cli, "POST", path, body, &reply);
	const json_t *tokens = json_object_get(reply, "tokens");
	if (code == EXIT_SUCCESS && json_array_size(tokens) != (size_t)count)
		code =
			complain("the connection broke while tokens were made, and they are shown once: these %d are lost", count);
	else if (code == EXIT_SUCCESS)
		tokens_write(out, tokens, first);
	json_decref(reply);
	json_decref(body);
	return code;
}

static int tokens_issue(struct cli *cli, const char *id, int count, const char *expires, FILE *out)
{
	char *path = path_make("/v1/cycles/%s/tokens", id);
	int code = EXIT_SUCCESS;
	for (int left = count; code == EXIT_SUCCESS && left > 0; left -= TOKENS_BATCH)
		code = batch_issue(cli, path, left < TOKENS_BATCH ? left : TOKENS_BATCH, expires, left == count, out);
	free(path);
	return code;
}

static int tokens_to(struct cli *cli, const char *id, int count, const char *expires, const char *name)
{
	if (!name)
		return tokens_issue(cli, id, count, expires, stdout);
	FILE *file = file_new(name);
	if (!file)
		return EXIT_FAILURE;
	int code = tokens_issue(cli, id, count, expires, file), written = file_end(file, name);
	if (code == EXIT_SUCCESS && written == EXIT_SUCCESS)
		fprintf(stderr, "%d token%s in %s, which only you can read; whoever has one can vote.\n", count,
				count == 1 ? " is" : "s are", name);
	return code == EXIT_SUCCESS ? written : code;
}

int command_tokens(struct cli *cli, int argc, char **argv)
{
	const char *said = NULL, *expires = NULL, *name = NULL;
	const struct argument table[] = {
		{"count", .text = &said}, {"expires", .text = &expires}, {"out", .text = &name}, {0}};
	int first, count = 0, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1 || !said)
		return complain_usage("say for which cycle and how many: kleos tokens CYCLE --count 500 --out tokens.csv");
	if (argument_number("count", said, 1, TOKENS_OF_FILE_MOST, &count) != EXIT_SUCCESS)
		return EXIT_USAGE;
	char *id = cycle_id(cli, argv[first]), *time = argument_time(expires);
	code = id ? tokens_to(cli, id, count, time, name) : EXIT_FAILURE;
	free(time);
	free(id);
	return code;
}

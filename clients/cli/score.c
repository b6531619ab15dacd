/* nominations score: what a juror thinks of a nominee. */
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"

#include <stdlib.h>
#include <string.h>

#define SCORE_MOST 10
#define ALONE      "merit" /* the criterion of a cycle that names none */

/* reach=8, or 8 where there is but one criterion. */
static int score_add(json_t *scores, const char *word)
{
	const char *equals = strrchr(word, '=');
	const char *said = equals ? equals + 1 : word;
	char *end;
	long number = strtol(said, &end, 10);
	if (end == said || *end || number < 0 || number > SCORE_MOST)
		return complain_usage("a score is a number from 0 to 10, not '%s'", said);
	json_t *name = equals ? json_stringn(word, (size_t)(equals - word)) : json_string(ALONE);
	json_array_append_new(scores, json_pack("{s:o, s:i}", "criterion", name, "score", (int)number));
	return EXIT_SUCCESS;
}

static void print_scores(struct cli *cli, const json_t *reply)
{
	struct table *table = table_new(2, (const char *const[]){"CRITERION", "SCORE"});
	size_t i;
	json_t *score;
	json_array_foreach(json_object_get(reply, "scores"), i, score)
		table_add(table, (const char *const[]){json_at(score, "criterion"), json_at(score, "score")});
	table_print(cli, table);
	table_free(table);
}

int command_nominations_score(struct cli *cli, int argc, char **argv)
{
	if (argc < 2)
		return complain_usage("say of which, and what you think: kleos nominations score ID merit=8 reach=5");
	if (argc == 2)
		return request_run(cli, "GET", path_make("/v1/nominations/%s/score", argv[1]), NULL, print_scores);
	json_t *scores = json_array();
	int code = EXIT_SUCCESS;
	for (int i = 2; i < argc && code == EXIT_SUCCESS; i++)
		code = score_add(scores, argv[i]);
	if (code == EXIT_SUCCESS)
		code = request_run(cli, "PUT", path_make("/v1/nominations/%s/score", argv[1]),
						   json_pack("{s:O}", "scores", scores), print_scores);
	json_decref(scores);
	return code;
}

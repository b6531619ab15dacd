/* digest: the report in words. */
#include "clients/cli/cli.h"

#include "clients/cli/arguments.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/text.h"

#include <stdio.h>
#include <stdlib.h>

static int print_digest(const struct cli *cli, const json_t *reply, bool html)
{
	if (cli->json)
		return print_json(reply);
	text_print(stdout, json_at(reply, html ? "digest.html" : "digest.markdown"), 0, TEXT_WHOLE);
	return EXIT_SUCCESS;
}

int command_digest(struct cli *cli, int argc, char **argv)
{
	const char *period = NULL, *team = NULL, *locale = NULL;
	bool html = false;
	const struct argument table[] = {
		{"period", .text = &period}, {"team", .text = &team}, {"lang", .text = &locale}, {"html", .flag = &html}, {0}};
	struct query_text query;
	char *path;
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (first < argc)
		return complain_usage("digest takes no words: kleos digest --period 2026-W47 --team marketing --lang el");
	query_text_init(&query);
	query_text_add(&query, "period", period);
	query_text_add(&query, "team", team);
	query_text_add(&query, "locale", locale);
	if (asprintf(&path, "/v1/reports/digest%s", query.text) < 0)
		abort();
	query_text_fini(&query);
	json_t *reply = NULL;
	code = http_json(cli, "GET", path, NULL, &reply);
	if (code == EXIT_SUCCESS)
		code = print_digest(cli, reply, html);
	json_decref(reply);
	free(path);
	return code;
}

/* feed: what one may see, newest first. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <stdlib.h>

/* Who reads as nobody is told so: the feed would look empty or short for no reason. */
static void tell_reader(struct cli *cli)
{
	json_t *me = NULL;
	if (http_try(cli, "/v1/me", &me) && !*json_at(me, "member.id"))
		fputs("This key belongs to no member: it sees what the whole organisation hears.\n", stderr);
	json_decref(me);
}

static void print_feed(struct cli *cli, const json_t *reply)
{
	const json_t *recognitions = json_object_get(reply, "recognitions");
	size_t i;
	json_t *recognition;
	json_array_foreach(recognitions, i, recognition)
	{
		if (i)
			putchar('\n');
		print_recognition(cli, recognition);
	}
	if (json_array_size(recognitions) == 0)
		fputs("Nothing here yet. kleos give @somebody \"…\" is a good start.\n", stderr);
	tell_more(reply);
	tell_reader(cli);
}

int command_feed(struct cli *cli, int argc, char **argv)
{
	const char *team = NULL, *giver = "", *receiver = "", *value = NULL, *query = NULL, *limit = "20";
	bool big = false;
	const struct argument table[] = {{"team", .text = &team},         {"giver", .text = &giver},
									 {"receiver", .text = &receiver}, {"value", .text = &value},
									 {"query", .text = &query},       {"big", .flag = &big},
									 {"limit", .text = &limit},       {0}};
	int first, most, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", limit, 1, PAGE_MOST, &most);
	if (code == EXIT_SUCCESS && first < argc)
		code = complain_usage("feed takes no words: kleos feed --query \"%s\"", argv[first]);
	if (code != EXIT_SUCCESS)
		return code;
	const char *const pairs[][2] = {
		{"pageSize", limit}, {"team", team},   {"giver", argument_who(giver)}, {"receiver", argument_who(receiver)},
		{"value", value},    {"query", query}, {"win", big ? "BIG" : NULL},    {NULL, NULL}};
	return request_run(cli, "GET", path_query("/v1/recognitions", pairs), NULL, print_feed);
}

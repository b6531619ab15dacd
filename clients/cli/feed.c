/* feed: the thanks and the highlights that one may see, newest first. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/highlight.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Which part of the feed. */
struct view {
	const char *team, *giver, *receiver, *value, *query, *limit;
	bool big;
	int most; /* items to show */
};

/* Who reads as nobody is told so: the feed would look empty or short for no reason. */
static void tell_reader(struct cli *cli)
{
	json_t *me = NULL;
	if (http_try(cli, "/v1/me", &me) && !*json_at(me, "member.id"))
		fputs("This key belongs to no member: it sees what the whole organisation hears.\n", stderr);
	json_decref(me);
}

/* The newer of the two at the heads of both lists; NULL: both have ended. */
static const json_t *next_of(const json_t *recognitions, size_t *given, const json_t *highlights, size_t *shared)
{
	const json_t *recognition = json_array_get(recognitions, *given), *highlight = json_array_get(highlights, *shared);
	bool thanks = recognition &&
				  (!highlight || time_compare(json_at(recognition, "giveTime"), json_at(highlight, "createTime")) >= 0);
	*given += thanks;
	*shared += !thanks && highlight;
	return thanks ? recognition : highlight;
}

static bool is_narrowed(const struct view *view)
{
	return view->team || *view->giver || *view->receiver || view->value || view->query || view->big;
}

static void print_feed(struct cli *cli, const struct view *view, const json_t *reply, const json_t *works)
{
	const json_t *recognitions = json_object_get(reply, "recognitions"),
				 *highlights = json_object_get(works, "highlights");
	const json_t *item = NULL;
	size_t given = 0, shared = 0, shown = 0;
	for (; shown < (size_t)view->most && (item = next_of(recognitions, &given, highlights, &shared)); shown++) {
		if (shown)
			putchar('\n');
		if (json_object_get(item, "giver"))
			print_recognition(cli, item);
		else
			print_highlight(cli, item);
	}
	if (!shown)
		fputs(is_narrowed(view) ? "Nothing like that among what you may see.\n"
								: "Nothing here yet. kleos give @somebody \"…\" is a good start.\n",
			  stderr);
	bool left = given + shared < json_array_size(recognitions) + json_array_size(highlights);
	if (left || *json_at(reply, "nextPageToken") || *json_at(works, "nextPageToken"))
		fputs("There are more: --limit N\n", stderr);
	tell_reader(cli);
}

static int read_recognitions(struct cli *cli, const struct view *view, json_t **reply)
{
	const char *const pairs[][2] = {{"pageSize", view->limit},
									{"team", view->team},
									{"giver", argument_who(view->giver)},
									{"receiver", argument_who(view->receiver)},
									{"value", view->value},
									{"query", view->query},
									{"win", view->big ? "BIG" : NULL},
									{NULL, NULL}};
	char *path = path_query("/v1/recognitions", pairs);
	int code = http_json(cli, "GET", path, NULL, reply);
	free(path);
	return code;
}

/* Work of whom the feed is about; nothing when it is about thanks alone. */
static int read_highlights(struct cli *cli, const struct view *view, json_t **reply)
{
	if (*view->receiver || view->value || view->query || view->big)
		return EXIT_SUCCESS;
	const char *const pairs[][2] = {
		{"pageSize", view->limit}, {"team", view->team}, {"member", argument_who(view->giver)}, {NULL, NULL}};
	char *path = path_query("/v1/highlights", pairs);
	int code = http_json(cli, "GET", path, NULL, reply);
	free(path);
	return code;
}

static int feed_run(struct cli *cli, const struct view *view)
{
	json_t *reply = NULL, *works = NULL;
	int code = read_recognitions(cli, view, &reply);
	if (code == EXIT_SUCCESS)
		code = read_highlights(cli, view, &works);
	if (code == EXIT_SUCCESS && cli->json) {
		if (works)
			json_object_set(reply, "highlights", json_object_get(works, "highlights"));
		print_json(reply);
	} else if (code == EXIT_SUCCESS) {
		print_feed(cli, view, reply, works);
	}
	json_decref(reply);
	json_decref(works);
	return code;
}

int command_feed(struct cli *cli, int argc, char **argv)
{
	struct view view = {.giver = "", .receiver = "", .limit = "20"};
	const struct argument table[] = {{"team", .text = &view.team},         {"giver", .text = &view.giver},
									 {"receiver", .text = &view.receiver}, {"value", .text = &view.value},
									 {"query", .text = &view.query},       {"big", .flag = &view.big},
									 {"limit", .text = &view.limit},       {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", view.limit, 1, PAGE_MOST, &view.most);
	if (code == EXIT_SUCCESS && first < argc)
		code = complain_usage("feed takes no words: kleos feed --query \"%s\"", argv[first]);
	return code == EXIT_SUCCESS ? feed_run(cli, &view) : code;
}

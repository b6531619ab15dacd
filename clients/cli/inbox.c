/* inbox: the thanks somebody received, unread ones first. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What happened since it was given, if anything did. */
static void print_event(struct cli *cli, const json_t *entry)
{
	const char *event = json_at(entry, "lastEvent");
	const char *words = strcmp(event, "JOINED") == 0      ? "somebody joined"
						: strcmp(event, "COMMENTED") == 0 ? "somebody commented"
														  : "";
	char *line;
	if (!*words || !json_is_true(json_object_get(entry, "unread")))
		return;
	if (asprintf(&line, "%s, %s", words, minute_of(json_at(entry, "eventTime"))) < 0)
		abort();
	print_quiet(cli, line, 4);
}

static void print_inbox(struct cli *cli, const json_t *reply)
{
	const json_t *entries = json_object_get(reply, "entries");
	size_t i;
	json_t *entry;
	bool unread = true; /* of the entry before */
	json_array_foreach(entries, i, entry)
	{
		bool is_unread = json_is_true(json_object_get(entry, "unread"));
		if (i)
			putchar('\n');
		if (!is_unread && unread && i)
			puts("Read before:\n");
		unread = is_unread;
		print_recognition(cli, json_object_get(entry, "recognition"));
		print_event(cli, entry);
	}
	if (json_array_size(entries) == 0)
		fputs("Nothing here yet; it will come.\n", stderr);
	else
		print_line(stderr, "%s unread", json_at(reply, "unreadCount"));
	tell_more(reply);
}

/* Marks what was shown, as far as it was shown: what happened since stays unread. */
static int inbox_read(struct cli *cli, const json_t *entries)
{
	json_t *ids = json_array(), *entry;
	const char *until = "";
	size_t i;
	json_array_foreach(entries, i, entry)
	{
		const char *time = json_string_value(json_object_get(entry, "eventTime"));
		if (!json_is_true(json_object_get(entry, "unread")))
			continue;
		json_array_append(ids, json_object_get(json_object_get(entry, "recognition"), "id"));
		if (time && time_compare(time, until) > 0)
			until = time;
	}
	int code = EXIT_SUCCESS;
	json_t *body = json_pack("{s:O, s:s}", "recognitions", ids, "until", until);
	if (json_array_size(ids))
		code = http_json(cli, "POST", "/v1/inbox:read", body, NULL);
	json_decref(body);
	json_decref(ids);
	return code;
}

int command_inbox(struct cli *cli, int argc, char **argv)
{
	const char *limit = "20";
	bool read = false;
	const struct argument table[] = {{"limit", .text = &limit}, {"read", .flag = &read}, {0}};
	int first, most, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", limit, 1, PAGE_MOST, &most);
	if (code == EXIT_SUCCESS && first < argc)
		code = complain_usage("inbox takes no words: kleos inbox --read");
	if (code != EXIT_SUCCESS)
		return code;
	const char *const pairs[][2] = {{"pageSize", limit}, {NULL, NULL}};
	char *path = path_query("/v1/inbox", pairs);
	json_t *reply = NULL;
	code = http_json(cli, "GET", path, NULL, &reply);
	if (code == EXIT_SUCCESS && cli->json)
		print_json(reply);
	else if (code == EXIT_SUCCESS)
		print_inbox(cli, reply);
	if (code == EXIT_SUCCESS && read)
		code = inbox_read(cli, json_object_get(reply, "entries"));
	json_decref(reply);
	free(path);
	return code;
}

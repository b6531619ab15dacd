/* preferences: how somebody likes to be recognised. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"

#include <stdio.h>
#include <stdlib.h>

struct wish {
	const char *ceiling, *channels, *note;
	bool lower_given;
};

static void print_preferences(struct cli *cli, const json_t *reply)
{
	(void)cli;
	const json_t *preferences = json_object_get(reply, "preferences");
	char *liked = texts_of(json_object_get(preferences, "channels"));
	print_field("at most", json_at(preferences, "ceiling"));
	print_field("likes best", liked);
	print_field("note", json_at(preferences, "note"));
	free(liked);
}

static char *preferences_path(int argc, char **argv, int first)
{
	return path_make("/v1/members/%s/preferences", first < argc ? argument_who(argv[first]) : "me");
}

int command_preferences_show(struct cli *cli, int argc, char **argv)
{
	if (argc > 2)
		return complain_usage("say whose: kleos preferences show @maria");
	return request_run(cli, "GET", preferences_path(argc, argv, 1), NULL, print_preferences);
}

/* What was said before, with what is said now on top: the rpc sets the whole preference. */
static json_t *preferences_body(const json_t *before, const struct wish *wish)
{
	json_t *body = json_pack("{s:O, s:O, s:O, s:O, s:b}", "ceiling", json_object_get(before, "ceiling"), "channels",
							 json_object_get(before, "channels"), "note", json_object_get(before, "note"), "etag",
							 json_object_get(before, "etag"), "lowerGiven", wish->lower_given);
	if (wish->ceiling)
		json_object_set_new(body, "ceiling", argument_upper_json(wish->ceiling));
	if (wish->channels)
		json_object_set_new(body, "channels", argument_upper_list(wish->channels));
	if (wish->note)
		json_object_set_new(body, "note", json_string(wish->note));
	return body;
}

int command_preferences_set(struct cli *cli, int argc, char **argv)
{
	struct wish wish = {0};
	const struct argument table[] = {{"ceiling", .text = &wish.ceiling},
									 {"channels", .text = &wish.channels},
									 {"note", .text = &wish.note},
									 {"lower-given", .flag = &wish.lower_given},
									 {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first > 1 || (!wish.ceiling && !wish.channels && !wish.note && !wish.lower_given))
		return complain_usage("say what you like: kleos preferences set --ceiling TEAM --note \"In private, please.\"");
	char *path = preferences_path(argc, argv, first);
	json_t *before = NULL;
	code = http_json(cli, "GET", path, NULL, &before);
	if (code == EXIT_SUCCESS)
		code = request_run(cli, "PUT", path, preferences_body(json_object_get(before, "preferences"), &wish),
						   print_preferences);
	else
		free(path);
	json_decref(before);
	return code;
}

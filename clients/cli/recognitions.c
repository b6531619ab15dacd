/* give, feed, preferences: the thanks themselves. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define PROMPTS 5 /* questions that thanks can answer */

static void print_people(const json_t *receivers)
{
	size_t i;
	json_t *receiver;
	json_array_foreach(receivers, i, receiver) printf("%s@%s", i ? ", " : "", json_at(receiver, "member.handle"));
}

static void print_recognition(struct cli *cli, const json_t *recognition)
{
	const char *value = json_at(recognition, "value");
	printf("%s%s  @%s → ", cli->color ? "\033[1m" : "", day_of(json_at(recognition, "giveTime")),
		   json_at(recognition, "giver.handle"));
	print_people(json_object_get(recognition, "receivers"));
	printf("%s  [%s%s%s%s]\n", cli->color ? "\033[0m" : "", json_at(recognition, "visibility"), *value ? ", " : "",
		   value, strcmp(json_at(recognition, "win"), "BIG") == 0 ? ", big win" : "");
	fputs("    ", stdout);
	print_text(stdout, json_at(recognition, "message"), 4);
	putchar('\n');
}

/* Tells the giver when it is heard less far than asked for. */
static void tell_visibility(const json_t *recognition)
{
	const char *asked = json_at(recognition, "requestedVisibility"), *held = json_at(recognition, "visibility");
	if (strcmp(asked, held) != 0)
		fprintf(
			stderr,
			"Heard as %s, not %s: that is as loud as somebody you thank likes it, or the default for who never said.\n",
			held, asked);
}

static json_t *receivers_array(int argc, char **argv, int *at)
{
	json_t *receivers = json_array();
	for (; *at < argc && argv[*at][0] == '@'; (*at)++)
		json_array_append_new(receivers, json_pack("{s:s}", "member", argv[*at] + 1));
	return receivers;
}

static int give_send(struct cli *cli, json_t *body)
{
	json_t *reply = NULL;
	int code = http_json(cli, "POST", "/v1/recognitions", body, &reply);
	const json_t *recognition = json_object_get(reply, "recognition");
	if (code == EXIT_SUCCESS)
		tell_visibility(recognition);
	if (code == EXIT_SUCCESS && cli->json)
		print_json(reply);
	else if (code == EXIT_SUCCESS)
		print_recognition(cli, recognition);
	json_decref(reply);
	return code;
}

int command_give(struct cli *cli, int argc, char **argv)
{
	const char *value = "", *prompt = NULL, *giver = "";
	bool big = false, levels[4] = {false};
	static const char *const level_names[] = {"PRIVATE", "MANAGER", "TEAM", "EXTERNAL"};
	const struct argument table[] = {
		{"value", &value, NULL},    {"prompt", &prompt, NULL},      {"as", &giver, NULL},
		{"big", NULL, &big},        {"private", NULL, &levels[0]},  {"manager", NULL, &levels[1]},
		{"team", NULL, &levels[2]}, {"external", NULL, &levels[3]}, {0}};
	int at, code = arguments_read(argc, argv, table, &at);
	if (code != EXIT_SUCCESS)
		return code;
	int question = 0;
	if (prompt && argument_number("prompt", prompt, 1, PROMPTS, &question) != EXIT_SUCCESS)
		return EXIT_USAGE;
	if (levels[0] + levels[1] + levels[2] + levels[3] > 1)
		return complain_usage("say one of --private, --manager, --team and --external");
	json_t *receivers = receivers_array(argc, argv, &at);
	if (json_array_size(receivers) == 0 || argc - at != 1) {
		json_decref(receivers);
		return complain_usage("say whom and why: kleos give @maria @nikos \"You saved the launch.\"");
	}
	json_t *body = json_pack("{s:o, s:s, s:s, s:i, s:s, s:s}", "receivers", receivers, "message", argv[at], "value",
							 value, "prompt", question, "win", big ? "BIG" : "SMALL", "giver", giver + (*giver == '@'));
	for (int i = 0; i < 4; i++)
		if (levels[i])
			json_object_set_new(body, "visibility", json_string(level_names[i]));
	code = give_send(cli, body);
	json_decref(body);
	return code;
}

static char *feed_path(const char *const pairs[][2], size_t count)
{
	struct query_text text;
	char *path = NULL;
	query_text_init(&text);
	for (size_t i = 0; i < count; i++)
		query_text_add(&text, pairs[i][0], pairs[i][1]);
	if (asprintf(&path, "/v1/recognitions%s", text.text) < 0)
		abort();
	query_text_fini(&text);
	return path;
}

/* Who reads as nobody is told so: the feed would look empty or short for no reason. */
static int tell_reader(struct cli *cli)
{
	json_t *me = NULL;
	int code = http_json(cli, "GET", "/v1/me", NULL, &me);
	if (code == EXIT_SUCCESS && !*json_at(me, "member.id"))
		fputs("This key belongs to no member: it sees what the whole organisation hears.\n", stderr);
	json_decref(me);
	return code;
}

static int print_feed(struct cli *cli, const json_t *reply)
{
	const json_t *recognitions = json_object_get(reply, "recognitions");
	size_t i;
	json_t *recognition;
	json_array_foreach(recognitions, i, recognition) print_recognition(cli, recognition);
	if (json_array_size(recognitions) == 0)
		fputs("Nothing here yet. kleos give @somebody \"…\" is a good start.\n", stderr);
	tell_more(reply);
	return tell_reader(cli);
}

int command_feed(struct cli *cli, int argc, char **argv)
{
	const char *team = NULL, *giver = NULL, *receiver = NULL, *value = NULL, *limit = "20";
	const struct argument table[] = {{"team", &team, NULL},   {"giver", &giver, NULL}, {"receiver", &receiver, NULL},
									 {"value", &value, NULL}, {"limit", &limit, NULL}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	int most;
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", limit, 1, PAGE_MOST, &most);
	if (code != EXIT_SUCCESS)
		return code;
	const char *const pairs[][2] = {{"pageSize", limit},
									{"team", team},
									{"giver", giver && *giver == '@' ? giver + 1 : giver},
									{"receiver", receiver && *receiver == '@' ? receiver + 1 : receiver},
									{"value", value}};
	char *path = feed_path(pairs, sizeof(pairs) / sizeof(pairs[0]));
	json_t *reply = NULL;
	code = http_json(cli, "GET", path, NULL, &reply);
	if (code == EXIT_SUCCESS)
		code = cli->json ? print_json(reply) : print_feed(cli, reply);
	json_decref(reply);
	free(path);
	return code;
}

/* What was said before, with what is said now on top: the rpc sets the whole preference. */
static json_t *preferences_body(const json_t *before, const char *ceiling, const char *channels, const char *note)
{
	json_t *body = json_object();
	json_object_set(body, "ceiling", json_object_get(before, "ceiling"));
	json_object_set(body, "channels", json_object_get(before, "channels"));
	json_object_set(body, "note", json_object_get(before, "note"));
	json_object_set(body, "etag", json_object_get(before, "etag"));
	if (ceiling)
		json_object_set_new(body, "ceiling", argument_upper_json(ceiling));
	if (channels)
		json_object_set_new(body, "channels", argument_upper_list(channels));
	if (note)
		json_object_set_new(body, "note", json_string(note));
	return body;
}

static int print_preferences(struct cli *cli, const json_t *reply)
{
	if (cli->json)
		return print_json(reply);
	const json_t *preferences = json_object_get(reply, "preferences");
	size_t i;
	json_t *channel;
	printf("no louder than  %s\nlikes best      ", json_at(preferences, "ceiling"));
	json_array_foreach(json_object_get(preferences, "channels"), i, channel)
		printf("%s%s", i ? ", " : "", json_string_value(channel));
	fputs("\nnote            ", stdout);
	print_text(stdout, json_at(preferences, "note"), 16);
	putchar('\n');
	return EXIT_SUCCESS;
}

int command_preferences(struct cli *cli, int argc, char **argv)
{
	const char *ceiling = NULL, *channels = NULL, *note = NULL;
	const struct argument table[] = {
		{"ceiling", &ceiling, NULL}, {"channels", &channels, NULL}, {"note", &note, NULL}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	const char *who = first < argc ? argv[first] + (*argv[first] == '@') : "me";
	char *path = path_make("/v1/members/%s/preferences", who);
	json_t *reply = NULL;
	code = http_json(cli, "GET", path, NULL, &reply);
	if (code == EXIT_SUCCESS && (ceiling || channels || note)) {
		json_t *body = preferences_body(json_object_get(reply, "preferences"), ceiling, channels, note);
		json_decref(reply);
		reply = NULL;
		code = http_json(cli, "PUT", path, body, &reply);
		json_decref(body);
	}
	if (code == EXIT_SUCCESS)
		code = print_preferences(cli, reply);
	json_decref(reply);
	free(path);
	return code;
}

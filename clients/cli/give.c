/* give: thanks, to one or to several. */
#include "clients/cli/arguments.h"
#include "clients/cli/ceiling.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/thanks.h"

#include <stdlib.h>
#include <string.h>

#define PROMPTS 5 /* questions that thanks can answer */

/* What is said about one of many: @maria:"did the copy". */
static json_t *receiver_of(const char *text)
{
	const char *who = argument_who(text);
	size_t length = strcspn(who, ":");
	return json_pack("{s:o, s:s}", "member", json_stringn(who, length), "credit",
					 who[length] == ':' ? who + length + 1 : "");
}

/* --credit @maria:"did the copy", for who is among the receivers. */
static int credit_set(json_t *receivers, const char *text)
{
	json_t *credit = receiver_of(text), *receiver;
	size_t i;
	bool found = false;
	json_array_foreach(receivers, i, receiver) if (strcmp(json_at(receiver, "member"), json_at(credit, "member")) == 0)
	{
		json_object_set(receiver, "credit", json_object_get(credit, "credit"));
		found = *json_at(credit, "credit");
	}
	json_decref(credit);
	if (!found)
		return complain_usage("--credit is @WHO:TEXT of somebody you thank, not '%s'", text);
	return EXIT_SUCCESS;
}

static int receivers_add(json_t *receivers, int argc, char **argv, int *at, const json_t *credits)
{
	for (; *at < argc && argv[*at][0] == '@'; (*at)++)
		json_array_append_new(receivers, receiver_of(argv[*at]));
	if (json_array_size(receivers) == 0 || argc - *at != 1)
		return complain_usage("say whom and why: kleos give @maria @nikos \"You saved the launch.\"");
	size_t i;
	json_t *credit;
	json_array_foreach(credits, i,
					   credit) if (credit_set(receivers, json_string_value(credit)) != EXIT_SUCCESS) return EXIT_USAGE;
	return EXIT_SUCCESS;
}

static int give_send(struct cli *cli, const json_t *body)
{
	json_t *reply = NULL;
	const char *asked = json_at(body, "visibility");
	const char *told = ceiling_tell(cli, json_object_get(body, "receivers"), asked);
	int code = http_json(cli, "POST", "/v1/recognitions", body, &reply);
	const char *held = json_at(reply, "recognition.visibility");
	if (code == EXIT_SUCCESS && strcmp(asked, held) != 0 && (!told || strcmp(told, held) != 0))
		ceiling_tell_held(asked, held);
	if (code == EXIT_SUCCESS && cli->json)
		print_json(reply);
	else if (code == EXIT_SUCCESS)
		print_recognition_reply(cli, reply);
	json_decref(reply);
	return code;
}

/* The texts of options that may come more than once. */
struct lists {
	json_t *credits, *links, *metrics;
};

static int give_run(struct cli *cli, int argc, char **argv, const struct lists *lists)
{
	const char *value = "", *prompt = NULL, *giver = "", *setting = "", *level = "ORGANIZATION";
	bool big = false, levels[LEVEL_FLAGS] = {false};
	const struct argument table[] = {{"value", .text = &value},      {"prompt", .text = &prompt},
									 {"as", .text = &giver},         {"setting", .text = &setting},
									 {"big", .flag = &big},          {"credit", .list = lists->credits},
									 {"link", .list = lists->links}, {"metric", .list = lists->metrics},
									 ARGUMENT_LEVELS(levels),        {0}};
	int at, question = 0, code = arguments_read(argc, argv, table, &at);
	if (code == EXIT_SUCCESS && prompt)
		code = argument_number("prompt", prompt, 1, PROMPTS, &question);
	if (code == EXIT_SUCCESS)
		code = argument_level(levels, &level);
	json_t *receivers = json_array(), *metrics = NULL;
	if (code == EXIT_SUCCESS)
		code = receivers_add(receivers, argc, argv, &at, lists->credits);
	if (code == EXIT_SUCCESS && !(metrics = argument_metrics(lists->metrics)))
		code = EXIT_USAGE;
	if (code == EXIT_SUCCESS) {
		json_t *body =
			json_pack("{s:O, s:s, s:s, s:i, s:s, s:s, s:s, s:O, s:o}", "receivers", receivers, "message", argv[at],
					  "value", value, "prompt", question, "win", big ? "BIG" : "SMALL", "giver", argument_who(giver),
					  "visibility", level, "metrics", metrics, "links", argument_links(lists->links));
		if (*setting)
			json_object_set_new(body, "setting", argument_upper_json(setting));
		code = give_send(cli, body);
		json_decref(body);
	}
	json_decref(receivers);
	json_decref(metrics);
	return code;
}

int command_give(struct cli *cli, int argc, char **argv)
{
	struct lists lists = {json_array(), json_array(), json_array()};
	int code = give_run(cli, argc, argv, &lists);
	json_decref(lists.credits);
	json_decref(lists.links);
	json_decref(lists.metrics);
	return code;
}

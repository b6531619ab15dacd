/* recognition: one of them: read whole, heard further or less far, mended, taken back. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/comments.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_whole(struct cli *cli, const json_t *reply)
{
	const json_t *recognition = json_object_get(reply, "recognition");
	print_recognition_whole(cli, recognition);
	if (json_integer_value(json_object_get(recognition, "commentCount")))
		print_comments_of(cli, json_at(recognition, "id"));
}

int command_recognition_show(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which: kleos recognition show ID (kleos feed shows ids)");
	return request_run(cli, "GET", path_make("/v1/recognitions/%s", argv[1]), NULL, print_whole);
}

static void print_shared(struct cli *cli, const json_t *reply)
{
	print_recognition_reply(cli, reply);
	json_int_t others = json_integer_value(json_object_get(reply, "waitingFor"));
	if (others)
		fprintf(stderr, "It gets louder when %lld more of the people named %s.\n", (long long)others,
				others == 1 ? "agrees" : "agree");
}

/* ID [LEVEL]: what the caller agrees to. */
static json_t *level_body(int argc, char **argv)
{
	json_t *body = json_object();
	if (argc > 2)
		json_object_set_new(body, "visibility", argument_upper_json(argv[2]));
	return body;
}

int command_recognition_share(struct cli *cli, int argc, char **argv)
{
	if (argc != 2 && argc != 3)
		return complain_usage("say which and how loud: kleos recognition share ID team");
	return request_run(cli, "POST", path_make("/v1/recognitions/%s:share", argv[1]), level_body(argc, argv),
					   print_shared);
}

int command_recognition_lower(struct cli *cli, int argc, char **argv)
{
	if (argc != 3)
		return complain_usage("say which and how quiet: kleos recognition lower ID private");
	return request_run(cli, "POST", path_make("/v1/recognitions/%s:lower", argv[1]), level_body(argc, argv),
					   print_recognition_reply);
}

/* @maria:"did the copy" of every --credit; NULL after saying what is wrong. */
static json_t *credits_of(const json_t *texts)
{
	json_t *credits = json_array(), *text;
	size_t i;
	json_array_foreach(texts, i, text)
	{
		const char *who = argument_who(json_string_value(text));
		size_t length = strcspn(who, ":");
		if (!who[length]) {
			complain_usage("--credit is @WHO:TEXT, not '%s'", json_string_value(text));
			json_decref(credits);
			return NULL;
		}
		json_array_append_new(credits,
							  json_pack("{s:o, s:s}", "member", json_stringn(who, length), "credit", who + length + 1));
	}
	return credits;
}

static int edit_run(struct cli *cli, int argc, char **argv, json_t *texts)
{
	const struct argument table[] = {{"credit", .list = texts}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	int words = argc - first;
	if (words < 1 || words > 2 || (words == 1 && json_array_size(texts) == 0))
		return complain_usage(
			"say which and the words as they should be: kleos recognition edit ID \"You saved the launch.\"");
	json_t *credits = credits_of(texts);
	if (!credits)
		return EXIT_USAGE;
	bool message = words == 2, some = json_array_size(credits);
	json_t *body = json_pack("{s:o, s:s}", "credits", credits, "updateMask",
							 message && some ? "message,credits"
							 : message       ? "message"
											 : "credits");
	if (message)
		json_object_set_new(body, "message", json_string(argv[first + 1]));
	return request_run(cli, "PATCH", path_make("/v1/recognitions/%s", argv[first]), body, print_recognition_reply);
}

int command_recognition_edit(struct cli *cli, int argc, char **argv)
{
	json_t *texts = json_array();
	int code = edit_run(cli, argc, argv, texts);
	json_decref(texts);
	return code;
}

int command_recognition_withdraw(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which: kleos recognition withdraw ID");
	return request_told(cli, "POST", path_make("/v1/recognitions/%s:withdraw", argv[1]), json_object(),
						"withdrawn: nobody sees it any more");
}

int command_recognition_join(struct cli *cli, int argc, char **argv)
{
	if (argc != 2 && argc != 3)
		return complain_usage("say which, and a word if you like: kleos recognition join ID \"From me too.\"");
	return request_run(cli, "POST", path_make("/v1/recognitions/%s:join", argv[1]),
					   json_pack("{s:s}", "note", argc > 2 ? argv[2] : ""), print_recognition_reply);
}

int command_recognition_leave(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which: kleos recognition leave ID");
	return request_run(cli, "POST", path_make("/v1/recognitions/%s:leave", argv[1]), json_object(),
					   print_recognition_reply);
}

int command_recognition_react(struct cli *cli, int argc, char **argv)
{
	if (argc != 3)
		return complain_usage("say which and how: kleos recognition react ID 👏");
	return request_run(cli, "PUT", path_make("/v1/recognitions/%s/reactions/%s", argv[1], argv[2]), json_object(),
					   print_recognition_reply);
}

int command_recognition_unreact(struct cli *cli, int argc, char **argv)
{
	if (argc != 3)
		return complain_usage("say which and what: kleos recognition unreact ID 👏");
	return request_run(cli, "DELETE", path_make("/v1/recognitions/%s/reactions/%s", argv[1], argv[2]), NULL,
					   print_recognition_reply);
}

#include "clients/cli/comments.h"

#include "clients/cli/arguments.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <stdlib.h>

#define INDENT 4

void print_comment(struct cli *cli, const json_t *comment)
{
	char *head, *footer;
	if (asprintf(&head, "%s  %s", minute_of(json_at(comment, "createTime")), person_of(comment, "author")) < 0 ||
		asprintf(&footer, "%s", json_at(comment, "id")) < 0)
		abort();
	print_head(cli, head);
	printf("%*s", INDENT, "");
	print_words(json_at(comment, "message"), INDENT);
	print_quiet(cli, footer, INDENT);
}

/* As they were said: the oldest of the page first. */
static void print_comments(struct cli *cli, const json_t *reply)
{
	const json_t *comments = json_object_get(reply, "comments");
	for (size_t i = json_array_size(comments); i > 0; i--)
		print_comment(cli, json_array_get(comments, i - 1));
	if (json_array_size(comments) == 0)
		fputs("No comments yet. kleos recognition comment ID \"…\" writes one.\n", stderr);
	tell_more(reply);
}

void print_comments_of(struct cli *cli, const char *recognition)
{
	char *path = path_make("/v1/recognitions/%s/comments", recognition);
	json_t *reply = NULL;
	if (http_try(cli, path, &reply)) {
		print_heading(cli, "Comments");
		print_comments(cli, reply);
	}
	json_decref(reply);
	free(path);
}

int command_recognition_comments(struct cli *cli, int argc, char **argv)
{
	const char *limit = "50";
	const struct argument table[] = {{"limit", .text = &limit}, {0}};
	int first, most, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", limit, 1, PAGE_MOST, &most);
	if (code == EXIT_SUCCESS && argc - first != 1)
		code = complain_usage("say of which: kleos recognition comments ID");
	if (code != EXIT_SUCCESS)
		return code;
	const char *const pairs[][2] = {{"pageSize", limit}, {NULL, NULL}};
	char *bare = path_make("/v1/recognitions/%s/comments", argv[first]), *path = path_query(bare, pairs);
	free(bare);
	return request_run(cli, "GET", path, NULL, print_comments);
}

static void print_written(struct cli *cli, const json_t *reply)
{
	print_comment(cli, json_object_get(reply, "comment"));
}

int command_recognition_comment(struct cli *cli, int argc, char **argv)
{
	if (argc != 3)
		return complain_usage("say below which and what: kleos recognition comment ID \"So true.\"");
	return request_run(cli, "POST", path_make("/v1/recognitions/%s/comments", argv[1]),
					   json_pack("{s:s}", "message", argv[2]), print_written);
}

int command_recognition_uncomment(struct cli *cli, int argc, char **argv)
{
	if (argc != 3)
		return complain_usage("say below which and the comment: kleos recognition uncomment ID COMMENT");
	return request_told(cli, "DELETE", path_make("/v1/recognitions/%s/comments/%s", argv[1], argv[2]), NULL, "deleted");
}

#include "clients/cli/nominations.h"

#include "clients/cli/arguments.h"
#include "clients/cli/cycle.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <stdlib.h>

#define INDENT 4

static const char *nominee_of(const json_t *nomination)
{
	return json_object_get(nomination, "outsider") ? json_at(nomination, "outsider.name")
												   : person_of(nomination, "nominee");
}

/* "@maria, by @nikos  [PENDING, 2 endorsements]". */
static char *head_of(const json_t *nomination)
{
	json_int_t endorsements = json_integer_value(json_object_get(nomination, "endorsements"));
	const char *nominator = person_of(nomination, "nominator");
	char *head = NULL, more[64] = "";
	if (endorsements)
		snprintf(more, sizeof(more), ", %lld" TEXT_GLUE "endorsement%s", (long long)endorsements,
				 endorsements == 1 ? "" : "s");
	if (asprintf(&head, "%s%s%s  [%s%s]", nominee_of(nomination), *nominator ? ", by " : "", nominator,
				 json_at(nomination, "status"), more) < 0)
		abort();
	return head;
}

static void print_attachments(const json_t *attachments)
{
	size_t i;
	json_t *attachment;
	json_array_foreach(attachments, i, attachment)
		print_line(stdout, "%*s%s", INDENT, "", json_string_value(attachment));
}

void print_nomination(struct cli *cli, const json_t *nomination)
{
	const char *reason = json_at(nomination, "reason"), *profile = json_at(nomination, "outsider.profileUrl");
	char *footer;
	if (asprintf(&footer, "%s%s", json_at(nomination, "id"), *reason ? "" : " · sealed") < 0)
		abort();
	print_head(cli, head_of(nomination));
	if (*profile)
		print_line(stdout, "%*s%s", INDENT, "", profile);
	if (*reason) {
		printf("%*s", INDENT, "");
		print_words(reason, INDENT);
	}
	print_links(json_object_get(nomination, "links"), INDENT);
	print_attachments(json_object_get(nomination, "attachments"));
	print_quiet(cli, footer, INDENT);
}

void print_nomination_reply(struct cli *cli, const json_t *reply)
{
	print_nomination(cli, json_object_get(reply, "nomination"));
}

static void print_nominations(struct cli *cli, const json_t *reply)
{
	const json_t *nominations = json_object_get(reply, "nominations");
	size_t i;
	json_t *nomination;
	json_array_foreach(nominations, i, nomination)
	{
		if (i)
			putchar('\n');
		print_nomination(cli, nomination);
	}
	if (json_array_size(nominations) == 0)
		fputs(
			"Nothing that you may see: nominations are sealed from everybody but their authors while they are taken.\n",
			stderr);
	tell_more(reply);
}

int command_nominations_list(struct cli *cli, int argc, char **argv)
{
	const char *limit = "50", *status = "", *who = "";
	const struct argument table[] = {{"limit", .text = &limit}, {"status", .text = &status}, {"of", .text = &who}, {0}};
	int first, most, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", limit, 1, PAGE_MOST, &most);
	if (code == EXIT_SUCCESS && argc - first != 1)
		code = complain_usage("say which cycle: kleos nominations list CYCLE");
	if (code != EXIT_SUCCESS)
		return code;
	char *id = cycle_id(cli, argv[first]);
	if (!id)
		return EXIT_FAILURE;
	char *bare = path_make("/v1/cycles/%s/nominations", id), *upper = argument_upper(status);
	const char *const pairs[][2] = {
		{"pageSize", limit}, {"status", upper}, {"nominee", argument_who(who)}, {NULL, NULL}};
	code = request_run(cli, "GET", path_query(bare, pairs), NULL, print_nominations);
	free(upper);
	free(bare);
	free(id);
	return code;
}

int command_nominations_show(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which: kleos nominations show ID (kleos nominations list CYCLE shows ids)");
	return request_run(cli, "GET", path_make("/v1/nominations/%s", argv[1]), NULL, print_nomination_reply);
}

/* One of the verbs that need nothing but the nomination. */
static int change(struct cli *cli, int argc, char **argv, const char *verb)
{
	if (argc != 2)
		return complain_usage("say which: kleos nominations %s ID (kleos nominations list CYCLE shows ids)", verb);
	char *bare = path_make("/v1/nominations/%s", argv[1]), *path;
	if (asprintf(&path, "%s:%s", bare, verb) < 0)
		abort();
	free(bare);
	return request_run(cli, "POST", path, json_object(), print_nomination_reply);
}

int command_nominations_endorse(struct cli *cli, int argc, char **argv)
{
	return change(cli, argc, argv, "endorse");
}

int command_nominations_accept(struct cli *cli, int argc, char **argv)
{
	return change(cli, argc, argv, "accept");
}

int command_nominations_decline(struct cli *cli, int argc, char **argv)
{
	return change(cli, argc, argv, "decline");
}

int command_nominations_withdraw(struct cli *cli, int argc, char **argv)
{
	return change(cli, argc, argv, "withdraw");
}

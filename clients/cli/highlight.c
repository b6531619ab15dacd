#include "clients/cli/highlight.h"

#include "clients/cli/arguments.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define INDENT 4

void print_highlight(struct cli *cli, const json_t *highlight)
{
	const json_t *collaborators = json_object_get(highlight, "collaborators");
	char *others = handles_of(collaborators, ""), *head, *footer;
	const char *day = json_at(highlight, "onDate");
	if (asprintf(&head, "%s  %s%s%s: %s  [%s," TEXT_GLUE "%s]", *day ? day : day_of(json_at(highlight, "createTime")),
				 person_of(highlight, "member"), *others ? " with " : "", others, json_at(highlight, "title"),
				 json_at(highlight, "visibility"), json_at(highlight, "kind")) < 0)
		abort();
	if (asprintf(&footer, "%s%s", json_at(highlight, "id"), *json_at(highlight, "updateTime") ? " · updated" : "") < 0)
		abort();
	free(others);
	print_head(cli, head);
	if (*json_at(highlight, "description")) {
		printf("%*s", INDENT, "");
		print_words(json_at(highlight, "description"), INDENT);
	}
	print_metrics(json_object_get(highlight, "metrics"), INDENT);
	print_links(json_object_get(highlight, "links"), INDENT);
	print_quiet(cli, footer, INDENT);
}

static void print_reply(struct cli *cli, const json_t *reply)
{
	print_highlight(cli, json_object_get(reply, "highlight"));
}

static void print_highlights(struct cli *cli, const json_t *reply)
{
	const json_t *highlights = json_object_get(reply, "highlights");
	size_t i;
	json_t *highlight;
	json_array_foreach(highlights, i, highlight)
	{
		if (i)
			putchar('\n');
		print_highlight(cli, highlight);
	}
	if (json_array_size(highlights) == 0)
		fputs(
			"Nothing here yet. kleos highlight share \"The launch\" --metric reach=12000views shares work of yours.\n",
			stderr);
	tell_more(reply);
}

/* What both sharing and updating take. */
struct work {
	const char *title, *description, *kind, *with, *on, *level;
	bool levels[LEVEL_FLAGS];
	json_t *links, *metrics; /* texts */
};

/* What was said and nothing else; the mask is "" when nothing was. NULL after saying what is wrong. The caller frees
 * the mask and decrefs the body. */
static json_t *work_body(const struct work *work, char **mask)
{
	json_t *metrics = argument_metrics(work->metrics), *body = json_object();
	*mask = strdup("");
	if (!metrics) {
		json_decref(body);
		return NULL;
	}
	if (work->title)
		mask_set(body, mask, "title", json_string(work->title));
	if (work->description)
		mask_set(body, mask, "description", json_string(work->description));
	if (work->kind)
		mask_set(body, mask, "kind", argument_upper_json(work->kind));
	if (work->with)
		mask_set(body, mask, "collaborators", argument_who_list(work->with));
	if (work->on)
		mask_set(body, mask, "onDate", json_string(work->on));
	if (work->level)
		mask_set(body, mask, "visibility", json_string(work->level));
	if (json_array_size(work->links))
		mask_set(body, mask, "links", argument_links(work->links));
	if (json_array_size(metrics))
		mask_set(body, mask, "metrics", json_incref(metrics));
	json_decref(metrics);
	return body;
}

static int work_read(int argc, char **argv, struct work *work, int *first)
{
	const struct argument table[] = {{"title", .text = &work->title},
									 {"description", .text = &work->description},
									 {"kind", .text = &work->kind},
									 {"with", .text = &work->with},
									 {"on", .text = &work->on},
									 {"link", .list = work->links},
									 {"metric", .list = work->metrics},
									 ARGUMENT_LEVELS(work->levels),
									 {0}};
	int code = arguments_read(argc, argv, table, first);
	return code == EXIT_SUCCESS ? argument_level(work->levels, &work->level) : code;
}

static int share_run(struct cli *cli, int argc, char **argv, struct work *work)
{
	int first, code = work_read(argc, argv, work, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1 || work->title)
		return complain_usage("say what: kleos highlight share \"The balcony tour\" --metric reach=12000views");
	work->title = argv[first];
	char *mask;
	json_t *body = work_body(work, &mask);
	free(mask);
	return body ? request_run(cli, "POST", path_make("/v1/highlights"), body, print_reply) : EXIT_USAGE;
}

static int update_run(struct cli *cli, int argc, char **argv, struct work *work)
{
	int first, code = work_read(argc, argv, work, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say which and what: kleos highlight update ID --metric reach=24000views");
	char *mask;
	json_t *body = work_body(work, &mask);
	if (body && *mask) {
		json_object_set_new(body, "updateMask", json_string(mask));
		code = request_run(cli, "PATCH", path_make("/v1/highlights/%s", argv[first]), body, print_reply);
	} else {
		code = body ? complain_usage("say what to change, such as --metric reach=24000views") : EXIT_USAGE;
		json_decref(body);
	}
	free(mask);
	return code;
}

/* Runs one of the two with empty lists. */
static int work_run(struct cli *cli, int argc, char **argv,
					int (*run)(struct cli *cli, int argc, char **argv, struct work *work))
{
	struct work work = {.links = json_array(), .metrics = json_array()};
	int code = run(cli, argc, argv, &work);
	json_decref(work.links);
	json_decref(work.metrics);
	return code;
}

int command_highlight_share(struct cli *cli, int argc, char **argv)
{
	return work_run(cli, argc, argv, share_run);
}

int command_highlight_update(struct cli *cli, int argc, char **argv)
{
	return work_run(cli, argc, argv, update_run);
}

int command_highlight_show(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which: kleos highlight show ID (kleos highlight list shows ids)");
	return request_run(cli, "GET", path_make("/v1/highlights/%s", argv[1]), NULL, print_reply);
}

int command_highlight_list(struct cli *cli, int argc, char **argv)
{
	const char *who = "", *team = NULL, *limit = "20";
	const struct argument table[] = {{"by", .text = &who}, {"team", .text = &team}, {"limit", .text = &limit}, {0}};
	int first, most, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", limit, 1, PAGE_MOST, &most);
	if (code != EXIT_SUCCESS)
		return code;
	const char *const pairs[][2] = {{"pageSize", limit}, {"member", argument_who(who)}, {"team", team}, {NULL, NULL}};
	return request_run(cli, "GET", path_query("/v1/highlights", pairs), NULL, print_highlights);
}

int command_highlight_delete(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which: kleos highlight delete ID");
	return request_told(cli, "DELETE", path_make("/v1/highlights/%s", argv[1]), NULL, "deleted");
}

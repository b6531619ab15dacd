/* award: what there is to win. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"

#include <stdlib.h>
#include <string.h>

static void print_award(struct cli *cli, const json_t *reply)
{
	const json_t *award = json_object_get(reply, "award");
	(void)cli;
	print_field("award", json_at(award, "slug"));
	print_field("title", json_at(award, "title"));
	print_field("description", json_at(award, "description"));
	print_field("criteria", json_at(award, "criteria"));
	print_field("scope", json_at(award, "scope"));
	print_field("hashtag", json_at(award, "hashtag"));
	print_field("founded", day_of(json_at(award, "createTime")));
	print_field("id", json_at(award, "id"));
}

int command_award_list(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return request_table(cli, path_make("/v1/awards?pageSize=500"), "awards", 3,
						 (const char *const[]){"SLUG", "TITLE", "SCOPE"},
						 (const char *const[]){"slug", "title", "scope"});
}

int command_award_show(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which: kleos award show AWARD (kleos award list shows them)");
	return request_run(cli, "GET", path_make("/v1/awards/%s", argv[1]), NULL, print_award);
}

/* What both founding and changing take. */
struct award_texts {
	const char *title, *description, *criteria, *hashtag; /* NULL: not said */
};

/* What was said and nothing else; the caller frees the mask, "" when nothing was, and decrefs the body. */
static json_t *award_body(const struct award_texts *texts, char **mask)
{
	json_t *body = json_object();
	*mask = strdup("");
	if (texts->title)
		mask_set(body, mask, "title", json_string(texts->title));
	if (texts->description)
		mask_set(body, mask, "description", json_string(texts->description));
	if (texts->criteria)
		mask_set(body, mask, "criteria", json_string(texts->criteria));
	if (texts->hashtag)
		mask_set(body, mask, "hashtag", json_string(texts->hashtag));
	return body;
}

int command_award_add(struct cli *cli, int argc, char **argv)
{
	struct award_texts texts = {0};
	bool community = false;
	const struct argument table[] = {{"title", .text = &texts.title},       {"description", .text = &texts.description},
									 {"criteria", .text = &texts.criteria}, {"hashtag", .text = &texts.hashtag},
									 {"community", .flag = &community},     {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say the award's slug: kleos award add spotlight --title \"Spotlight\"");
	char *mask;
	json_t *body = award_body(&texts, &mask);
	free(mask);
	json_object_set_new(body, "slug", json_string(argv[first]));
	json_object_set_new(body, "scope", json_string(community ? "COMMUNITY" : "INTERNAL"));
	return request_run(cli, "POST", path_make("/v1/awards"), body, print_award);
}

int command_award_edit(struct cli *cli, int argc, char **argv)
{
	struct award_texts texts = {0};
	const struct argument table[] = {{"title", .text = &texts.title},
									 {"description", .text = &texts.description},
									 {"criteria", .text = &texts.criteria},
									 {"hashtag", .text = &texts.hashtag},
									 {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say which and what: kleos award edit AWARD --criteria \"For work that helps others.\"");
	char *mask;
	json_t *body = award_body(&texts, &mask);
	if (*mask) {
		json_object_set_new(body, "updateMask", json_string(mask));
		code = request_run(cli, "PATCH", path_make("/v1/awards/%s", argv[first]), body, print_award);
	} else {
		code = complain_usage("say what to change, such as --title \"Spotlight\"");
		json_decref(body);
	}
	free(mask);
	return code;
}

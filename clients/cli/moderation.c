/* moderation: telling the people team of words that should not stand, and what they decide. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/comments.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int command_recognition_report(struct cli *cli, int argc, char **argv)
{
	const char *comment = "";
	const struct argument table[] = {{"comment", .text = &comment}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1 && argc - first != 2)
		return complain_usage("say which and why: kleos recognition report ID \"This is not about work.\"");
	json_t *body = json_pack("{s:s, s:s}", "comment", comment, "reason", argc - first > 1 ? argv[first + 1] : "");
	return request_told(cli, "POST", path_make("/v1/recognitions/%s:report", argv[first]), body,
						"reported: the people team will look at it, and nobody else learns of it");
}

static const char *outcome_of(const json_t *report)
{
	const char *outcome = json_at(report, "outcome");
	return strcmp(outcome, "DISMISS") == 0 ? "may stand" : strcmp(outcome, "REMOVE") == 0 ? "removed" : "open";
}

static void print_reports(struct cli *cli, const json_t *reply)
{
	const json_t *reports = json_object_get(reply, "contentReports");
	struct table *table = table_new(6, (const char *const[]){"ID", "REPORTED", "BY", "OF", "STATE", "WHY"});
	size_t i;
	json_t *report;
	json_array_foreach(reports, i, report)
		table_add(table, (const char *const[]){json_at(report, "id"), day_of(json_at(report, "createTime")),
											   person_of(report, "reporter"),
											   *json_at(report, "comment") ? "comment" : "recognition",
											   outcome_of(report), json_at(report, "reason")});
	if (json_array_size(reports))
		table_print(cli, table);
	else
		fputs("Nothing to look at.\n", stderr);
	table_free(table);
	tell_more(reply);
}

int command_moderation_list(struct cli *cli, int argc, char **argv)
{
	const char *limit = "50";
	bool resolved = false;
	const struct argument table[] = {{"limit", .text = &limit}, {"resolved", .flag = &resolved}, {0}};
	int first, most, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", limit, 1, PAGE_MOST, &most);
	if (code != EXIT_SUCCESS)
		return code;
	const char *const pairs[][2] = {{"pageSize", limit}, {"resolved", resolved ? "true" : NULL}, {NULL, NULL}};
	return request_run(cli, "GET", path_query("/v1/content-reports", pairs), NULL, print_reports);
}

static void print_report(struct cli *cli, const json_t *reply)
{
	const json_t *report = json_object_get(reply, "contentReport");
	const json_t *recognition = json_object_get(reply, "recognition"), *comment = json_object_get(reply, "comment");
	print_field("report", json_at(report, "id"));
	print_field("reported", minute_of(json_at(report, "createTime")));
	print_field("by", person_of(report, "reporter"));
	print_field("why", json_at(report, "reason"));
	print_field("state", outcome_of(report));
	print_field("decided", minute_of(json_at(report, "resolveTime")));
	print_field("decided by", person_of(report, "resolver"));
	print_field("note", json_at(report, "note"));
	if (json_is_object(recognition)) {
		print_heading(cli, "The recognition as it is now");
		print_recognition(cli, recognition);
	}
	if (json_is_object(comment)) {
		print_heading(cli, "The comment as it is now");
		print_comment(cli, comment);
	}
}

int command_moderation_show(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which: kleos moderation show ID (kleos moderation list shows ids)");
	return request_run(cli, "GET", path_make("/v1/content-reports/%s", argv[1]), NULL, print_report);
}

int command_moderation_resolve(struct cli *cli, int argc, char **argv)
{
	const char *note = "";
	const struct argument table[] = {{"note", .text = &note}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 2)
		return complain_usage("say which and what: kleos moderation resolve ID dismiss, or remove");
	json_t *body = json_pack("{s:o, s:s}", "outcome", argument_upper_json(argv[first + 1]), "note", note);
	return request_run(cli, "POST", path_make("/v1/content-reports/%s:resolve", argv[first]), body, print_report);
}

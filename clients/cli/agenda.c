/* agenda, overlooked: what to talk about in a 1:1, and whom nobody has thanked for a while. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"
#include "clients/cli/thanks.h"

#include <stdio.h>
#include <stdlib.h>

#define DAYS_MOST 365

static void print_thanks(struct cli *cli, const char *heading, const json_t *recognitions, const char *none)
{
	size_t i;
	json_t *recognition;
	print_heading(cli, heading);
	json_array_foreach(recognitions, i, recognition) print_recognition(cli, recognition);
	if (json_array_size(recognitions) == 0)
		puts(none);
}

static void print_people(struct cli *cli, const json_t *people)
{
	struct table *table = table_new(3, (const char *const[]){"WHO", "LAST THANKED", "NAME"});
	size_t i;
	json_t *one;
	json_array_foreach(people, i, one)
	{
		const char *day = json_at(one, "lastThankedOn");
		table_add(table, (const char *const[]){person_of(one, "member"), *day ? day : "not yet",
											   json_at(one, "member.displayName")});
	}
	table_print(cli, table);
	table_free(table);
}

static void print_agenda(struct cli *cli, const json_t *reply)
{
	const json_t *agenda = json_object_get(reply, "agenda"), *overlooked = json_object_get(agenda, "overlooked");
	char *head, *question;
	if (asprintf(&head, "1:1 with %s, %s", person_of(agenda, "member"), json_at(agenda, "member.displayName")) < 0)
		abort();
	print_head(cli, head);
	print_field("at most", json_at(agenda, "preferences.ceiling"));
	print_field("note", json_at(agenda, "preferences.note"));
	if (asprintf(&question, "%s (--prompt %s)", json_at(agenda, "prompt.text"), json_at(agenda, "prompt.prompt")) < 0)
		abort();
	print_field("this week", question);
	free(question);
	print_thanks(cli, "Last thanks received", json_object_get(agenda, "received"), "none that you may see");
	print_thanks(cli, "Last thanks given", json_object_get(agenda, "given"), "none that you may see");
	if (json_array_size(overlooked)) {
		print_heading(cli, "Nobody thanked them for a while");
		print_people(cli, overlooked);
	}
}

/* --days of both commands; EXIT_USAGE after saying what is wrong. */
static int days_check(const char *days)
{
	int number;
	return days ? argument_number("days", days, 1, DAYS_MOST, &number) : EXIT_SUCCESS;
}

int command_agenda(struct cli *cli, int argc, char **argv)
{
	const char *days = NULL;
	const struct argument table[] = {{"days", .text = &days}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS)
		code = days_check(days);
	if (code == EXIT_SUCCESS && argc - first > 1)
		code = complain_usage("say whose: kleos agenda @maria");
	if (code != EXIT_SUCCESS)
		return code;
	const char *const pairs[][2] = {{"days", days}, {NULL, NULL}};
	char *bare = path_make("/v1/members/%s/agenda", first < argc ? argument_who(argv[first]) : "me");
	char *path = path_query(bare, pairs);
	free(bare);
	return request_run(cli, "GET", path, NULL, print_agenda);
}

static void print_overlooked(struct cli *cli, const json_t *reply)
{
	const json_t *people = json_object_get(reply, "overlooked");
	if (json_array_size(people))
		print_people(cli, people);
	else if (!*json_at(reply, "nextPageToken"))
		fputs("Nobody: everybody whom you look after was thanked.\n", stderr);
	tell_more(reply);
}

int command_overlooked(struct cli *cli, int argc, char **argv)
{
	const char *days = NULL, *limit = "500";
	const struct argument table[] = {{"days", .text = &days}, {"limit", .text = &limit}, {0}};
	int first, most, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS)
		code = days_check(days);
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", limit, 1, PAGE_MOST, &most);
	if (code != EXIT_SUCCESS)
		return code;
	const char *const pairs[][2] = {{"days", days}, {"pageSize", limit}, {NULL, NULL}};
	return request_run(cli, "GET", path_query("/v1/overlooked", pairs), NULL, print_overlooked);
}

/* members export, members erase, audit: what Kleos knows about a person, its end, and who looked. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/file.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define ERASE_PAUSE_MICROSECONDS 250000
#define ERASE_ASKS_MOST          480 /* two minutes; the erasure itself goes on without being asked */
#define ACTOR_BYTES              80  /* more than any handle, and a key and its id */

static int export_to(struct cli *cli, const char *path, const char *name)
{
	int code = file_download(cli, path, name);
	if (code == EXIT_SUCCESS)
		fprintf(stderr, "Everything about them is in %s, which only you can read.\n", name);
	return code;
}

int command_members_export(struct cli *cli, int argc, char **argv)
{
	const char *name = NULL;
	const struct argument table[] = {{"file", .text = &name}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say whose: kleos members export @maria --file maria.json");
	char *path = path_make("/v1/members/%s:export", argument_who(argv[first]));
	code = name ? export_to(cli, path, name) : http_download(cli, path, stdout);
	free(path);
	return code;
}

/* Whether the handle of whom it is about was typed once more. */
static bool erase_confirmed(struct cli *cli, const char *who)
{
	char *path = path_make("/v1/members/%s", who);
	json_t *reply = NULL;
	const char *handle =
		http_try(cli, path, &reply) && *json_at(reply, "member.handle") ? json_at(reply, "member.handle") : who;
	fprintf(stderr, "This takes the name, the handle and the words of @%s ", handle);
	text_print(stderr, json_at(reply, "member.displayName"), 0, TEXT_WHOLE);
	fputs(" out of Kleos, for ever.\n", stderr);
	char *typed = ask("Type the handle once more: ", false);
	bool same = typed && strcmp(argument_who(typed), handle) == 0;
	free(typed);
	json_decref(reply);
	free(path);
	return same;
}

/* One line whenever something changed. */
static void tell_progress(const json_t *erasure, char **last)
{
	char *line = NULL;
	size_t size, i;
	json_t *service;
	FILE *out = open_memstream(&line, &size);
	if (!out)
		abort();
	json_array_foreach(json_object_get(erasure, "services"), i, service)
	{
		const char *message = json_at(service, "message");
		fprintf(out, "%s%s %s%s%s", i ? ", " : "", json_at(service, "service"), json_at(service, "state"),
				*message ? ": " : "", message);
	}
	fclose(out);
	if (!*last || strcmp(*last, line) != 0) {
		text_print(stderr, line, 2, TEXT_WHOLE);
		fputc('\n', stderr);
	}
	free(*last);
	*last = line;
}

/* Asks until every service is done. */
static int erase_follow(struct cli *cli, const char *path)
{
	char *last = NULL;
	json_t *reply = NULL, *body = json_object();
	int code = EXIT_SUCCESS;
	bool done = false;
	for (int asked = 0; code == EXIT_SUCCESS && !done && asked < ERASE_ASKS_MOST; asked++) {
		if (asked)
			usleep(ERASE_PAUSE_MICROSECONDS);
		json_decref(reply);
		reply = NULL;
		code = http_json(cli, "POST", path, body, &reply);
		if (code == EXIT_SUCCESS)
			tell_progress(json_object_get(reply, "erasure"), &last);
		done = code == EXIT_SUCCESS && json_is_true(json_object_get(json_object_get(reply, "erasure"), "done"));
	}
	if (code == EXIT_SUCCESS && cli->json)
		print_json(reply);
	if (done && !cli->json)
		puts("erased");
	else if (code == EXIT_SUCCESS && !done)
		code = complain("not everywhere yet; it goes on by itself, and the same command tells how far it is");
	free(last);
	json_decref(reply);
	json_decref(body);
	return code;
}

int command_members_erase(struct cli *cli, int argc, char **argv)
{
	bool yes = false;
	const struct argument table[] = {{"yes", .flag = &yes}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say whom: kleos members erase @maria");
	const char *who = argument_who(argv[first]);
	if (!yes && !erase_confirmed(cli, who))
		return complain("that is another handle; nothing was erased");
	char *path = path_make("/v1/members/%s:erase", who);
	code = erase_follow(cli, path);
	free(path);
	return code;
}

/* "@maria"; "key …" of an integration, as --by takes it; else a process. */
static void actor_print(char *out, size_t size, const json_t *entry)
{
	const char *key = json_at(entry, "actor.id");
	if (*json_at(entry, "actor.handle"))
		snprintf(out, size, "%s", person_of(entry, "actor"));
	else
		snprintf(out, size, "%s%s", *key ? "key " : "the deployment", key);
}

static void print_audit(struct cli *cli, const json_t *reply)
{
	const json_t *entries = json_object_get(reply, "auditEntries");
	struct table *table = table_new(5, (const char *const[]){"TIME (UTC)", "WHO", "DID", "ABOUT", "SUBJECT"});
	size_t i;
	json_t *entry;
	json_array_foreach(entries, i, entry)
	{
		char actor[ACTOR_BYTES];
		actor_print(actor, sizeof(actor), entry);
		table_add(table, (const char *const[]){minute_of(json_at(entry, "time")), actor, json_at(entry, "action"),
											   person_of(entry, "member"), json_at(entry, "subject")});
	}
	if (json_array_size(entries))
		table_print(cli, table);
	else
		fputs("Nothing is written here.\n", stderr);
	table_free(table);
	tell_more(reply);
}

int command_audit(struct cli *cli, int argc, char **argv)
{
	const char *about = "", *by = "", *since = NULL, *until = NULL, *limit = "50";
	const struct argument table[] = {{"about", .text = &about}, {"by", .text = &by},       {"since", .text = &since},
									 {"until", .text = &until}, {"limit", .text = &limit}, {0}};
	int first, most, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS)
		code = argument_number("limit", limit, 1, PAGE_MOST, &most);
	if (code == EXIT_SUCCESS && first < argc)
		code = complain_usage("audit takes no words: kleos audit --about %s", argv[first]);
	if (code != EXIT_SUCCESS)
		return code;
	char *from = argument_time(since), *to = argument_time(until);
	const char *const pairs[][2] = {{"pageSize", limit},
									{"subject", argument_who(about)},
									{"actor", argument_who(by)},
									{"since", from},
									{"until", to},
									{NULL, NULL}};
	char *path = path_query("/v1/audit", pairs);
	free(from);
	free(to);
	return request_run(cli, "GET", path, NULL, print_audit);
}

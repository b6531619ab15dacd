/* events: what happens, as it happens (server-sent events, WHATWG HTML §9.2), resuming where it broke off. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Before dialling again; it doubles as long as nothing comes. */
#define PAUSE_LEAST_SECONDS 1
#define PAUSE_MOST_SECONDS  10

struct follow {
	struct cli *cli;
	char cursor[1024]; /* id of the last event told */
	char next[1024];   /* id of the event that is coming in */
	bool connected;    /* something came since the command began */
	bool heard;        /* something came since the last dial */
};

static void print_event(struct cli *cli, const char *text)
{
	json_t *event = json_loads(text, 0, NULL);
	if (cli->json || !event) {
		puts(text);
	} else {
		const json_t *data = json_object_get(event, "data"), *recognition = json_object_get(data, "recognition");
		const json_t *highlight = json_object_get(data, "highlight");
		const char *who = recognition ? json_at(recognition, "giver.handle") : json_at(highlight, "member.handle");
		const char *words = recognition ? json_at(recognition, "message") : json_at(highlight, "title");
		char *line;
		if (asprintf(&line, "%s  %-24s %s%s%s%s", json_at(event, "time"), json_at(event, "type"), *who ? "@" : "", who,
					 *who ? ": " : "", recognition || highlight ? words : json_at(event, "subject")) < 0)
			abort();
		text_print(stdout, line, 4, text_width());
		free(line);
		putchar('\n');
	}
	fflush(stdout);
	json_decref(event);
}

static bool follow_line(void *context, const char *line)
{
	struct follow *follow = context;
	follow->connected = follow->heard = true;
	if (strncmp(line, "id:", 3) == 0)
		snprintf(follow->next, sizeof(follow->next), "%s", line + 3 + (line[3] == ' '));
	else if (strncmp(line, "data:", 5) == 0)
		print_event(follow->cli, line + 5 + (line[5] == ' '));
	else if (!*line) /* only a whole event moves the cursor: one that broke off comes again */
		memcpy(follow->cursor, follow->next, sizeof(follow->cursor));
	return !ferror(stdout);
}

/* Dials until the server refuses, output cannot be written, or the very first dial brings nothing. */
static int follow_on(struct follow *follow, const char *path)
{
	unsigned pause = PAUSE_LEAST_SECONDS;
	for (;;) {
		follow->heard = false;
		int code = http_stream(follow->cli, path, *follow->cursor ? follow->cursor : NULL, follow_line, follow,
							   &follow->connected);
		if (code != EXIT_SUCCESS || !follow->connected || ferror(stdout))
			return code;
		if (follow->heard) {
			pause = PAUSE_LEAST_SECONDS;
			fprintf(stderr, "waiting for %s …\n", follow->cli->url);
		}
		sleep(pause);
		pause = pause * 2 < PAUSE_MOST_SECONDS ? pause * 2 : PAUSE_MOST_SECONDS;
	}
}

int command_events(struct cli *cli, int argc, char **argv)
{
	const char *types = NULL, *after = "";
	bool follow_flag = false;
	const struct argument table[] = {
		{"types", .text = &types}, {"after", .text = &after}, {"follow", .flag = &follow_flag}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (!follow_flag || first < argc)
		return complain_usage("kleos events --follow [--types recognition.given,award.*]");
	struct query_text query;
	query_text_init(&query);
	query_text_add(&query, "types", types);
	char *path;
	if (asprintf(&path, "/v1/events%s", query.text) < 0)
		abort();
	struct follow follow = {.cli = cli};
	snprintf(follow.cursor, sizeof(follow.cursor), "%s", after);
	memcpy(follow.next, follow.cursor, sizeof(follow.next));
	code = follow_on(&follow, path);
	query_text_fini(&query);
	free(path);
	return code;
}

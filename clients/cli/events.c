/* events: what happens, as it happens (server-sent events, WHATWG HTML §9.2), resuming where it broke off. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define PAUSE_SECONDS 2 /* before dialling again */

struct follow {
	struct cli *cli;
	char cursor[1024]; /* id of the last event seen */
	bool connected;    /* something came since the last dial */
};

static void print_event(struct cli *cli, const char *text)
{
	json_t *event = json_loads(text, 0, NULL);
	if (cli->json || !event) {
		puts(text);
	} else {
		const json_t *recognition = json_object_get(json_object_get(event, "data"), "recognition");
		printf("%s  %-24s %s", json_at(event, "time"), json_at(event, "type"), recognition ? "" : json_at(event, "subject"));
		if (recognition)
			printf("@%s: %s", json_at(recognition, "giver.handle"), json_at(recognition, "message"));
		putchar('\n');
	}
	fflush(stdout);
	json_decref(event);
}

static bool follow_line(void *context, const char *line)
{
	struct follow *follow = context;
	follow->connected = true;
	if (strncmp(line, "id:", 3) == 0)
		snprintf(follow->cursor, sizeof(follow->cursor), "%s", line + 3 + (line[3] == ' '));
	else if (strncmp(line, "data:", 5) == 0)
		print_event(follow->cli, line + 5 + (line[5] == ' '));
	return true;
}

int command_events(struct cli *cli, int argc, char **argv)
{
	const char *types = NULL, *after = "";
	bool follow_flag = false;
	const struct argument table[] = {{"types", &types, NULL}, {"after", &after, NULL}, {"follow", NULL, &follow_flag}, {0}};
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
	do {
		follow.connected = false;
		code = http_stream(cli, path, *follow.cursor ? follow.cursor : NULL, follow_line, &follow);
		if (follow.connected)
			sleep(PAUSE_SECONDS);
	} while (follow.connected); /* the first dial that brings nothing is an error that was said */
	query_text_fini(&query);
	free(path);
	return code;
}

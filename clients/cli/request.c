#include "clients/cli/request.h"

#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CELLS_MOST 8

/* One request; with --json its reply is printed. The caller decrefs *reply, which may be NULL. */
static int request_send(struct cli *cli, const char *method, char *path, json_t *body, json_t **reply)
{
	*reply = NULL;
	int code = http_json(cli, method, path, body, reply);
	if (code == EXIT_SUCCESS && cli->json)
		print_json(*reply);
	json_decref(body);
	free(path);
	return code;
}

int request_run(struct cli *cli, const char *method, char *path, json_t *body, print_function *print)
{
	json_t *reply;
	int code = request_send(cli, method, path, body, &reply);
	if (code == EXIT_SUCCESS && !cli->json)
		print(cli, reply);
	json_decref(reply);
	return code;
}

int request_told(struct cli *cli, const char *method, char *path, json_t *body, const char *done)
{
	json_t *reply;
	int code = request_send(cli, method, path, body, &reply);
	if (code == EXIT_SUCCESS && !cli->json)
		puts(done);
	json_decref(reply);
	return code;
}

int request_line(struct cli *cli, const char *method, char *path, json_t *body, const char *object,
				 const char *const *names)
{
	json_t *reply;
	int code = request_send(cli, method, path, body, &reply);
	for (; code == EXIT_SUCCESS && !cli->json && *names; names++) {
		text_print(stdout, json_at(json_object_get(reply, object), *names), 0, TEXT_WHOLE);
		fputs(names[1] ? "  " : "\n", stdout);
	}
	json_decref(reply);
	return code;
}

static void print_list(struct cli *cli, const json_t *list, size_t columns, const char *const *heads,
					   const char *const *names)
{
	struct table *table = table_new(columns, heads);
	const char *cells[CELLS_MOST];
	size_t i;
	json_t *item;
	json_array_foreach(list, i, item)
	{
		for (size_t column = 0; column < columns; column++)
			cells[column] = json_at(item, names[column]);
		table_add(table, cells);
	}
	table_print(cli, table);
	table_free(table);
}

int request_table(struct cli *cli, char *path, const char *list, size_t columns, const char *const *heads,
				  const char *const *names)
{
	json_t *reply;
	int code = request_send(cli, "GET", path, NULL, &reply);
	if (code == EXIT_SUCCESS && !cli->json)
		print_list(cli, json_object_get(reply, list), columns, heads, names);
	json_decref(reply);
	return code;
}

char *path_query(const char *path, const char *const pairs[][2])
{
	struct query_text query;
	char *whole;
	query_text_init(&query);
	for (size_t i = 0; pairs[i][0]; i++)
		query_text_add(&query, pairs[i][0], pairs[i][1]);
	if (asprintf(&whole, "%s%s", path, query.text) < 0)
		abort();
	query_text_fini(&query);
	return whole;
}

void mask_set(json_t *body, char **mask, const char *name, json_t *value)
{
	char *longer;
	if (asprintf(&longer, "%s%s%s", *mask, **mask ? "," : "", name) < 0)
		abort();
	free(*mask);
	*mask = longer;
	json_object_set_new(body, name, value);
}

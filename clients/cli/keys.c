/* keys: who and what may call the API. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCOPES_COUNT         3
#define OVERLAP_MINUTES_MOST 10080 /* a week */

static char *scopes_text(const json_t *key)
{
	const json_t *scopes = json_object_get(key, "scopes");
	return json_array_size(scopes) == SCOPES_COUNT ? strdup("all") : texts_of(scopes);
}

/* When it stops working, or did. */
static const char *end_of(const json_t *key)
{
	const char *revoked = json_at(key, "revokeTime");
	return day_of(*revoked ? revoked : json_at(key, "expireTime"));
}

static const char *state_of(const json_t *key)
{
	if (*json_at(key, "revokeTime"))
		return "revoked";
	return *json_at(key, "replacedBy") ? "replaced" : "";
}

static void print_keys(struct cli *cli, const json_t *reply)
{
	static const char *const heads[] = {"ID", "NAME", "MEMBER", "ROLES", "SCOPES", "MADE", "USED", "ENDS", "STATE"};
	struct table *table = table_new(9, heads);
	size_t i;
	json_t *key;
	json_array_foreach(json_object_get(reply, "apiKeys"), i, key)
	{
		char *roles = texts_of(json_object_get(key, "roles")), *scopes = scopes_text(key);
		table_add(table, (const char *const[]){json_at(key, "id"), json_at(key, "name"), json_at(key, "member.handle"),
											   roles, scopes, day_of(json_at(key, "createTime")),
											   day_of(json_at(key, "lastUseTime")), end_of(key), state_of(key)});
		free(roles);
		free(scopes);
	}
	table_print(cli, table);
	table_free(table);
}

int command_keys_list(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return request_run(cli, "GET", path_make("/v1/apikeys?pageSize=500"), NULL, print_keys);
}

/* The key alone on standard output, for a file; what else is to be said goes the other way, so that a key that got lost
 * on the first can be revoked. */
static void print_made(struct cli *cli, const json_t *reply)
{
	if (cli->json)
		print_json(reply);
	else
		puts(json_at(reply, "key"));
	fprintf(stderr, "This is the only time the key is shown; kleos keys revoke %s makes it stop working.\n",
			json_at(reply, "apiKey.id"));
}

static json_t *key_request(const char *name, const char *member, const char *roles, const char *scopes,
						   const char *until)
{
	json_t *body =
		json_pack("{s:s, s:s, s:o}", "name", name, "member", argument_who(member), "roles", argument_upper_list(roles));
	char *time = argument_time(until);
	if (scopes)
		json_object_set_new(body, "scopes", argument_upper_list(scopes));
	if (time)
		json_object_set_new(body, "expireTime", json_string(time));
	free(time);
	return body;
}

int command_keys_create(struct cli *cli, int argc, char **argv)
{
	const char *member = "", *roles = "MEMBER", *scopes = NULL, *until = NULL;
	const struct argument table[] = {
		{"member", .text = &member},
		{"roles", .text = &roles},
		{"scopes", .text = &scopes},
		{"until", .text = &until},
		{0},
	};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say what the key is for: kleos keys create NAME --member WHO --roles MEMBER");
	json_t *body = key_request(argv[first], member, roles, scopes, until), *reply = NULL;
	code = http_json(cli, "POST", "/v1/apikeys", body, &reply);
	if (code == EXIT_SUCCESS)
		print_made(cli, reply);
	if (code == EXIT_SUCCESS && !*member)
		fputs("It belongs to no member; --member WHO makes one for a person.\n", stderr);
	json_decref(body);
	json_decref(reply);
	return code;
}

int command_keys_rotate(struct cli *cli, int argc, char **argv)
{
	const char *overlap = NULL;
	const struct argument table[] = {{"overlap", .text = &overlap}, {0}};
	int first, minutes = 0, code = arguments_read(argc, argv, table, &first);
	if (code == EXIT_SUCCESS && argc - first != 1)
		code = complain_usage("say which key: kleos keys rotate ID (kleos keys list shows them)");
	if (code == EXIT_SUCCESS && overlap)
		code = argument_number("overlap", overlap, 1, OVERLAP_MINUTES_MOST, &minutes);
	if (code != EXIT_SUCCESS)
		return code;
	char *path = path_make("/v1/apikeys/%s:rotate", argv[first]);
	json_t *body = json_pack("{s:i}", "overlapMinutes", minutes), *reply = NULL;
	code = http_json(cli, "POST", path, body, &reply);
	if (code == EXIT_SUCCESS) {
		print_made(cli, reply);
		print_line(stderr, "The old one works until %s (UTC).", minute_of(json_at(reply, "replaced.expireTime")));
	}
	json_decref(body);
	json_decref(reply);
	free(path);
	return code;
}

int command_keys_revoke(struct cli *cli, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which key: kleos keys revoke ID (kleos keys list shows them)");
	char *path = path_make("/v1/apikeys/%s", argv[1]);
	json_t *reply = NULL;
	int code = http_json(cli, "DELETE", path, NULL, &reply);
	if (code == EXIT_SUCCESS && cli->json)
		print_json(reply);
	else if (code == EXIT_SUCCESS)
		print_line(stdout, "%s stopped working", json_at(reply, "apiKey.name"));
	json_decref(reply);
	free(path);
	return code;
}

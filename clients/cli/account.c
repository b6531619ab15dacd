/* login, whoami, keys: who the caller is. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/profile.h"
#include "clients/cli/request.h"
#include "clients/cli/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_identity(struct cli *cli, const json_t *me)
{
	(void)cli;
	const char *handle = json_at(me, "member.handle");
	if (*handle)
		printf("@%s  ", handle);
	text_print(stdout, *handle ? json_at(me, "member.displayName") : json_at(me, "name"), 2, text_width());
	puts(*handle ? "" : " (a key that belongs to no member)");
	char *roles = texts_of(json_object_get(me, "roles"));
	puts(roles);
	free(roles);
}

int command_login(struct cli *cli, int argc, char **argv)
{
	int code = arguments_none(&argc, &argv); /* --key-file is an option of every command, and already taken */
	if (code != EXIT_SUCCESS)
		return code;
	if (argc > 1)
		return complain_usage("login takes no words; the address is given with --url");
	if (!cli->key)
		cli->key = ask("API key (kls_…): ", true);
	if (!cli->key)
		return complain("no key was given");
	json_t *me = NULL;
	code = http_json(cli, "GET", "/v1/me", NULL, &me);
	if (code == EXIT_SUCCESS && !profile_save(cli->url, cli->key))
		code = EXIT_FAILURE;
	if (code == EXIT_SUCCESS && cli->json)
		print_json(me);
	else if (code == EXIT_SUCCESS)
		print_identity(cli, me);
	json_decref(me);
	return code;
}

int command_whoami(struct cli *cli, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return request_run(cli, "GET", path_make("/v1/me"), NULL, print_identity);
}

static void print_keys(struct cli *cli, const json_t *reply)
{
	struct table *table = table_new(6, (const char *const[]){"ID", "NAME", "MEMBER", "ROLES", "MADE", "REVOKED"});
	size_t i;
	json_t *key;
	json_array_foreach(json_object_get(reply, "apiKeys"), i, key)
	{
		char *roles = texts_of(json_object_get(key, "roles"));
		table_add(table,
				  (const char *const[]){json_at(key, "id"), json_at(key, "name"), json_at(key, "member.handle"), roles,
										day_of(json_at(key, "createTime")), day_of(json_at(key, "revokeTime"))});
		free(roles);
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

int command_keys_create(struct cli *cli, int argc, char **argv)
{
	const char *member = "", *roles = "MEMBER";
	const struct argument table[] = {{"member", .text = &member}, {"roles", .text = &roles}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1)
		return complain_usage("say what the key is for: kleos keys create NAME --member WHO --roles MEMBER");
	json_t *body = json_pack("{s:s, s:s, s:o}", "name", argv[first], "member", argument_who(member), "roles",
							 argument_upper_list(roles));
	json_t *reply = NULL;
	code = http_json(cli, "POST", "/v1/apikeys", body, &reply);
	if (code == EXIT_SUCCESS && cli->json)
		print_json(reply);
	else if (code == EXIT_SUCCESS)
		puts(json_at(reply, "key"));
	if (code == EXIT_SUCCESS) /* on its own way out, so that a key that got lost on the other can be revoked */
		fprintf(stderr, "This is the only time the key is shown; kleos keys revoke %s makes it stop working.\n",
				json_at(reply, "apiKey.id"));
	if (code == EXIT_SUCCESS && !*member)
		fputs("It belongs to no member; --member WHO makes one for a person.\n", stderr);
	json_decref(body);
	json_decref(reply);
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

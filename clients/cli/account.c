/* login, whoami: who the caller is. */
#include "clients/cli/arguments.h"
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/profile.h"
#include "clients/cli/request.h"

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

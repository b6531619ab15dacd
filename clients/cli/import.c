/* import: files in, with a progress bar on a terminal and a line for every row that was refused. */
#include "clients/cli/cli.h"
#include "clients/cli/http.h"
#include "clients/cli/output.h"
#include "clients/cli/progress.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static long number_of(const json_t *reply, const char *name)
{
	return (long)json_integer_value(json_object_get(reply, name));
}

/* The counts on standard output, the refused rows on standard error; refused rows make the exit status 1. */
static int print_outcome(struct cli *cli, const char *path, const json_t *reply, double seconds)
{
	const json_t *rejected = json_object_get(reply, "rejected");
	size_t i;
	json_t *row;
	if (cli->json)
		print_json(reply);
	json_array_foreach(rejected, i, row)
	{
		fprintf(stderr, "%s:%ld: %s%s", path, number_of(row, "line"), json_at(row, "column"),
				*json_at(row, "column") ? ": " : "");
		text_print(stderr, json_at(row, "message"), 2, TEXT_WHOLE);
		fputc('\n', stderr);
	}
	if (!cli->json) {
		printf("%ld created, ", number_of(reply, "created"));
		if (json_object_get(reply, "updated"))
			printf("%ld updated, ", number_of(reply, "updated"));
		printf("%ld unchanged, %zu rejected in %.1f s\n", number_of(reply, "unchanged"), json_array_size(rejected),
			   seconds);
	}
	return json_array_size(rejected) ? EXIT_FAILURE : EXIT_SUCCESS;
}

static double seconds_now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static int import_file(struct cli *cli, const char *noun, int argc, char **argv)
{
	if (argc != 2)
		return complain_usage("say which file: kleos import %s FILE.csv", noun);
	FILE *file = fopen(argv[1], "re");
	struct stat state;
	if (!file || fstat(fileno(file), &state) || !S_ISREG(state.st_mode)) {
		int code = complain("%s cannot be read: %s", argv[1], file ? "it is not a regular file" : strerror(errno));
		if (file)
			fclose(file);
		return code;
	}
	struct progress progress = progress_begin(true);
	double start = seconds_now();
	json_t *reply = NULL;
	char *route = path_make("/v1/%s:import", noun);
	int code = http_upload(cli, route, file, state.st_size, progress_tell, &progress, &reply);
	progress_end(&progress);
	if (code == EXIT_SUCCESS)
		code = print_outcome(cli, argv[1], reply, seconds_now() - start);
	json_decref(reply);
	free(route);
	fclose(file);
	return code;
}

int command_import_members(struct cli *cli, int argc, char **argv)
{
	return import_file(cli, "members", argc, argv);
}

int command_import_recognitions(struct cli *cli, int argc, char **argv)
{
	return import_file(cli, "recognitions", argc, argv);
}

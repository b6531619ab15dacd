/* backup: fetches one from a running Kleos, or checks one that was fetched. */
#include "clients/cli/arguments.h"
#include "clients/cli/backup_file.h"
#include "clients/cli/folder.h"
#include "clients/cli/http.h"
#include "clients/cli/progress.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* One that comes. */
struct fetch {
	struct backup_reader *reader;
	struct progress progress;
	long long done, all;
	FILE *file;
	int problem; /* errno of a file that cannot be written */
};

static bool fetch_take(void *context, const void *bytes, size_t length)
{
	struct fetch *fetch = context;
	if (fwrite(bytes, 1, length, fetch->file) != length) {
		fetch->problem = errno;
		return false;
	}
	if (!backup_reader_feed(fetch->reader, bytes, length))
		return false;
	if (!fetch->all)
		fetch->all = (long long)backup_reader_size(fetch->reader);
	fetch->done += (long long)length;
	progress_tell(&fetch->progress, fetch->done, fetch->all ? fetch->all : fetch->done + 1);
	return true;
}

/* EXIT_SUCCESS when all of it came, is right and is on the disk. */
static int fetch_run(struct cli *cli, struct fetch *fetch, const char *part)
{
	bool refused = false;
	int code = http_fetch(cli, "/v1/backup", fetch_take, fetch, &refused);
	progress_end(&fetch->progress);
	if (code == EXIT_SUCCESS && (fflush(fetch->file) || fsync(fileno(fetch->file))))
		fetch->problem = errno;
	if (fetch->problem)
		return complain("%s cannot be written: %s", part, strerror(fetch->problem));
	if ((refused || code == EXIT_SUCCESS) && !backup_reader_finish(fetch->reader))
		return complain("what came is no whole backup and is thrown away: %s", backup_reader_problem(fetch->reader));
	return code;
}

/* What a run that was broken off left there goes; nothing is written behind a link that somebody put there. */
static int fetch_into(struct cli *cli, const char *part, const char *name, struct fetch *fetch)
{
	unlink(part);
	int handle = open(part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	fetch->file = handle >= 0 ? fdopen(handle, "w") : NULL;
	if (!fetch->file)
		return complain("%s cannot be made: %s", part, strerror(errno));
	int code = fetch_run(cli, fetch, part);
	if (fclose(fetch->file) && code == EXIT_SUCCESS)
		code = complain("%s cannot be written: %s", part, strerror(errno));
	if (code == EXIT_SUCCESS && (rename(part, name) != 0 || !folder_sync_of(name)))
		code = complain("%s cannot be made: %s", name, strerror(errno));
	if (code != EXIT_SUCCESS)
		unlink(part);
	return code;
}

static int fetch_backup(struct cli *cli, const char *name, bool quiet)
{
	const struct backup_taker none = {0};
	struct fetch fetch = {.reader = backup_reader_new(&none), .progress = progress_begin(!quiet)};
	char *part;
	if (access(name, F_OK) == 0) {
		backup_reader_free(fetch.reader);
		return complain("%s is there already and is kept: name a new file", name);
	}
	if (!fetch.reader || asprintf(&part, "%s.part", name) < 0)
		abort();
	int code = fetch_into(cli, part, name, &fetch);
	if (code == EXIT_SUCCESS && !quiet)
		backup_file_tell(cli, name, backup_reader_manifest(fetch.reader));
	free(part);
	backup_reader_free(fetch.reader);
	return code;
}

static int check_backup(struct cli *cli, const char *name, bool quiet)
{
	const struct backup_taker none = {0};
	struct backup_reader *reader = backup_reader_new(&none);
	if (!reader)
		abort();
	int code = backup_file_read(name, quiet, reader);
	if (code == EXIT_SUCCESS && !quiet)
		backup_file_tell(cli, name, backup_reader_manifest(reader));
	backup_reader_free(reader);
	return code;
}

int command_backup(struct cli *cli, int argc, char **argv)
{
	const char *out = NULL, *check = NULL;
	bool quiet = false;
	const struct argument table[] = {{"out", .text = &out}, {"check", .text = &check}, {"quiet", .flag = &quiet}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (first != argc || !out == !check)
		return complain_usage(
			"say where to: kleos backup --out kleos.tar; or which to check: kleos backup --check kleos.tar");
	return out ? fetch_backup(cli, out, quiet) : check_backup(cli, check, quiet);
}

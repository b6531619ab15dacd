/* restore: puts a backup into a data folder, without a server. */
#include "clients/cli/arguments.h"
#include "clients/cli/backup_file.h"
#include "clients/cli/restore_database.h"
#include "clients/cli/restore_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct restore {
	const char *folder;  /* --data-dir */
	const char *service; /* the only one; NULL: all of them */
	struct restore_place place;
	FILE *file; /* that is being written; NULL: its bytes are not wanted */
};

static bool is_wanted(const struct restore *restore, const char *service)
{
	return !restore->service || strcmp(restore->service, service) == 0;
}

static bool take_manifest(void *host, const struct backup_manifest *manifest)
{
	struct restore *restore = host;
	const char *services[BACKUP_DATABASES_BOUND];
	size_t n = 0;
	for (size_t i = 0; i < manifest->n_databases; i++)
		if (is_wanted(restore, manifest->databases[i].service))
			services[n++] = manifest->databases[i].service;
	if (!n) {
		complain("the backup has no %s: --service is members, recognitions or awards", restore->service);
		return false;
	}
	return restore_place_open(&restore->place, restore->folder, services, n) == EXIT_SUCCESS;
}

static bool complain_unwritten(const struct restore *restore)
{
	complain("the databases cannot be written into %s: %s", restore->place.part, strerror(errno));
	return false;
}

static bool take_database(void *host, const struct backup_database *database)
{
	struct restore *restore = host;
	if (!is_wanted(restore, database->service))
		return true;
	char *path = restore_place_path(&restore->place, database->service);
	int handle = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	restore->file = handle >= 0 ? fdopen(handle, "w") : NULL;
	free(path);
	return restore->file || complain_unwritten(restore);
}

static bool take_bytes(void *host, const void *bytes, size_t length)
{
	struct restore *restore = host;
	return !restore->file || fwrite(bytes, 1, length, restore->file) == length || complain_unwritten(restore);
}

static bool end_database(void *host, const struct backup_database *database)
{
	struct restore *restore = host;
	FILE *file = restore->file;
	(void)database;
	restore->file = NULL;
	return !file || fclose(file) == 0 || complain_unwritten(restore);
}

/* Behind the last byte: now it is known that all of it is right. */
static int make_databases(const struct restore *restore)
{
	int code = EXIT_SUCCESS;
	for (size_t i = 0; i < restore->place.n_services && code == EXIT_SUCCESS; i++) {
		char *path = restore_place_path(&restore->place, restore->place.services[i]);
		code = restore_database(path, restore->place.services[i]);
		free(path);
	}
	return code == EXIT_SUCCESS ? restore_place_settle(&restore->place) : code;
}

static void tell(struct cli *cli, const struct restore *restore, const char *name,
				 const struct backup_manifest *manifest)
{
	backup_file_tell(cli, name, manifest);
	if (cli->json)
		return;
	printf("Restored into %s:", restore->folder);
	for (size_t i = 0; i < restore->place.n_services; i++)
		printf("%s %s.db", i ? "," : "", restore->place.services[i]);
	puts(". Put cluster.key and NAME.erased of before beside them, then start Kleos.");
}

static int run(struct cli *cli, struct restore *restore, const char *name, bool quiet)
{
	struct backup_taker taker = {.manifest = take_manifest,
								 .database = take_database,
								 .bytes = take_bytes,
								 .database_end = end_database,
								 .host = restore};
	struct backup_reader *reader = backup_reader_new(&taker);
	if (!reader)
		abort();
	int code = backup_file_read(name, quiet, reader);
	if (restore->file)
		fclose(restore->file);
	if (code == EXIT_SUCCESS)
		code = make_databases(restore);
	if (code == EXIT_SUCCESS && !quiet)
		tell(cli, restore, name, backup_reader_manifest(reader));
	restore_place_close(&restore->place);
	backup_reader_free(reader);
	return code;
}

int command_restore(struct cli *cli, int argc, char **argv)
{
	struct restore restore = {0};
	bool quiet = false;
	const struct argument table[] = {
		{"data-dir", .text = &restore.folder}, {"service", .text = &restore.service}, {"quiet", .flag = &quiet}, {0}};
	int first, code = arguments_read(argc, argv, table, &first);
	if (code != EXIT_SUCCESS)
		return code;
	if (argc - first != 1 || !restore.folder || !*restore.folder)
		return complain_usage("say which and where to: kleos restore kleos.tar --data-dir ./data");
	return run(cli, &restore, argv[first], quiet);
}

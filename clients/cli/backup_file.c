#include "clients/cli/backup_file.h"

#include "clients/cli/progress.h"
#include "clients/cli/table.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#define PIECE     ((size_t)1 << 20) /* bytes */
#define TIME_SIZE 32
#define MEBIBYTE  1048576.0

static bool feed_all(FILE *file, long long size, struct backup_reader *reader, struct progress *progress)
{
	long long done = 0;
	bool goes_on = true;
	size_t n = 0;
	char *piece = malloc(PIECE);
	if (!piece)
		abort();
	while (goes_on && (n = fread(piece, 1, PIECE, file)) > 0) {
		goes_on = backup_reader_feed(reader, piece, n);
		progress_tell(progress, done += (long long)n, size);
	}
	free(piece);
	return goes_on;
}

int backup_file_read(const char *name, bool quiet, struct backup_reader *reader)
{
	struct stat about;
	FILE *file = strcmp(name, "-") == 0 ? stdin : fopen(name, "re");
	if (!file || fstat(fileno(file), &about) != 0) {
		int code = complain("%s cannot be read: %s", name, strerror(errno));
		if (file)
			fclose(file);
		return code;
	}
	struct progress progress = progress_begin(!quiet);
	bool whole = feed_all(file, (long long)about.st_size, reader, &progress);
	bool broken = ferror(file);
	fclose(file);
	progress_end(&progress);
	if (broken)
		return complain("%s cannot be read: %s", name, strerror(EIO));
	if (whole && backup_reader_finish(reader))
		return EXIT_SUCCESS;
	if (backup_reader_problem(reader))
		complain("%s: %s", name, backup_reader_problem(reader));
	return EXIT_FAILURE;
}

static long long rows_in(const struct backup_database *database)
{
	long long rows = 0;
	for (size_t i = 0; i < database->n_tables; i++)
		rows += database->tables[i].rows;
	return rows;
}

static void tell_databases(struct cli *cli, const struct backup_manifest *manifest)
{
	struct table *table = table_new(4, (const char *const[]){"SERVICE", "MIB", "ROWS", "EVENTS"});
	for (size_t i = 0; i < manifest->n_databases; i++) {
		const struct backup_database *database = &manifest->databases[i];
		char size[32], rows[32], events[32];
		snprintf(size, sizeof(size), "%.1f", (double)database->size / MEBIBYTE);
		snprintf(rows, sizeof(rows), "%lld", rows_in(database));
		snprintf(events, sizeof(events), "%lld", (long long)database->seq);
		table_add(table, (const char *const[]){database->service, size, rows, events});
	}
	table_print(cli, table);
	table_free(table);
}

void backup_file_tell(struct cli *cli, const char *name, const struct backup_manifest *manifest)
{
	char when[TIME_SIZE] = "";
	struct tm parts;
	time_t seconds = (time_t)manifest->time_s;
	if (cli->json) {
		char *json = backup_manifest_write(manifest);
		fputs(json ? json : "", stdout);
		free(json);
		return;
	}
	if (gmtime_r(&seconds, &parts))
		strftime(when, sizeof(when), "%Y-%m-%d %H:%M:%S UTC", &parts);
	printf("%s is whole: a backup of %s by Kleos %s.\n", name, when, manifest->kleos);
	tell_databases(cli, manifest);
}

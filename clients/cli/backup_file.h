/* backup_file: a backup on the disk: read through, and told of. */
#ifndef KLEOS_CLI_BACKUP_FILE_H
#define KLEOS_CLI_BACKUP_FILE_H

#include "clients/cli/cli.h"
#include "common/backup/backup_reader.h"

/* Reads all of it ("-": standard input) through the reader, with progress unless `quiet`. EXIT_SUCCESS: it is whole;
 * EXIT_FAILURE after saying why not, but for what a taker has said already. */
int backup_file_read(const char *name, bool quiet, struct backup_reader *reader);

/* What is in a backup that is whole. */
void backup_file_tell(struct cli *cli, const char *name, const struct backup_manifest *manifest);

#endif

/* restore_place: the data folder into which a backup is restored: it is clean, or refused; databases are made in
 * DIR/restore.part and moved to their places when all of them are right. As long as that folder is there no process of
 * Kleos starts in DIR, and the next restore begins anew: a crash leaves nothing half-done. */
#ifndef KLEOS_CLI_RESTORE_PLACE_H
#define KLEOS_CLI_RESTORE_PLACE_H

#include "common/backup/backup_manifest.h"

#include <stdbool.h>
#include <stddef.h>

struct restore_place {
	const char *folder; /* borrowed */
	char *part;         /* folder/restore.part */
	const char *services[BACKUP_DATABASES_BOUND];
	size_t n_services;
};

/* Makes the folder when it is missing. EXIT_SUCCESS, or EXIT_FAILURE after saying what lies in the way. The names are
 * borrowed. */
int restore_place_open(struct restore_place *place, const char *folder, const char *const *services, size_t n);
/* Path of a service's database before it is in its place; the caller frees. */
char *restore_place_path(const struct restore_place *place, const char *service);
/* Everything into its place, durably. */
int restore_place_settle(const struct restore_place *place);
/* Removes what was not settled. */
void restore_place_close(struct restore_place *place);

#endif

/* restore_database: one database out of a backup, before it is put into its place. */
#ifndef KLEOS_CLI_RESTORE_DATABASE_H
#define KLEOS_CLI_RESTORE_DATABASE_H

/* Checks it (it is Kleos's and whole, and this version knows its tables), and gives it a new epoch, so that whoever
 * followed its events before begins anew; on the disk when it returns. EXIT_SUCCESS, or EXIT_FAILURE after saying why
 * not; `service` is for the sentence. */
int restore_database(const char *path, const char *service);

#endif

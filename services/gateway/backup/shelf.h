/* shelf: the folder in which backups by the clock lie, kleos-20261123T202000Z.tar and so on: whole files only, the
 * newest so many of them. One thread. */
#ifndef KLEOS_GATEWAY_BACKUP_SHELF_H
#define KLEOS_GATEWAY_BACKUP_SHELF_H

#include "common/base/status.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SHELF_PATH_SIZE 4096
#define SHELF_NAME_SIZE 64

/* A backup that is being written, under another name until it is whole. */
struct shelf_file {
	int file;
	int64_t size;
	char path[SHELF_PATH_SIZE];
	char part[SHELF_PATH_SIZE];
};

/* A backup's file name, by the moment of its making (Unix s). False: no calendar has it. */
bool shelf_name(char out[SHELF_NAME_SIZE], int64_t time_s);
/* When the newest was begun (Unix ms); 0: there is none, or the folder cannot be read. */
int64_t shelf_newest_ms(const char *folder);
/* Makes the folder when it is missing, removes what a crash left. Not OK: errno says why. */
enum status shelf_begin(struct shelf_file *out, const char *folder, int64_t now_ms);
bool shelf_write(struct shelf_file *file, const void *bytes, size_t length);
/* It is there, on the disk, or not at all. */
bool shelf_keep(struct shelf_file *file);
void shelf_drop(struct shelf_file *file);
/* Removes the oldest beyond `keep`. */
void shelf_prune(const char *folder, unsigned keep);

#endif

/* folder: what the command line does with folders. Not OK: errno says why. */
#ifndef KLEOS_CLI_FOLDER_H
#define KLEOS_CLI_FOLDER_H

#include <stdbool.h>

/* Makes it and those above it, 0700; that it is there already is fine. */
bool folder_make(const char *folder);
/* A rename or a new name is on the disk only when the folder that holds it is: makes it so. */
bool folder_sync(const char *folder);
/* The folder that holds this file. */
bool folder_sync_of(const char *path);

#endif

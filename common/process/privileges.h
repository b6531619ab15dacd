/* privileges: what a process gives up when it starts: core files, debuggers, new privileges, files that others can
 * read, being root, and all files but its own (sandbox.h). */
#ifndef KLEOS_PROCESS_PRIVILEGES_H
#define KLEOS_PROCESS_PRIVILEGES_H

#include <stdbool.h>

struct process;

/* First of all, before a secret is read. */
void privileges_harden(void);
/* Whether `name` is a user of this machine, or a number. */
bool privileges_user_exists(const char *name);
/* Becomes KLEOS_USER when started as root, and gives it the data folder, which is there. NULL, or a sentence. */
const char *privileges_drop(struct process *process);
/* Last of all, before the first thread: confines the process to the data folder, to the folders and files that settings
 * name, and to reading what belongs to the system (KLEOS_LANDLOCK), and says so in the log, as it does when there is no
 * such thing, or when it runs as root. `readers`: whose settings. NULL, or a sentence. */
const char *privileges_confine(struct process *process, unsigned readers);

#endif

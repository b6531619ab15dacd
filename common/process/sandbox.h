/* sandbox: which files a process can still reach, whatever becomes of it: landlock (Linux 5.13 and later). Inside it
 * nothing is executed, no device is made, no other process is signalled or traced (kernels that know of it), and files
 * outside the given paths cannot be opened, whoever the process runs as. There is no way out. */
#ifndef KLEOS_PROCESS_SANDBOX_H
#define KLEOS_PROCESS_SANDBOX_H

#include <stdbool.h>
#include <stddef.h>

/* A folder with all below it, or a file. One that is not there is no rule. */
struct sandbox_path {
	const char *path;
	bool write; /* also: make, rename and remove what is below */
};

/* What the kernel has: the number of its interface; 0: nothing, and errno says why. */
int sandbox_abi(void);
/* Confines the calling thread and whatever it starts: before any other thread is there. Sets no_new_privs, which it
 * needs. False: errno. */
bool sandbox_enter(const struct sandbox_path *paths, size_t n);

#endif

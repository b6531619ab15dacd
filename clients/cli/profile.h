/* profile: what `kleos login` remembers: $XDG_CONFIG_HOME/kleos/config (url=…, key_file=…) and the key beside it, 0600.
 */
#ifndef KLEOS_CLI_PROFILE_H
#define KLEOS_CLI_PROFILE_H

#include <stdbool.h>

struct profile {
	char *url;      /* NULL: not said */
	char *key_file; /* NULL: not said */
};

void profile_load(struct profile *profile); /* empty when there is none */
void profile_fini(struct profile *profile);
/* Writes both files; false after saying why. */
bool profile_save(const char *url, const char *key);
/* First line of a key file; the caller frees; NULL after saying why there is none. */
char *key_read(const char *path);

#endif

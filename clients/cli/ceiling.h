/* ceiling: how loud the people like it whom somebody is about to thank, told before anything is sent. */
#ifndef KLEOS_CLI_CEILING_H
#define KLEOS_CLI_CEILING_H

#include "clients/cli/cli.h"

/* Says on standard error when `asked` is louder than one of the receivers [{member}] likes it, and on a terminal what
 * each of them said. Never asks, never fails. The visibility that will hold; NULL: it cannot be known. */
const char *ceiling_tell(struct cli *cli, const json_t *receivers, const char *asked);

/* The same after it was sent, for when it came out differently than was told. */
void ceiling_tell_held(const char *asked, const char *held);

#endif

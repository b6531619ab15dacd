/* healthcheck: what `--healthcheck` does: asks the process that runs with the same settings, as Compose does. */
#ifndef KLEOS_PROCESS_HEALTHCHECK_H
#define KLEOS_PROCESS_HEALTHCHECK_H

#include <stdbool.h>

struct process;

/* Asks HealthService of the service at the URL setting, or, when `url_setting` is NULL, the gateway's /readyz at
 * KLEOS_HTTP_LISTEN. Says on standard error what is wrong. */
bool healthcheck(struct process *process, const char *url_setting, const char *audience);

#endif

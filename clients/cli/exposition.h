/* exposition: what Prometheus' text format 0.0.4 says, as JSON: {name: [{"labels": {…}, "value": 1.5}, …]}. */
#ifndef KLEOS_CLI_EXPOSITION_H
#define KLEOS_CLI_EXPOSITION_H

#include <jansson.h>

/* Lines that are none are passed over. The caller decrefs. */
json_t *exposition_parse(const char *text);

#endif

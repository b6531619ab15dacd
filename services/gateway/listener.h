/* listener: the socket the gateway listens on. */
#ifndef KLEOS_GATEWAY_LISTENER_H
#define KLEOS_GATEWAY_LISTENER_H

#include "common/base/status.h"

#include <stdbool.h>
#include <stdint.h>

/* "127.0.0.1:8080", "[::1]:8080", "localhost:8080", ":8080" (every address); port 0: any free one. `loopback_only`
 * replaces another host by 127.0.0.1 and sets *replaced. The caller closes *out. INVALID_ARGUMENT: not an address;
 * ALREADY_EXISTS: in use; PERMISSION_DENIED; INTERNAL. */
enum status listener_open(int *out, uint16_t *port, const char *address, bool loopback_only, bool *replaced);

#endif

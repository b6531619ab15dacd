/* cookie: the one cookie of this site in a Cookie header (RFC 6265 §4.2). Its name is a promise of the browser's: with
 * "__Host-" only this very host can have set it, over a connection that nobody reads (or loopback), for every path.
 * Pure. */
#ifndef KLEOS_GATEWAY_COOKIE_H
#define KLEOS_GATEWAY_COOKIE_H

#include <stdbool.h>
#include <stddef.h>

#define SESSION_COOKIE "__Host-kleos"

enum cookie_found {
	COOKIE_NONE,
	COOKIE_ONE,
	COOKIE_BAD, /* it came more than once, or does not fit `out`: nobody can say whose it is */
};

/* The value of the cookie, as it stands, into `out` of `size` bytes with a NUL; COOKIE_ONE alone fills it. `header`
 * NULL: none. */
enum cookie_found cookie_find(const char *header, const char *name, char *out, size_t size);

#endif

#include "services/gateway/caller/site.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

/* "null", and whatever is no address of the web, is another site's. */
static bool is_own_origin(const char *origin, const char *host)
{
	const char *mark = strstr(origin, "://");
	size_t scheme = mark ? (size_t)(mark - origin) : 0;
	bool web =
		(scheme == 4 && strncasecmp(origin, "http", 4) == 0) || (scheme == 5 && strncasecmp(origin, "https", 5) == 0);
	return web && host && *host && strcasecmp(mark + 3, host) == 0;
}

enum site site_of(const char *fetch_site, const char *origin, const char *host)
{
	if (fetch_site)
		return strcmp(fetch_site, "same-origin") == 0 || strcmp(fetch_site, "none") == 0 ? SITE_OWN : SITE_OTHER;
	if (!origin)
		return SITE_UNTOLD;
	return is_own_origin(origin, host) ? SITE_OWN : SITE_OTHER;
}

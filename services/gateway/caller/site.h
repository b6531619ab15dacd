/* site: whose page made a browser ask, so that no other page can act with the cookie of who is signed in. By
 * Sec-Fetch-Site (W3C Fetch Metadata), which no page can set; an older browser tells by Origin (RFC 6454). Pure. */
#ifndef KLEOS_GATEWAY_SITE_H
#define KLEOS_GATEWAY_SITE_H

enum site {
	SITE_UNTOLD, /* neither header: no browser of today, or a program */
	SITE_OWN,    /* a page of the same origin, or nobody's page: what the person typed */
	SITE_OTHER,  /* another page: a sibling port or subdomain too */
};

/* Values of the headers; NULL: not there. Host and port of the origin must be the Host's; the scheme is not compared,
 * as whoever ends TLS in front of the gateway does not tell it. */
enum site site_of(const char *fetch_site, const char *origin, const char *host);

#endif

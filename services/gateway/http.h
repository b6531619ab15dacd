/* http: a request's way through the HTTP library: head, body, answer, end. All on the library's one thread. */
#ifndef KLEOS_GATEWAY_HTTP_H
#define KLEOS_GATEWAY_HTTP_H

#include <microhttpd.h>

/* Context is the gateway. */
void *http_request_line(void *context, const char *target, struct MHD_Connection *connection);
enum MHD_Result http_access(void *context, struct MHD_Connection *connection, const char *url, const char *method,
							const char *version, const char *bytes, size_t *length, void **state);
void http_completed(void *context, struct MHD_Connection *connection, void **state,
					enum MHD_RequestTerminationCode code);

#endif

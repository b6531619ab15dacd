/* openapi: the document of the API (OpenAPI 3.1), made at run time of what the gateway goes by itself: its routes, the
 * messages, the words of the protos, and the examples of this folder. So it cannot say anything else than what is
 * served. */
#ifndef KLEOS_GATEWAY_OPENAPI_OPENAPI_H
#define KLEOS_GATEWAY_OPENAPI_OPENAPI_H

#include "services/gateway/route.h"

/* The document as JSON; the caller frees it. `server`: where the API is reached; NULL or "": where the document is.
 * NULL: out of memory, or what is embedded cannot be read. */
char *openapi_document(const struct routes *routes, const char *server);

#endif

/* The part that serves the document: made when it is first asked for, kept as long as the gateway. */
#include "common/base/array.h"
#include "services/gateway/gateway_state.h"
#include "services/gateway/openapi/openapi.h"
#include "services/gateway/page/page.h"

#include <stdlib.h>
#include <string.h>

/* Of the HTTP thread alone. */
struct kept {
	char *text; /* NULL: nobody asked yet */
	size_t length;
	char tag[PAGE_TAG_SIZE];
};

static enum status kept_open(struct gateway *gateway, void **state)
{
	(void)gateway;
	*state = calloc(1, sizeof(struct kept));
	return *state ? STATUS_OK : STATUS_RESOURCE_EXHAUSTED;
}

static void kept_close(void *state)
{
	struct kept *kept = state;
	free(kept->text);
	free(kept);
}

static void get_document(struct exchange *exchange)
{
	const struct gateway *gateway = exchange_gateway(exchange);
	struct kept *kept = exchange_part(exchange);
	if (!kept->text) {
		kept->text = openapi_document(&gateway->routes, gateway->public_url);
		if (!kept->text) {
			exchange_fail(exchange, STATUS_INTERNAL, "NO_DOCUMENT", "the document could not be made");
			return;
		}
		kept->length = strlen(kept->text);
		page_tag(kept->tag, kept->text, kept->length);
	}
	const struct page_file file = {
		.content_type = "application/json", .bytes = (const unsigned char *)kept->text, .length = &kept->length};
	page_answer(exchange, &file, kept->tag);
}

static const struct route_guide guide = {
	.operation = "Server_GetOpenApi",
	.tag = "Server",
	.words = "This document. No key is needed.",
	.gives = "application/json",
};

static const struct special_route routes[] = {
	{.method = "GET", .path = "/openapi.json", .guide = &guide, .finish = get_document},
};

const struct gateway_part openapi_part = {
	.open = kept_open, .close = kept_close, .routes = routes, .n_routes = ARRAY_LENGTH(routes)};

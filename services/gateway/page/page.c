#include "services/gateway/page/page.h"

#include "common/base/text.h"

#include <microhttpd.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define TAG_BYTES 16

/* Own scripts, styles, images and requests only, forms to here only, in no frame, and no address told to where a link
 * leads. */
static void protect(struct exchange *exchange)
{
	exchange_add_header(exchange, "Content-Security-Policy",
						"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
						"form-action 'self'; "
						"base-uri 'none'; frame-ancestors 'none'");
	exchange_add_header(exchange, "Referrer-Policy", "no-referrer");
}

void page_tag(char out[PAGE_TAG_SIZE], const void *bytes, size_t length)
{
	uint8_t hash[TAG_BYTES];
	char hex[2 * TAG_BYTES + 1];
	crypto_generichash(hash, sizeof(hash), bytes, length, NULL, 0);
	text_hex(hex, hash, sizeof(hash));
	snprintf(out, PAGE_TAG_SIZE, "\"%s\"", hex);
}

/* RFC 9110 §13.1.2. A tag in quotes cannot be part of another one. */
static bool is_known(struct exchange *exchange, const char *tag)
{
	const char *known = exchange_header(exchange, MHD_HTTP_HEADER_IF_NONE_MATCH);
	return known && (strcmp(known, "*") == 0 || strstr(known, tag));
}

void page_answer(struct exchange *exchange, const struct page_file *file, const char *tag)
{
	protect(exchange);
	exchange_add_header(exchange, MHD_HTTP_HEADER_CACHE_CONTROL, "no-cache");
	exchange_add_header(exchange, MHD_HTTP_HEADER_ETAG, tag);
	if (is_known(exchange, tag))
		exchange_answer(exchange, MHD_HTTP_NOT_MODIFIED, NULL, "", 0);
	else
		exchange_answer(exchange, MHD_HTTP_OK, file->content_type, file->bytes, *file->length);
}

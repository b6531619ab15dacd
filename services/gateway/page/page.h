/* page: what people open in a browser: HTML and what belongs to it. No key is needed, nothing in it is inline, and
 * what the page shows leaves it to nobody but this gateway. */
#ifndef KLEOS_GATEWAY_PAGE_H
#define KLEOS_GATEWAY_PAGE_H

#include "services/gateway/exchange.h"

/* A file of clients/web, embedded at build. */
struct page_file {
	const char *path; /* /assets/kleos.css */
	const char *content_type;
	const unsigned char *bytes;
	const size_t *length;
};

#define PAGE_TAG_SIZE 35 /* of an entity tag, with quotes and NUL */

/* The strong entity tag of bytes. */
void page_tag(char out[PAGE_TAG_SIZE], const void *bytes, size_t length);
/* 200 with the file, or 304 when the caller has it by its tag. `tag` lives as long as the exchange. Takes 4 of its
 * headers. */
void page_answer(struct exchange *exchange, const struct page_file *file, const char *tag);

#endif

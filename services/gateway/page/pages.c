/* pages: the files of clients/web, by path. A file is a line of the table and a kleos_embed in CMakeLists.txt. */
#include "common/base/array.h"
#include "page_docs_document_js.h"
#include "page_docs_element_js.h"
#include "page_docs_html.h"
#include "page_docs_page_js.h"
#include "page_docs_show_js.h"
#include "page_docs_style_css.h"
#include "page_docs_words_js.h"
#include "page_kleos_css.h"
#include "page_kleos_svg.h"
#include "page_verify_ballots_audit_js.h"
#include "page_verify_ballots_bytes_js.h"
#include "page_verify_ballots_form_js.h"
#include "page_verify_ballots_html.h"
#include "page_verify_ballots_merkle_js.h"
#include "page_verify_ballots_page_js.h"
#include "page_verify_ballots_result_js.h"
#include "page_verify_ballots_style_css.h"
#include "page_verify_ballots_tally_js.h"
#include "page_verify_ballots_words_js.h"
#include "page_vote_css.h"
#include "services/gateway/page/page.h"

#include <stdlib.h>
#include <string.h>

#define CSS    "text/css; charset=utf-8"
#define HTML   "text/html; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define SVG    "image/svg+xml"

/* address, type, embedded name */
/* clang-format off */
#define FILES(file) \
	file("/assets/kleos.css", CSS, page_kleos_css) \
	file("/assets/kleos.svg", SVG, page_kleos_svg) \
	file("/assets/vote.css", CSS, page_vote_css) \
	file("/docs", HTML, page_docs_html) \
	file("/docs/style.css", CSS, page_docs_style_css) \
	file("/docs/document.js", SCRIPT, page_docs_document_js) \
	file("/docs/element.js", SCRIPT, page_docs_element_js) \
	file("/docs/words.js", SCRIPT, page_docs_words_js) \
	file("/docs/show.js", SCRIPT, page_docs_show_js) \
	file("/docs/page.js", SCRIPT, page_docs_page_js) \
	file("/verify-ballots", HTML, page_verify_ballots_html) \
	file("/verify-ballots/style.css", CSS, page_verify_ballots_style_css) \
	file("/verify-ballots/bytes.js", SCRIPT, page_verify_ballots_bytes_js) \
	file("/verify-ballots/merkle.js", SCRIPT, page_verify_ballots_merkle_js) \
	file("/verify-ballots/form.js", SCRIPT, page_verify_ballots_form_js) \
	file("/verify-ballots/tally.js", SCRIPT, page_verify_ballots_tally_js) \
	file("/verify-ballots/audit.js", SCRIPT, page_verify_ballots_audit_js) \
	file("/verify-ballots/words.js", SCRIPT, page_verify_ballots_words_js) \
	file("/verify-ballots/result.js", SCRIPT, page_verify_ballots_result_js) \
	file("/verify-ballots/page.js", SCRIPT, page_verify_ballots_page_js)
/* clang-format on */

#define FILE_ROW(address, type, name) {address, type, name, &name##_length},
static const struct page_file files[] = {FILES(FILE_ROW)};

struct pages {
	char tags[ARRAY_LENGTH(files)][PAGE_TAG_SIZE];
};

static enum status pages_open(struct gateway *gateway, void **state)
{
	struct pages *pages = malloc(sizeof(*pages));
	(void)gateway;
	if (!pages)
		return STATUS_RESOURCE_EXHAUSTED;
	for (size_t i = 0; i < ARRAY_LENGTH(files); i++)
		page_tag(pages->tags[i], files[i].bytes, *files[i].length);
	*state = pages;
	return STATUS_OK;
}

static void pages_close(void *state)
{
	free(state);
}

static void send_file(struct exchange *exchange)
{
	struct pages *pages = exchange_part(exchange);
	size_t i = 0;
	while (i + 1 < ARRAY_LENGTH(files) && strcmp(files[i].path, exchange_path(exchange)) != 0)
		i++;
	page_answer(exchange, &files[i], pages->tags[i]);
}

#define FILE_ROUTE(address, type, name) {.method = "GET", .path = (address), .finish = send_file},
static const struct special_route routes[] = {FILES(FILE_ROUTE)};

const struct gateway_part pages_part = {
	.open = pages_open, .close = pages_close, .routes = routes, .n_routes = ARRAY_LENGTH(routes), .files = true};

/* app: the program of clients/web/app (dashboard, members' and admins' pages), bundled at build. Every address of a
 * page answers the same small document, whose script then draws that page; what it shows it asks of the API, as the
 * caller. */
#include "common/base/array.h"
#include "page_app_css.h"
#include "page_app_css_gz.h"
#include "page_app_html.h"
#include "page_app_js.h"
#include "page_app_js_gz.h"
#include "services/gateway/page/page.h"

#include <microhttpd.h>
#include <stdlib.h>
#include <string.h>

/* The addresses of pages: those of clients/web/app/pages/pages.ts. */
/* clang-format off */
#define ADDRESSES(page) \
	page("/") \
	page("/home") \
	page("/admin/members") \
	page("/admin/members/{member}") \
	page("/admin/new-member") \
	page("/admin/import") \
	page("/admin/teams") \
	page("/admin/values") \
	page("/admin/keys") \
	page("/inbox") \
	page("/recognitions/{recognition}") \
	page("/admin/routines") \
	page("/admin/awards") \
	page("/admin/awards/{award}") \
	page("/admin/awards/{award}/new-cycle") \
	page("/admin/cycles/{cycle}") \
	page("/admin/cycles/{cycle}/edit") \
	page("/admin/reports") \
	page("/admin/reports/{report}") \
	page("/admin/audit") \
	page("/me") \
	page("/people") \
	page("/people/{member}") \
	page("/search") \
	page("/highlights") \
	page("/awards") \
	page("/awards/{award}") \
	page("/cycles/{cycle}") \
	page("/cycles/{cycle}/result")
/* clang-format on */

enum app_file { FILE_DOCUMENT, FILE_SCRIPT, FILE_STYLE, APP_FILES };

/* A file as it is, and as gzip has it (NULL: too small to be worth it). */
struct app_form {
	struct page_file plain;
	const unsigned char *gzip;
	const size_t *gzip_length;
};

static const struct app_form forms[APP_FILES] = {
	[FILE_DOCUMENT] = {{"/", "text/html; charset=utf-8", page_app_html, &page_app_html_length}, NULL, NULL},
	[FILE_SCRIPT] = {{"/app/app.js", "text/javascript; charset=utf-8", page_app_js, &page_app_js_length},
					 page_app_js_gz,
					 &page_app_js_gz_length},
	[FILE_STYLE] = {{"/app/app.css", "text/css; charset=utf-8", page_app_css, &page_app_css_length},
					page_app_css_gz,
					&page_app_css_gz_length},
};

struct app {
	char tags[APP_FILES][2][PAGE_TAG_SIZE]; /* plain, gzip: RFC 9110 §8.8.3: another encoding has another tag */
};

static enum status app_open(struct gateway *gateway, void **state)
{
	struct app *app = calloc(1, sizeof(*app));
	(void)gateway;
	if (!app)
		return STATUS_RESOURCE_EXHAUSTED;
	for (size_t i = 0; i < APP_FILES; i++) {
		page_tag(app->tags[i][0], forms[i].plain.bytes, *forms[i].plain.length);
		if (forms[i].gzip)
			page_tag(app->tags[i][1], forms[i].gzip, *forms[i].gzip_length);
	}
	*state = app;
	return STATUS_OK;
}

/* Browsers all say "gzip, …"; whoever qualifies it (gzip;q=0) gets the plain form, which is never wrong. */
static bool takes_gzip(struct exchange *exchange)
{
	const char *accepted = exchange_header(exchange, MHD_HTTP_HEADER_ACCEPT_ENCODING);
	const char *found = accepted ? strstr(accepted, "gzip") : NULL;
	return found && found[strlen("gzip")] != ';';
}

static void send_form(struct exchange *exchange, enum app_file which)
{
	const struct app *app = exchange_part(exchange);
	const struct app_form *form = &forms[which];
	if (!form->gzip || !takes_gzip(exchange)) {
		page_answer(exchange, &form->plain, app->tags[which][0]);
		return;
	}
	struct page_file *file = arena_alloc(exchange_arena(exchange), sizeof(*file));
	*file = form->plain;
	file->bytes = form->gzip;
	file->length = form->gzip_length;
	exchange_add_header(exchange, MHD_HTTP_HEADER_CONTENT_ENCODING, "gzip");
	exchange_add_header(exchange, MHD_HTTP_HEADER_VARY, MHD_HTTP_HEADER_ACCEPT_ENCODING);
	page_answer(exchange, file, app->tags[which][1]);
}

static void send_document(struct exchange *exchange)
{
	send_form(exchange, FILE_DOCUMENT);
}

static void send_script(struct exchange *exchange)
{
	send_form(exchange, FILE_SCRIPT);
}

static void send_style(struct exchange *exchange)
{
	send_form(exchange, FILE_STYLE);
}

#define PAGE_ROUTE(address) {.method = "GET", .path = (address), .finish = send_document},
static const struct special_route routes[] = {
	ADDRESSES(PAGE_ROUTE){.method = "GET", .path = "/app/app.js", .finish = send_script},
	{.method = "GET", .path = "/app/app.css", .finish = send_style},
};

const struct gateway_part app_part = {
	.open = app_open, .close = free, .routes = routes, .n_routes = ARRAY_LENGTH(routes), .files = true};

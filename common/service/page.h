/* page: one stretch of a list that is newest first, and the sealed token that continues it.
 * A list is ordered by (time, id), both descending; the token holds the last row shown and a digest of the filters, is
 * sealed for the one who asked, and opens for nobody else. A handler reads
 *
 *     if (page_open(&page, call, key, "members", request->page_size, request->page_token, PAGE_FILTERS(team, query)))
 *             return call->status;
 *     rows = …  WHERE (create_ms, id) < ($1, $2) ORDER BY create_ms DESC, id DESC LIMIT $3
 *               bound to page.before_ms, page.before_id and page.size + 1
 *     if (n_rows > page.size)
 *             response->next_page_token = page_next(&page, rows[page.size - 1].create_ms, &rows[page.size - 1].id); */
#ifndef KLEOS_SERVICE_PAGE_H
#define KLEOS_SERVICE_PAGE_H

#include "common/base/limits.h"
#include "common/rpc/call.h"

#define PAGE_SIZE_DEFAULT 50
#define PAGE_DIGEST_SIZE  16

struct page {
	struct call *call;
	const struct cluster_key *key;
	const char *purpose; /* of the seal: the list and its reader */
	uint8_t filters[PAGE_DIGEST_SIZE];
	size_t size;       /* rows to show, 1 to PAGE_SIZE_MOST; ask for one more to know whether there is a next page */
	int64_t before_ms; /* only rows before (before_ms, before_id); on the first page both are the greatest value */
	struct id before_id;
	size_t used; /* bytes of the call's arena when it was opened */
};

/* The filters of a list, as texts; numbers by arena_printf. NULL-ended. */
#define PAGE_FILTERS(...) ((const char *const[]){__VA_ARGS__, NULL})

/* Not OK, and said in the call: a negative size (INVALID_FIELD), a token that was not made for this list and reader
 * (PAGE_TOKEN_INVALID), a token made with other filters (PAGE_TOKEN_MISMATCH). `purpose` names the list. */
enum status page_open(struct page *page, struct call *call, const struct cluster_key *key, const char *purpose,
					  int32_t page_size, const char *token, const char *const *filters);
/* With so many rows, or when the call's arena took more than `bytes` for them: then it ends early, so that the longest
 * texts fit into a reply. */
bool page_is_full(const struct page *page, size_t n_rows, size_t bytes);
/* The token that continues behind the last row shown; in the call's arena. */
const char *page_next(const struct page *page, int64_t last_ms, const struct id *last_id);

#endif

#include "common/service/page.h"

#include <sodium.h>
#include <string.h>

/* What a token holds; packed by hand, so that its bytes do not depend on the compiler. */
#define TOKEN_SIZE (PAGE_DIGEST_SIZE + 8 + ID_SIZE)

static void digest_filters(uint8_t out[PAGE_DIGEST_SIZE], const char *const *filters)
{
	crypto_generichash_state state;
	crypto_generichash_init(&state, NULL, 0, PAGE_DIGEST_SIZE);
	/* with its NUL, so that ("ab", "c") is not ("a", "bc") */
	for (; *filters; filters++)
		crypto_generichash_update(&state, (const unsigned char *)*filters, strlen(*filters) + 1);
	crypto_generichash_final(&state, out, PAGE_DIGEST_SIZE);
}

static void write_number(uint8_t out[8], int64_t number)
{
	for (int i = 0; i < 8; i++)
		out[i] = (uint8_t)((uint64_t)number >> (8 * i));
}

static int64_t read_number(const uint8_t in[8])
{
	uint64_t number = 0;
	for (int i = 0; i < 8; i++)
		number |= (uint64_t)in[i] << (8 * i);
	return (int64_t)number;
}

static const char *seal_purpose(struct call *call, const char *purpose)
{
	const struct principal *reader = &call->principal;
	const struct id *id = principal_is_member(reader) ? &reader->member : &reader->key;
	return arena_printf(call->arena, "page %s %s", purpose, id_text(call->arena, id));
}

static enum status continue_from(struct page *page, const char *token)
{
	uint8_t *bytes;
	size_t length;

	if (!seal_open(page->call->arena, page->key, page->purpose, token, &bytes, &length) || length != TOKEN_SIZE)
		return fail(page->call, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN_INVALID",
					"this page token was not given to you for this list");
	if (memcmp(bytes, page->filters, PAGE_DIGEST_SIZE) != 0)
		return fail(page->call, STATUS_INVALID_ARGUMENT, "PAGE_TOKEN_MISMATCH",
					"this page token belongs to the same list with other filters");
	page->before_ms = read_number(bytes + PAGE_DIGEST_SIZE);
	memcpy(page->before_id.bytes, bytes + PAGE_DIGEST_SIZE + 8, ID_SIZE);
	return STATUS_OK;
}

enum status page_open(struct page *page, struct call *call, const struct cluster_key *key, const char *purpose,
					  int32_t page_size, const char *token, const char *const *filters)
{
	*page = (struct page){.call = call, .key = key, .purpose = seal_purpose(call, purpose)};
	if (page_size < 0) {
		violate(call, "pageSize", "must not be negative");
		return fail_violations(call);
	}
	page->size = page_size == 0 ? PAGE_SIZE_DEFAULT : page_size > PAGE_SIZE_MOST ? PAGE_SIZE_MOST : (size_t)page_size;
	page->before_ms = INT64_MAX;
	memset(page->before_id.bytes, 0xff, ID_SIZE);
	digest_filters(page->filters, filters);
	enum status status = token && *token ? continue_from(page, token) : STATUS_OK;
	page->used = call->arena->used;
	return status;
}

bool page_is_full(const struct page *page, size_t n_rows, size_t bytes)
{
	return n_rows == page->size || page->call->arena->used - page->used > bytes;
}

const char *page_next(const struct page *page, int64_t last_ms, const struct id *last_id)
{
	uint8_t bytes[TOKEN_SIZE];

	memcpy(bytes, page->filters, PAGE_DIGEST_SIZE);
	write_number(bytes + PAGE_DIGEST_SIZE, last_ms);
	memcpy(bytes + PAGE_DIGEST_SIZE + 8, last_id->bytes, ID_SIZE);
	return seal(page->call->arena, page->call->environment, page->key, page->purpose, bytes, sizeof(bytes));
}

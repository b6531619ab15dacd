#include "common/store/scrub.h"

#include <stdlib.h>
#include <string.h>

#define HEADER_SIZE 100 /* of the file, on its first page */
#define RUN_PAGES   64  /* read at once */
/* Below, the first byte of an overflow page or of a free one, the highest of a page number, is never that of a b-tree
 * page. 128 GiB with pages of 4 KiB. */
#define PAGES_BOUND INT64_C(0x02000000)

struct file_pass {
	sqlite3_file *file;
	uint8_t *bytes; /* of a run of pages */
	int page_size;
	int usable; /* of a page: some bytes at its end may be reserved */
	int64_t pages;
	int64_t dirty; /* pages that held something */
};

static int number_at(const uint8_t *bytes)
{
	return bytes[0] << 8 | bytes[1];
}

static bool is_tree(uint8_t kind)
{
	return kind == 2 || kind == 5 || kind == 10 || kind == 13;
}

/* Zeroes [from, to) of a page in the file, if it is not. */
static bool zero(struct file_pass *pass, int64_t page_at, uint8_t *page, int from, int to, bool *dirty)
{
	int at = from;
	while (at < to && !page[at])
		at++;
	if (at == to)
		return true;
	*dirty = true;
	memset(page + at, 0, (size_t)(to - at));
	return pass->file->pMethods->xWrite(pass->file, page + at, to - at, page_at + at) == SQLITE_OK;
}

/* Free blocks inside the cells' part, in ascending order; each begins with the next one's place and its own size. */
static bool zero_free_blocks(struct file_pass *pass, int64_t page_at, uint8_t *page, int first, bool *dirty)
{
	for (int at = first, before = 0; at; before = at, at = number_at(page + at)) {
		if (at <= before || at + 4 > pass->usable)
			return false;
		int end = at + number_at(page + at + 2);
		if (end < at + 4 || end > pass->usable || !zero(pass, page_at, page, at + 4, end, dirty))
			return false;
	}
	return true;
}

static bool scrub_page(struct file_pass *pass, int64_t page_at, uint8_t *page)
{
	int header = page_at == 0 ? HEADER_SIZE : 0;
	uint8_t kind = page[header];
	bool dirty = false;
	if (!is_tree(kind))
		return true;
	int first_free = number_at(page + header + 1), cells = number_at(page + header + 3);
	int content = number_at(page + header + 5);
	int list_end = header + (kind == 2 || kind == 5 ? 12 : 8) + 2 * cells;
	if (!content)
		content = 65536;
	if (list_end > content || content > pass->usable)
		return false;
	bool done = zero(pass, page_at, page, list_end, content, &dirty) &&
				zero_free_blocks(pass, page_at, page, first_free, &dirty);
	pass->dirty += dirty;
	return done;
}

static bool scrub_run(struct file_pass *pass, int64_t first, int64_t n)
{
	int64_t at = first * pass->page_size;
	if (pass->file->pMethods->xRead(pass->file, pass->bytes, (int)n * pass->page_size, at) != SQLITE_OK)
		return false;
	for (int64_t i = 0; i < n; i++)
		if (!scrub_page(pass, at + i * pass->page_size, pass->bytes + i * pass->page_size))
			return false;
	return true;
}

/* False: the file cannot be read, or is none this program understands. */
static bool pass_begin(struct file_pass *pass, struct db *db)
{
	uint8_t header[HEADER_SIZE];
	sqlite3_int64 size;
	if (sqlite3_file_control(db->handle, "main", SQLITE_FCNTL_FILE_POINTER, &pass->file) != SQLITE_OK ||
		pass->file->pMethods->xFileSize(pass->file, &size) != SQLITE_OK ||
		pass->file->pMethods->xRead(pass->file, header, sizeof(header), 0) != SQLITE_OK)
		return false;
	pass->page_size = number_at(header + 16) == 1 ? 65536 : number_at(header + 16);
	pass->usable = pass->page_size - header[20];
	if (pass->page_size < 512)
		return false;
	pass->pages = size / pass->page_size;
	pass->bytes = malloc((size_t)pass->page_size * RUN_PAGES);
	return pass->bytes && pass->pages < PAGES_BOUND;
}

enum status scrub(struct db *db, int64_t *pages)
{
	struct file_pass pass = {0};
	bool done = pass_begin(&pass, db);
	for (int64_t at = 0; done && at < pass.pages; at += RUN_PAGES)
		done = scrub_run(&pass, at, pass.pages - at < RUN_PAGES ? pass.pages - at : RUN_PAGES);
	if (done)
		done = pass.file->pMethods->xSync(pass.file, SQLITE_SYNC_NORMAL) == SQLITE_OK;
	/* The cache holds pages as they were: written again, they would bring it all back. */
	sqlite3_db_release_memory(db->handle);
	free(pass.bytes);
	*pages = pass.dirty;
	if (!done)
		log_error(db->log, "the database file could not be scrubbed", log_number("pages", pass.pages));
	return done ? STATUS_OK : STATUS_INTERNAL;
}

#include "clients/cli/bundle_lists.h"

#include "services/awards/ballot_log/hexadecimal.h"

#include <stdlib.h>
#include <string.h>

#define ROOM_FIRST 1024

/* What is read, and how far. */
struct scan {
	struct bundle_lists *lists;
	const char *at, *end;
	const char *copied; /* up to here `rest` has it */
	char *text;         /* where the next text of a ballot goes */
	size_t bound;
	bool had_entries, had_ballots;
};

static void *memory(void *got)
{
	if (!got)
		abort();
	return got;
}

static bool take(struct scan *scan, char wanted)
{
	while (scan->at < scan->end && strchr(" \t\r\n", *scan->at) && *scan->at)
		scan->at++;
	if (scan->at == scan->end || *scan->at != wanted)
		return false;
	scan->at++;
	return true;
}

/* What stands between the quotes, escapes and all. */
static bool take_string(struct scan *scan, const char **begin, size_t *length)
{
	if (!take(scan, '"'))
		return false;
	*begin = scan->at;
	while (scan->at < scan->end && *scan->at != '"') {
		if ((unsigned char)*scan->at < 0x20)
			return false;
		scan->at += *scan->at == '\\' ? 2 : 1;
	}
	if (scan->at >= scan->end)
		return false;
	*length = (size_t)(scan->at - *begin);
	scan->at++;
	return true;
}

static bool is_word(const char *begin, size_t length, const char *word)
{
	return length == strlen(word) && memcmp(begin, word, length) == 0;
}

static bool take_hex(struct scan *scan, uint8_t out[32])
{
	char digits[2 * 32 + 1];
	const char *begin;
	size_t length;
	if (!take_string(scan, &begin, &length) || length != sizeof(digits) - 1)
		return false;
	memcpy(digits, begin, length);
	digits[length] = '\0';
	return hexadecimal_read(out, 32, digits);
}

/* A quote and a backslash are all that a ballot's text has to escape. */
static bool take_text(struct scan *scan, struct audit_opening *out)
{
	const char *begin;
	size_t length;
	if (!take_string(scan, &begin, &length))
		return false;
	out->text = scan->text;
	for (const char *from = begin; from < begin + length; from++) {
		if (*from == '\\' && *++from != '"' && *from != '\\')
			return false;
		*scan->text++ = *from;
	}
	out->length = (size_t)(scan->text - out->text);
	return true;
}

/* Room for one item more. */
static void *grow(void *list, size_t count, size_t *room, size_t size)
{
	if (count < *room)
		return list;
	*room = *room ? 2 * *room : ROOM_FIRST;
	return memory(reallocarray(list, *room, size));
}

static bool take_entry(struct scan *scan)
{
	struct bundle_lists *lists = scan->lists;
	lists->entries = grow(lists->entries, lists->entry_count, &lists->entry_room, ENTRY_SIZE);
	return lists->entry_count < scan->bound && take_hex(scan, lists->entries[lists->entry_count++]);
}

/* {"text":…,"nonce":…} */
static bool take_ballot(struct scan *scan)
{
	struct bundle_lists *lists = scan->lists;
	const char *name;
	size_t length;
	lists->ballots = grow(lists->ballots, lists->ballot_count, &lists->ballot_room, sizeof(*lists->ballots));
	struct audit_opening *ballot = &lists->ballots[lists->ballot_count++];
	return lists->ballot_count <= scan->bound && take(scan, '{') && take_string(scan, &name, &length) &&
		   is_word(name, length, "text") && take(scan, ':') && take_text(scan, ballot) && take(scan, ',') &&
		   take_string(scan, &name, &length) && is_word(name, length, "nonce") && take(scan, ':') &&
		   take_hex(scan, ballot->nonce) && take(scan, '}');
}

static void copy_rest(struct scan *scan, const char *end)
{
	struct bundle_lists *lists = scan->lists;
	memcpy(lists->rest + lists->rest_length, scan->copied, (size_t)(end - scan->copied));
	lists->rest_length += (size_t)(end - scan->copied);
}

/* A whole list, of which the rest keeps []. */
static bool take_list(struct scan *scan, bool (*take_item)(struct scan *scan))
{
	if (!take(scan, '['))
		return false;
	copy_rest(scan, scan->at);
	if (!take(scan, ']')) {
		do {
			if (!take_item(scan))
				return false;
		} while (take(scan, ','));
		if (!take(scan, ']'))
			return false;
	}
	scan->copied = scan->at - 1;
	return true;
}

/* Any other value: up to what ends it. Whether it is JSON, the parser says. */
static bool skip_value(struct scan *scan)
{
	const char *begin;
	size_t length, depth = 0;
	while (scan->at < scan->end) {
		char next = *scan->at;
		if (depth == 0 && (next == ',' || next == '}'))
			return true;
		if (next == '"') {
			if (!take_string(scan, &begin, &length))
				return false;
			continue;
		}
		depth += next == '{' || next == '[';
		if ((next == '}' || next == ']') && depth-- == 0)
			return false;
		scan->at++;
	}
	return false;
}

static bool take_member(struct scan *scan)
{
	const char *name;
	size_t length;
	if (!take_string(scan, &name, &length) || !take(scan, ':'))
		return false;
	bool *had = is_word(name, length, "entries")   ? &scan->had_entries
				: is_word(name, length, "ballots") ? &scan->had_ballots
												   : NULL;
	if (!had)
		return skip_value(scan);
	if (*had)
		return false;
	*had = true;
	return take_list(scan, had == &scan->had_entries ? take_entry : take_ballot);
}

/* {"log":{…}} */
static bool take_bundle(struct scan *scan)
{
	const char *name;
	size_t length;
	if (!take(scan, '{') || !take_string(scan, &name, &length) || !is_word(name, length, "log") || !take(scan, ':') ||
		!take(scan, '{'))
		return false;
	do {
		if (!take_member(scan))
			return false;
	} while (take(scan, ','));
	copy_rest(scan, scan->end);
	return take(scan, '}') && take(scan, '}') && scan->had_entries && scan->had_ballots;
}

bool bundle_lists_read(struct bundle_lists *out, const char *bytes, size_t length, size_t bound)
{
	struct scan scan = {.lists = out, .at = bytes, .end = bytes + length, .copied = bytes, .bound = bound};
	memset(out, 0, sizeof(*out));
	out->texts = scan.text = memory(malloc(length + 1)); /* pages that nothing is written to cost nothing */
	out->rest = memory(malloc(length + 1));
	if (take_bundle(&scan))
		return true;
	bundle_lists_fini(out);
	return false;
}

void bundle_lists_fini(struct bundle_lists *lists)
{
	free(lists->entries);
	free(lists->ballots);
	free(lists->texts);
	free(lists->rest);
	memset(lists, 0, sizeof(*lists));
}

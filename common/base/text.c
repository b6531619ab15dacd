#include "common/base/text.h"

#include "common/base/buffer.h"
#include "common/base/id.h"
#include "common/base/limits.h"

#include <sodium.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* Length of the UTF-8 sequence at `at`; 0 when it is none. Table 3-7 of the Unicode standard. */
static size_t sequence_length(const uint8_t *at, size_t left)
{
	uint8_t low = 0x80, high = 0xbf;
	size_t length;

	if (at[0] < 0x80)
		return 1;
	if (at[0] < 0xc2 || at[0] > 0xf4)
		return 0;
	length = at[0] < 0xe0 ? 2 : at[0] < 0xf0 ? 3 : 4;
	if (length > left)
		return 0;
	if (at[0] == 0xe0)
		low = 0xa0; /* overlong below */
	else if (at[0] == 0xed)
		high = 0x9f; /* surrogates above */
	else if (at[0] == 0xf0)
		low = 0x90; /* overlong below */
	else if (at[0] == 0xf4)
		high = 0x8f; /* past U+10FFFF above */
	if (at[1] < low || at[1] > high)
		return 0;
	for (size_t i = 2; i < length; i++) {
		if (at[i] < 0x80 || at[i] > 0xbf)
			return 0;
	}
	return length;
}

bool text_is_utf8(const void *bytes, size_t length)
{
	const uint8_t *text = bytes;
	size_t at = 0;

	while (at < length) {
		uint64_t eight;
		size_t size;

		if (length - at >= sizeof(eight)) { /* most texts are mostly ASCII */
			memcpy(&eight, text + at, sizeof(eight));
			if (!(eight & UINT64_C(0x8080808080808080))) {
				at += sizeof(eight);
				continue;
			}
		}
		size = sequence_length(text + at, length - at);
		if (!size)
			return false;
		at += size;
	}
	return true;
}

size_t text_length(const char *text)
{
	size_t length = 0;

	for (; *text; text++)
		length += ((unsigned char)*text & 0xc0) != 0x80;
	return length;
}

bool text_equal(const char *a, const char *b)
{
	return strcmp(a, b) == 0;
}

bool text_starts_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

size_t text_cut(const char *text, size_t bound)
{
	size_t length = strnlen(text, bound + 1);
	if (length <= bound)
		return length;
	for (length = bound; length && ((unsigned char)text[length] & 0xC0) == 0x80;)
		length--;
	return length;
}

/* The code point at *text, which moves behind it; -1 at the end. A byte that is not UTF-8 reads as U+FFFD. */
static int32_t next_code_point(const char **text)
{
	utf8proc_int32_t code_point;
	utf8proc_ssize_t size;

	if (!**text)
		return -1;
	if ((unsigned char)**text < 0x80)
		return *(*text)++;
	size = utf8proc_iterate((const utf8proc_uint8_t *)*text, -1, &code_point);
	if (size <= 0) {
		++*text;
		return 0xfffd;
	}
	*text += size;
	return code_point;
}

static void add_code_point(struct buffer *out, int32_t code_point)
{
	utf8proc_uint8_t bytes[4];

	if (code_point < 0x80)
		buffer_add_char(out, (char)code_point);
	else
		buffer_add(out, bytes, (size_t)utf8proc_encode_char(code_point, bytes));
}

/* White_Space of the Unicode standard (PropList). */
static bool is_space(int32_t code_point)
{
	utf8proc_category_t category;

	if (code_point < 0x80)
		return code_point == ' ' || (code_point >= 0x09 && code_point <= 0x0d);
	category = utf8proc_category(code_point);
	return code_point == 0x85 || category == UTF8PROC_CATEGORY_ZS || category == UTF8PROC_CATEGORY_ZL ||
		   category == UTF8PROC_CATEGORY_ZP;
}

static bool is_control(int32_t code_point)
{
	return code_point < 0x20 || (code_point >= 0x7f && code_point <= 0x9f);
}

bool text_is_blank(const char *text)
{
	int32_t code_point;

	while ((code_point = next_code_point(&text)) >= 0) {
		if (!is_space(code_point) && !is_control(code_point) && utf8proc_category(code_point) != UTF8PROC_CATEGORY_CF)
			return false;
	}
	return true;
}

static bool is_ascii(const char *text)
{
	for (; *text; text++) {
		if ((unsigned char)*text >= 0x80)
			return false;
	}
	return true;
}

/* Into the arena by utf8proc's options. Texts are valid by now, so only want of memory can fail. */
static const char *map(struct arena *arena, const char *text, utf8proc_option_t options)
{
	utf8proc_uint8_t *mapped;
	const char *copy;

	if (utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped, options | UTF8PROC_NULLTERM | UTF8PROC_STABLE) < 0)
		abort();
	copy = arena_text(arena, (const char *)mapped);
	free(mapped);
	return copy;
}

/* Without white space at its ends, other runs of it as they are. */
static char *trim(struct arena *arena, const char *text)
{
	const char *from = text, *at = text, *end;
	bool started = false;
	int32_t code_point;

	for (end = text; (code_point = next_code_point(&at)) >= 0;) {
		if (!is_space(code_point)) {
			started = true;
			end = at;
		} else if (!started) {
			from = end = at;
		}
	}
	return arena_text_n(arena, from, (size_t)(end - from));
}

/* Controls go before NFC: what stood on both sides of one may compose. */
static const char *compose(struct arena *arena, const char *text)
{
	return is_ascii(text) ? text : map(arena, text, UTF8PROC_COMPOSE);
}

const char *text_normal(struct arena *arena, const char *text)
{
	struct buffer kept;
	int32_t code_point;

	buffer_init(&kept, arena, SIZE_MAX);
	while ((code_point = next_code_point(&text)) >= 0) {
		if (code_point == '\r') {
			if (*text != '\n')
				buffer_add_char(&kept, '\n');
		} else if (code_point == '\t' || code_point == '\n' || !is_control(code_point)) {
			add_code_point(&kept, code_point);
		}
	}
	return compose(arena, trim(arena, buffer_text(&kept)));
}

const char *text_normal_line(struct arena *arena, const char *text)
{
	struct buffer kept;
	int32_t code_point;
	bool space = false;

	buffer_init(&kept, arena, SIZE_MAX);
	while ((code_point = next_code_point(&text)) >= 0) {
		if (is_space(code_point)) {
			space = kept.length > 0;
		} else if (!is_control(code_point)) {
			if (space)
				buffer_add_char(&kept, ' ');
			space = false;
			add_code_point(&kept, code_point);
		}
	}
	return compose(arena, arena_text(arena, buffer_text(&kept)));
}

const char *text_fold(struct arena *arena, const char *text)
{
	if (is_ascii(text))
		return text_lower_ascii(arena, text);
	/* Marks first: case folding makes a letter of an iota that stands below one. It also makes a final sigma a sigma.
	 */
	text = map(arena, text, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_STRIPMARK | UTF8PROC_IGNORE);
	return map(arena, text, UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
}

const char *text_lower_ascii(struct arena *arena, const char *text)
{
	char *lower = arena_text(arena, text);

	for (char *at = lower; *at; at++) {
		if (*at >= 'A' && *at <= 'Z')
			*at = (char)(*at - 'A' + 'a');
	}
	return lower;
}

static bool is_slug_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

bool text_is_slug(const char *text)
{
	size_t length = 0;

	while (is_slug_letter(text[length]) || (length && text[length] == '-')) {
		if (++length > SLUG_BOUND)
			return false;
	}
	return length && !text[length];
}

bool text_is_uuid(const char *text)
{
	struct id id;

	return id_parse(&id, text);
}

/* Marks are part of the letter before them in scripts that have no composed form. */
static bool is_team_letter(int32_t code_point, bool first)
{
	utf8proc_category_t category = utf8proc_category(code_point);

	if (code_point < 0x80)
		return is_slug_letter((char)code_point) || (code_point > 0 && strchr("._-+", code_point));
	if (category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC)
		return !first;
	return category == UTF8PROC_CATEGORY_LL || category == UTF8PROC_CATEGORY_LU || category == UTF8PROC_CATEGORY_LT ||
		   category == UTF8PROC_CATEGORY_LM || category == UTF8PROC_CATEGORY_LO || category == UTF8PROC_CATEGORY_ND;
}

static bool is_team(const char *text)
{
	size_t segments = 1, length = 0;
	int32_t code_point;

	while ((code_point = next_code_point(&text)) >= 0) {
		if (code_point == '/') {
			if (!length || ++segments > TEAM_SEGMENTS_BOUND)
				return false;
			length = 0;
		} else if (!is_team_letter(code_point, length == 0) || ++length > TEAM_SEGMENT_BOUND) {
			return false;
		}
	}
	return length > 0;
}

const char *text_team(struct arena *arena, const char *text)
{
	struct buffer lower;
	const char *team;
	int32_t code_point;

	buffer_init(&lower, arena, SIZE_MAX);
	text = compose(arena, text);
	while ((code_point = next_code_point(&text)) >= 0)
		add_code_point(&lower, utf8proc_tolower(code_point));
	team = compose(arena, buffer_text(&lower));
	return is_team(team) ? team : NULL;
}

bool text_team_within(const char *team, const char *parent)
{
	size_t length = strlen(parent);

	return length && strncmp(team, parent, length) == 0 && (team[length] == 0 || team[length] == '/');
}

void text_hex(char *out, const void *bytes, size_t n)
{
	sodium_bin2hex(out, 2 * n + 1, bytes, n);
}

char *text_base64url(struct arena *arena, const void *bytes, size_t n)
{
	size_t size = sodium_base64_encoded_len(n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
	char *text = arena_alloc(arena, size);

	return sodium_bin2base64(text, size, bytes, n, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

bool text_base64url_decode(struct arena *arena, const char *text, uint8_t **out, size_t *out_length)
{
	size_t length = strlen(text), decoded;
	uint8_t *bytes = arena_alloc(arena, length / 4 * 3 + 3);

	if (sodium_base642bin(bytes, length / 4 * 3 + 3, text, length, NULL, &decoded, NULL,
						  sodium_base64_VARIANT_URLSAFE_NO_PADDING) != 0)
		return false;
	*out = bytes;
	*out_length = decoded;
	return true;
}

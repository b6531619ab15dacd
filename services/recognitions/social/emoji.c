#include "services/recognitions/social/emoji.h"

#include "common/base/array.h"

#include <string.h>
#include <utf8proc.h>

#define ZERO_WIDTH_JOINER  0x200d
#define EMOJI_PRESENTATION 0xfe0f
#define KEYCAP             0x20e3
#define BLACK_FLAG         0x1f3f4 /* the only one that tags follow: flags of regions */
#define TAG_END            0xe007f

/* What is left of a text; texts are UTF-8 by now. */
struct reading {
	const char *at;
};

/* The next code point, not taken; -1 at the end. */
static int32_t peek(const struct reading *reading)
{
	utf8proc_int32_t code_point = -1;
	if (*reading->at)
		utf8proc_iterate((const utf8proc_uint8_t *)reading->at, -1, &code_point);
	return code_point;
}

static int32_t next(struct reading *reading)
{
	utf8proc_int32_t code_point = -1;
	if (*reading->at)
		reading->at += utf8proc_iterate((const utf8proc_uint8_t *)reading->at, -1, &code_point);
	return code_point;
}

/* Takes the next code point if it is in the range. */
static bool next_is(struct reading *reading, int32_t first, int32_t last)
{
	int32_t code_point = peek(reading);
	if (code_point < first || code_point > last)
		return false;
	next(reading);
	return true;
}

/* Code points that Unicode keeps free for the pictographs of years to come count as such. */
static bool is_pictograph(int32_t code_point)
{
	if (code_point < 0)
		return false;
	if (utf8proc_category(code_point) == UTF8PROC_CATEGORY_CN)
		return (code_point >= 0x1f000 && code_point <= 0x1faff) || (code_point >= 0x1fc00 && code_point <= 0x1fffd);
	return utf8proc_get_property(code_point)->boundclass == UTF8PROC_BOUNDCLASS_EXTENDED_PICTOGRAPHIC;
}

static bool take_tags(struct reading *reading)
{
	while (next_is(reading, 0xe0020, TAG_END - 1))
		continue;
	return next_is(reading, TAG_END, TAG_END);
}

static bool take_pictograph(struct reading *reading)
{
	int32_t base = next(reading);
	if (!is_pictograph(base))
		return false;
	next_is(reading, EMOJI_PRESENTATION, EMOJI_PRESENTATION);
	next_is(reading, 0x1f3fb, 0x1f3ff); /* a skin tone */
	int32_t ahead = peek(reading);
	bool tagged = base == BLACK_FLAG && ahead > 0xe001f && ahead < TAG_END;
	return !tagged || take_tags(reading);
}

static bool take_keycap(struct reading *reading)
{
	if (!next_is(reading, '0', '9') && !next_is(reading, '#', '#') && !next_is(reading, '*', '*'))
		return false;
	next_is(reading, EMOJI_PRESENTATION, EMOJI_PRESENTATION);
	return next_is(reading, KEYCAP, KEYCAP);
}

static bool take_flag(struct reading *reading)
{
	return next_is(reading, 0x1f1e6, 0x1f1ff) && next_is(reading, 0x1f1e6, 0x1f1ff);
}

static bool take_joined(struct reading *reading)
{
	bool taken = take_pictograph(reading);
	while (taken && next_is(reading, ZERO_WIDTH_JOINER, ZERO_WIDTH_JOINER))
		taken = take_pictograph(reading);
	return taken;
}

/* Whether one of the three forms is the whole text. */
static bool is_one(const char *text)
{
	bool (*const forms[])(struct reading *) = {take_keycap, take_flag, take_joined};
	for (size_t i = 0; i < ARRAY_LENGTH(forms); i++) {
		struct reading reading = {text};
		if (forms[i](&reading) && !*reading.at)
			return true;
	}
	return false;
}

static const char *without_presentation(struct arena *arena, const char *text)
{
	const size_t size = strlen("\uFE0F");
	char *key = arena_text(arena, text), *to = key;
	while (*text) {
		if (strncmp(text, "\uFE0F", size) == 0)
			text += size;
		else
			*to++ = *text++;
	}
	*to = '\0';
	return key;
}

const char *emoji_take(struct arena *arena, const char *text, struct emoji *out)
{
	if (strlen(text) > EMOJI_BYTES || !is_one(text))
		return "a reaction is exactly one emoji, such as \U0001F389";
	*out = (struct emoji){.key = without_presentation(arena, text), .written = text};
	return NULL;
}

#include "services/recognitions/search/words.h"

#include "common/base/text.h"

#include <stdbool.h>
#include <utf8proc.h>

enum letter { SEPARATOR, LETTER, WHOLE };

/* Han, Hiragana, Katakana, Thai, Lao, Burmese and Khmer. */
static bool is_unspaced(utf8proc_int32_t c)
{
	return (c >= 0x3041 && c <= 0x30ff) || (c >= 0x3400 && c <= 0x9fff) || (c >= 0xf900 && c <= 0xfaff) ||
		   (c >= 0x20000 && c <= 0x3ffff) || (c >= 0x0e00 && c <= 0x0eff) || (c >= 0x1000 && c <= 0x109f) ||
		   (c >= 0x1780 && c <= 0x17ff);
}

static enum letter letter_of(utf8proc_int32_t c)
{
	if (c < 0x80)
		return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? LETTER : SEPARATOR;
	utf8proc_category_t category = utf8proc_category(c);
	if ((category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO) ||
		(category >= UTF8PROC_CATEGORY_ND && category <= UTF8PROC_CATEGORY_NO))
		return is_unspaced(c) ? WHOLE : LETTER;
	return SEPARATOR;
}

static void words_add_one(struct words *words, struct arena *arena, const char *from, const char *to)
{
	if (from == to)
		return;
	char *word = arena_text_n(arena, from, (size_t)(to - from));
	word[text_cut(word, WORD_BYTES)] = '\0';
	words->at = arena_grow(arena, words->at, words->n, sizeof(*words->at));
	words->at[words->n++] = word;
}

void words_add(struct words *words, struct arena *arena, const char *text)
{
	const char *at = text_fold(arena, text), *from = at;
	while (*at) {
		utf8proc_int32_t c;
		utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)at, -1, &c);
		if (size <= 0) /* not UTF-8: nothing that the wire door lets in */
			break;
		enum letter letter = letter_of(c);
		if (letter != LETTER) {
			words_add_one(words, arena, from, at);
			from = letter == WHOLE ? at : at + size;
		}
		at += size;
		if (letter == WHOLE) {
			words_add_one(words, arena, from, at);
			from = at;
		}
	}
	words_add_one(words, arena, from, at);
}

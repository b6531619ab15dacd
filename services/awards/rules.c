#include "services/awards/rules.h"

#include "common/base/text.h"

#include <ctype.h>

const char *slug_take(struct arena *arena, const char *text, const char **out)
{
	*out = text_lower_ascii(arena, text);
	return text_is_slug(*out) && !text_is_uuid(*out) ? NULL : "a slug is 1 to 63 of a-z, 0-9 and -, such as spotlight";
}

const char *title_take(struct arena *arena, const char *text, const char **out)
{
	*out = text_normal_line(arena, text);
	if (text_is_blank(*out))
		return "a title is needed";
	return text_length(*out) > AWARD_TITLE_BOUND ? "a title has at most 200 characters" : NULL;
}

const char *long_text_take(struct arena *arena, const char *text, const char **out)
{
	*out = text_normal(arena, text);
	return text_length(*out) > AWARD_TEXT_BOUND ? "at most 4000 characters" : NULL;
}

/* Letters of any script, digits and '_': every byte above ASCII belongs to a letter here. */
const char *hashtag_take(struct arena *arena, const char *text, const char **out)
{
	*out = text_normal_line(arena, *text == '#' ? text + 1 : text);
	bool fits = text_length(*out) <= HASHTAG_BOUND;
	for (const char *at = *out; *at; at++)
		fits = fits && (isalnum((unsigned char)*at) || *at == '_' || (unsigned char)*at >= 0x80);
	return fits ? NULL : "a hashtag has at most 100 letters, digits and _";
}

const char *scope_take(Kleos__AwardScope scope, Kleos__AwardScope *out)
{
	*out = scope ? scope : KLEOS__AWARD_SCOPE__AWARD_SCOPE_INTERNAL;
	return *out <= KLEOS__AWARD_SCOPE__AWARD_SCOPE_COMMUNITY ? NULL : "a scope is INTERNAL or COMMUNITY";
}

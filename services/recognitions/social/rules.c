#include "services/recognitions/social/rules.h"

#include "common/base/text.h"

const char *join_note_take(struct arena *arena, const char *text, const char **out)
{
	const char *note = text_normal_line(arena, text);
	if (text_length(note) > JOIN_NOTE_BOUND)
		return "a note has at most 200 characters";
	*out = note;
	return NULL;
}

const char *comment_take(struct arena *arena, const char *text, struct private_text *out)
{
	const char *comment = text_normal(arena, text);
	if (text_is_blank(comment))
		return "a comment needs a message";
	if (text_length(comment) > COMMENT_BOUND)
		return "a comment has at most 2000 characters";
	out->words = comment;
	return NULL;
}

const char *report_reason_take(struct arena *arena, const char *text, const char **out)
{
	const char *reason = text_normal(arena, text);
	if (text_length(reason) > REPORT_REASON_BOUND)
		return "at most 1000 characters";
	*out = reason;
	return NULL;
}

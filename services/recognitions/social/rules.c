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

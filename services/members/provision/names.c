#include "services/members/provision/names.h"

#include "common/base/limits.h"
#include "common/base/text.h"

#include <stdio.h>
#include <string.h>

#define NUMBER_SIZE   12 /* "-4294967295" and NUL */
#define HANDLE_LETTER "abcdefghijklmnopqrstuvwxyz0123456789"
#define NOTHING_LEFT  "member"

const char *name_key(struct arena *arena, const char *name)
{
	return text_lower_ascii(arena, text_normal_line(arena, name));
}

/* maria@example.org and EXAMPLE\maria: maria. */
static const char *local_part(struct arena *arena, const char *user_name)
{
	const char *backslash = strrchr(user_name, '\\');
	const char *start = backslash ? backslash + 1 : user_name;
	size_t length = strcspn(start, "@");
	return arena_text_n(arena, start, length);
}

/* Legal letters as they are, each run of others as one '-'; starts and ends with a letter or digit. "": nothing is. */
static char *shape_handle(struct arena *arena, const char *text)
{
	char *handle = arena_alloc(arena, strlen(text) + 2), *out = handle;
	for (; *text; text++) {
		if (strchr(HANDLE_LETTER, *text))
			*out++ = *text;
		else if (out > handle && !strchr("._-", out[-1]))
			*out++ = strchr("._", *text) ? *text : '-';
	}
	while (out > handle && strchr("._-", out[-1]))
		out--;
	*out = '\0';
	return handle;
}

const char *name_handle(struct arena *arena, const char *user_name, unsigned number)
{
	char *handle = shape_handle(arena, text_fold(arena, local_part(arena, user_name)));
	char suffix[NUMBER_SIZE] = "";
	if (!*handle)
		handle = arena_text(arena, NOTHING_LEFT);
	if (number > 1)
		snprintf(suffix, sizeof(suffix), "-%u", number);
	size_t room = HANDLE_BOUND - strlen(suffix);
	if (strlen(handle) > room)
		handle[room] = '\0';
	return arena_printf(arena, "%s%s", handle, suffix);
}

/* Bytes of the character at `text`, which is valid UTF-8. */
static size_t character_length(const char *text)
{
	size_t length = 1;
	while (((unsigned char)text[length] & 0xc0) == 0x80)
		length++;
	return length;
}

/* What may stand in a path as it is, the slash too; each run of anything else as one '-', and none beside a slash. */
static const char *shape_path(struct arena *arena, const char *text)
{
	char *path = arena_alloc(arena, strlen(text) + 1), *out = path;
	for (size_t length; *text; text += length) {
		length = character_length(text);
		bool begins = out == path || out[-1] == '/';
		if (*text == '/') {
			while (out > path && strchr("-/", out[-1]))
				out--;
			if (out > path)
				*out++ = '/';
		} else if (*text != '-' && text_team(arena, arena_text_n(arena, text, length))) {
			memcpy(out, text, length);
			out += length;
		} else if (!begins && out[-1] != '-') {
			*out++ = '-';
		}
	}
	while (out > path && strchr("-/", out[-1]))
		out--;
	*out = '\0';
	return path;
}

const char *name_team(struct arena *arena, const char *name)
{
	const char *line = text_normal_line(arena, name);
	const char *path = text_team(arena, line);
	return path ? path : text_team(arena, shape_path(arena, line));
}

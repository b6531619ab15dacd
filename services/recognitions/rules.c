#include "services/recognitions/rules.h"

#include "common/base/text.h"

#include <string.h>
#include <strings.h>

#define CORRECTION_MS INT64_C(900000) /* 15 minutes, contract.md */

const char *message_take(struct arena *arena, const char *text, struct private_text *out)
{
	const char *message = text_normal(arena, text);
	if (text_is_blank(message))
		return "a recognition needs a message";
	if (text_length(message) > MESSAGE_BOUND)
		return "a message has at most 4000 characters";
	out->words = message;
	return NULL;
}

const char *credit_take(struct arena *arena, const char *text, struct private_text *out)
{
	const char *credit = text_normal_line(arena, text);
	if (text_length(credit) > CREDIT_BOUND)
		return "a credit has at most 200 characters";
	out->words = credit;
	return NULL;
}

const char *value_take(const char *text, const char **out)
{
	if (*text && !text_is_slug(text))
		return "a value is a slug: 1 to 63 of a-z, 0-9 and -, such as craft";
	*out = text;
	return NULL;
}

const char *value_title_take(struct arena *arena, const char *text, const char **out)
{
	const char *title = text_normal_line(arena, text);
	if (text_is_blank(title) || text_length(title) > VALUE_TITLE_BOUND)
		return "the title of a value has 1 to 100 characters";
	*out = title;
	return NULL;
}

const char *value_description_take(struct arena *arena, const char *text, const char **out)
{
	const char *description = text_normal(arena, text);
	if (text_length(description) > VALUE_DESCRIPTION_BOUND)
		return "the description of a value has at most 500 characters";
	*out = description;
	return NULL;
}

const char *note_take(struct arena *arena, const char *text, const char **out)
{
	const char *note = text_normal(arena, text);
	if (text_length(note) > PREFERENCE_NOTE_BOUND)
		return "a note has at most 500 characters";
	*out = note;
	return NULL;
}

const char *team_take(struct arena *arena, const char *text, const char **out)
{
	const char *team = text_team(arena, text);
	if (!team)
		return "a team is a path such as marketing/social";
	*out = team;
	return NULL;
}

const char *team_filter_take(struct arena *arena, const char *text, const char **out)
{
	if (*text)
		return team_take(arena, text, out);
	*out = "";
	return NULL;
}

const char *win_take(Kleos__Win win, Kleos__Win *out)
{
	if (win > KLEOS__WIN__WIN_BIG)
		return "a win is SMALL or BIG";
	*out = win ? win : KLEOS__WIN__WIN_SMALL;
	return NULL;
}

const char *prompt_take(int32_t prompt, int32_t *out)
{
	if (prompt < 0 || prompt > PROMPTS)
		return "a prompt is one of the five questions, 1 to 5, or 0 for none";
	*out = prompt;
	return NULL;
}

const char *setting_take(Kleos__Setting setting, Kleos__Setting *out)
{
	if (setting > KLEOS__SETTING__SETTING_OTHER)
		return "a setting is ONE_ON_ONE, CHAT, TEAM_MEETING, COMPANY_MEETING or OTHER";
	*out = setting;
	return NULL;
}

#define VISIBILITY_SENTENCE "PRIVATE, MANAGER, TEAM, ORGANIZATION or EXTERNAL"

const char *visibility_take(Kleos__Visibility visibility, Kleos__Visibility *out)
{
	if (visibility > KLEOS__VISIBILITY__VISIBILITY_EXTERNAL)
		return "a visibility is " VISIBILITY_SENTENCE;
	*out = visibility ? visibility : KLEOS__VISIBILITY__VISIBILITY_ORGANIZATION;
	return NULL;
}

const char *ceiling_take(Kleos__Visibility ceiling, Kleos__Visibility *out)
{
	if (ceiling > KLEOS__VISIBILITY__VISIBILITY_EXTERNAL)
		return "a ceiling is " VISIBILITY_SENTENCE;
	*out = ceiling;
	return NULL;
}

const char *channels_take(const Kleos__Channel *channels, size_t n)
{
	unsigned seen = 0;
	for (size_t i = 0; i < n; i++) {
		if (channels[i] < 1 || channels[i] > CHANNELS)
			return "a channel is ONE_ON_ONE, CHAT, TEAM_MEETING, COMPANY_MEETING or EMAIL";
		if (seen & 1u << channels[i])
			return "each channel is named at most once";
		seen |= 1u << channels[i];
	}
	return NULL;
}

/* The number that `cell` names in an enum; 0 when it names none. The first value of every enum is its UNSPECIFIED. */
static unsigned enum_parse(const ProtobufCEnumDescriptor *type, const char *prefix, const char *cell)
{
	for (unsigned i = 1; i < type->n_values; i++) {
		const char *name = type->values[i].name;
		if (strcasecmp(name, cell) == 0 || strcasecmp(name + strlen(prefix), cell) == 0)
			return (unsigned)type->values[i].value;
	}
	return 0;
}

const char *win_parse(const char *cell, Kleos__Win *out)
{
	unsigned number = *cell ? enum_parse(&kleos__win__descriptor, "WIN_", cell) : KLEOS__WIN__WIN_SMALL;
	return number ? win_take(number, out) : "a win is small or big";
}

const char *prompt_parse(const char *cell, int32_t *out)
{
	if (*cell && (cell[0] < '1' || cell[0] > '0' + PROMPTS || cell[1]))
		return "a prompt is one of the five questions, 1 to 5, or empty for none";
	*out = *cell ? cell[0] - '0' : 0;
	return NULL;
}

const char *setting_parse(const char *cell, Kleos__Setting *out)
{
	unsigned number = *cell ? enum_parse(&kleos__setting__descriptor, "SETTING_", cell) : 0;
	return setting_take(*cell && !number ? KLEOS__SETTING__SETTING_OTHER + 1 : number, out);
}

const char *visibility_parse(const char *cell, Kleos__Visibility *out)
{
	unsigned number = *cell ? enum_parse(&kleos__visibility__descriptor, "VISIBILITY_", cell) : 0;
	return visibility_take(*cell && !number ? KLEOS__VISIBILITY__VISIBILITY_EXTERNAL + 1 : number, out);
}

Kleos__Visibility visibility_least(Kleos__Visibility a, Kleos__Visibility b)
{
	return a < b ? a : b;
}

bool correction_is_open(const struct recognition *recognition, int64_t now_ms)
{
	return now_ms - recognition->create_ms <= CORRECTION_MS;
}

bool recognition_is_visible(const struct recognition *recognition, const struct viewer *viewer)
{
	struct sight sight;
	sight.visibility = recognition->visibility;
	sight.n_people = 0;
	sight_add(&sight, &recognition->giver.id, recognition->giver.team_path, NULL);
	for (size_t i = 0; i < recognition->n_arcs; i++) {
		const struct arc *arc = &recognition->arcs[i];
		sight_add(&sight, &arc->receiver.id, arc->receiver.team_path, &arc->manager_now);
	}
	return sight_is_open(&sight, viewer);
}

#include "services/members/draft.h"

#include "common/base/text.h"

#include <string.h>

static const char *ceiling_text(struct arena *arena, Kleos__Visibility ceiling)
{
	const ProtobufCEnumValue *value =
		protobuf_c_enum_descriptor_get_value(&kleos__visibility__descriptor, (int)ceiling);
	if (ceiling == KLEOS__VISIBILITY__VISIBILITY_UNSPECIFIED)
		return "";
	return value ? value->name : arena_printf(arena, "%d", (int)ceiling);
}

struct member_draft draft_of_create(struct arena *arena, const Kleos__CreateMemberRequest *request)
{
	struct member_draft draft = {
		.hats_said = true,
		.n_hats = request->n_hats,
		.hats = (const char *const *)request->hats,
	};
	draft.text[FIELD_HANDLE] = request->handle;
	draft.text[FIELD_DISPLAY_NAME] = request->display_name;
	draft.text[FIELD_EMAIL] = request->email;
	draft.text[FIELD_TEAM] = request->team;
	draft.text[FIELD_TITLE] = request->title;
	draft.text[FIELD_MANAGER] = request->manager;
	draft.text[FIELD_LEADER] = request->leader ? "true" : "false";
	draft.text[FIELD_JOINED_ON] = request->joined_on;
	draft.text[FIELD_LOCALE] = request->locale;
	draft.text[FIELD_TIME_ZONE] = request->time_zone;
	draft.text[FIELD_CEILING] = ceiling_text(arena, request->ceiling);
	draft.text[FIELD_EXTERNAL_ID] = request->external_id;
	return draft;
}

/* The items of a `;`-separated cell; empty items are nobody's hat. */
static void split_hats(struct arena *arena, const char *cell, struct member_draft *draft)
{
	const char **hats = arena_array(arena, HATS_BOUND + 1, sizeof(*hats));
	while (*cell && draft->n_hats <= HATS_BOUND) {
		size_t length = strcspn(cell, ";");
		const char *hat = text_normal_line(arena, arena_text_n(arena, cell, length));
		if (*hat)
			hats[draft->n_hats++] = hat;
		cell += length + (cell[length] == ';');
	}
	draft->hats = hats;
	draft->hats_said = draft->n_hats > 0;
}

struct member_draft draft_of_row(struct arena *arena, const Kleos__MemberRow *row)
{
	struct member_draft draft = {0};
	const char *const cells[FIELD_COUNT] = {
		[FIELD_HANDLE] = row->handle,   [FIELD_DISPLAY_NAME] = row->display_name,
		[FIELD_EMAIL] = row->email,     [FIELD_TEAM] = row->team,
		[FIELD_TITLE] = row->title,     [FIELD_MANAGER] = row->manager,
		[FIELD_LEADER] = row->leader,   [FIELD_JOINED_ON] = row->joined_on,
		[FIELD_LOCALE] = row->locale,   [FIELD_TIME_ZONE] = row->time_zone,
		[FIELD_CEILING] = row->ceiling, [FIELD_EXTERNAL_ID] = row->external_id,
	};

	for (int field = 0; field < FIELD_COUNT; field++) {
		if (cells[field] && !text_is_blank(cells[field]))
			draft.text[field] = cells[field];
	}
	if (!draft.text[FIELD_HANDLE])
		draft.text[FIELD_HANDLE] = "";
	split_hats(arena, row->hats, &draft);
	return draft;
}

/* FIELD_COUNT: no field of an update. Both spellings, as JSON takes both. */
static enum member_field field_of_path(struct arena *arena, const char *path)
{
	for (int field = 0; field < FIELD_COUNT; field++) {
		if (field == FIELD_HANDLE || field == FIELD_CEILING)
			continue;
		if (text_equal(path, field_column(field)) || text_equal(path, field_path(arena, field)))
			return field;
	}
	return FIELD_COUNT;
}

/* Bits of the fields that have a value. */
static uint32_t fields_with_value(const char *const texts[FIELD_COUNT], const Kleos__UpdateMemberRequest *request)
{
	uint32_t fields = request->n_hats ? 1u << FIELD_HATS : 0;
	for (int field = 0; field < FIELD_COUNT; field++) {
		if (texts[field] && *texts[field] && (field != FIELD_LEADER || request->leader))
			fields |= 1u << field;
	}
	return fields;
}

static bool fields_of_mask(struct arena *arena, const Google__Protobuf__FieldMask *mask, uint32_t *fields,
						   const char **unknown)
{
	for (size_t i = 0; i < mask->n_paths; i++) {
		const enum member_field field = field_of_path(arena, mask->paths[i]);
		if (text_equal(mask->paths[i], "*")) {
			*fields = UINT32_MAX;
		} else if (field == FIELD_COUNT) {
			*unknown = mask->paths[i];
			return false;
		} else {
			*fields |= 1u << field;
		}
	}
	return true;
}

bool draft_of_update(struct arena *arena, const Kleos__UpdateMemberRequest *request, struct member_draft *out,
					 const char **unknown)
{
	const char *const texts[FIELD_COUNT] = {
		[FIELD_DISPLAY_NAME] = request->display_name,
		[FIELD_EMAIL] = request->email,
		[FIELD_TEAM] = request->team,
		[FIELD_TITLE] = request->title,
		[FIELD_MANAGER] = request->manager,
		[FIELD_LEADER] = request->leader ? "true" : "false",
		[FIELD_JOINED_ON] = request->joined_on,
		[FIELD_LOCALE] = request->locale,
		[FIELD_TIME_ZONE] = request->time_zone,
		[FIELD_EXTERNAL_ID] = request->external_id,
	};
	uint32_t fields = 0;

	if (!request->update_mask || request->update_mask->n_paths == 0)
		fields = fields_with_value(texts, request);
	else if (!fields_of_mask(arena, request->update_mask, &fields, unknown))
		return false;
	*out = (struct member_draft){
		.hats_said = fields & 1u << FIELD_HATS,
		.n_hats = request->n_hats,
		.hats = (const char *const *)request->hats,
	};
	for (int field = 0; field < FIELD_COUNT; field++) {
		if (fields & 1u << field)
			out->text[field] = texts[field];
	}
	return true;
}

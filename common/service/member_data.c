#include "common/service/member_data.h"

#include "common/base/buffer.h"
#include "common/base/calendar.h"
#include "store/sql.h"

#include <inttypes.h>
#include <string.h>

/* A run ends past this: with its packed form it fits into a call's arena many times. One row is below 64 KiB. */
#define RUN_BYTES ((size_t)512 << 10)
#define ROW_BOUND ((size_t)1 << 20)

/* The frame's own table that tells about people. */
static const struct personal_section audit_section = {
	.name = "audit", .sql = SQL(audit_export), .order = PERSONAL_BY_NUMBER};

struct run {
	struct call *call;
	const struct id *member;
	ProtobufCBinaryData after; /* of the section that is being read */
	size_t bytes;
	Kleos__ReadMemberDataResponse *response;
};

static bool ends_with(const char *name, const char *end)
{
	size_t length = strlen(name), tail = strlen(end);
	return length > tail && strcmp(name + length - tail, end) == 0;
}

/* give_ms → giveTime: `cut` characters less, the rest in camel case, `end` behind. */
static void add_key(struct buffer *out, const char *name, size_t cut, const char *end)
{
	size_t length = strlen(name) - cut;
	buffer_add_text(out, out->length > 1 ? ",\"" : "\"");
	for (size_t i = 0; i < length; i++) {
		bool up = name[i] == '_' && i + 1 < length;
		i += up;
		buffer_add_char(out, up && name[i] >= 'a' && name[i] <= 'z' ? (char)(name[i] - 'a' + 'A') : name[i]);
	}
	buffer_add_text(out, end);
	buffer_add_text(out, "\":");
}

static void add_text(struct buffer *out, const char *text)
{
	buffer_add_json_text(out, text, strlen(text));
}

static void add_time(struct buffer *out, int64_t ms)
{
	char text[TIME_TEXT_SIZE];
	time_format(text, ms);
	add_text(out, text);
}

/* Always and never are null. */
static void add_day(struct buffer *out, int64_t day)
{
	char text[DAY_TEXT_SIZE];
	if (day == DAY_MIN || day == DAY_MAX) {
		buffer_add_text(out, "null");
		return;
	}
	day_format(text, (int32_t)day);
	add_text(out, text);
}

/* Without its type's prefix, as REST prints it; NULL: not a column of an enum, or no number of it. */
static const char *enum_name(const struct personal_section *section, const char *column, int64_t number)
{
	const struct personal_enum *named = section->enums;
	while (named && named->column && strcmp(named->column, column) != 0)
		named++;
	if (!named || !named->column)
		return NULL;
	const ProtobufCEnumValue *none = protobuf_c_enum_descriptor_get_value(named->type, 0);
	const ProtobufCEnumValue *value = protobuf_c_enum_descriptor_get_value(named->type, (int)number);
	return value && none ? value->name + strlen(none->name) - strlen("UNSPECIFIED") : NULL;
}

static void add_number(struct buffer *out, const struct personal_section *section, const char *name, int64_t number)
{
	const char *named = enum_name(section, name, number);
	bool time = ends_with(name, "_ms"), day = ends_with(name, "_day"), flag = ends_with(name, "_flag");
	add_key(out, name, time ? 3 : day ? 4 : flag ? 5 : 0, time ? "Time" : day ? "On" : "");
	if (time)
		add_time(out, number);
	else if (day)
		add_day(out, number);
	else if (flag)
		buffer_add_text(out, number ? "true" : "false");
	else if (named)
		add_text(out, named);
	else
		buffer_printf(out, "%" PRId64, number);
}

static void add_column(struct buffer *out, struct arena *arena, struct query *query,
					   const struct personal_section *section, const char *name)
{
	if (query_is_number(query, name)) {
		add_number(out, section, name, query_number(query, name));
		return;
	}
	add_key(out, name, ends_with(name, "_ms") ? 3 : 0, ends_with(name, "_ms") ? "Time" : "");
	if (query_is_null(query, name)) {
		buffer_add_text(out, "null");
	} else if (query_is_text(query, name)) {
		add_text(out, query_text(query, name, arena));
	} else {
		struct id id = query_id(query, name);
		add_text(out, id_text(arena, &id));
	}
}

static Kleos__MemberDatum *datum_new(struct run *run)
{
	Kleos__ReadMemberDataResponse *response = run->response;
	Kleos__MemberDatum *datum = arena_alloc(run->call->arena, sizeof(*datum));
	kleos__member_datum__init(datum);
	response->data = arena_grow(run->call->arena, response->data, response->n_data, sizeof(*response->data));
	response->data[response->n_data++] = datum;
	return datum;
}

static void add_row(struct run *run, struct query *query, const struct personal_section *section)
{
	struct buffer out;
	buffer_init(&out, run->call->arena, ROW_BOUND);
	buffer_add_char(&out, '{');
	for (size_t i = 0; i < query_width(query); i++)
		if (strcmp(query_column(query, i), "after_key") != 0)
			add_column(&out, run->call->arena, query, section, query_column(query, i));
	buffer_add_char(&out, '}');
	datum_new(run)->json = buffer_text(&out);
	run->bytes += out.length;
}

static ProtobufCBinaryData after_of(struct arena *arena, struct query *query, const struct personal_section *section)
{
	if (section->order == PERSONAL_BY_ID)
		return query_bytes(query, "after_key", arena);
	if (section->order == PERSONAL_WHOLE)
		return (ProtobufCBinaryData){0};
	int64_t number = query_number(query, "after_key");
	return (ProtobufCBinaryData){.len = sizeof(number), .data = arena_copy(arena, &number, sizeof(number))};
}

/* Rows of one key are read together; those of a section without keys are all of one. */
static bool is_same(const ProtobufCBinaryData *a, const ProtobufCBinaryData *b)
{
	return a->len == b->len && (!a->len || memcmp(a->data, b->data, a->len) == 0);
}

static void bind_after(const struct run *run, struct query *query, const struct personal_section *section)
{
	int64_t number = INT64_MIN;
	if (section->order == PERSONAL_BY_ID)
		query_bind_bytes(query, 2, run->after.data, run->after.len);
	if (section->order != PERSONAL_BY_NUMBER)
		return;
	if (run->after.len == sizeof(number))
		memcpy(&number, run->after.data, sizeof(number));
	query_bind_number(query, 2, number);
}

/* False: the run is full, and run->after says behind which row to go on. */
static bool read_section(struct run *run, const struct personal_section *section)
{
	if (!run->after.len)
		datum_new(run)->section = section->name;
	struct query query = query_begin(run->call->db, section->sql);
	query_bind_id(&query, 1, run->member);
	bind_after(run, &query, section);
	bool room = true;
	while (room && query_step(&query)) {
		ProtobufCBinaryData after = after_of(run->call->arena, &query, section);
		room = run->bytes < RUN_BYTES || is_same(&after, &run->after);
		if (room)
			add_row(run, &query, section);
		if (room)
			run->after = after;
	}
	query_end(&query);
	return room;
}

void member_data_read(struct call *call, const struct personal_data *personal, const struct id *member,
					  const Kleos__ReadMemberDataRequest *request, Kleos__ReadMemberDataResponse *response)
{
	struct run run = {.call = call, .member = member, .after = request->after, .response = response};
	size_t n = personal ? personal->n_sections : 0, at = (size_t)request->section;
	bool room = true;
	while (room && at <= n && run.bytes < RUN_BYTES) {
		room = read_section(&run, at < n ? &personal->sections[at] : &audit_section);
		at += room;
		if (room)
			run.after = (ProtobufCBinaryData){0};
	}
	response->next_section = at > n ? -1 : (int32_t)at;
	response->next_after = run.after;
}

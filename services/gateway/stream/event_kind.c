#include "services/gateway/stream/event_kind.h"

#include "common/base/array.h"
#include "common/base/text.h"
#include "common/rpc/wire.h"
#include "kleos/awards/v1/awards_service.pb-c.h"
#include "kleos/members/v1/members_service.pb-c.h"
#include "kleos/recognitions/v1/recognitions_service.pb-c.h"

#include <string.h>

#define MEMBER(type)                                                                                                   \
	{                                                                                                                  \
		type, SERVICE_MEMBERS, "kleos.members.v1.MembersService/GetMember", "member",                                  \
			&kleos__get_member_request__descriptor, &kleos__get_member_response__descriptor, NULL                      \
	}
#define RECOGNITION(type)                                                                                              \
	{                                                                                                                  \
		type, SERVICE_RECOGNITIONS, "kleos.recognitions.v1.RecognitionsService/GetRecognition", "recognition",         \
			&kleos__get_recognition_request__descriptor, &kleos__get_recognition_response__descriptor, NULL            \
	}
#define HIGHLIGHT(type)                                                                                                \
	{                                                                                                                  \
		type, SERVICE_RECOGNITIONS, "kleos.recognitions.v1.RecognitionsService/GetHighlight", "highlight",             \
			&kleos__get_highlight_request__descriptor, &kleos__get_highlight_response__descriptor, NULL                \
	}
#define CYCLE(type)                                                                                                    \
	{                                                                                                                  \
		type, SERVICE_AWARDS, "kleos.awards.v1.AwardsService/GetCycle", "cycle",                                       \
			&kleos__get_cycle_request__descriptor, &kleos__get_cycle_response__descriptor, NULL                        \
	}
#define TREE_HEAD(type)                                                                                                \
	{                                                                                                                  \
		type, SERVICE_AWARDS, "kleos.awards.v1.AwardsService/GetTreeHead", "cycle",                                    \
			&kleos__get_tree_head_request__descriptor, &kleos__get_tree_head_response__descriptor, NULL                \
	}

#define NOMINATION(type)                                                                                               \
	{                                                                                                                  \
		type, SERVICE_AWARDS, "kleos.awards.v1.AwardsService/GetNomination", "nomination",                             \
			&kleos__get_nomination_request__descriptor, &kleos__get_nomination_response__descriptor, NULL              \
	}

#define ROUTINE(type)                                                                                                  \
	{                                                                                                                  \
		type, SERVICE_RECOGNITIONS, "kleos.recognitions.v1.RecognitionsService/GetRoutineDue", "routine_due",          \
			&kleos__get_routine_due_request__descriptor, &kleos__get_routine_due_response__descriptor, NULL            \
	}

#define PERIOD(type)                                                                                                   \
	{                                                                                                                  \
		type, SERVICE_RECOGNITIONS, "kleos.recognitions.v1.RecognitionsService/GetReportPeriod", "period",             \
			&kleos__get_report_period_request__descriptor, &kleos__get_report_period_response__descriptor, "period"    \
	}

static const struct event_kind kinds[] = {
	MEMBER("member.created"),
	MEMBER("member.updated"),
	MEMBER("member.deactivated"),
	MEMBER("member.erased"),
	RECOGNITION("recognition.given"),
	RECOGNITION("recognition.joined"),
	RECOGNITION("recognition.reacted"),
	RECOGNITION("recognition.commented"),
	RECOGNITION("recognition.lowered"),
	RECOGNITION("recognition.shared"),
	RECOGNITION("recognition.withdrawn"),
	HIGHLIGHT("highlight.shared"),
	NOMINATION("award.nominated"),
	NOMINATION("award.accepted"),
	NOMINATION("award.shortlisted"),
	CYCLE("award.voting_opened"),
	CYCLE("award.closed"),
	CYCLE("award.announced"),
	CYCLE("award.edited_by_staff"),
	TREE_HEAD("award.tree_head"),
	ROUTINE("routine.due"),
	PERIOD("report.ready"),
};

/* Families of the contract, whether or not something of them can happen yet. */
static const char *const families[] = {"member.", "recognition.", "highlight.",   "routine.",
									   "award.",  "badge.",       "opportunity.", "report."};

const char *const event_sources[SERVICE_COUNT] = {
	[SERVICE_MEMBERS] = "/members", [SERVICE_RECOGNITIONS] = "/recognitions", [SERVICE_AWARDS] = "/awards"};

const struct event_kind *event_kind_find(enum gateway_service service, const char *type)
{
	for (size_t i = 0; i < ARRAY_LENGTH(kinds); i++)
		if (kinds[i].service == service && strcmp(kinds[i].type, type) == 0)
			return &kinds[i];
	return NULL;
}

ProtobufCMessage *event_kind_request(const struct event_kind *kind, struct arena *arena, const struct id *subject)
{
	ProtobufCMessage *request = wire_new(kind->request, arena);
	const ProtobufCFieldDescriptor *field = protobuf_c_message_descriptor_get_field_by_name(kind->request, kind->field);
	*(const char **)((char *)request + field->offset) = id_text(arena, subject);
	return request;
}

/* A response is one resource. */
const char *event_kind_subject(const struct event_kind *kind, const ProtobufCMessage *response)
{
	const ProtobufCMessage *resource =
		*(ProtobufCMessage *const *)((const char *)response + response->descriptor->fields[0].offset);
	if (!kind->subject || !resource)
		return NULL;
	const ProtobufCFieldDescriptor *field =
		protobuf_c_message_descriptor_get_field_by_name(resource->descriptor, kind->subject);
	return *(const char *const *)((const char *)resource + field->offset);
}

/* family.event or family.*, the family being one of the contract. */
static const char *parse_pattern(struct arena *arena, const char *text)
{
	for (size_t i = 0; i < ARRAY_LENGTH(families); i++) {
		size_t family = strlen(families[i]);
		if (strncmp(text, families[i], family) != 0)
			continue;
		const char *event = text + family;
		if (strcmp(event, "*") == 0)
			return families[i];
		return *event && strspn(event, "abcdefghijklmnopqrstuvwxyz_") == strlen(event) ? arena_text(arena, text) : NULL;
	}
	return NULL;
}

const char *event_filter_parse(struct arena *arena, const char *text, struct event_filter *out)
{
	*out = (struct event_filter){0};
	while (*text) {
		size_t length = strcspn(text, ",");
		const char *pattern = parse_pattern(arena, arena_text_n(arena, text, length));
		if (!pattern)
			return arena_printf(arena, "'%.*s' is no type of event; types are such as recognition.given and award.*",
								(int)text_cut(arena_text_n(arena, text, length), 64), text);
		if (out->count == EVENT_TYPES_BOUND)
			return "at most 16 types";
		out->patterns[out->count++] = pattern;
		text += length;
		text += *text == ',';
	}
	return NULL;
}

bool event_filter_wants(const struct event_filter *filter, const char *type)
{
	for (size_t i = 0; i < filter->count; i++) {
		const char *pattern = filter->patterns[i];
		bool family = pattern[strlen(pattern) - 1] == '.';
		if (family ? text_starts_with(type, pattern) : strcmp(type, pattern) == 0)
			return true;
	}
	return filter->count == 0;
}

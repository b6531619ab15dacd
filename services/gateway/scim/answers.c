#include "services/gateway/scim/scim.h"

#include "common/base/calendar.h"
#include "common/rpc/wire.h"
#include "services/gateway/header.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define LIST_URN     "urn:ietf:params:scim:api:messages:2.0:ListResponse"
#define NUMBER_BOUND 9 /* digits */

/* ---- what came ---- */

json_t *scim_body(struct scim *scim)
{
	json_error_t problem;
	size_t length;
	const char *body = exchange_body(scim->exchange, &length);
	json_t *object = json_loadb(body, length, JSON_REJECT_DUPLICATES, &problem);
	if (json_is_object(object))
		return object;
	exchange_fail(scim->exchange, STATUS_INVALID_ARGUMENT, "INVALID_SYNTAX", "the body is one JSON object%s%s",
				  object ? "" : "; ", object ? "" : problem.text);
	json_decref(object);
	return NULL;
}

/* Not there: *out stays. Below 0 is 0. False: refused. */
static bool take_number(struct scim *scim, const char *name, size_t *out)
{
	const char *text = exchange_query(scim->exchange, name);
	if (!text)
		return true;
	size_t digits = strspn(text + (*text == '-'), "0123456789");
	if (!digits || digits > NUMBER_BOUND || text[digits + (*text == '-')]) {
		exchange_fail(scim->exchange, STATUS_INVALID_ARGUMENT, "INVALID_VALUE", "%s: a whole number", name);
		return false;
	}
	*out = *text == '-' ? 0 : strtoul(text, NULL, 10);
	return true;
}

bool scim_take_question(struct scim *scim, const struct attribute *of, const char *core_urn)
{
	struct scim_question *question = &scim->question;
	struct filter_reader reader = {.arena = scim->arena, .of = of, .core_urn = core_urn};
	const char *filter = exchange_query(scim->exchange, "filter");
	*question = (struct scim_question){.start = 1, .count = SCIM_PAGE, .filter = NULL};
	question->attributes = exchange_query(scim->exchange, "attributes");
	question->excluded = exchange_query(scim->exchange, "excludedAttributes");
	if (!take_number(scim, "startIndex", &question->start) || !take_number(scim, "count", &question->count))
		return false;
	if (!question->start)
		question->start = 1;
	if (question->count > SCIM_PAGE_BOUND)
		question->count = SCIM_PAGE_BOUND;
	if (filter)
		question->filter = filter_read(&reader, filter);
	if (filter && !question->filter)
		exchange_fail(scim->exchange, STATUS_INVALID_ARGUMENT, "INVALID_FILTER", "filter: %s", reader.problem);
	return !filter || question->filter;
}

/* ---- asking ---- */

void scim_ask(struct scim *scim, const char *method, const ProtobufCMessage *message, bool as_process,
			  void (*done)(struct exchange *exchange, void *context, const struct rpc_reply *reply))
{
	scim->call = (struct exchange_call){
		.service = SERVICE_MEMBERS,
		.method = method,
		.message = message,
		.request_id = scim->request_id,
		.as_process = as_process,
		.done = done,
		.context = scim,
	};
	exchange_call(scim->exchange, &scim->call);
}

const ProtobufCMessage *scim_message(struct scim *scim, const struct rpc_reply *reply,
									 const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message;
	const char *problem;
	if (wire_unpack(type, scim->arena, reply->body.data, reply->body.len, WIRE_REPLY_BOUND, &message, &problem) ==
		STATUS_OK)
		return message;
	exchange_fail(scim->exchange, STATUS_INTERNAL, "BAD_REPLY", "the service's reply could not be read");
	return NULL;
}

bool scim_tries_again(struct scim *scim, const struct rpc_reply *reply)
{
	bool stale = reply->reason && strcmp(reply->reason, "ETAG_MISMATCH") == 0;
	return stale && !*scim->if_match && scim->tries++ < SCIM_TRIES;
}

const char *scim_id_text(struct scim *scim, ProtobufCBinaryData id)
{
	struct id parsed;
	return id_from_bytes(&parsed, id.data, id.len) ? id_text(scim->arena, &parsed) : "";
}

ProtobufCBinaryData scim_id_bytes(struct scim *scim, const struct id *id)
{
	return (ProtobufCBinaryData){ID_SIZE, arena_copy(scim->arena, id->bytes, ID_SIZE)};
}

/* ---- what is shown ---- */

/* Whether the list of names has this attribute, or a part of it; a name may have its URN before it. */
static bool list_has(const char *list, const char *name, bool parts)
{
	size_t length = strlen(name);
	for (; *list; list += *list == ',') {
		size_t one = strcspn(list, ",");
		const char *at = list + strspn(list, " "), *end = list + one;
		size_t room = (size_t)(end - at);
		if (room >= length && strncasecmp(end - length, name, length) == 0 &&
			(room == length || end[-(ptrdiff_t)length - 1] == ':'))
			return true;
		if (parts && room > length && strncasecmp(at, name, length) == 0 && strchr(".:", at[length]))
			return true;
		list = end;
	}
	return false;
}

bool scim_shows(const struct scim_question *question, const char *name)
{
	if (strcmp(name, "schemas") == 0 || strcmp(name, "id") == 0)
		return true;
	if (question->attributes)
		return list_has(question->attributes, name, true);
	return !question->excluded || !list_has(question->excluded, name, false);
}

/* Whether an inner name is left out by the whole one: name.givenName, or the extension's URN with :department. */
static void leave_out_parts(const struct scim_question *question, const char *name, json_t *object)
{
	const char *inner;
	json_t *value;
	void *next;
	if (!json_is_object(object) || (question->attributes && list_has(question->attributes, name, false)))
		return;
	char separator = strncmp(name, "urn:", 4) == 0 ? ':' : '.';
	json_object_foreach_safe(object, next, inner, value)
	{
		char whole[256];
		snprintf(whole, sizeof(whole), "%s%c%s", name, separator, inner);
		bool asked = question->attributes ? list_has(question->attributes, whole, true)
										  : !question->excluded || !list_has(question->excluded, whole, false);
		if (!asked)
			json_object_del(object, inner);
	}
}

static void leave_out(const struct scim_question *question, json_t *resource)
{
	const char *name;
	json_t *value;
	void *next;
	if (!question->attributes && !question->excluded)
		return;
	json_object_foreach_safe(resource, next, name, value)
	{
		if (!scim_shows(question, name))
			json_object_del(resource, name);
		else
			leave_out_parts(question, name, value);
	}
}

const char *scim_address(struct scim *scim, const char *resources, const char *id)
{
	return arena_printf(scim->arena, "%s/%s/%s", scim->base, resources, id);
}

static const char *time_text(struct scim *scim, const Google__Protobuf__Timestamp *time)
{
	char text[TIME_TEXT_SIZE];
	time_format(text, time ? time->seconds * 1000 + time->nanos / 1000000 : 0);
	return arena_text(scim->arena, text);
}

void scim_add_meta(struct scim *scim, json_t *resource, const char *type, ProtobufCBinaryData id, const char *etag,
				   const Google__Protobuf__Timestamp *create_time, const Google__Protobuf__Timestamp *update_time)
{
	const char *text = scim_id_text(scim, id);
	const char *resources = arena_printf(scim->arena, "%ss", type);
	json_object_set_new(resource, "id", json_string(text));
	json_object_set_new(resource, "meta",
						json_pack("{s:s,s:s,s:s,s:s,s:s}", "resourceType", type, "created",
								  time_text(scim, create_time), "lastModified", time_text(scim, update_time),
								  "location", scim_address(scim, resources, text), "version",
								  arena_printf(scim->arena, "W/\"%s\"", etag)));
}

/* ---- answering ---- */

/* Takes the JSON. */
static void answer_json(struct scim *scim, unsigned http_status, json_t *value)
{
	char *text = json_dumps(value, JSON_COMPACT);
	const char *kept = arena_text(scim->arena, text ? text : "{}");
	exchange_answer(scim->exchange, http_status, SCIM_TYPE, kept, strlen(kept));
	free(text);
	json_decref(value);
}

/* Of a version as answers have it, W/"1.2", and an etag as it came, 1.2. */
static bool is_version(const char *version, const char *etag)
{
	const char *own = version + strlen("W/\"");
	size_t length = strlen(etag);
	return length && strncmp(own, etag, length) == 0 && strcmp(own + length, "\"") == 0;
}

void scim_answer(struct scim *scim, unsigned http_status, json_t *resource)
{
	const json_t *meta = json_object_get(resource, "meta");
	const char *version = json_string_value(json_object_get(meta, "version"));
	const char *location = json_string_value(json_object_get(meta, "location"));
	if (version)
		exchange_add_header(scim->exchange, "ETag", arena_text(scim->arena, version));
	if (version && is_version(version, scim->if_none)) {
		json_decref(resource);
		scim_answer_nothing(scim, 304);
		return;
	}
	if (location)
		exchange_add_header(scim->exchange, http_status == 201 ? "Location" : "Content-Location",
							arena_text(scim->arena, location));
	leave_out(&scim->question, resource);
	answer_json(scim, http_status, resource);
}

void scim_answer_nothing(struct scim *scim, unsigned http_status)
{
	exchange_answer(scim->exchange, http_status, NULL, "", 0);
}

void scim_removed(struct exchange *exchange, void *context, const struct rpc_reply *reply)
{
	struct scim *scim = context;
	(void)exchange;
	if (reply->status)
		scim_fail_reply(scim, reply);
	else
		scim_answer_nothing(scim, 204);
}

void scim_answer_list(struct scim *scim, size_t total, json_t *resources)
{
	size_t i;
	json_t *resource;
	json_array_foreach(resources, i, resource) leave_out(&scim->question, resource);
	answer_json(scim, 200,
				json_pack("{s:[s],s:I,s:I,s:I,s:o}", "schemas", LIST_URN, "totalResults", (json_int_t)total,
						  "itemsPerPage", (json_int_t)json_array_size(resources), "startIndex",
						  (json_int_t)scim->question.start, "Resources", resources));
}

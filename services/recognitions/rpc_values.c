/* The values an organisation thanks each other for: few, so that they are read as a whole. */
#include "services/recognitions/rpc.h"

#include "common/service/message.h"
#include "services/recognitions/store_values.h"

static Kleos__Value *value_message(struct call *call, const struct value *value)
{
	Kleos__Value *message = arena_alloc(call->arena, sizeof(*message));
	kleos__value__init(message);
	message->slug = value->slug;
	message->title = value->title;
	message->description = value->description;
	message->create_time = time_message(call->arena, value->create_ms);
	if (value->retire_ms)
		message->retire_time = time_message(call->arena, value->retire_ms);
	return message;
}

static enum status value_unknown(struct call *call, const char *slug)
{
	return fail(call, STATUS_NOT_FOUND, "VALUE_NOT_FOUND", "no value '%s'", quotable(call->arena, slug));
}

static void take_value(struct call *call, const Kleos__CreateValueRequest *request, struct value *out)
{
	call_take(call, "slug", *request->slug ? value_take(request->slug, &out->slug) : "a value needs a slug");
	call_take(call, "title", value_title_take(call->arena, request->title, &out->title));
	call_take(call, "description", value_description_take(call->arena, request->description, &out->description));
}

/* Whether one more may come into use; `is_new`: it was not there at all. */
static enum status check_room(struct call *call, bool is_new)
{
	struct value *values;
	size_t n = values_read(call->db, call->arena, &values), in_use = 0;
	for (size_t i = 0; i < n; i++)
		in_use += values[i].retire_ms == 0;
	if (in_use >= VALUES_IN_USE)
		return fail(call, STATUS_FAILED_PRECONDITION, "TOO_MANY_VALUES",
					"at most %d values are in use; retire one first", VALUES_IN_USE);
	if (is_new && n >= VALUES_BOUND)
		return fail(call, STATUS_FAILED_PRECONDITION, "TOO_MANY_VALUES",
					"there are %d values, the retired ones counted in; revive one of them", VALUES_BOUND);
	return STATUS_OK;
}

enum status create_value(struct call *call, const Kleos__CreateValueRequest *request,
						 Kleos__CreateValueResponse *response)
{
	struct value value = {0}, before = {0};
	take_value(call, request, &value);
	if (call_has_violations(call))
		return fail_violations(call);
	bool found = value_find(call->db, call->arena, value.slug, &before);
	if (found && !before.retire_ms)
		return fail(call, STATUS_ALREADY_EXISTS, "VALUE_EXISTS", "the value '%s' is in use already", value.slug);
	enum status status = check_room(call, !found);
	if (status != STATUS_OK)
		return status;
	value.id = found ? before.id : id_new(call->environment);
	value.create_ms = found ? before.create_ms : call->now_ms;
	value_put(call->db, &value);
	call->resource = value.id;
	response->value = value_message(call, &value);
	return STATUS_OK;
}

/* As it is now. */
static enum status value_now(struct call *call, const struct id *id, Kleos__Value **out)
{
	struct value value;
	if (!value_read(call->db, call->arena, id, &value))
		return value_unknown(call, id_text(call->arena, id));
	*out = value_message(call, &value);
	return STATUS_OK;
}

enum status create_value_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return value_now(call, resource, &((Kleos__CreateValueResponse *)response)->value);
}

enum status list_values(struct call *call, const Kleos__ListValuesRequest *request, Kleos__ListValuesResponse *response)
{
	struct value *values;
	size_t n = values_read(call->db, call->arena, &values);
	response->values = arena_array(call->arena, n, sizeof(*response->values));
	for (size_t i = 0; i < n; i++)
		if (request->show_retired || !values[i].retire_ms)
			response->values[response->n_values++] = value_message(call, &values[i]);
	return STATUS_OK;
}

enum status retire_value(struct call *call, const Kleos__RetireValueRequest *request,
						 Kleos__RetireValueResponse *response)
{
	struct value value;
	if (!value_find(call->db, call->arena, request->value, &value))
		return value_unknown(call, request->value);
	if (!value.retire_ms) {
		value.retire_ms = call->now_ms;
		value_put(call->db, &value);
	}
	call->resource = value.id;
	response->value = value_message(call, &value);
	return STATUS_OK;
}

enum status retire_value_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	return value_now(call, resource, &((Kleos__RetireValueResponse *)response)->value);
}

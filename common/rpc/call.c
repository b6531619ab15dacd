#include "common/rpc/call.h"

#include "common/base/text.h"
#include "common/rpc/method.h"

#include <stdarg.h>
#include <string.h>

#define VIOLATIONS_BOUND 100

static void say(struct call *call, enum status status, const char *reason, const char *format, va_list values)
{
	call->status = status;
	call->reason = reason;
	call->message = arena_vprintf(call->arena, format, values);
}

bool request_id_fits(const char *request_id)
{
	return strlen(request_id) <= REQUEST_ID_BOUND || text_length(request_id) <= REQUEST_ID_BOUND;
}

enum status fail(struct call *call, enum status status, const char *reason, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	say(call, status, reason, format, values);
	va_end(values);
	return status;
}

enum status fail_without_key(struct call *call)
{
	return fail(call, STATUS_UNAUTHENTICATED, "NO_KEY", "send an API key: Authorization: Bearer kls_…");
}

void violate(struct call *call, const char *field, const char *format, ...)
{
	Kleos__FieldViolation *violation;
	va_list values;

	if (call->n_violations >= VIOLATIONS_BOUND)
		return;
	if (!call->violations)
		call->violations = arena_array(call->arena, VIOLATIONS_BOUND, sizeof(*call->violations));
	violation = arena_alloc(call->arena, sizeof(*violation));
	kleos__field_violation__init(violation);
	violation->field = arena_text(call->arena, field);
	va_start(values, format);
	violation->description = arena_vprintf(call->arena, format, values);
	va_end(values);
	call->violations[call->n_violations++] = violation;
}

bool call_take(struct call *call, const char *field, const char *problem)
{
	if (problem)
		violate(call, field, "%s", problem);
	return !problem;
}

bool call_has_violations(const struct call *call)
{
	return call->n_violations > 0;
}

enum status fail_violations(struct call *call)
{
	const char *why = call_has_violations(call) ? call->violations[0]->description : "a field is wrong";

	return fail(call, STATUS_INVALID_ARGUMENT, "INVALID_FIELD", "%s", why);
}

void call_concerns(struct call *call, const struct id *member)
{
	if (call->method->kind == RPC_READ && id_equal(member, &call->principal.member))
		return;
	for (size_t i = 0; i < call->n_concerned; i++)
		if (id_equal(&call->concerned[i], member))
			return;
	call->concerned = arena_grow(call->arena, call->concerned, call->n_concerned, sizeof(*call->concerned));
	call->concerned[call->n_concerned++] = *member;
}

enum status call_park(struct call *call, const char *reason, const char *format, ...)
{
	va_list values;

	va_start(values, format);
	say(call, STATUS_NOT_FOUND, reason, format, values);
	va_end(values);
	return call->parked_once ? STATUS_NOT_FOUND : STATUS_PARKED;
}

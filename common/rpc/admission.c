#include "common/base/stopwatch.h"
#include "common/rpc/envelope.h"
#include "common/rpc/server_state.h"
#include "common/rpc/wire.h"

static enum status read_envelope(struct call *call, struct slot *slot, const Kleos__Call **out)
{
	ProtobufCMessage *envelope;
	const char *problem;
	ProtobufCBinaryData packed = {.len = slot->request->length, .data = slot->request->bytes};
	enum status status;

	if (packed.len > WIRE_MESSAGE_BOUND)
		return fail(call, STATUS_INVALID_ARGUMENT, "BODY_TOO_LARGE", "a request is at most %u bytes",
					WIRE_MESSAGE_BOUND);
	status = envelope_open(&envelope, &call->body, &kleos__call__descriptor, ENVELOPE_CALL_BODY, call->arena, packed,
						   WIRE_MESSAGE_BOUND, &problem);
	if (status != STATUS_OK)
		return fail(call, status, "MALFORMED_ENVELOPE", "the envelope cannot be read: %s", problem);
	*out = (const Kleos__Call *)envelope;
	call->request_id = (*out)->request_id;
	call->call_id = (*out)->call_id;
	call->traceparent = (*out)->traceparent;
	if (!request_id_fits(call->request_id))
		return fail(call, STATUS_INVALID_ARGUMENT, "INVALID_FIELD", "a request id has at most %d characters",
					REQUEST_ID_BOUND);
	if ((*out)->timeout_ms > WIRE_TIMEOUT_BOUND_MS)
		return fail(call, STATUS_INVALID_ARGUMENT, "MALFORMED_ENVELOPE", "a call waits at most %d ms",
					WIRE_TIMEOUT_BOUND_MS);
	return STATUS_OK;
}

/* Principal, method, role, deadline, in this order: who may not call learns nothing more. */
static enum status admit(struct call *call, struct slot *slot, const Kleos__Call *envelope)
{
	const struct rpc_server_config *config = &slot->server->config;

	if (principal_read(&call->principal, envelope->principal, config->environment, config->audience))
		return fail(call, STATUS_UNAUTHENTICATED, "BAD_PRINCIPAL",
					"who calls is not stated, not to %s, or too long ago", config->audience);
	call->method = rpc_method_find(config->interfaces, config->n_interfaces, envelope->method, &slot->descriptor);
	slot->tally = tally_of(slot->server, call->method);
	if (!call->method)
		return fail(call, STATUS_UNIMPLEMENTED, "NO_SUCH_METHOD", "no method '%s'", envelope->method);
	if (principal_is_anonymous(&call->principal) && !principal_has(&call->principal, call->method->roles))
		return fail_without_key(call);
	if (!principal_has(&call->principal, call->method->roles))
		return fail(call, STATUS_PERMISSION_DENIED, "ROLE_MISSING", "this key may not call %s: it needs %s",
					call->method->name, roles_text(call->arena, call->method->roles));
	if (!principal_may(&call->principal, call->method->kind == RPC_READ))
		return fail(call, STATUS_PERMISSION_DENIED, "SCOPE_MISSING", "this key may not call %s: it needs the scope %s",
					call->method->name, call->method->kind == RPC_READ ? "READ" : "WRITE");
	if (envelope->timeout_ms == 0)
		return fail(call, STATUS_DEADLINE_EXCEEDED, "DEADLINE_PASSED", "the time for this call was over when it came");
	call->deadline_ms = environment_monotonic_ms(config->environment) + envelope->timeout_ms;
	return STATUS_OK;
}

/* What must leave no trace has none; what comes with a name that is none has none either. */
static void trace(struct slot *slot, const Kleos__Call *envelope)
{
	struct call *call = &slot->call;
	char traceparent[TRACEPARENT_SIZE];

	if (call->method->kind == RPC_WRITE_ANONYMOUS || !traceparent_is_valid(call->traceparent))
		call->traceparent = "";
	span_begin(&slot->span, call->environment->tracer, call->traceparent, SPAN_SERVER, envelope->method);
	if (slot->span.tracer)
		call->traceparent = arena_text(call->arena, span_traceparent(&slot->span, traceparent, ""));
}

static void call_begin(struct slot *slot)
{
	struct call *call = &slot->call;

	slot->tally = tally_of(slot->server, NULL);
	slot->begun_ns = stopwatch_ns();
	slot->span = (struct span){0};
	*call = (struct call){
		.arena = &slot->arena,
		.environment = slot->server->config.environment,
		.now_ms = environment_now_ms(slot->server->config.environment),
		.request_id = "",
		.call_id = "",
		.traceparent = "",
	};
}

/*~ 5. The service's side: every call, however it came, passes here before a handler sees a byte of it: size, envelope,
 * principal, method, role, time left. (That its caller holds the cluster key was settled before: channel.h.) Then the
 * host takes it, which is the frame: common/service/work.c. */
bool slot_admit(struct slot *slot)
{
	const Kleos__Call *envelope = NULL;

	call_begin(slot);
	if (read_envelope(&slot->call, slot, &envelope) != STATUS_OK || admit(&slot->call, slot, envelope) != STATUS_OK)
		return false;
	trace(slot, envelope);
	return true;
}

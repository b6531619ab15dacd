#include "common/rpc/client.h"
#include "common/rpc/wire.h"

#include <pthread.h>
#include <string.h>

/* A thread that waits for its call. */
struct waiter {
	pthread_mutex_t mutex;
	pthread_cond_t ended;
	bool over;
	struct arena *arena; /* the waiting thread's, lent to `done` */
	struct rpc_reply *reply;
};

static const char *text_keep(struct arena *arena, const char *text)
{
	return text ? arena_text(arena, text) : "";
}

static void keep_violations(struct arena *arena, struct rpc_reply *out, const struct rpc_reply *reply)
{
	out->violations = arena_array(arena, reply->n_violations, sizeof(*out->violations));
	for (size_t i = 0; i < reply->n_violations; i++) {
		Kleos__FieldViolation *kept = arena_alloc(arena, sizeof(*kept));

		kleos__field_violation__init(kept);
		kept->field = arena_text(arena, reply->violations[i]->field);
		kept->description = arena_text(arena, reply->violations[i]->description);
		out->violations[i] = kept;
	}
}

/* The reply's memory ends with `done`, the caller's goes on. */
static void keep_reply(struct arena *arena, struct rpc_reply *out, const struct rpc_reply *reply)
{
	*out = *reply;
	out->message = text_keep(arena, reply->message);
	out->reason = text_keep(arena, reply->reason);
	if (reply->n_violations > 0)
		keep_violations(arena, out, reply);
	if (reply->body.len == 0)
		return;
	out->body.data = arena_try_alloc(arena, reply->body.len);
	if (out->body.data)
		memcpy(out->body.data, reply->body.data, reply->body.len);
	else
		*out = (struct rpc_reply){.status = STATUS_RESOURCE_EXHAUSTED,
								  .reason = "REPLY_TOO_LARGE",
								  .message = "the answer needs too much memory"};
}

static void wake(void *context, const struct rpc_reply *reply)
{
	struct waiter *waiter = context;

	pthread_mutex_lock(&waiter->mutex);
	keep_reply(waiter->arena, waiter->reply, reply);
	waiter->over = true;
	pthread_cond_signal(&waiter->ended);
	pthread_mutex_unlock(&waiter->mutex);
}

static enum status unpack_response(struct arena *arena, struct rpc_reply *reply, const ProtobufCMessageDescriptor *type,
								   ProtobufCMessage **response)
{
	const ProtobufCBinaryData *body = &reply->body;
	const char *problem;

	if (reply->status != STATUS_OK || !type)
		return reply->status;
	if (wire_unpack(type, arena, body->data, body->len, WIRE_REPLY_BOUND, response, &problem) != STATUS_OK) {
		reply->status = STATUS_INTERNAL;
		reply->reason = "MALFORMED_REPLY";
		reply->message = "the service's answer cannot be read";
	}
	return reply->status;
}

enum status rpc_call(struct rpc_client *client, struct arena *arena, const struct rpc_request *request,
					 struct rpc_reply *reply, const ProtobufCMessageDescriptor *type, ProtobufCMessage **response)
{
	struct waiter waiter = {.arena = arena, .reply = reply};

	pthread_mutex_init(&waiter.mutex, NULL);
	pthread_cond_init(&waiter.ended, NULL);
	rpc_call_start(client, request, wake, &waiter);
	pthread_mutex_lock(&waiter.mutex);
	while (!waiter.over)
		pthread_cond_wait(&waiter.ended, &waiter.mutex);
	pthread_mutex_unlock(&waiter.mutex);
	pthread_cond_destroy(&waiter.ended);
	pthread_mutex_destroy(&waiter.mutex);
	return unpack_response(arena, reply, type, response);
}

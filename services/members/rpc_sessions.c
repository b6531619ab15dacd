#include "services/members/rpc.h"

#include "common/service/message.h"
#include "services/members/state.h"

#include <stdio.h>
#include <string.h>

#define SESSIONS_BOUND 16 /* of one key; the oldest ends before there is one more */

/* The gateway asks for somebody: what is written down is what they did. */
static void act_as(struct call *call, const struct key_row *key)
{
	call->principal = (struct principal){.member = key->member, .key = key->id, .roles = key->roles};
	snprintf(call->principal.name, sizeof(call->principal.name), "%s", key->name);
	if (!id_is_zero(&key->member))
		call_concerns(call, &key->member);
}

static Kleos__Session *session_message(struct call *call, const struct session_row *session, const struct key_row *key)
{
	Kleos__Session *message = arena_alloc(call->arena, sizeof(*message));
	struct member member;

	kleos__session__init(message);
	message->roles = roles_message(call, key->roles, &message->n_roles);
	message->api_key = id_text(call->arena, &key->id);
	message->create_time = time_message(call->arena, session->create_ms);
	message->expire_time = time_message(call->arena, session->expire_ms);
	if (id_is_zero(&key->member)) {
		message->name = key->name;
	} else if (member_by_id(call->db, call->arena, &key->member, &member)) {
		message->member = reference_message(call->arena, &member.id, member.handle, member.display_name);
		message->locale = member.locale;
	}
	return message;
}

/* 32 bytes. */
static const uint8_t *take_hash(struct call *call, const char *field, const ProtobufCBinaryData *bytes)
{
	if (bytes->len == API_KEY_HASH_SIZE)
		return bytes->data;
	violate(call, field, "%d bytes", API_KEY_HASH_SIZE);
	return NULL;
}

/* One that is not over, and the key that opened it, which works. */
static bool find_session(struct call *call, const uint8_t *hash, struct session_row *session, struct key_row *key)
{
	return session_by_hash(call->db, call->arena, hash, call->now_ms, session) &&
		   key_by_id(call->db, call->arena, &session->key, key) && key->active;
}

static enum status fail_over(struct call *call)
{
	return fail(call, STATUS_UNAUTHENTICATED, "INVALID_SESSION", "this session is over: sign in again");
}

/* ---- signing in ---- */

/* The browser had one before. */
static void end_replaced(struct call *call, const ProtobufCBinaryData *hash)
{
	struct session_row before;
	if (hash->len != API_KEY_HASH_SIZE || !session_by_hash(call->db, call->arena, hash->data, call->now_ms, &before))
		return;
	session_end(call->db, &before.id);
	call_publish(call, "apikey.session_ended", &before.key);
}

static void make_room(struct call *call, const struct id *key)
{
	struct session_row *sessions;
	sessions_expire(call->db, call->now_ms);
	const size_t count = session_list(call->db, call->arena, key, call->now_ms, &sessions);
	for (size_t i = 0; i + SESSIONS_BOUND <= count; i++)
		session_end(call->db, &sessions[i].id);
}

enum status open_session(struct call *call, const Kleos__OpenSessionRequest *request,
						 Kleos__OpenSessionResponse *response)
{
	const uint8_t *key_hash = take_hash(call, "keyHash", &request->key_hash);
	const uint8_t *hash = take_hash(call, "hash", &request->hash);
	struct session_row session = {.create_ms = call->now_ms};
	struct key_row key;

	if (call_has_violations(call))
		return fail_violations(call);
	if (!key_by_hash(call->db, call->arena, key_hash, &key) || !key.active)
		return fail(call, STATUS_UNAUTHENTICATED, "INVALID_KEY", "this API key is not known, or was revoked");
	act_as(call, &key);
	end_replaced(call, &request->replaced_hash);
	make_room(call, &key.id);
	session.id = id_new(call->environment);
	memcpy(session.hash, hash, API_KEY_HASH_SIZE);
	session.key = key.id;
	session.expire_ms = call->now_ms + members_of(call)->session_ms;
	session_insert(call->db, &session);
	call_publish(call, "apikey.session_opened", &key.id);
	call->resource = session.id;
	response->session = session_message(call, &session, &key);
	return STATUS_OK;
}

enum status open_session_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct session_row session;
	struct key_row key;
	if (!session_by_id(call->db, call->arena, resource, &session) ||
		!key_by_id(call->db, call->arena, &session.key, &key))
		return fail_over(call);
	((Kleos__OpenSessionResponse *)response)->session = session_message(call, &session, &key);
	return STATUS_OK;
}

enum status read_session(struct call *call, const Kleos__ReadSessionRequest *request,
						 Kleos__ReadSessionResponse *response)
{
	const uint8_t *hash = take_hash(call, "hash", &request->hash);
	struct session_row session;
	struct key_row key;

	if (call_has_violations(call))
		return fail_violations(call);
	if (!find_session(call, hash, &session, &key))
		return fail_over(call);
	response->session = session_message(call, &session, &key);
	return STATUS_OK;
}

/* ---- signing out ---- */

static void end_of_key(struct call *call, const struct id *key)
{
	if (sessions_end(call->db, key))
		call_publish(call, "apikey.session_ended", key);
}

/* Of all keys of the member, or of the integration's one. */
static void end_of_owner(struct call *call, const struct key_row *key)
{
	struct key_row *keys;
	if (id_is_zero(&key->member)) {
		end_of_key(call, &key->id);
		return;
	}
	const size_t count = key_list_of_member(call->db, call->arena, &key->member, &keys);
	for (size_t i = 0; i < count; i++)
		end_of_key(call, &keys[i].id);
}

static enum status close_all(struct call *call, const ProtobufCBinaryData *bytes)
{
	struct key_row key;
	struct id id;
	if (!id_from_bytes(&id, bytes->data, bytes->len)) {
		violate(call, "apiKey", "%d bytes", ID_SIZE);
		return fail_violations(call);
	}
	if (!key_by_id(call->db, call->arena, &id, &key))
		return fail(call, STATUS_NOT_FOUND, "API_KEY_NOT_FOUND", "no such API key");
	act_as(call, &key);
	end_of_owner(call, &key);
	call->resource = key.id;
	return STATUS_OK;
}

enum status close_sessions(struct call *call, const Kleos__CloseSessionsRequest *request,
						   Kleos__CloseSessionsResponse *response)
{
	struct session_row session;
	struct key_row key;

	(void)response;
	if (!request->hash.len)
		return close_all(call, &request->api_key);
	const uint8_t *hash = take_hash(call, "hash", &request->hash);
	if (call_has_violations(call))
		return fail_violations(call);
	if (!find_session(call, hash, &session, &key))
		return fail_over(call);
	act_as(call, &key);
	call->resource = session.id;
	session_end(call->db, &session.id);
	call_publish(call, "apikey.session_ended", &key.id);
	return STATUS_OK;
}

/* What was to end has ended. */
enum status close_sessions_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	(void)call;
	(void)resource;
	(void)response;
	return STATUS_OK;
}

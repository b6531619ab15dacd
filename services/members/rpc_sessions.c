#include "common/base/limits.h"
#include "services/members/rpc.h"

#include "common/service/message.h"
#include "services/members/change.h"
#include "services/members/state.h"

#include <stdio.h>
#include <string.h>

/* The gateway asks for somebody: what is written down is what they did. */
static void act_as(struct call *call, const struct key_row *key)
{
	call->principal = (struct principal){.member = key->member, .key = key->id, .roles = key->roles};
	principal_withhold(&call->principal, SCOPES_ALL & ~key->scopes);
	snprintf(call->principal.name, sizeof(call->principal.name), "%s", key->name);
	if (!id_is_zero(&key->member))
		call_concerns(call, &key->member);
}

static Kleos__Session *session_message(struct call *call, const struct session_row *session, const struct key_row *key)
{
	Kleos__Session *message = arena_alloc(call->arena, sizeof(*message));
	struct member member;

	kleos__session__init(message);
	message->roles = roles_message(call, key_roles(key), &message->n_roles);
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

/* A member stands for itself where an identity provider vouched for it: what a key would be. */
static bool find_person(struct call *call, const struct id *id, uint32_t roles, struct key_row *out)
{
	struct member member;
	if (!member_by_id(call->db, call->arena, id, &member))
		return false;
	*out = (struct key_row){
		.id = member.id,
		.name = "",
		.member = member.id,
		.roles = roles_of_person(&member, roles),
		.scopes = SCOPES_ALL,
		.active = member.status == KLEOS__MEMBER_STATUS__MEMBER_STATUS_ACTIVE,
	};
	return true;
}

/* Whose session it is: the key, or what stands for one. */
static bool find_owner(struct call *call, const struct session_row *session, struct key_row *out)
{
	return session->of_member ? find_person(call, &session->owner, session->roles, out)
							  : key_by_id(call->db, call->arena, &session->owner, out);
}

/* One that is not over, and its owner, who may still come in. */
static bool find_session(struct call *call, const uint8_t *hash, struct session_row *session, struct key_row *key)
{
	return session_by_hash(call->db, call->arena, hash, call->now_ms, session) && find_owner(call, session, key) &&
		   key_works(key, call->now_ms);
}

static void publish_opened(struct call *call, const struct session_row *session)
{
	call_publish(call, session->of_member ? "session.opened" : "apikey.session_opened", &session->owner);
}

static void publish_ended(struct call *call, const struct session_row *session)
{
	call_publish(call, session->of_member ? "session.ended" : "apikey.session_ended", &session->owner);
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
	publish_ended(call, &before);
}

static void make_room(struct call *call, const struct id *owner)
{
	struct session_row *sessions;
	sessions_expire(call->db, call->now_ms);
	const size_t count = session_list(call->db, call->arena, owner, call->now_ms, &sessions);
	for (size_t i = 0; i + SESSIONS_BOUND <= count; i++)
		session_end(call->db, &sessions[i].id);
}

/* Who signs in: a key, or somebody for whom the gateway says that an identity provider vouched. */
static enum status take_owner(struct call *call, const Kleos__OpenSessionRequest *request, struct key_row *key)
{
	struct id member;
	if (!request->member.len) {
		const uint8_t *hash = take_hash(call, "keyHash", &request->key_hash);
		if (!hash)
			return fail_violations(call);
		if (key_by_hash(call->db, call->arena, hash, key) && key_works(key, call->now_ms))
			return STATUS_OK;
		return fail(call, STATUS_UNAUTHENTICATED, "INVALID_KEY", "this API key is not known, or was revoked");
	}
	if (!id_from_bytes(&member, request->member.data, request->member.len)) {
		violate(call, "member", "%d bytes", ID_SIZE);
		return fail_violations(call);
	}
	if (find_person(call, &member, request->roles & ROLES_ANY, key) && key->active)
		return STATUS_OK;
	return fail(call, STATUS_UNAUTHENTICATED, "MEMBER_UNKNOWN", "no active member goes by this name");
}

/* What a provider said of somebody when they came grows old: they are sent there again sooner. */
static int64_t session_life_ms(struct call *call, const struct session_row *session)
{
	const struct members *members = members_of(call);
	return session->of_member ? members->oidc_session_ms : members->session_ms;
}

enum status open_session(struct call *call, const Kleos__OpenSessionRequest *request,
						 Kleos__OpenSessionResponse *response)
{
	const uint8_t *hash = take_hash(call, "hash", &request->hash);
	struct session_row session = {.create_ms = call->now_ms, .of_member = request->member.len > 0};
	struct key_row key;

	if (!hash)
		return fail_violations(call);
	if (take_owner(call, request, &key))
		return call->status;
	act_as(call, &key);
	end_replaced(call, &request->replaced_hash);
	make_room(call, &key.id);
	session.id = id_new(call->environment);
	memcpy(session.hash, hash, API_KEY_HASH_SIZE);
	session.owner = key.id;
	session.roles = session.of_member ? request->roles & ROLES_ANY : 0;
	session.expire_ms = call->now_ms + session_life_ms(call, &session);
	if (key.expire_ms && key.expire_ms < session.expire_ms)
		session.expire_ms = key.expire_ms;
	session_insert(call->db, &session);
	publish_opened(call, &session);
	call->resource = session.id;
	response->session = session_message(call, &session, &key);
	return STATUS_OK;
}

enum status open_session_replay(struct call *call, const struct id *resource, ProtobufCMessage *response)
{
	struct session_row session;
	struct key_row key;
	if (!session_by_id(call->db, call->arena, resource, &session) || !find_owner(call, &session, &key))
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

/* Those without a key, and those of all keys of the member. */
static void end_of_member(struct call *call, const struct id *member)
{
	struct key_row *keys;
	sign_ins_end(call, member);
	const size_t count = key_list_of_member(call->db, call->arena, member, &keys);
	for (size_t i = 0; i < count; i++)
		end_of_key(call, &keys[i].id);
}

/* A member's id is no key's, and the other way round. */
static enum status close_all(struct call *call, const ProtobufCBinaryData *bytes)
{
	struct key_row key;
	struct id id;
	if (!id_from_bytes(&id, bytes->data, bytes->len)) {
		violate(call, "owner", "%d bytes", ID_SIZE);
		return fail_violations(call);
	}
	if (!key_by_id(call->db, call->arena, &id, &key) && !find_person(call, &id, 0, &key))
		return fail(call, STATUS_NOT_FOUND, "API_KEY_NOT_FOUND", "no such API key");
	act_as(call, &key);
	if (id_is_zero(&key.member))
		end_of_key(call, &key.id);
	else
		end_of_member(call, &key.member);
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
		return close_all(call, &request->owner);
	const uint8_t *hash = take_hash(call, "hash", &request->hash);
	if (call_has_violations(call))
		return fail_violations(call);
	if (!find_session(call, hash, &session, &key))
		return fail_over(call);
	act_as(call, &key);
	call->resource = session.id;
	session_end(call->db, &session.id);
	publish_ended(call, &session);
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

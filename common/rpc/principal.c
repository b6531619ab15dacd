#include "common/rpc/principal.h"

#include "common/rpc/wire.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

#define TOKEN_BOUND 1024 /* bytes of a packed Principal */

_Static_assert(CLUSTER_KEY_SIZE == crypto_auth_KEYBYTES, "the cluster key is crypto_auth's key");

bool principal_has(const struct principal *principal, uint32_t roles)
{
	return (principal->roles & roles) != 0;
}

bool principal_is_member(const struct principal *principal)
{
	return !id_is_zero(&principal->member);
}

struct principal principal_internal(const char *name)
{
	struct principal principal = {.roles = ROLES_INTERNAL};

	snprintf(principal.name, sizeof(principal.name), "%s", name);
	return principal;
}

static ProtobufCBinaryData id_data(const struct id *id)
{
	if (id_is_zero(id))
		return (ProtobufCBinaryData){0};
	return (ProtobufCBinaryData){.len = ID_SIZE, .data = (uint8_t *)id->bytes};
}

void principal_state(struct arena *arena, const struct environment *environment, const struct cluster_key *key,
                     const struct principal *principal, const char *audience, Kleos__Call *call)
{
	Kleos__Principal token = KLEOS__PRINCIPAL__INIT;

	token.member = id_data(&principal->member);
	token.key = id_data(&principal->key);
	token.name = principal->name;
	token.roles = principal->roles;
	token.audience = audience;
	token.expire_ms = environment_now_ms(environment) + PRINCIPAL_LIFETIME_MS;
	call->principal = wire_pack(&token.base, arena);
	call->principal_mac.len = crypto_auth_BYTES;
	call->principal_mac.data = arena_alloc(arena, crypto_auth_BYTES);
	crypto_auth(call->principal_mac.data, call->principal.data, call->principal.len, key->bytes);
}

static bool id_read(struct id *out, const ProtobufCBinaryData *data)
{
	*out = (struct id){0};
	return data->len == 0 || id_from_bytes(out, data->data, data->len);
}

static bool token_read(struct principal *out, const Kleos__Principal *token)
{
	size_t length = strlen(token->name);

	if (length >= sizeof(out->name))
		return false;
	memcpy(out->name, token->name, length + 1);
	out->roles = token->roles;
	return id_read(&out->member, &token->member) && id_read(&out->key, &token->key);
}

enum status principal_verify_until(struct arena *arena, const struct environment *environment,
                                   const struct cluster_key *key, const char *audience, const Kleos__Call *call,
                                   struct principal *out, int64_t *expire_ms)
{
	const ProtobufCBinaryData *bytes = &call->principal;
	ProtobufCMessage *message;
	const Kleos__Principal *token;
	struct principal principal;
	const char *problem;

	if (call->principal_mac.len != crypto_auth_BYTES || bytes->len == 0 || bytes->len > TOKEN_BOUND)
		return STATUS_UNAUTHENTICATED;
	if (crypto_auth_verify(call->principal_mac.data, bytes->data, bytes->len, key->bytes) != 0)
		return STATUS_UNAUTHENTICATED;
	if (wire_unpack(&kleos__principal__descriptor, arena, bytes->data, bytes->len, TOKEN_BOUND, &message, &problem))
		return STATUS_UNAUTHENTICATED;
	token = (const Kleos__Principal *)message;
	if (strcmp(token->audience, audience) != 0 || token->expire_ms < environment_now_ms(environment))
		return STATUS_UNAUTHENTICATED;
	if (!token_read(&principal, token))
		return STATUS_UNAUTHENTICATED;
	*out = principal;
	*expire_ms = token->expire_ms;
	return STATUS_OK;
}

enum status principal_verify(struct arena *arena, const struct environment *environment, const struct cluster_key *key,
                             const char *audience, const Kleos__Call *call, struct principal *out)
{
	int64_t expire_ms;

	return principal_verify_until(arena, environment, key, audience, call, out, &expire_ms);
}

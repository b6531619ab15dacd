#include "common/rpc/principal.h"

#include <stdio.h>
#include <string.h>

uint32_t roles_left(uint32_t roles, uint32_t withheld)
{
	return withheld & SCOPE_BIT(ADMIN) ? roles & ~ROLES_BY_SCOPE : roles;
}

void principal_withhold(struct principal *principal, uint32_t scopes)
{
	principal->withheld |= scopes & SCOPES_ALL;
	principal->roles = roles_left(principal->roles, principal->withheld);
}

bool principal_may(const struct principal *principal, bool read)
{
	return (principal->withheld & (read ? SCOPE_BIT(READ) : SCOPE_BIT(WRITE))) == 0;
}

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

struct principal principal_anonymous(void)
{
	return (struct principal){.roles = ROLES_ANONYMOUS};
}

bool principal_is_anonymous(const struct principal *principal)
{
	return principal_has(principal, ROLES_ANONYMOUS);
}

/* Who is nobody is nothing besides. */
static bool makes_sense(const struct principal *principal)
{
	return !principal_is_anonymous(principal) ||
		   (principal->roles == ROLES_ANONYMOUS && id_is_zero(&principal->member) && id_is_zero(&principal->key));
}

static ProtobufCBinaryData id_data(const struct id *id)
{
	if (id_is_zero(id))
		return (ProtobufCBinaryData){0};
	return (ProtobufCBinaryData){.len = ID_SIZE, .data = (uint8_t *)id->bytes};
}

const char *roles_text(struct arena *arena, uint32_t roles)
{
	const ProtobufCEnumDescriptor *type = &kleos__role__descriptor;
	const char *text = "";

	roles &= ROLES_ANY;
	for (unsigned i = 0; i < type->n_values; i++) {
		uint32_t bit = 1u << type->values[i].value;

		if (!(roles & bit))
			continue;
		roles &= ~bit;
		text = arena_printf(arena, "%s%s%s", text,
							!*text  ? ""
							: roles ? ", "
									: " or ",
							type->values[i].name + strlen("ROLE_"));
	}
	return *text ? text : "to be of the deployment itself";
}

void principal_state(Kleos__Principal *out, const struct environment *environment, const struct principal *principal,
					 const char *audience, uint32_t timeout_ms)
{
	int64_t lifetime_ms = (int64_t)timeout_ms + PRINCIPAL_SLACK_MS;

	kleos__principal__init(out);
	out->member = id_data(&principal->member);
	out->key = id_data(&principal->key);
	out->name = principal->name;
	out->roles = principal->roles;
	out->withheld = principal->withheld;
	out->audience = audience;
	out->expire_ms =
		environment_now_ms(environment) + (lifetime_ms < PRINCIPAL_LIFETIME_MS ? lifetime_ms : PRINCIPAL_LIFETIME_MS);
}

static bool id_read(struct id *out, const ProtobufCBinaryData *data)
{
	*out = (struct id){0};
	return data->len == 0 || id_from_bytes(out, data->data, data->len);
}

enum status principal_read(struct principal *out, const Kleos__Principal *stated, const struct environment *environment,
						   const char *audience)
{
	struct principal principal = {0};
	size_t length;

	if (!stated || strcmp(stated->audience, audience) != 0 || stated->expire_ms < environment_now_ms(environment))
		return STATUS_UNAUTHENTICATED;
	length = strlen(stated->name);
	if (length >= sizeof(principal.name))
		return STATUS_UNAUTHENTICATED;
	memcpy(principal.name, stated->name, length + 1);
	principal.roles = stated->roles;
	principal_withhold(&principal, stated->withheld);
	if (!id_read(&principal.member, &stated->member) || !id_read(&principal.key, &stated->key) ||
		!makes_sense(&principal))
		return STATUS_UNAUTHENTICATED;
	*out = principal;
	return STATUS_OK;
}

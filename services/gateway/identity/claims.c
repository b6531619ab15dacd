#include "services/gateway/identity/claims.h"

#include "common/base/array.h"
#include "common/base/text.h"
#include "common/rpc/principal.h"

#include <string.h>

#define SUBJECT_BOUND 512 /* bytes; nothing that members keep is longer */
#define PATH_STEPS    8

/* ---- the settings ---- */

/* MEMBER to ADMIN; 0: no role that somebody can have. */
static uint32_t role_of(const char *text, size_t length)
{
	const ProtobufCEnumDescriptor *type = &kleos__role__descriptor;
	for (unsigned i = 0; i < type->n_values; i++) {
		const char *name = type->values[i].name + strlen("ROLE_");
		if (strlen(name) == length && memcmp(name, text, length) == 0)
			return (1u << type->values[i].value) & ROLES_ANY;
	}
	return 0;
}

static const struct {
	const char *claim;
	Kleos__SubjectKind kind;
} member_claims[] = {
	{"preferred_username", KLEOS__SUBJECT_KIND__SUBJECT_KIND_HANDLE},
	{"email", KLEOS__SUBJECT_KIND__SUBJECT_KIND_EMAIL},
	{"sub", KLEOS__SUBJECT_KIND__SUBJECT_KIND_EXTERNAL_ID},
};

/* Any other claim is compared with the handle. */
static Kleos__SubjectKind kind_of(const char *claim)
{
	for (size_t i = 0; i < ARRAY_LENGTH(member_claims); i++)
		if (text_equal(claim, member_claims[i].claim))
			return member_claims[i].kind;
	return KLEOS__SUBJECT_KIND__SUBJECT_KIND_HANDLE;
}

/* One NAME=ROLE. The name may have an equals sign in it, as those of directories do; the role has none. */
static bool take_name(struct arena *arena, struct role_name *out, const char *text, size_t length)
{
	const char *sign = memrchr(text, '=', length);
	if (!sign || sign == text)
		return false;
	out->name = arena_text_n(arena, text, (size_t)(sign - text));
	out->roles = role_of(sign + 1, length - (size_t)(sign + 1 - text));
	return out->roles;
}

static bool take_map(struct claims_rules *rules, struct arena *arena, const char *map, const char **problem)
{
	struct role_name *names = NULL;
	for (const char *at = map; *at; at += *at == ';') {
		const size_t length = strcspn(at, ";");
		if (length) {
			names = arena_grow(arena, names, rules->n_names, sizeof(*names));
			if (!take_name(arena, &names[rules->n_names++], at, length)) {
				*problem = arena_printf(arena,
										"'%.*s' in it is not NAME=ROLE with one of MEMBER, LEADER, AWARDS_ADMIN, "
										"PEOPLE_ADMIN, AUDITOR, SERVICE and ADMIN",
										(int)length, at);
				return false;
			}
		}
		at += length;
	}
	rules->names = names;
	return true;
}

bool claims_rules_init(struct claims_rules *out, struct arena *arena, const char *member_claim, const char *roles_claim,
					   const char *roles_map, const char **problem)
{
	*out =
		(struct claims_rules){.member_claim = member_claim, .kind = kind_of(member_claim), .roles_claim = roles_claim};
	return take_map(out, arena, roles_map, problem);
}

/* ---- whom ---- */

const char *subject_normal(struct arena *arena, Kleos__SubjectKind kind, const char *text)
{
	return kind == KLEOS__SUBJECT_KIND__SUBJECT_KIND_EXTERNAL_ID ? text : text_lower_ascii(arena, text);
}

const char *claims_subject(const struct claims_rules *rules, struct arena *arena, const json_t *claims)
{
	const json_t *claim = json_object_get(claims, rules->member_claim);
	const size_t length = json_string_length(claim);
	if (!length || length > SUBJECT_BOUND)
		return NULL;
	if (rules->kind == KLEOS__SUBJECT_KIND__SUBJECT_KIND_EMAIL &&
		!json_is_true(json_object_get(claims, "email_verified")))
		return NULL;
	return subject_normal(arena, rules->kind, arena_text(arena, json_string_value(claim)));
}

/* ---- what they may do ---- */

/* The claim of the whole name, as names with dots are addresses often; else step by step into objects. */
static const json_t *find_claim(const json_t *claims, const char *path)
{
	const json_t *at = json_object_get(claims, path);
	if (at)
		return at;
	at = claims;
	for (int i = 0; at && *path && i < PATH_STEPS; i++) {
		const size_t length = strcspn(path, ".");
		char name[128];
		if (length >= sizeof(name))
			return NULL;
		memcpy(name, path, length);
		name[length] = '\0';
		at = json_object_get(at, name);
		path += length + (path[length] == '.');
	}
	return *path ? NULL : at;
}

/* With a map only the map counts: a provider's groups may be named ADMIN by people who know nothing of Kleos. */
static uint32_t roles_of_name(const struct claims_rules *rules, const char *text, size_t length)
{
	uint32_t roles = rules->n_names ? 0 : role_of(text, length);
	for (size_t i = 0; i < rules->n_names; i++)
		if (strlen(rules->names[i].name) == length && memcmp(rules->names[i].name, text, length) == 0)
			roles |= rules->names[i].roles;
	return roles;
}

static uint32_t roles_of_text(const struct claims_rules *rules, const char *text)
{
	uint32_t roles = 0;
	for (int i = 0; *text && i < ROLE_NAMES_BOUND; i++) {
		const size_t length = strcspn(text, " ");
		roles |= roles_of_name(rules, text, length);
		text += length + strspn(text + length, " ");
	}
	return roles;
}

uint32_t claims_roles(const struct claims_rules *rules, const json_t *claims)
{
	const json_t *claim = find_claim(claims, rules->roles_claim);
	if (json_is_string(claim))
		return roles_of_text(rules, json_string_value(claim));
	uint32_t roles = 0;
	for (size_t i = 0; i < json_array_size(claim) && i < ROLE_NAMES_BOUND; i++) {
		const json_t *one = json_array_get(claim, i);
		if (json_is_string(one))
			roles |= roles_of_name(rules, json_string_value(one), json_string_length(one));
	}
	return roles;
}

bool claims_have_roles(const struct claims_rules *rules, const json_t *claims)
{
	return find_claim(claims, rules->roles_claim);
}

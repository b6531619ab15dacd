/* claims: whom the claims of a token mean here, and what they may do: by the settings of who runs Kleos. Pure;
 * read-only once made, for any thread. */
#ifndef KLEOS_GATEWAY_CLAIMS_H
#define KLEOS_GATEWAY_CLAIMS_H

#include "common/base/arena.h"
#include "common/base/limits.h"
#include "kleos/members/v1/directory_service.pb-c.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct role_name {
	const char *name; /* the provider's */
	uint32_t roles;   /* ROLE_BITs */
};

struct claims_rules {
	const char *member_claim;
	Kleos__SubjectKind kind; /* what of a member the claim is compared with */
	const char *roles_claim; /* a name, or a path of names with dots between */
	const struct role_name *names;
	size_t n_names;
};

/* Texts are borrowed; `roles_map` is "NAME=ROLE;NAME=ROLE". False: *problem is a sentence, in the arena. */
bool claims_rules_init(struct claims_rules *out, struct arena *arena, const char *member_claim, const char *roles_claim,
					   const char *roles_map, const char **problem);

/* The text that a member is found by, in the arena; NULL: the claims name nobody (an e-mail address counts only when it
 * was verified). */
const char *claims_subject(const struct claims_rules *rules, struct arena *arena, const json_t *claims);
/* The same form for what members keep. */
const char *subject_normal(struct arena *arena, Kleos__SubjectKind kind, const char *text);
/* ROLE_BITs of names that are mapped or, where there is no map, are those of Kleos; others count for nothing. */
uint32_t claims_roles(const struct claims_rules *rules, const json_t *claims);
/* Whether the claim of roles is there at all. */
bool claims_have_roles(const struct claims_rules *rules, const json_t *claims);

#endif

/* patch: the operations of a PATCH (RFC 7644 §3.5.2), applied to a resource as the table of its attributes has it.
 * Pure. Operations in any case, paths with and without URN and brackets, values in any of the forms that providers
 * write. */
#ifndef KLEOS_GATEWAY_SCIM_PATCH_H
#define KLEOS_GATEWAY_SCIM_PATCH_H

#include "common/base/limits.h"
#include "services/gateway/scim/attributes.h"

struct patch {
	struct arena *arena;
	const struct attribute *of;
	const char *core_urn;
	const char *reason; /* why it cannot be applied: a name of errors.c, with a sentence */
	const char *problem;
};

/* Applies all of them or, when one cannot be applied, says why and returns false; the resource is then half changed. */
bool patch_apply(struct patch *patch, json_t *resource, const json_t *request);

#endif

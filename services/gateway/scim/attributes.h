/* attributes: what a resource is made of (RFC 7643), as one table that everything goes by: what comes in, filters,
 * paths of a PATCH, and what /Schemas publishes. Names are the same in any case. Pure. */
#ifndef KLEOS_GATEWAY_SCIM_ATTRIBUTES_H
#define KLEOS_GATEWAY_SCIM_ATTRIBUTES_H

#include "common/base/arena.h"

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#define URN_USER       "urn:ietf:params:scim:schemas:core:2.0:User"
#define URN_GROUP      "urn:ietf:params:scim:schemas:core:2.0:Group"
#define URN_ENTERPRISE "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"

enum attribute_type { TYPE_STRING, TYPE_BOOLEAN, TYPE_TIME, TYPE_REFERENCE, TYPE_COMPLEX };
enum attribute_mutability { READ_WRITE, READ_ONLY, IMMUTABLE };

struct attribute {
	const char *name;
	enum attribute_type type;
	enum attribute_mutability mutability;
	bool multi;
	bool required;
	bool exact;   /* case matters in its values */
	bool unique;  /* no two resources have the same */
	bool common;  /* of every resource, so of no schema */
	bool unkept;  /* of RFC 7643, taken and dropped: Kleos has no use for it */
	bool unshown; /* taken, and shown as another attribute */
	const char *words;
	const char *const *values;     /* those that are usual, up to NULL; NULL: any */
	const char *const *refers;     /* what a reference leads to, up to NULL */
	const struct attribute *parts; /* of a complex one, up to one without a name */
};

/* The attributes of a resource, up to one without a name; an extension is one of them, under its URN. */
extern const struct attribute user_attributes[], group_attributes[];

/* Way to an attribute: at most a extension, its attribute, and a part of that. */
#define WAY_BOUND 3
struct attribute_way {
	const struct attribute *steps[WAY_BOUND];
	size_t n;
};

/* Takes the longest way that `text` begins with: [URN:]name[.part]…; *length of it is used. False: names nothing. */
bool attribute_find(const struct attribute *of, const char *core_urn, const char *text, size_t *length,
					struct attribute_way *out);
const struct attribute *attribute_named(const struct attribute *of, const char *name, size_t length);

/* The value in the form that the attribute has here: names of parts as the table writes them, unkept and unknown ones
 * and nulls left out, "True" as true, one value where several may be as a list of it. A new reference; NULL: *problem
 * says what it should be. */
json_t *attribute_value(struct arena *arena, const struct attribute *attribute, json_t *value, const char **problem);
/* The same for a whole resource. What may only be read is left out. */
json_t *attribute_resource(struct arena *arena, const struct attribute *of, json_t *resource, const char **problem);

/* The schema of these attributes as /Schemas shows it. A new reference. */
json_t *attribute_schema(const char *urn, const char *name, const char *words, const struct attribute *of);

#endif

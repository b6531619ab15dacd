#include "services/gateway/scim/attributes.h"

#include <string.h>
#include <strings.h>

/* ---- the tables ---- */

#define PART(of, ...)                                                                                                  \
	{                                                                                                                  \
		.name = of, __VA_ARGS__                                                                                        \
	}
#define UNKEPT(of)                                                                                                     \
	{                                                                                                                  \
		.name = of, .type = TYPE_COMPLEX, .unkept = true                                                               \
	}
#define END                                                                                                            \
	{                                                                                                                  \
		.name = NULL                                                                                                   \
	}
#define SHOWS(sentence) .words = sentence

static const char *const users[] = {"User", NULL};
static const char *const groups[] = {"Group", NULL};
static const char *const work[] = {"work", NULL};
static const char *const direct[] = {"direct", NULL};
static const char *const locales[] = {"el", "en", "en-GB", NULL};
static const char *const zones[] = {"Europe/Athens", "UTC", NULL};

static const struct attribute meta_parts[] = {
	PART("resourceType", .exact = true, .mutability = READ_ONLY),
	PART("created", .type = TYPE_TIME, .mutability = READ_ONLY),
	PART("lastModified", .type = TYPE_TIME, .mutability = READ_ONLY),
	PART("location", .type = TYPE_REFERENCE, .exact = true, .mutability = READ_ONLY),
	PART("version", .exact = true, .mutability = READ_ONLY),
	END,
};

#define COMMON                                                                                                         \
	PART("schemas", .common = true, .multi = true, .exact = true, .mutability = READ_ONLY),                            \
		PART("id", .common = true, .exact = true, .unique = true, .mutability = READ_ONLY),                            \
		PART("externalId", .common = true, .exact = true),                                                             \
		PART("meta", .common = true, .type = TYPE_COMPLEX, .mutability = READ_ONLY, .parts = meta_parts)

static const struct attribute name_parts[] = {
	PART("formatted", SHOWS("The whole name.")),
	PART("familyName", SHOWS("The family name.")),
	PART("givenName", SHOWS("The given name.")),
	UNKEPT("middleName"),
	UNKEPT("honorificPrefix"),
	UNKEPT("honorificSuffix"),
	END,
};

static const struct attribute email_parts[] = {
	PART("value", SHOWS("The address.")),
	PART("type", .values = work, SHOWS("Kleos keeps one address: the primary one, or that of work.")),
	PART("primary", .type = TYPE_BOOLEAN, SHOWS("Whether it is the primary one.")),
	UNKEPT("display"),
	END,
};

static const struct attribute membership_parts[] = {
	PART("value", .exact = true, .mutability = READ_ONLY, SHOWS("The group's id.")),
	PART("$ref", .type = TYPE_REFERENCE, .exact = true, .mutability = READ_ONLY, .refers = groups,
		 SHOWS("The group's address.")),
	PART("display", .mutability = READ_ONLY, SHOWS("The group's name.")),
	PART("type", .mutability = READ_ONLY, .values = direct, SHOWS("Always direct.")),
	END,
};

static const struct attribute manager_parts[] = {
	PART("value", .exact = true, SHOWS("The manager's id.")),
	PART("$ref", .type = TYPE_REFERENCE, .exact = true, .refers = users, SHOWS("The manager's address.")),
	UNKEPT("displayName"),
	END,
};

static const struct attribute enterprise_attributes[] = {
	PART("employeeNumber", SHOWS("Kept for the provider.")),
	PART("department", SHOWS("Who is in no group is in the team of this name.")),
	PART("manager", .type = TYPE_COMPLEX, .parts = manager_parts, SHOWS("Whom the user reports to.")),
	UNKEPT("costCenter"),
	UNKEPT("organization"),
	UNKEPT("division"),
	END,
};

const struct attribute user_attributes[] = {
	COMMON,
	PART("userName", .required = true, .unique = true,
		 SHOWS("What the user signs in with; an address is fine. Unique in any case, kept as given.")),
	PART("name", .type = TYPE_COMPLEX, .parts = name_parts, SHOWS("The parts of the name.")),
	PART("displayName", SHOWS("The name that people read; without it the name's parts are.")),
	PART("title", SHOWS("What the user does, such as Editor.")),
	PART("locale", .values = locales, SHOWS("The language that Kleos speaks to the user: a BCP 47 tag.")),
	PART("timezone", .values = zones, SHOWS("An IANA name.")),
	PART("active", .type = TYPE_BOOLEAN, .required = true,
		 SHOWS("False: has left; keys stop working, the history stays. Left out it is true.")),
	PART("emails", .type = TYPE_COMPLEX, .multi = true, .parts = email_parts, SHOWS("The user's address.")),
	PART("groups", .type = TYPE_COMPLEX, .multi = true, .mutability = READ_ONLY, .parts = membership_parts,
		 SHOWS("The groups the user is in; the last one's team is the user's.")),
	PART("preferredLanguage", .unshown = true),
	PART(URN_ENTERPRISE, .type = TYPE_COMPLEX, .parts = enterprise_attributes),
	UNKEPT("nickName"),
	UNKEPT("profileUrl"),
	UNKEPT("userType"),
	UNKEPT("password"),
	UNKEPT("phoneNumbers"),
	UNKEPT("ims"),
	UNKEPT("photos"),
	UNKEPT("addresses"),
	UNKEPT("entitlements"),
	UNKEPT("roles"),
	UNKEPT("x509Certificates"),
	END,
};

static const struct attribute member_parts[] = {
	PART("value", .exact = true, .mutability = IMMUTABLE, SHOWS("The user's id.")),
	PART("$ref", .type = TYPE_REFERENCE, .exact = true, .mutability = IMMUTABLE, .refers = users,
		 SHOWS("The user's address.")),
	PART("type", .mutability = IMMUTABLE, .values = users, SHOWS("Always User.")),
	UNKEPT("display"),
	END,
};

const struct attribute group_attributes[] = {
	COMMON,
	PART("displayName", .required = true,
		 SHOWS("The team: \"Marketing / Social Media\" is marketing/social-media. A new name renames the team.")),
	PART("members", .type = TYPE_COMPLEX, .multi = true, .parts = member_parts, SHOWS("Who is in it: users.")),
	END,
};

/* ---- finding ---- */

const struct attribute *attribute_named(const struct attribute *of, const char *name, size_t length)
{
	for (; of && of->name; of++) {
		if (strlen(of->name) == length && strncasecmp(of->name, name, length) == 0)
			return of;
	}
	return NULL;
}

/* What of `text` a URN takes up, with the colon behind it; 0: does not begin with it. */
static size_t urn_length(const char *text, const char *urn)
{
	size_t length = strlen(urn);
	if (strncasecmp(text, urn, length) != 0)
		return 0;
	return text[length] == ':' ? length + 1 : text[length] ? 0 : length;
}

static void way_add(struct attribute_way *way, const struct attribute *step)
{
	way->steps[way->n++] = step;
}

/* Of the extension that the text begins with; `of` becomes what its rest is of. */
static size_t take_urn(const struct attribute **of, const char *core_urn, const char *text, struct attribute_way *out)
{
	size_t length = urn_length(text, core_urn);
	for (const struct attribute *one = *of; !length && one->name; one++) {
		if (strncmp(one->name, "urn:", 4) != 0 || !(length = urn_length(text, one->name)))
			continue;
		way_add(out, one);
		*of = one->parts;
	}
	return length;
}

bool attribute_find(const struct attribute *of, const char *core_urn, const char *text, size_t *length,
					struct attribute_way *out)
{
	*out = (struct attribute_way){.n = 0};
	const char *at = text + take_urn(&of, core_urn, text, out);
	if (!*at && out->n) {
		*length = (size_t)(at - text);
		return true;
	}
	for (;;) {
		size_t name = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789$_-");
		const struct attribute *step = out->n < WAY_BOUND ? attribute_named(of, at, name) : NULL;
		if (!step)
			return false;
		way_add(out, step);
		at += name;
		*length = (size_t)(at - text);
		of = step->parts;
		if (*at != '.' || step->unkept)
			return true;
		at++;
	}
}

/* ---- values ---- */

static json_t *refuse(struct arena *arena, const char **problem, const struct attribute *attribute, const char *wanted)
{
	*problem = arena_printf(arena, "%s: %s", attribute->name, wanted);
	return NULL;
}

static json_t *boolean_value(struct arena *arena, const struct attribute *attribute, json_t *value,
							 const char **problem)
{
	const char *text = json_string_value(value);
	if (json_is_boolean(value))
		return json_incref(value);
	if (text && (strcasecmp(text, "true") == 0 || strcasecmp(text, "false") == 0))
		return json_boolean(strcasecmp(text, "true") == 0);
	return refuse(arena, problem, attribute, "true or false");
}

/* A new object of those parts that are known; `whole` leaves out what may only be read. NULL: *problem. */
static json_t *object_of(struct arena *arena, const struct attribute *of, json_t *value, bool whole,
						 const char **problem)
{
	json_t *object = json_object(), *given;
	const char *name;
	json_object_foreach(value, name, given)
	{
		const struct attribute *part = attribute_named(of, name, strlen(name));
		if (!part || part->unkept || json_is_null(given) || (whole && part->mutability == READ_ONLY))
			continue;
		json_t *taken = attribute_value(arena, part, given, problem);
		if (!taken) {
			json_decref(object);
			return NULL;
		}
		json_object_set_new(object, part->name, taken);
	}
	return object;
}

/* Providers write a manager as {"value": id}, as the id alone, and as a list of one. */
static json_t *complex_value(struct arena *arena, const struct attribute *attribute, json_t *value,
							 const char **problem)
{
	const struct attribute *main = attribute_named(attribute->parts, "value", strlen("value"));
	if (json_is_array(value) && json_array_size(value) == 1)
		value = json_array_get(value, 0);
	if (json_is_string(value) && main)
		return json_pack("{s:O}", main->name, value);
	if (!json_is_object(value))
		return refuse(arena, problem, attribute, "an object");
	return object_of(arena, attribute->parts, value, false, problem);
}

static json_t *single_value(struct arena *arena, const struct attribute *attribute, json_t *value, const char **problem)
{
	if (attribute->type == TYPE_COMPLEX)
		return complex_value(arena, attribute, value, problem);
	if (attribute->type == TYPE_BOOLEAN)
		return boolean_value(arena, attribute, value, problem);
	if (!json_is_string(value))
		return refuse(arena, problem, attribute, "a text");
	return json_incref(value);
}

json_t *attribute_value(struct arena *arena, const struct attribute *attribute, json_t *value, const char **problem)
{
	if (!attribute->multi)
		return single_value(arena, attribute, value, problem);
	json_t *list = json_array(), *one;
	size_t i, n = json_is_array(value) ? json_array_size(value) : 1;
	for (i = 0; i < n; i++) {
		one = single_value(arena, attribute, json_is_array(value) ? json_array_get(value, i) : value, problem);
		if (!one) {
			json_decref(list);
			return NULL;
		}
		json_array_append_new(list, one);
	}
	return list;
}

json_t *attribute_resource(struct arena *arena, const struct attribute *of, json_t *resource, const char **problem)
{
	return object_of(arena, of, resource, true, problem);
}

/* ---- publishing ---- */

static json_t *text_list(const char *const *texts)
{
	json_t *list = json_array();
	for (; texts && *texts; texts++)
		json_array_append_new(list, json_string(*texts));
	return list;
}

static json_t *attribute_list(const struct attribute *of);

static json_t *attribute_shown(const struct attribute *one)
{
	static const char *const types[] = {"string", "boolean", "dateTime", "reference", "complex"};
	static const char *const mutabilities[] = {"readWrite", "readOnly", "immutable"};
	json_t *shown = json_pack("{s:s,s:s,s:b,s:s,s:b,s:b,s:s,s:s,s:s}", "name", one->name, "type", types[one->type],
							  "multiValued", one->multi, "description", one->words ? one->words : "", "required",
							  one->required, "caseExact", one->exact, "mutability", mutabilities[one->mutability],
							  "returned", "default", "uniqueness", one->unique ? "server" : "none");
	if (one->values)
		json_object_set_new(shown, "canonicalValues", text_list(one->values));
	if (one->refers)
		json_object_set_new(shown, "referenceTypes", text_list(one->refers));
	if (one->parts)
		json_object_set_new(shown, "subAttributes", attribute_list(one->parts));
	return shown;
}

static json_t *attribute_list(const struct attribute *of)
{
	json_t *list = json_array();
	for (; of->name; of++) {
		bool extension = strncmp(of->name, "urn:", 4) == 0;
		if (!of->common && !of->unkept && !of->unshown && !extension)
			json_array_append_new(list, attribute_shown(of));
	}
	return list;
}

json_t *attribute_schema(const char *urn, const char *name, const char *words, const struct attribute *of)
{
	return json_pack("{s:[s],s:s,s:s,s:s,s:o}", "schemas", "urn:ietf:params:scim:schemas:core:2.0:Schema", "id", urn,
					 "name", name, "description", words, "attributes", attribute_list(of));
}

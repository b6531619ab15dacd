#include "services/gateway/scim/patch.h"

#include "services/gateway/scim/filter.h"

#include <string.h>
#include <strings.h>

#define FEW_VALUES 8

enum operation { OPERATION_ADD, OPERATION_REPLACE, OPERATION_REMOVE };

/* Where an operation goes: a way, and of a list in it those values that the filter chooses. */
struct target {
	struct attribute_way way;
	const struct filter *filter; /* NULL: none */
	size_t chosen;               /* steps up to the list that the filter is behind */
};

static bool refuse(struct patch *patch, const char *reason, const char *problem)
{
	patch->reason = reason;
	patch->problem = problem;
	return false;
}

static const struct attribute *last_of(const struct target *target)
{
	return target->way.steps[target->way.n - 1];
}

static bool is_unkept(const struct target *target)
{
	for (size_t i = 0; i < target->way.n; i++) {
		if (target->way.steps[i]->unkept)
			return true;
	}
	return false;
}

/* ---- where ---- */

static bool read_filter(struct patch *patch, const char *path, size_t *at, struct target *target)
{
	struct filter_reader reader = {.arena = patch->arena, .of = patch->of, .core_urn = patch->core_urn};
	const struct attribute *list = last_of(target);
	size_t length;
	if (!list->multi || !list->parts)
		return refuse(patch, "INVALID_PATH",
					  arena_printf(patch->arena, "path: '%s' has no values to choose from", list->name));
	target->chosen = target->way.n;
	target->filter = filter_read_parts(&reader, list, path + *at + 1, &length);
	if (!target->filter)
		return refuse(patch, "INVALID_FILTER", reader.problem);
	*at += length + 1;
	if (path[*at] != '.')
		return true;
	const char *part = path + ++*at;
	const struct attribute *step = attribute_named(list->parts, part, strlen(part));
	if (!step || target->way.n == WAY_BOUND)
		return refuse(patch, "INVALID_PATH",
					  arena_printf(patch->arena, "path: '%s' has no '%.100s'", list->name, part));
	target->way.steps[target->way.n++] = step;
	*at += strlen(part);
	return true;
}

static bool read_path(struct patch *patch, const char *path, struct target *target)
{
	size_t at;
	*target = (struct target){.chosen = 0};
	if (!attribute_find(patch->of, patch->core_urn, path, &at, &target->way))
		return refuse(patch, "INVALID_PATH", arena_printf(patch->arena, "path: there is no attribute '%.100s'", path));
	if (is_unkept(target))
		return true;
	if (path[at] == '[' && !read_filter(patch, path, &at, target))
		return false;
	if (path[at])
		return refuse(patch, "INVALID_PATH", arena_printf(patch->arena, "path: '%.100s' is not understood", path + at));
	return true;
}

/* ---- lists ---- */

/* What tells one value of a list from another. */
static const char *key_of(const json_t *value)
{
	return json_string_value(json_is_object(value) ? json_object_get(value, "value") : value);
}

/* Values by what tells them apart: a key → its place. */
static json_t *index_of(const json_t *list)
{
	json_t *index = json_object(), *value;
	size_t i;
	json_array_foreach((json_t *)list, i, value)
	{
		if (key_of(value))
			json_object_set_new(index, key_of(value), json_integer((json_int_t)i));
	}
	return index;
}

/* Of few there is no index: many operations have one value each. */
static json_t *find_value(json_t *list, const char *key, size_t *at)
{
	for (*at = 0; *at < json_array_size(list); ++*at) {
		const char *other = key_of(json_array_get(list, *at));
		if (other && strcmp(other, key) == 0)
			return json_array_get(list, *at);
	}
	return NULL;
}

/* Those that are there already are replaced where they stand: they may say more now. */
static void add_values(json_t *list, const json_t *values)
{
	json_t *index = json_array_size(values) > FEW_VALUES ? index_of(list) : NULL, *value;
	size_t i, at;
	json_array_foreach((json_t *)values, i, value)
	{
		const char *key = key_of(value);
		json_t *place = key && index ? json_object_get(index, key) : NULL;
		if (place)
			json_array_set(list, (size_t)json_integer_value(place), value);
		else if (key && !index && find_value(list, key, &at))
			json_array_set(list, at, value);
		else
			json_array_append(list, value);
		if (key && index && !place)
			json_object_set_new(index, key, json_integer((json_int_t)json_array_size(list) - 1));
	}
	json_decref(index);
}

static void remove_values(json_t *list, const json_t *values)
{
	json_t *index = index_of(values), *kept = json_array(), *value;
	size_t i;
	json_array_foreach(list, i, value)
	{
		if (!key_of(value) || !json_object_get(index, key_of(value)))
			json_array_append(kept, value);
	}
	json_array_clear(list);
	json_array_extend(list, kept);
	json_decref(kept);
	json_decref(index);
}

/* ---- one attribute of one object ---- */

static bool take_value(struct patch *patch, const struct attribute *attribute, json_t *given, json_t **out)
{
	const char *problem = NULL;
	*out = given ? attribute_value(patch->arena, attribute, given, &problem) : NULL;
	if (*out)
		return true;
	return refuse(patch, "INVALID_VALUE", problem ? problem : "value: an operation that adds or replaces has one");
}

/* Parts of the value take the place of those that are there; the others stay. */
static void merge(json_t *object, const char *name, json_t *value)
{
	json_t *there = json_object_get(object, name);
	if (json_is_object(there) && json_is_object(value))
		json_object_update(there, value);
	else
		json_object_set(object, name, value);
}

static bool set_in(struct patch *patch, enum operation operation, const struct attribute *attribute, json_t *object,
				   json_t *given)
{
	json_t *value, *there = json_object_get(object, attribute->name);
	if (json_is_null(given) && operation == OPERATION_REPLACE) {
		json_object_del(object, attribute->name);
		return true;
	}
	if (!take_value(patch, attribute, given, &value))
		return false;
	if (attribute->multi && operation == OPERATION_ADD && there)
		add_values(there, value);
	else
		merge(object, attribute->name, value);
	json_decref(value);
	return true;
}

/* With a value only those of a list that it names: {"op":"remove","path":"members","value":[{"value":"…"}]}. */
static bool remove_from(struct patch *patch, const struct attribute *attribute, json_t *object, json_t *given)
{
	json_t *values, *there = json_object_get(object, attribute->name);
	if (!attribute->multi || !given || json_is_null(given)) {
		json_object_del(object, attribute->name);
		return true;
	}
	if (!take_value(patch, attribute, given, &values))
		return false;
	remove_values(there, values);
	json_decref(values);
	return true;
}

static bool change_in(struct patch *patch, enum operation operation, const struct attribute *attribute, json_t *object,
					  json_t *given)
{
	return operation == OPERATION_REMOVE ? remove_from(patch, attribute, object, given)
										 : set_in(patch, operation, attribute, object, given);
}

/* ---- values that a filter chose ---- */

/* emails[type eq "work"].value of nobody's: the value that is meant is made. */
static bool add_chosen(struct patch *patch, const struct target *target, json_t *list, json_t *given)
{
	const struct filter *filter = target->filter;
	const struct attribute *of = target->way.steps[target->chosen - 1];
	json_t *made;
	if (filter->kind != FILTER_COMPARE || filter->operator!= OPERATOR_EQ || filter->value != VALUE_TEXT)
		return refuse(patch, "NO_TARGET", "path: no value is like that, and which to make does not follow from it");
	if (target->way.n > target->chosen) {
		made = json_object();
		if (!set_in(patch, OPERATION_ADD, last_of(target), made, given)) {
			json_decref(made);
			return false;
		}
	} else if (!take_value(patch, of, given, &made)) {
		return false;
	} else {
		json_t *first = json_incref(json_array_get(made, 0));
		json_decref(made);
		made = first;
	}
	json_object_set_new(made, filter->way.steps[filter->way.n - 1]->name, json_string(filter->text));
	json_array_append_new(list, made);
	return true;
}

/* One value of the list, chosen: its part, or all of it. */
static bool change_chosen(struct patch *patch, enum operation operation, const struct target *target, json_t *value,
						  json_t *given)
{
	json_t *taken;
	if (target->way.n > target->chosen)
		return change_in(patch, operation, last_of(target), value, given);
	if (!take_value(patch, target->way.steps[target->chosen - 1], given, &taken))
		return false;
	if (operation == OPERATION_REPLACE)
		json_object_clear(value);
	json_object_update(value, json_array_get(taken, 0));
	json_decref(taken);
	return true;
}

static bool change_list(struct patch *patch, enum operation operation, const struct target *target, json_t *list,
						json_t *given)
{
	bool whole = target->way.n == target->chosen, found = false;
	for (size_t i = 0; i < json_array_size(list);) {
		json_t *value = json_array_get(list, i++);
		if (!filter_matches(target->filter, value))
			continue;
		found = true;
		if (operation == OPERATION_REMOVE && whole)
			json_array_remove(list, --i);
		else if (!change_chosen(patch, operation, target, value, given))
			return false;
	}
	if (found || operation == OPERATION_REMOVE)
		return true;
	if (operation == OPERATION_ADD)
		return add_chosen(patch, target, list, given);
	return refuse(patch, "NO_TARGET", "path: no value is like that");
}

/* ---- one operation ---- */

/* A list or object that was not there is made. */
static json_t *step_into(json_t *object, const struct attribute *step)
{
	json_t *inner = json_object_get(object, step->name);
	if (inner)
		return inner;
	json_object_set_new(object, step->name, step->multi ? json_array() : json_object());
	return json_object_get(object, step->name);
}

/* A part of every value of a list without brackets: emails.value. Of none there is one made. */
static bool change_each(struct patch *patch, enum operation operation, const struct target *target, json_t *list,
						json_t *given)
{
	if (!json_array_size(list) && operation != OPERATION_REMOVE)
		json_array_append_new(list, json_object());
	for (size_t i = 0; i < json_array_size(list); i++) {
		if (!change_in(patch, operation, last_of(target), json_array_get(list, i), given))
			return false;
	}
	return true;
}

static bool change_target(struct patch *patch, enum operation operation, const struct target *target, json_t *resource,
						  json_t *given)
{
	json_t *at = resource;
	size_t outer = target->filter ? target->chosen : target->way.n - 1;
	for (size_t i = 0; i < outer; i++) {
		at = step_into(at, target->way.steps[i]);
		if (json_is_array(at) && !target->filter)
			return change_each(patch, operation, target, at, given);
	}
	return target->filter ? change_list(patch, operation, target, at, given)
						  : change_in(patch, operation, last_of(target), at, given);
}

/* Whether the operation may do that to what it names. */
static bool check_mutability(struct patch *patch, enum operation operation, const struct target *target)
{
	const struct attribute *last = last_of(target);
	for (size_t i = 0; i < target->way.n; i++) {
		if (target->way.steps[i]->mutability == READ_ONLY)
			return refuse(patch, "MUTABILITY",
						  arena_printf(patch->arena, "'%s' can only be read", target->way.steps[i]->name));
	}
	if (last->mutability == IMMUTABLE)
		return refuse(patch, "MUTABILITY",
					  arena_printf(patch->arena, "'%s' cannot change: remove the value and add another", last->name));
	if (last->required && operation == OPERATION_REMOVE)
		return refuse(patch, "MUTABILITY",
					  arena_printf(patch->arena, "'%s' is required: replace it instead", last->name));
	return true;
}

static bool change_path(struct patch *patch, enum operation operation, const char *path, json_t *resource,
						json_t *given)
{
	struct target target;
	if (!read_path(patch, path, &target))
		return false;
	return is_unkept(&target) ||
		   (check_mutability(patch, operation, &target) && change_target(patch, operation, &target, resource, given));
}

/* Without a path the value is an object whose names are paths; what only repeats what can only be read is passed over,
 * and what is not of Kleos, as in a resource that comes whole. */
static bool change_object(struct patch *patch, enum operation operation, json_t *resource, json_t *given)
{
	const char *name;
	json_t *value;
	if (!json_is_object(given))
		return refuse(patch, operation == OPERATION_REMOVE ? "NO_TARGET" : "INVALID_VALUE",
					  "an operation without a path has an object as its value");
	json_object_foreach(given, name, value)
	{
		struct target target;
		bool known = read_path(patch, name, &target);
		bool skip = !known || is_unkept(&target) || target.way.steps[0]->mutability == READ_ONLY;
		if (!skip && !change_path(patch, operation, name, resource, value))
			return false;
	}
	return true;
}

/* By name in any case. */
static json_t *member_of(const json_t *object, const char *name)
{
	const char *key;
	json_t *value;
	json_object_foreach((json_t *)object, key, value)
	{
		if (strcasecmp(key, name) == 0)
			return value;
	}
	return NULL;
}

static bool apply_one(struct patch *patch, json_t *resource, const json_t *operation)
{
	static const char *const names[] = {"add", "replace", "remove"};
	const char *name = json_string_value(member_of(operation, "op"));
	const char *path = json_string_value(member_of(operation, "path"));
	json_t *value = member_of(operation, "value");
	for (enum operation one = OPERATION_ADD; name && one <= OPERATION_REMOVE; one++) {
		if (strcasecmp(name, names[one]) != 0)
			continue;
		if (path && *path)
			return change_path(patch, one, path, resource, value);
		if (one == OPERATION_REMOVE)
			return refuse(patch, "NO_TARGET", "path: an operation that removes says what");
		return change_object(patch, one, resource, value);
	}
	return refuse(patch, "INVALID_SYNTAX", "op: add, replace or remove");
}

bool patch_apply(struct patch *patch, json_t *resource, const json_t *request)
{
	const json_t *operations = member_of(request, "Operations");
	size_t i;
	json_t *operation;
	if (!json_is_array(operations) || !json_array_size(operations))
		return refuse(patch, "INVALID_SYNTAX", "Operations: a list of at least one");
	if (json_array_size(operations) > PATCH_OPERATIONS_BOUND)
		return refuse(patch, "TOO_MANY", "Operations: at most 1000 at once");
	json_array_foreach((json_t *)operations, i, operation)
	{
		if (!apply_one(patch, resource, operation))
			return false;
	}
	return true;
}

/* Whether a resource is what a filter asks for. */
#include "services/gateway/scim/filter.h"

#include "common/base/calendar.h"

#include <string.h>
#include <strings.h>

/* ---- one value against another ---- */

static bool contains(const char *text, const char *part, bool exact)
{
	size_t length = strlen(part);
	for (; strlen(text) >= length; text++) {
		if (exact ? strncmp(text, part, length) == 0 : strncasecmp(text, part, length) == 0)
			return true;
		if (!*text)
			break;
	}
	return false;
}

static bool ends_with(const char *text, const char *part, bool exact)
{
	size_t length = strlen(text), wanted = strlen(part);
	if (length < wanted)
		return false;
	text += length - wanted;
	return (exact ? strcmp(text, part) : strcasecmp(text, part)) == 0;
}

/* < 0, 0, > 0; times as times, whatever their form. */
static int compare(const struct attribute *attribute, const char *text, const char *wanted)
{
	int64_t a, b;
	if (attribute->type == TYPE_TIME && time_parse(&a, text) && time_parse(&b, wanted))
		return a < b ? -1 : a > b;
	return attribute->exact ? strcmp(text, wanted) : strcasecmp(text, wanted);
}

static bool text_matches(const struct filter *filter, const char *text, const char *wanted)
{
	const struct attribute *attribute = filter->way.steps[filter->way.n - 1];
	switch (filter->operator) {
	case OPERATOR_CO:
		return contains(text, wanted, attribute->exact);
	case OPERATOR_SW:
		return attribute->exact ? strncmp(text, wanted, strlen(wanted)) == 0
								: strncasecmp(text, wanted, strlen(wanted)) == 0;
	case OPERATOR_EW:
		return ends_with(text, wanted, attribute->exact);
	case OPERATOR_GT:
		return compare(attribute, text, wanted) > 0;
	case OPERATOR_LT:
		return compare(attribute, text, wanted) < 0;
	case OPERATOR_GE:
		return compare(attribute, text, wanted) >= 0;
	case OPERATOR_LE:
		return compare(attribute, text, wanted) <= 0;
	case OPERATOR_EQ:
	case OPERATOR_NE:
	case OPERATOR_PR:
		break;
	}
	return compare(attribute, text, wanted) == 0;
}

/* Providers write true and "True". */
static bool wants_true(const struct filter *filter)
{
	return filter->value == VALUE_TRUE || (filter->value == VALUE_TEXT && strcasecmp(filter->text, "true") == 0);
}

static bool value_matches(const struct filter *filter, const json_t *value)
{
	if (json_is_boolean(value))
		return json_is_true(value) == wants_true(filter);
	return json_is_string(value) && filter->value == VALUE_TEXT &&
		   text_matches(filter, json_string_value(value), filter->text);
}

static bool is_there(const json_t *value)
{
	if (json_is_array(value) || json_is_object(value))
		return json_array_size(value) + json_object_size(value) > 0;
	return value && !json_is_null(value) && !(json_is_string(value) && !*json_string_value(value));
}

/* ---- one attribute ---- */

/* Whether a value at the end of the way, from its i-th step on, is what `test` says. */
static bool any(const struct filter *filter, size_t i, const json_t *value,
				bool (*test)(const struct filter *filter, const json_t *value))
{
	if (json_is_array(value) && !(i == filter->way.n && filter->operator== OPERATOR_PR)) {
		for (size_t k = 0; k < json_array_size(value); k++) {
			if (any(filter, i, json_array_get(value, k), test))
				return true;
		}
		return false;
	}
	if (i == filter->way.n)
		return test(filter, value);
	return any(filter, i + 1, json_object_get(value, filter->way.steps[i]->name), test);
}

static bool equals(const struct filter *filter, const json_t *value)
{
	return value_matches(filter, value);
}

static bool present(const struct filter *filter, const json_t *value)
{
	(void)filter;
	return is_there(value);
}

static bool within(const struct filter *filter, const json_t *value)
{
	return value && filter_matches(filter->left, value);
}

static bool comparison_matches(const struct filter *filter, const json_t *resource)
{
	if (filter->operator== OPERATOR_PR)
		return any(filter, 0, resource, present);
	if (filter->value == VALUE_NULL) /* there is no value, or there is one */
		return any(filter, 0, resource, present) == (filter->operator== OPERATOR_NE);
	bool equal = any(filter, 0, resource, equals);
	return filter->operator== OPERATOR_NE ? !equal : equal;
}

bool filter_matches(const struct filter *filter, const json_t *resource)
{
	if (!filter)
		return true;
	switch (filter->kind) {
	case FILTER_AND:
		return filter_matches(filter->left, resource) && filter_matches(filter->right, resource);
	case FILTER_OR:
		return filter_matches(filter->left, resource) || filter_matches(filter->right, resource);
	case FILTER_NOT:
		return !filter_matches(filter->left, resource);
	case FILTER_WITHIN:
		return any(filter, 0, resource, within);
	case FILTER_COMPARE:
		break;
	}
	return comparison_matches(filter, resource);
}

/* ---- what it says by itself ---- */

/* Whether the way, from its i-th step on, is these names with dots between. */
static bool way_is(const struct attribute_way *way, const char *name)
{
	for (size_t i = 0; i < way->n; i++) {
		size_t length = strlen(way->steps[i]->name);
		if (strncmp(name, way->steps[i]->name, length) != 0)
			return false;
		name += length;
		if (i + 1 < way->n && *name++ != '.')
			return false;
	}
	return !*name;
}

const char *filter_must_equal(const struct filter *filter, const char *name)
{
	if (!filter)
		return NULL;
	if (filter->kind == FILTER_AND) {
		const char *left = filter_must_equal(filter->left, name);
		return left ? left : filter_must_equal(filter->right, name);
	}
	if (filter->kind == FILTER_WITHIN && filter->way.n == 1) {
		const char *list = filter->way.steps[0]->name;
		size_t length = strlen(list);
		bool ours = strncmp(name, list, length) == 0 && name[length] == '.';
		return ours ? filter_must_equal(filter->left, name + length + 1) : NULL;
	}
	bool equal = filter->kind == FILTER_COMPARE && filter->operator== OPERATOR_EQ && way_is(&filter->way, name);
	return equal && filter->value == VALUE_TEXT ? filter->text : NULL;
}

bool filter_names(const struct filter *filter, const char *name)
{
	if (!filter)
		return false;
	if (filter->way.n)
		return strcmp(filter->way.steps[0]->name, name) == 0;
	return filter_names(filter->left, name) || filter_names(filter->right, name);
}

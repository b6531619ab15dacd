/* filter: a filter of RFC 7644 §3.4.2.2, all of its grammar: read into a tree, then asked of resources. Pure.
 * Text is compared as the attribute says, in any case or exactly; a list matches when one of its values does. */
#ifndef KLEOS_GATEWAY_SCIM_FILTER_H
#define KLEOS_GATEWAY_SCIM_FILTER_H

#include "common/base/limits.h"
#include "services/gateway/scim/attributes.h"

enum filter_operator {
	OPERATOR_EQ,
	OPERATOR_NE,
	OPERATOR_CO,
	OPERATOR_SW,
	OPERATOR_EW,
	OPERATOR_GT,
	OPERATOR_LT,
	OPERATOR_GE,
	OPERATOR_LE,
	OPERATOR_PR,
};

enum filter_kind { FILTER_AND, FILTER_OR, FILTER_NOT, FILTER_COMPARE, FILTER_WITHIN };

enum filter_value { VALUE_NONE, VALUE_TEXT, VALUE_NUMBER, VALUE_TRUE, VALUE_FALSE, VALUE_NULL };

struct filter {
	enum filter_kind kind;
	const struct filter *left, *right; /* of AND and OR; NOT and WITHIN have the left one */
	struct attribute_way way;          /* of COMPARE and WITHIN: a list, of whose values one has what `left` asks */
	enum filter_operator operator;
	enum filter_value value; /* of COMPARE */
	const char *text;        /* of VALUE_TEXT */
};

/* What a filter may name, and where its tree lives. */
struct filter_reader {
	struct arena *arena;
	const struct attribute *of;
	const char *core_urn;
	const char *problem; /* why there is no tree */
};

/* NULL: reader->problem says what is wrong, and where. */
const struct filter *filter_read(struct filter_reader *reader, const char *text);
/* Of the parts of one value, as in emails[type eq "work"]. `text` begins behind the '[', *length is what was read,
 * the ']' too. */
const struct filter *filter_read_parts(struct filter_reader *reader, const struct attribute *list, const char *text,
									   size_t *length);

/* Whether a resource, or one value of a list, is as the filter says. NULL: everything is. */
bool filter_matches(const struct filter *filter, const json_t *resource);
/* The text that every match has in this attribute ("userName", "emails.value"); NULL: the filter does not say. */
const char *filter_must_equal(const struct filter *filter, const char *name);
/* Whether the filter asks for this attribute. */
bool filter_names(const struct filter *filter, const char *name);

#endif

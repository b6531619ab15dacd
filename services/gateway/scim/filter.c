#include "services/gateway/scim/filter.h"

#include "common/base/array.h"

#include <string.h>
#include <strings.h>

/* Where a reading stands. */
struct cursor {
	struct filter_reader *reader;
	const struct attribute *of; /* what names are of: the resource's, or a list's parts */
	const char *text, *at;
	unsigned terms, depth;
};

static struct filter *filter_new(struct cursor *cursor, enum filter_kind kind)
{
	struct filter *filter = arena_alloc(cursor->reader->arena, sizeof(*filter));
	filter->kind = kind;
	return filter;
}

static const struct filter *refuse(struct cursor *cursor, const char *what)
{
	if (!cursor->reader->problem)
		cursor->reader->problem = arena_printf(cursor->reader->arena, "%s, at character %zu of the filter", what,
											   (size_t)(cursor->at - cursor->text) + 1);
	return NULL;
}

static void skip_space(struct cursor *cursor)
{
	cursor->at += strspn(cursor->at, " ");
}

/* Takes the word when it comes next and is a whole one. */
static bool take_word(struct cursor *cursor, const char *word)
{
	size_t length = strlen(word);
	skip_space(cursor);
	if (strncasecmp(cursor->at, word, length) != 0 || !strchr(" ()[]", cursor->at[length]))
		return false;
	cursor->at += length;
	return true;
}

static bool take_char(struct cursor *cursor, char c)
{
	skip_space(cursor);
	if (*cursor->at != c)
		return false;
	cursor->at++;
	return true;
}

/* ---- values ---- */

/* Bytes of the JSON text at `at`, quotes too; 0: it does not end. */
static size_t quoted_length(const char *at)
{
	for (size_t i = 1; at[i]; i++) {
		if (at[i] == '\\' && at[i + 1])
			i++;
		else if (at[i] == '"')
			return i + 1;
	}
	return 0;
}

/* In any case: providers write true and True. */
static enum filter_value value_of_word(const char *word, size_t length)
{
	static const struct {
		const char *word;
		enum filter_value value;
	} words[] = {{"true", VALUE_TRUE}, {"false", VALUE_FALSE}, {"null", VALUE_NULL}};
	for (size_t i = 0; i < ARRAY_LENGTH(words); i++) {
		if (strlen(words[i].word) == length && strncasecmp(word, words[i].word, length) == 0)
			return words[i].value;
	}
	return VALUE_NONE;
}

/* A JSON text, number, true, false or null. False: refused. */
static bool take_value(struct cursor *cursor, struct filter *filter)
{
	skip_space(cursor);
	size_t length = *cursor->at == '"' ? quoted_length(cursor->at) : strcspn(cursor->at, " )]");
	json_t *value = length ? json_loadb(cursor->at, length, JSON_DECODE_ANY, NULL) : NULL;
	filter->value = value_of_word(cursor->at, length);
	if (json_is_string(value)) {
		filter->value = VALUE_TEXT;
		filter->text = arena_text(cursor->reader->arena, json_string_value(value));
	} else if (json_is_number(value)) {
		filter->value = VALUE_NUMBER;
	}
	json_decref(value);
	if (filter->value == VALUE_NONE)
		refuse(cursor, "a value is expected: a \"text\" in quotes, a number, true, false or null");
	else
		cursor->at += length;
	return filter->value != VALUE_NONE;
}

/* ---- one comparison ---- */

static const struct {
	const char *word;
	enum filter_operator operator;
} operators[] = {
	{"eq", OPERATOR_EQ}, {"ne", OPERATOR_NE}, {"co", OPERATOR_CO}, {"sw", OPERATOR_SW}, {"ew", OPERATOR_EW},
	{"gt", OPERATOR_GT}, {"lt", OPERATOR_LT}, {"ge", OPERATOR_GE}, {"le", OPERATOR_LE},
};

static bool take_operator(struct cursor *cursor, enum filter_operator *out)
{
	for (size_t i = 0; i < ARRAY_LENGTH(operators); i++) {
		if (take_word(cursor, operators[i].word)) {
			*out = operators[i].operator;
			return true;
		}
	}
	return false;
}

/* A complex attribute is compared by its part `value`. */
static void complete_way(struct attribute_way *way)
{
	const struct attribute *last = way->steps[way->n - 1];
	const struct attribute *main = attribute_named(last->parts, "value", strlen("value"));
	if (main && way->n < WAY_BOUND)
		way->steps[way->n++] = main;
}

static bool value_fits(const struct filter *filter)
{
	const struct attribute *last = filter->way.steps[filter->way.n - 1];
	bool equality = filter->operator== OPERATOR_EQ || filter->operator== OPERATOR_NE;
	if (last->unkept)
		return true;
	if (last->type == TYPE_BOOLEAN)
		return equality;
	return filter->value == VALUE_TEXT || (equality && filter->value == VALUE_NULL);
}

static const struct filter *take_comparison(struct cursor *cursor, struct attribute_way way)
{
	struct filter *filter = filter_new(cursor, FILTER_COMPARE);
	filter->way = way;
	if (take_word(cursor, "pr")) {
		filter->operator= OPERATOR_PR;
		return filter;
	}
	if (!take_operator(cursor, &filter->operator))
		return refuse(cursor, "an operator is expected: eq, ne, co, sw, ew, gt, ge, lt, le or pr");
	complete_way(&filter->way);
	if (!take_value(cursor, filter))
		return NULL;
	return value_fits(filter) ? filter : refuse(cursor, "this value does not go with that attribute and operator");
}

static const struct filter *take_or(struct cursor *cursor);

static const struct filter *take_within(struct cursor *cursor, struct attribute_way way)
{
	const struct attribute *list = way.steps[way.n - 1], *outer = cursor->of;
	struct filter *filter = filter_new(cursor, FILTER_WITHIN);
	filter->way = way;
	if (!list->multi || !list->parts || outer != cursor->reader->of)
		return refuse(cursor, "only a list such as emails has values to choose from in brackets");
	cursor->of = list->parts;
	filter->left = take_or(cursor);
	cursor->of = outer;
	if (filter->left && !take_char(cursor, ']'))
		return refuse(cursor, "a ] is missing");
	return filter->left ? filter : NULL;
}

static const struct filter *take_term(struct cursor *cursor)
{
	struct attribute_way way;
	size_t length;
	skip_space(cursor);
	if (++cursor->terms > FILTER_TERMS_BOUND)
		return refuse(cursor, "too many comparisons: at most 64 are taken");
	if (!attribute_find(cursor->of, cursor->reader->core_urn, cursor->at, &length, &way))
		return refuse(cursor, "the name of an attribute is expected, such as userName");
	cursor->at += length;
	if (*cursor->at != '[')
		return take_comparison(cursor, way);
	cursor->at++;
	return take_within(cursor, way);
}

/* ---- and, or, not ---- */

static const struct filter *take_group(struct cursor *cursor)
{
	if (++cursor->depth > FILTER_DEPTH_BOUND)
		return refuse(cursor, "too many brackets inside one another: at most 16 are taken");
	const struct filter *inside = take_or(cursor);
	cursor->depth--;
	if (inside && !take_char(cursor, ')'))
		return refuse(cursor, "a ) is missing");
	return inside;
}

static const struct filter *take_factor(struct cursor *cursor)
{
	if (take_char(cursor, '('))
		return take_group(cursor);
	if (!take_word(cursor, "not"))
		return take_term(cursor);
	struct filter *filter = filter_new(cursor, FILTER_NOT);
	if (!take_char(cursor, '('))
		return refuse(cursor, "behind not a ( is expected");
	filter->left = take_group(cursor);
	return filter->left ? filter : NULL;
}

static const struct filter *take_chain(struct cursor *cursor, const char *word, enum filter_kind kind,
									   const struct filter *(*take)(struct cursor *cursor))
{
	const struct filter *left = take(cursor);
	while (left && take_word(cursor, word)) {
		struct filter *both = filter_new(cursor, kind);
		both->left = left;
		both->right = take(cursor);
		left = both->right ? both : NULL;
	}
	return left;
}

static const struct filter *take_and(struct cursor *cursor)
{
	return take_chain(cursor, "and", FILTER_AND, take_factor);
}

static const struct filter *take_or(struct cursor *cursor)
{
	return take_chain(cursor, "or", FILTER_OR, take_and);
}

/* ---- the whole ---- */

const struct filter *filter_read(struct filter_reader *reader, const char *text)
{
	struct cursor cursor = {.reader = reader, .of = reader->of, .text = text, .at = text};
	if (strlen(text) > FILTER_TEXT_BOUND)
		return refuse(&cursor, "the filter is too long: at most 4096 bytes are taken");
	const struct filter *filter = take_or(&cursor);
	skip_space(&cursor);
	return filter && *cursor.at ? refuse(&cursor, "and, or, or the end is expected") : filter;
}

const struct filter *filter_read_parts(struct filter_reader *reader, const struct attribute *list, const char *text,
									   size_t *length)
{
	struct cursor cursor = {.reader = reader, .of = list->parts, .text = text, .at = text};
	const struct filter *filter = take_or(&cursor);
	if (filter && !take_char(&cursor, ']'))
		return refuse(&cursor, "a ] is missing");
	*length = (size_t)(cursor.at - text);
	return filter;
}

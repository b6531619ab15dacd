/* Operations of a PATCH, in the forms of RFC 7644 and of those that send them. */
#include "services/gateway/scim/patch.h"
#include "tests/support/support.h"

#include <string.h>

#define MAIL(address) "{\"value\":\"" address "\",\"type\":\"work\"}"

struct one_case {
	const char *before, *operations, *after; /* or why not */
};

static json_t *load(const char *text)
{
	json_error_t problem;
	json_t *json = json_loads(text, 0, &problem);
	if (!json)
		fail_msg("%s: %s", text, problem.text);
	return json;
}

static void try_case(const struct one_case *one, const struct attribute *of, const char *urn)
{
	struct arena arena;
	arena_init(&arena, 1 << 20);
	struct patch patch = {.arena = &arena, .of = of, .core_urn = urn};
	json_t *resource = load(one->before);
	json_t *request = load(arena_printf(&arena, "{\"Operations\":%s}", one->operations));
	bool applied = patch_apply(&patch, resource, request);
	if (*one->after != '{') {
		if (applied || strcmp(patch.reason, one->after) != 0)
			fail_msg("%s: %s, not %s", one->operations, applied ? "is applied" : patch.reason, one->after);
	} else {
		json_t *after = load(one->after);
		char *text = json_dumps(resource, JSON_COMPACT);
		if (!applied || !json_equal(resource, after))
			fail_msg("%s: %s instead of %s", one->operations, applied ? text : patch.problem, one->after);
		free(text);
		json_decref(after);
	}
	json_decref(resource);
	json_decref(request);
	arena_fini(&arena);
}

static void a_user_is_changed(void **state)
{
	static const struct one_case cases[] = {
		{"{}", "[{\"op\":\"add\",\"path\":\"title\",\"value\":\"x\"}]", "{\"title\":\"x\"}"},
		{"{}", "[{\"op\":\"Add\",\"path\":\"TITLE\",\"value\":\"x\"}]", "{\"title\":\"x\"}"},
		{"{\"title\":\"x\"}", "[{\"op\":\"Remove\",\"path\":\"title\"}]", "{}"},
		{"{\"title\":\"x\"}", "[{\"op\":\"replace\",\"path\":\"title\",\"value\":null}]", "{}"},
		{"{\"active\":true}", "[{\"op\":\"Replace\",\"path\":\"active\",\"value\":\"False\"}]", "{\"active\":false}"},
		{"{\"active\":true}", "[{\"op\":\"replace\",\"value\":{\"active\":false}}]", "{\"active\":false}"},
		{"{}", "[{\"op\":\"replace\",\"value\":{\"name.givenName\":\"A\",\"displayName\":\"B\"}}]",
		 "{\"name\":{\"givenName\":\"A\"},\"displayName\":\"B\"}"},
		{"{\"name\":{\"givenName\":\"A\",\"familyName\":\"C\"}}",
		 "[{\"op\":\"replace\",\"path\":\"name\",\"value\":{\"givenName\":\"B\"}}]",
		 "{\"name\":{\"givenName\":\"B\",\"familyName\":\"C\"}}"},
		{"{\"emails\":[" MAIL("a") "]}",
		 "[{\"op\":\"replace\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":\"b\"}]",
		 "{\"emails\":[" MAIL("b") "]}"},
		{"{}", "[{\"op\":\"Add\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":\"b\"}]",
		 "{\"emails\":[" MAIL("b") "]}"},
		{"{}", "[{\"op\":\"add\",\"path\":\"emails[type eq \\\"work\\\"]\",\"value\":{\"value\":\"b\"}}]",
		 "{\"emails\":[" MAIL("b") "]}"},
		{"{\"emails\":[" MAIL("a") "]}", "[{\"op\":\"remove\",\"path\":\"emails[type eq \\\"work\\\"]\"}]",
		 "{\"emails\":[]}"},
		{"{\"emails\":[" MAIL("a") "]}", "[{\"op\":\"remove\",\"path\":\"emails[type eq \\\"home\\\"]\"}]",
		 "{\"emails\":[" MAIL("a") "]}"},
		{"{\"emails\":[" MAIL("a") "]}", "[{\"op\":\"replace\",\"path\":\"emails.value\",\"value\":\"b\"}]",
		 "{\"emails\":[" MAIL("b") "]}"},
		{"{}", "[{\"op\":\"add\",\"path\":\"" URN_ENTERPRISE ":manager\",\"value\":\"9\"}]",
		 "{\"" URN_ENTERPRISE "\":{\"manager\":{\"value\":\"9\"}}}"},
		{"{}", "[{\"op\":\"add\",\"path\":\"" URN_ENTERPRISE ":manager\",\"value\":[{\"value\":\"9\"}]}]",
		 "{\"" URN_ENTERPRISE "\":{\"manager\":{\"value\":\"9\"}}}"},
		{"{}",
		 "[{\"op\":\"replace\",\"value\":{\"" URN_ENTERPRISE ":department\":\"D\",\"" URN_ENTERPRISE
		 "\":{\"employeeNumber\":\"7\"}}}]",
		 "{\"" URN_ENTERPRISE "\":{\"department\":\"D\",\"employeeNumber\":\"7\"}}"},
		{"{\"" URN_ENTERPRISE "\":{\"department\":\"D\"}}", "[{\"op\":\"remove\",\"path\":\"" URN_ENTERPRISE "\"}]",
		 "{}"},
		{"{}", "[{\"op\":\"add\",\"path\":\"" URN_USER ":title\",\"value\":\"x\"}]", "{\"title\":\"x\"}"},
		{"{\"title\":\"x\"}",
		 "[{\"op\":\"add\",\"path\":\"phoneNumbers[type eq \\\"work\\\"].value\",\"value\":\"1\"}]",
		 "{\"title\":\"x\"}"},
		{"{}", "[{\"op\":\"add\",\"value\":{\"shoeSize\":44,\"id\":\"7\",\"title\":\"x\"}}]", "{\"title\":\"x\"}"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		try_case(&cases[i], user_attributes, URN_USER);
}

static void a_group_is_changed(void **state)
{
	static const struct one_case cases[] = {
		{"{}", "[{\"op\":\"Add\",\"path\":\"members\",\"value\":[{\"$ref\":null,\"value\":\"1\"},{\"value\":\"2\"}]}]",
		 "{\"members\":[{\"value\":\"1\"},{\"value\":\"2\"}]}"},
		{"{\"members\":[{\"value\":\"1\"}]}",
		 "[{\"op\":\"add\",\"path\":\"members\",\"value\":[{\"value\":\"1\"},{\"value\":\"2\"}]}]",
		 "{\"members\":[{\"value\":\"1\"},{\"value\":\"2\"}]}"},
		{"{\"members\":[{\"value\":\"1\"}]}", "[{\"op\":\"add\",\"path\":\"members\",\"value\":\"2\"}]",
		 "{\"members\":[{\"value\":\"1\"},{\"value\":\"2\"}]}"},
		{"{\"members\":[{\"value\":\"1\"},{\"value\":\"2\"}]}",
		 "[{\"op\":\"Remove\",\"path\":\"members\",\"value\":[{\"value\":\"1\"}]}]",
		 "{\"members\":[{\"value\":\"2\"}]}"},
		{"{\"members\":[{\"value\":\"1\"},{\"value\":\"2\"}]}",
		 "[{\"op\":\"remove\",\"path\":\"members[value eq \\\"2\\\"]\"}]", "{\"members\":[{\"value\":\"1\"}]}"},
		{"{\"members\":[{\"value\":\"1\"}]}", "[{\"op\":\"remove\",\"path\":\"members\"}]", "{}"},
		{"{\"members\":[{\"value\":\"1\"}]}",
		 "[{\"op\":\"replace\",\"path\":\"members\",\"value\":[{\"value\":\"3\"}]}]",
		 "{\"members\":[{\"value\":\"3\"}]}"},
		{"{\"displayName\":\"a\"}", "[{\"op\":\"replace\",\"value\":{\"id\":\"7\",\"displayName\":\"b\"}}]",
		 "{\"displayName\":\"b\"}"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		try_case(&cases[i], group_attributes, URN_GROUP);
}

static void what_cannot_be_applied_is_named(void **state)
{
	static const struct one_case cases[] = {
		{"{}", "[]", "INVALID_SYNTAX"},
		{"{}", "[{\"path\":\"title\"}]", "INVALID_SYNTAX"},
		{"{}", "[{\"op\":\"move\",\"path\":\"title\"}]", "INVALID_SYNTAX"},
		{"{}", "[{\"op\":\"add\",\"path\":\"shoeSize\",\"value\":\"x\"}]", "INVALID_PATH"},
		{"{}", "[{\"op\":\"add\",\"path\":\"title.x\",\"value\":\"x\"}]", "INVALID_PATH"},
		{"{}", "[{\"op\":\"add\",\"path\":\"title[type eq \\\"x\\\"]\",\"value\":\"x\"}]", "INVALID_PATH"},
		{"{}", "[{\"op\":\"add\",\"path\":\"emails[type eq \\\"x\\\"]value\",\"value\":\"x\"}]", "INVALID_PATH"},
		{"{}", "[{\"op\":\"add\",\"path\":\"emails[type eq \\\"x\\\"].size\",\"value\":\"x\"}]", "INVALID_PATH"},
		{"{}", "[{\"op\":\"add\",\"path\":\"emails[type is \\\"x\\\"]\",\"value\":\"x\"}]", "INVALID_FILTER"},
		{"{}", "[{\"op\":\"add\",\"path\":\"emails[type sw \\\"x\\\"].value\",\"value\":\"x\"}]", "NO_TARGET"},
		{"{}", "[{\"op\":\"replace\",\"path\":\"emails[type eq \\\"work\\\"].value\",\"value\":\"x\"}]", "NO_TARGET"},
		{"{}", "[{\"op\":\"remove\"}]", "NO_TARGET"},
		{"{}", "[{\"op\":\"add\",\"path\":\"title\"}]", "INVALID_VALUE"},
		{"{}", "[{\"op\":\"add\",\"path\":\"title\",\"value\":7}]", "INVALID_VALUE"},
		{"{}", "[{\"op\":\"add\",\"value\":7}]", "INVALID_VALUE"},
		{"{}", "[{\"op\":\"add\",\"path\":\"name\",\"value\":\"x\"}]", "INVALID_VALUE"},
		{"{}", "[{\"op\":\"replace\",\"path\":\"active\",\"value\":\"maybe\"}]", "INVALID_VALUE"},
		{"{}", "[{\"op\":\"replace\",\"path\":\"id\",\"value\":\"7\"}]", "MUTABILITY"},
		{"{}", "[{\"op\":\"replace\",\"path\":\"meta.version\",\"value\":\"7\"}]", "MUTABILITY"},
		{"{}", "[{\"op\":\"remove\",\"path\":\"userName\"}]", "MUTABILITY"},
	};
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		try_case(&cases[i], user_attributes, URN_USER);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_user_is_changed),
		cmocka_unit_test(a_group_is_changed),
		cmocka_unit_test(what_cannot_be_applied_is_named),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

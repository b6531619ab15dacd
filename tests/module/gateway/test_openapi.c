/* The API's document has all that the gateway routes by, and nothing else. */
#include "common/base/array.h"
#include "common/json/json.h"
#include "services/gateway/gateway_state.h"
#include "services/gateway/openapi/openapi.h"
#include "tests/support/support.h"

#include <jansson.h>
#include <stdlib.h>
#include <string.h>

struct stage {
	struct arena arena;
	struct routes routes;
	json_t *document, *paths;
};

static json_t *document_for(struct stage *stage, const char *server)
{
	char *text = openapi_document(&stage->routes, server);
	assert_non_null(text);
	json_t *document = json_loads(text, JSON_REJECT_DUPLICATES, NULL);
	assert_non_null(document);
	free(text);
	return document;
}

static int set_up(void **state)
{
	struct stage *stage = test_calloc(1, sizeof(*stage));
	arena_init(&stage->arena, 1 << 20);
	assert_int_equal(routes_init(&stage->routes, gateway_parts, PARTS_COUNT, NULL), STATUS_OK);
	stage->document = document_for(stage, "https://kleos.example/");
	stage->paths = json_object_get(stage->document, "paths");
	*state = stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;
	json_decref(stage->document);
	routes_fini(&stage->routes);
	arena_fini(&stage->arena);
	test_free(stage);
	return 0;
}

/* The names in braces are in lowerCamel there. */
static const char *template_of(struct stage *stage, const char *path)
{
	const char *open = strchr(path, '{'), *end = open ? strchr(open, '}') : NULL;
	if (!end)
		return path;
	const char *name = json_name(&stage->arena, arena_text_n(&stage->arena, open + 1, (size_t)(end - open - 1)));
	const char *rest = template_of(stage, end + 1);
	return arena_printf(&stage->arena, "%.*s{%s}%s", (int)(open - path), path, name, rest);
}

/* Of a REST or special route; NULL: it is not described. */
static json_t *operation_of(struct stage *stage, const struct route *route)
{
	json_t *item = json_object_get(stage->paths, template_of(stage, route->path));
	return json_object_get(item, strcmp(route->method, "GET") == 0      ? "get"
								 : strcmp(route->method, "POST") == 0   ? "post"
								 : strcmp(route->method, "PUT") == 0    ? "put"
								 : strcmp(route->method, "PATCH") == 0  ? "patch"
								 : strcmp(route->method, "DELETE") == 0 ? "delete"
																		: "");
}

static bool has_text(const json_t *list, const char *text)
{
	bool found = false;
	for (size_t i = 0; i < json_array_size(list); i++)
		found = found || strcmp(json_string_value(json_array_get(list, i)), text) == 0;
	return found;
}

/* Whether some operation says that it is called by Connect so. */
static bool tells_connect(struct stage *stage, const struct route *route)
{
	const char *path, *method;
	json_t *item, *operation;
	json_object_foreach(stage->paths, path, item)
	{
		json_object_foreach(item, method, operation)
		{
			json_t *connect = json_object_get(operation, "x-connect");
			const char *told = json_string_value(json_object_get(connect, "path"));
			if (told && strcmp(told, route->path) == 0)
				return has_text(json_object_get(connect, "methods"), route->method);
		}
	}
	return false;
}

static void every_route_but_files_of_pages_is_in_it(void **state)
{
	struct stage *stage = *state;
	for (size_t i = 0; i < stage->routes.n; i++) {
		const struct route *route = &stage->routes.list[i];
		bool told = route->connect ? tells_connect(stage, route) : operation_of(stage, route) != NULL;
		bool file = route->special && gateway_parts[route->part]->files;
		if (told == file)
			fail_msg("%s %s %s", route->method, route->path,
					 file ? "is a file of a page" : "is not in the document: give its special_route a guide");
	}
}

static void nothing_else_is_in_it(void **state)
{
	struct stage *stage = *state;
	size_t operations = 0, found = 0;
	const char *path;
	json_t *item, *seen = json_object();
	json_object_foreach(stage->paths, path, item) operations += json_object_size(item);
	for (size_t i = 0; i < stage->routes.n; i++) {
		const struct route *route = &stage->routes.list[i];
		const char *name = arena_printf(&stage->arena, "%s %s", route->method, template_of(stage, route->path));
		if (!route->connect && operation_of(stage, route) && !json_object_get(seen, name)) {
			json_object_set_new(seen, name, json_true());
			found++;
		}
	}
	json_decref(seen);
	assert_int_equal(operations, found);
}

/* "What must be added for a new rpc": its example, in openapi/examples. */
static void every_rpc_has_an_example_for_both_ways(void **state)
{
	struct stage *stage = *state;
	for (size_t i = 0; i < stage->routes.n; i++) {
		const struct route *route = &stage->routes.list[i];
		if (route->connect || !route->procedure)
			continue;
		json_t *connect = json_object_get(operation_of(stage, route), "x-connect");
		if (!json_object_get(connect, "example"))
			fail_msg("%s has no example, or one that is not its request: see services/gateway/openapi/examples",
					 route->procedure->name);
	}
}

static void everything_is_said_in_words(void **state)
{
	struct stage *stage = *state;
	const char *path, *method, *name;
	json_t *item, *operation, *schema;
	json_object_foreach(stage->paths, path, item)
	{
		json_object_foreach(item, method, operation)
		{
			const char *summary = json_string_value(json_object_get(operation, "summary"));
			if (!summary || !*summary)
				fail_msg("%s %s", method, path);
		}
	}
	json_object_foreach(json_object_get(json_object_get(stage->document, "components"), "schemas"), name, schema)
	{
		const char *words = json_string_value(json_object_get(schema, "description"));
		if (!words || !*words)
			fail_msg("%s", name);
	}
}

static void no_two_operations_share_a_name(void **state)
{
	struct stage *stage = *state;
	const char *path, *method;
	json_t *item, *operation, *seen = json_object();
	json_object_foreach(stage->paths, path, item)
	{
		json_object_foreach(item, method, operation)
		{
			const char *id = json_string_value(json_object_get(operation, "operationId"));
			assert_null(json_object_get(seen, id));
			json_object_set_new(seen, id, json_true());
		}
	}
	json_decref(seen);
}

static const char *server_of(const json_t *document)
{
	return json_string_value(json_object_get(json_array_get(json_object_get(document, "servers"), 0), "url"));
}

static void it_says_where_the_deployment_is_reached(void **state)
{
	struct stage *stage = *state;
	assert_string_equal(server_of(stage->document), "https://kleos.example");
	json_t *nowhere = document_for(stage, NULL);
	assert_string_equal(server_of(nowhere), "/");
	json_decref(nowhere);
}

/* The schema of a property, such as Ratio.value. */
static json_t *property(struct stage *stage, const char *schema, const char *name)
{
	json_t *schemas = json_object_get(json_object_get(stage->document, "components"), "schemas");
	return json_object_get(json_object_get(json_object_get(schemas, schema), "properties"), name);
}

static void values_have_the_types_that_json_shows(void **state)
{
	struct stage *stage = *state;
	assert_true(has_text(json_object_get(property(stage, "Ratio", "value"), "type"), "null"));
	assert_string_equal(json_string_value(json_object_get(property(stage, "Member", "createTime"), "format")),
						"date-time");
	assert_string_equal(json_string_value(json_object_get(property(stage, "Member", "status"), "$ref")),
						"#/components/schemas/MemberStatus");
	assert_string_equal(json_string_value(json_object_get(property(stage, "Recognition", "joiners"), "type")), "array");
}

/* "See Member." is followed, and what is required there is not so here. */
static void words_that_refer_to_others_are_replaced_by_them(void **state)
{
	struct stage *stage = *state;
	assert_non_null(
		strstr(json_string_value(json_object_get(property(stage, "CreateMemberRequest", "handle"), "description")),
			   "Required. [a-z0-9]"));
}

#define STAGE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(every_route_but_files_of_pages_is_in_it),
		STAGE_TEST(nothing_else_is_in_it),
		STAGE_TEST(every_rpc_has_an_example_for_both_ways),
		STAGE_TEST(everything_is_said_in_words),
		STAGE_TEST(no_two_operations_share_a_name),
		STAGE_TEST(it_says_where_the_deployment_is_reached),
		STAGE_TEST(values_have_the_types_that_json_shows),
		STAGE_TEST(words_that_refer_to_others_are_replaced_by_them),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

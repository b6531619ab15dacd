/* What a request may hold: on every route nothing but the fields of its message, each once. */
#include "tests/service/proof/house.h"

#include "services/gateway/route.h"

#include <string.h>

struct visit {
	struct house *house;
	unsigned routes, wrong;
};

/* Every {field} of a template as a name that nobody has. */
static const char *target_of(struct arena *arena, const char *path)
{
	const char *out = "";
	while (*path) {
		size_t plain = strcspn(path, "{");
		out = arena_printf(arena, "%s%.*s%s", out, (int)plain, path, path[plain] ? "nothing" : "");
		path += plain;
		path += strcspn(path, "}");
		path += *path == '}';
	}
	return out;
}

static void refuses(struct visit *visit, const char *method, const char *target, const char *body, const char *part)
{
	struct answer answer = house_ask(visit->house, visit->house->admin, method, target, "", body);
	if (answer.status == 400 && strstr(answer.body, part))
		return;
	visit->wrong++;
	print_error("%s %s with %s: %d %s\n", method, target, body, answer.status, answer.body);
}

static enum status visit_method(void *context, const struct described_method *method)
{
	struct visit *visit = context;
	struct arena *arena = &visit->house->base.arena;
	const char *target = target_of(arena, method->path);
	bool bodiless = strcmp(method->http_method, "GET") == 0 || strcmp(method->http_method, "DELETE") == 0;
	visit->routes++;
	refuses(visit, "POST", arena_printf(arena, "/%s", method->name), "{\"noSuchField\":1}", "noSuchField");
	if (bodiless) {
		refuses(visit, method->http_method, arena_printf(arena, "%s?noSuchField=1", target), NULL, "noSuchField");
		return STATUS_OK;
	}
	refuses(visit, method->http_method, target, "{\"noSuchField\":1}", "noSuchField");
	refuses(visit, method->http_method, target, "{\"no_such_field\":null}", "no_such_field");
	refuses(visit, method->http_method, target, "{\"requestId\":\"a\",\"requestId\":\"a\"}", "given twice");
	refuses(visit, method->http_method, target, "{\"createTime\":\"2020-01-01T00:00:00Z\"}", "createTime");
	return STATUS_OK;
}

static void no_route_takes_a_field_that_its_request_has_not(void **state)
{
	static struct house house;
	struct visit visit = {.house = &house};
	(void)state;
	house_open(&house);
	assert_int_equal(descriptors_walk(&house.base.arena, visit_method, &visit), STATUS_OK);
	print_message("%u routes\n", visit.routes);
	house_close(&house);
	assert_int_equal(visit.wrong, 0);
	assert_true(visit.routes > 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(no_route_takes_a_field_that_its_request_has_not)};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

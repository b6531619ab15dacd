/* Filters of RFC 7644, read and asked of one user. */
#include "services/gateway/scim/filter.h"
#include "tests/support/support.h"

#include <string.h>

static const char *const user =
	"{\"id\":\"7\",\"userName\":\"Bjensen@example.org\",\"externalId\":\"X1\",\"title\":\"Guide\",\"active\":true,"
	"\"name\":{\"familyName\":\"Jensen\"},\"emails\":[{\"value\":\"bj@example.org\",\"type\":\"work\",\"primary\":true}"
	"],"
	"\"meta\":{\"lastModified\":\"2026-05-13T04:42:34Z\"},"
	"\"" URN_ENTERPRISE "\":{\"department\":\"R&D\",\"manager\":{\"value\":\"9\"}}}";

struct stage {
	struct arena arena;
	struct filter_reader reader;
	json_t *user;
};

static int set_up(void **state)
{
	struct stage *stage = test_calloc(1, sizeof(*stage));
	arena_init(&stage->arena, 1 << 20);
	stage->reader = (struct filter_reader){.arena = &stage->arena, .of = user_attributes, .core_urn = URN_USER};
	stage->user = json_loads(user, 0, NULL);
	assert_non_null(stage->user);
	*state = stage;
	return 0;
}

static int tear_down(void **state)
{
	struct stage *stage = *state;
	json_decref(stage->user);
	arena_fini(&stage->arena);
	test_free(stage);
	return 0;
}

static const struct filter *read_filter(struct stage *stage, const char *text)
{
	stage->reader.problem = NULL;
	return filter_read(&stage->reader, text);
}

static void check(struct stage *stage, const char *text, bool matches)
{
	const struct filter *filter = read_filter(stage, text);
	if (!filter)
		fail_msg("%s: %s", text, stage->reader.problem);
	if (filter_matches(filter, stage->user) != matches)
		fail_msg("%s: %s", text, matches ? "does not match" : "matches");
}

static void what_is_so_matches(void **state)
{
	static const char *const texts[] = {
		"userName eq \"bjensen@EXAMPLE.org\"",
		"USERNAME Eq \"bjensen@example.org\"",
		"userName sw \"bj\" and userName ew \".ORG\" and userName co \"@\"",
		"externalId eq \"X1\"",
		"title pr",
		"name pr",
		"emails pr",
		"name.familyName gt \"Iensen\" and name.familyName lt \"K\"",
		"name.familyName ge \"jensen\" and name.familyName le \"jensen\"",
		"active eq true",
		"active ne False",
		"active eq \"True\"",
		"emails eq \"BJ@example.org\"",
		"emails.type eq \"work\"",
		"emails[type eq \"work\" and value co \"@example\"]",
		"emails[not (type eq \"home\") and primary eq true]",
		"title eq \"x\" or title eq \"guide\"",
		"title eq \"guide\" or title eq \"x\" and active eq false", /* and binds tighter */
		"not (title eq \"x\")",
		"not(title eq \"x\")and((active eq true))",
		"nickName eq null and title ne null",
		"title ne \"x\"",
		"locale ne \"el\"",
		"meta.lastModified lt \"2026-05-13T07:42:35+03:00\"",
		"meta.lastModified eq \"2026-05-13T06:42:34+02:00\"",
		URN_USER ":userName pr",
		URN_ENTERPRISE ":department eq \"r&d\"",
		URN_ENTERPRISE ":manager eq \"9\"",
		URN_ENTERPRISE ":manager.value eq \"9\"",
		"urn:IETF:params:scim:schemas:core:2.0:user:name.familyName eq \"jensen\"",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		check(*state, texts[i], true);
}

static void what_is_not_so_does_not_match(void **state)
{
	static const char *const texts[] = {
		"userName eq \"bjensen\"",
		"externalId eq \"x1\"",
		"locale pr",
		"nickName pr",
		"groups pr",
		"active eq false",
		"(title eq \"guide\" or title eq \"x\") and active eq false",
		"emails[type eq \"home\" and value co \"@example\"]",
		"emails[type eq \"work\" and value co \"nobody\"]",
		"not (active eq true)",
		"title eq null",
		"title sw \"guides\"",
		"title ew \"my guide\"",
		"title co \"uidd\"",
		"meta.lastModified gt \"2026-05-13T04:42:34Z\"",
		URN_ENTERPRISE ":employeeNumber pr",
	};
	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
		check(*state, texts[i], false);
}

static void what_is_no_filter_is_refused_with_the_place(void **state)
{
	static const struct {
		const char *text, *words;
	} cases[] = {
		{"", "name of an attribute is expected, such as userName, at character 1"},
		{"shoeSize eq \"44\"", "name of an attribute"},
		{"userName", "an operator is expected"},
		{"userName is \"x\"", "an operator is expected"},
		{"userName eq", "a value is expected"},
		{"userName eq x", "a value is expected"},
		{"userName eq \"x", "a value is expected"},
		{"userName eq \"\\u0000\"", "a value is expected"},
		{"userName eq {}", "a value is expected"},
		{"userName eq \"x\" title pr", "and, or, or the end is expected"},
		{"userName eq \"x\" and", "name of an attribute"},
		{"(userName pr", "a ) is missing, at character 13"},
		{"userName pr)", "and, or, or the end"},
		{"not userName pr", "behind not a ( is expected"},
		{"title[type eq \"x\"]", "only a list such as emails"},
		{"emails[emails[type pr]]", "name of an attribute"},
		{"emails[type pr", "a ] is missing"},
		{"active gt true", "does not go with"},
		{"title gt null", "does not go with"},
		{"title eq 7", "does not go with"},
		{"name.middle.deep.er pr", "name of an attribute"},
	};
	struct stage *stage = *state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		assert_null(read_filter(stage, cases[i].text));
		if (!strstr(stage->reader.problem, cases[i].words))
			fail_msg("%s: %s", cases[i].text, stage->reader.problem);
	}
}

/* "(((… title pr …)))" and "title pr or title pr …" */
static const char *nested(struct stage *stage, int depth)
{
	const char *text = "title pr";
	while (depth--)
		text = arena_printf(&stage->arena, "(%s)", text);
	return text;
}

static const char *chained(struct stage *stage, int terms)
{
	const char *text = "title pr";
	while (--terms)
		text = arena_printf(&stage->arena, "%s or title pr", text);
	return text;
}

static void every_bound_is_kept(void **state)
{
	struct stage *stage = *state;
	assert_non_null(read_filter(stage, nested(stage, FILTER_DEPTH_BOUND)));
	assert_null(read_filter(stage, nested(stage, FILTER_DEPTH_BOUND + 1)));
	assert_non_null(read_filter(stage, chained(stage, FILTER_TERMS_BOUND)));
	assert_null(read_filter(stage, chained(stage, FILTER_TERMS_BOUND + 1)));
	char *text = arena_printf(&stage->arena, "title pr%*s", FILTER_TEXT_BOUND - 8, "");
	assert_non_null(read_filter(stage, text));
	assert_null(read_filter(stage, arena_printf(&stage->arena, "%s ", text)));
}

static void what_every_match_must_have_is_known(void **state)
{
	struct stage *stage = *state;
	const struct filter *filter = read_filter(stage, "title pr and (userName eq \"a\" and externalId eq \"b\")");
	assert_string_equal(filter_must_equal(filter, "userName"), "a");
	assert_string_equal(filter_must_equal(filter, "externalId"), "b");
	assert_null(filter_must_equal(filter, "id"));
	assert_true(filter_names(filter, "title"));
	assert_false(filter_names(filter, "emails"));
	assert_null(filter_must_equal(read_filter(stage, "userName eq \"a\" or title pr"), "userName"));
	assert_null(filter_must_equal(read_filter(stage, "not (userName eq \"a\")"), "userName"));
	assert_null(filter_must_equal(read_filter(stage, "userName ne \"a\""), "userName"));
	assert_string_equal(filter_must_equal(read_filter(stage, "emails eq \"a\""), "emails.value"), "a");
	filter = read_filter(stage, "emails[type eq \"work\" and value eq \"a\"]");
	assert_string_equal(filter_must_equal(filter, "emails.value"), "a");
	assert_null(filter_must_equal(filter, "userName"));
}

#define STAGE_TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		STAGE_TEST(what_is_so_matches),
		STAGE_TEST(what_is_not_so_does_not_match),
		STAGE_TEST(what_is_no_filter_is_refused_with_the_place),
		STAGE_TEST(every_bound_is_kept),
		STAGE_TEST(what_every_match_must_have_is_known),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

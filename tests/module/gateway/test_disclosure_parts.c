/* The disclosure rules for what is about fewer than all of a group, for every part there is, for very many teams. */
#include "services/gateway/report/figures.h"
#include "services/gateway/report/groups.h"
#include "tests/module/gateway/disclosure_stage.h"

#include <string.h>
#include <time.h>

#define MANY 100000

static bool hides_managed(const struct people *teams, const char *scope)
{
	struct disclosure rules = rules_for(teams, scope);
	return disclosure_hides_managed(&test_arena, &rules, scope);
}

static void few_people_with_a_manager_are_hidden_by_themselves(void **state)
{
	(void)state;
	assert_true(hides_managed((struct people[]){{"a", 9, 4}, {0}}, "a"));
	assert_false(hides_managed((struct people[]){{"a", 9, 5}, {0}}, "a"));
	assert_false(hides_managed((struct people[]){{"a", 9, 8}, {0}}, "a"));
	/* about nobody there is nothing to hide */
	assert_false(hides_managed((struct people[]){{"a", 9, 0}, {"b", 9, 9}, {0}}, "a"));
}

static void few_people_with_a_manager_do_not_follow_from_the_teams_around(void **state)
{
	(void)state;
	const struct people teams[] = {{"p/a", 10, 8}, {"p/b", 20, 19}, {"p/c", 10, 2}, {"q", 9, 9}, {0}};
	assert_true(hides_managed(teams, "p/c"));
	assert_true(hides_managed(teams, "p/a")); /* p - p/a - p/b would be p/c */
	assert_false(hides_managed(teams, "p/b"));
	assert_false(hides_managed(teams, "p"));
	assert_false(hides_managed(teams, ""));
}

static void nothing_is_shown_of_counts_that_do_not_add_up(void **state)
{
	(void)state;
	struct disclosure rules = rules_for((struct people[]){{"a", 9, 8}, {0}}, "a");
	rules.managed = 9;
	assert_true(disclosure_hides_managed(&test_arena, &rules, "a"));
}

static int32_t managed_of(const struct people *team)
{
	return team->managed;
}

static void no_difference_of_shown_teams_is_about_few_people_with_a_manager(void **state)
{
	static const char *const names[] = {"", "a", "a/x", "a/x/1", "a/x/2", "a/y", "b", "b/x", "b/y", "b-c", "c"};
	static const struct telling telling = {hides_managed, managed_of, false};
	const size_t n = sizeof names / sizeof *names;
	uint32_t seed = 7;
	size_t shown = 0;
	(void)state;
	for (int round = 0; round < 400; round++) {
		struct people teams[TEAMS_MOST] = {0};
		size_t listed = 0;
		for (size_t i = 0; i < n; i++) {
			seed = seed * 1664525u + 1013904223u;
			int32_t count = (int32_t)(seed >> 8) % 14;
			if (seed >> 28)
				teams[listed++] = (struct people){names[i], count, (int32_t)(seed >> 16) % (count + 1)};
		}
		arena_reset(&test_arena);
		assert_no_small_rest(&telling, teams, names, n);
		for (size_t i = 0; i < n; i++)
			shown += !hides_managed(teams, names[i]);
	}
	assert_true(shown > 400); /* not by hiding everything */
}

/* ---- every part there is ---- */

static void **place_of(ProtobufCMessage *message, const ProtobufCFieldDescriptor *field)
{
	return (void **)((char *)message + field->offset);
}

static ProtobufCMessage *some(const ProtobufCMessageDescriptor *type);

/* Something in every field. */
static void fill(ProtobufCMessage *message)
{
	for (unsigned i = 0; i < message->descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &message->descriptor->fields[i];
		if (field->type != PROTOBUF_C_TYPE_MESSAGE)
			continue;
		ProtobufCMessage *value = some(field->descriptor);
		if (field->label != PROTOBUF_C_LABEL_REPEATED) {
			*place_of(message, field) = value;
			continue;
		}
		ProtobufCMessage **list = arena_array(&test_arena, 1, sizeof *list);
		list[0] = value;
		*place_of(message, field) = list;
		*(size_t *)((char *)message + field->quantifier_offset) = 1;
	}
}

static ProtobufCMessage *some(const ProtobufCMessageDescriptor *type)
{
	ProtobufCMessage *message = arena_alloc(&test_arena, type->sizeof_message);
	protobuf_c_message_init(type, message);
	fill(message);
	return message;
}

static size_t figures_known(const Kleos__ImpactReport *report)
{
	struct figures_walk walk = {0};
	struct figure figure;
	size_t n = 0;
	for (double value; figures_next(&test_arena, report, &walk, &figure);)
		n += figure_value(&figure, &value);
	return n;
}

static size_t figures_of(const Kleos__ImpactReport *report)
{
	struct figures_walk walk = {0};
	struct figure figure;
	size_t n = 0;
	while (figures_next(&test_arena, report, &walk, &figure))
		n++;
	return n;
}

/* Whatever the proto will have: a figure or a list that is not hidden with its group has to be looked at here. */
static void a_hidden_report_holds_nothing_but_reasons_and_sources(void **state)
{
	Kleos__ImpactReport *report = (Kleos__ImpactReport *)some(&kleos__impact_report__descriptor);
	struct disclosure rules = rules_for((struct people[]){{"a", 4, 4}, {"b", 20, 20}, {0}}, "a");
	(void)state;
	report->team = "a";
	report->comparison = NULL; /* made afterwards */
	report->n_suppressed = 0;
	size_t figures = figures_of(report);
	assert_true(figures > 40);
	assert_int_equal(figures_known(report), figures);
	disclosure_apply(&test_arena, &rules, report);
	assert_int_equal(figures_of(report), figures);
	assert_int_equal(figures_known(report), 0);
	assert_null(report->rates->coverage->numerator);
	assert_null(report->rates->coverage->denominator);
	for (unsigned i = 0; i < report->base.descriptor->n_fields; i++) {
		const ProtobufCFieldDescriptor *field = &report->base.descriptor->fields[i];
		if (field->label != PROTOBUF_C_LABEL_REPEATED)
			continue;
		size_t n = *(const size_t *)((const char *)report + field->quantifier_offset);
		bool kept = strcmp(field->name, "sources") == 0 || strcmp(field->name, "suppressed") == 0;
		if (n != kept)
			fail_msg("%s has %zu", field->name, n);
	}
}

static void manager_coverage_alone_is_hidden_for_few(void **state)
{
	Kleos__ImpactReport *report = (Kleos__ImpactReport *)some(&kleos__impact_report__descriptor);
	struct disclosure rules = rules_for((struct people[]){{"a", 9, 4}, {0}}, "");
	(void)state;
	report->team = "";
	size_t figures = figures_known(report);
	disclosure_apply(&test_arena, &rules, report);
	assert_int_equal(figures_known(report), figures - 1);
	assert_null(report->leadership->manager_coverage->denominator);
	assert_non_null(strstr(report->suppressed[report->n_suppressed - 1], "managerCoverage"));
}

/* Walking to the place of each that was merged would take minutes. */
static void very_many_teams_are_merged_in_a_moment(void **state)
{
	(void)state;
	struct arena large;
	arena_init(&large, (size_t)512 << 20);
	struct groups *g = groups_new(&large, K);
	for (int i = 0; i < MANY; i++)
		groups_add(g, arena_printf(&large, "t%06d", i), 1);
	const clock_t start = clock();
	groups_merge(g);
	assert_true((clock() - start) / CLOCKS_PER_SEC < 10);
	assert_true(groups_is_merged(g, "t000000"));
	assert_string_equal(groups_name(g, "t000000"), groups_name(g, "t000001"));
	arena_fini(&large);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ARENA_TEST(few_people_with_a_manager_are_hidden_by_themselves),
		ARENA_TEST(few_people_with_a_manager_do_not_follow_from_the_teams_around),
		ARENA_TEST(nothing_is_shown_of_counts_that_do_not_add_up),
		ARENA_TEST(no_difference_of_shown_teams_is_about_few_people_with_a_manager),
		ARENA_TEST(a_hidden_report_holds_nothing_but_reasons_and_sources),
		ARENA_TEST(manager_coverage_alone_is_hidden_for_few),
		ARENA_TEST(very_many_teams_are_merged_in_a_moment),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}

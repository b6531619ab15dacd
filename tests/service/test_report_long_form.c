/* A report as rows of CSV, all of them or those of some sections. */
#include "tests/service/gateway/report_desk.h"

#include <string.h>

static void the_long_form_has_a_row_for_each_figure(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	struct answer answer = report(desk, ".csv?from=2026-03-01&to=2026-03-10");
	static const char *const rows[] = {
		"section,key,from,to,numerator,denominator,value\r\nheadcount,everybody,2026-03-01,2026-03-10,,,8\r\n",
		"\r\ntotals,bigWins,2026-03-01,2026-03-10,,,0\r\n",
		"\r\nrates,perMemberPer30Days,2026-03-01,2026-03-10,360,80,4.5\r\n",
		"\r\nreciprocity,rho,2026-03-01,2026-03-10,,,0.434343434343434",
		"\r\nseries,givers,2026-03-01,2026-03-10,,,8\r\n",
		"\r\nflows,t1 + t2 > t1 + t2,2026-03-01,2026-03-10,,,1\r\n",
		"\r\nsources,awards,",
		"\r\npurpose,",
	};
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		assert_answer(&answer, 200, rows[i]);
	assert_non_null(strstr(header_of(desk->front, &answer, "Content-Type"), "text/csv"));
}

/* Of a document in CSV, with its header. */
static size_t lines_of(const char *text)
{
	size_t n = 0;
	for (; (text = strstr(text, "\r\n")); text += 2)
		n++;
	return n;
}

static struct answer csv_of(struct report_desk *desk, const char *query)
{
	const char *target =
		arena_printf(&desk->front->base.arena, "/v1/reports/impact.csv?from=2026-03-01&to=2026-03-31%s", query);
	return ask(desk->front, desk->auditor, "GET", target, "", NULL);
}

static void rows_of_other_sections_are_left_out(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	struct answer answer = csv_of(desk, "&section=direction&section=missing+sources");
	assert_answer(&answer, 200, "section,key,from,to,numerator,denominator,value\r\ndirection,down,2026-03-01,");
	assert_int_equal(lines_of(answer.body), 6);
	answer = csv_of(desk, "&section=direction&section=Totals");
	assert_answer(&answer, 400, "\"field\":\"section\"");
	assert_answer(&answer, 400, "there is no such section; there are headcount, totals, rates, ");
	assert_answer(&answer, 400, ", sources, missing sources, purpose\"");
}

/* Those that a refusal names, asked for one after the other. */
static void the_sections_together_are_the_whole_table(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	struct arena *arena = &desk->front->base.arena;
	struct answer answer = csv_of(desk, "&section=x");
	size_t rows = 0, whole;
	char *names = arena_text(arena, strstr(answer.body, "there are ") + strlen("there are ")), *rest;
	names[strcspn(names, "\"")] = 0;
	for (char *name = strtok_r(names, ",", &rest); name; name = strtok_r(NULL, ",", &rest)) {
		name += *name == ' ';
		bool two = strcmp(name, "missing sources") == 0;
		answer = csv_of(desk, arena_printf(arena, "&section=%s", two ? "missing+sources" : name));
		assert_answer(&answer, 200, "section,");
		rows += lines_of(answer.body) - 1;
	}
	answer = csv_of(desk, "");
	whole = lines_of(answer.body);
	assert_true(whole > 60);
	assert_int_equal(rows, whole - 1);
}

/* What its group hides is in no section. */
static void a_section_of_a_hidden_report_has_no_figure(void **state)
{
	struct report_desk *desk = *state;
	set_worked_example(desk);
	struct answer answer = csv_of(desk, "&section=totals&section=flows&section=suppressed&team=t1");
	assert_answer(&answer, 200, "\r\ntotals,arcs,2026-03-01,2026-03-31,,,\r\n");
	assert_answer(&answer, 200, "\r\nsuppressed,\"all figures:");
	assert_null(strstr(answer.body, "\r\nflows,"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		REPORT_TEST(the_long_form_has_a_row_for_each_figure),
		REPORT_TEST(rows_of_other_sections_are_left_out),
		REPORT_TEST(the_sections_together_are_the_whole_table),
		REPORT_TEST(a_section_of_a_hidden_report_has_no_figure),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
